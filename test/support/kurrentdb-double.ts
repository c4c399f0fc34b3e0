import { setTimeout as delay } from 'node:timers/promises';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import gossipServices from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import featureServices from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamServices from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { freePort } from './free-port.js';
import type { Expected, LogRecord, Proposed } from './kurrentdb-log.js';
import { KurrentDbLog } from './kurrentdb-log.js';
import { Reading, eventResp } from './kurrentdb-reading.js';

const mostBytes = 1024 * 1024;

/** What a node does wrong, until told otherwise. Counts say how many more appends it strikes. */
export interface Faults {
  /** Written, but the answer never goes out. */
  keepAnswer: number;
  /** Written, and the call ends with this status. */
  failAfter: { count: number; code: status };
  /** Nothing is written, and the call ends with this status. */
  failBefore: { count: number; code: status };
  /** Subscriptions stay open and tell nothing. */
  isSilent: boolean;
  /** Reads are never answered. */
  isReadless: boolean;
}

/** With it the double speaks TLS alone; PEM. */
export interface Tls {
  readonly key: Buffer;
  readonly certificate: Buffer;
}

/**
 * A double of the protocol of EventStoreDB 23.10, written after its published definitions and source: gRPC over loopback, one log in
 * memory, one or more nodes of which one leads. It is no KurrentDB. It shows how the adapter takes faults that a real server gives on no
 * order; that the adapter speaks with a real server is shown by the contract suite when KURRENTDB_URL is set.
 */
export class KurrentDbDouble {
  readonly log = new KurrentDbLog();
  readonly nodes: readonly Node[];
  leader = 0;
  /** Appends that came in, whatever became of them. */
  appends = 0;
  /** What each call said of itself: `<call> <authorization>`. */
  readonly callers = new Set<string>();

  private constructor(
    ports: readonly number[],
    readonly tls?: Tls,
  ) {
    this.nodes = ports.map((port) => new Node(this, port));
    this.log.append('$settings', 'any', [foreignEvent('$settings')]);
  }

  static async start(nodes = 1, tls?: Tls): Promise<KurrentDbDouble> {
    const ports: number[] = [];
    for (let index = 0; index < nodes; index += 1) ports.push(await freePort());
    const double = new KurrentDbDouble(ports, tls);
    await Promise.all(double.nodes.map((node) => node.start()));
    return double;
  }

  /** One host, or all of them, as a cluster is addressed. */
  get url(): string {
    return `kurrentdb://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`;
  }

  /** What somebody else, or the server itself, writes. */
  write(stream: string, type: string): void {
    this.log.append(stream, 'any', [foreignEvent(type)]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

let foreign = 0;
function foreignEvent(type: string): Proposed {
  foreign += 1;
  const id = `00000000-0000-4000-8000-${String(foreign).padStart(12, '0')}`;
  return { id, type, contentType: 'application/json', data: Buffer.from('{}'), meta: Buffer.alloc(0) };
}

export class Node {
  readonly faults: Faults = {
    keepAnswer: 0,
    failAfter: { count: 0, code: status.UNAVAILABLE },
    failBefore: { count: 0, code: status.UNAVAILABLE },
    isSilent: false,
    isReadless: false,
  };
  /** How many subscriptions are open. */
  get subscriptions(): number {
    return this.#open.size;
  }
  readonly #open = new Set<ServerWritableStream<streams.ReadReq, streams.ReadResp>>();
  readonly #cluster: KurrentDbDouble;
  #server: Server | undefined;

  constructor(
    cluster: KurrentDbDouble,
    readonly port: number,
  ) {
    this.#cluster = cluster;
  }

  async start(): Promise<void> {
    const server = new Server();
    server.addService(streamServices.StreamsService, {
      append: (call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, answer: sendUnaryData<streams.AppendResp>) =>
        void this.#append(call, answer),
      read: (call: ServerWritableStream<streams.ReadReq, streams.ReadResp>) => this.#read(call),
      batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => unimplemented(call),
      delete: (call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>) => unimplemented(call),
      tombstone: (call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>) => unimplemented(call),
    });
    server.addService(featureServices.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<features.SupportedMethods>) => answer(null, supported()),
    });
    server.addService(gossipServices.GossipService, {
      read: (_: unknown, answer: sendUnaryData<gossip.ClusterInfo>) => answer(null, this.#members()),
    });
    const { tls } = this.#cluster;
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }])
      : ServerCredentials.createInsecure();
    await new Promise<void>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.port}`, credentials, (error) => (error ? reject(error) : resolve())),
    );
    this.#server = server;
  }

  /** The process ends: every connection breaks, the log stays. */
  async stop(): Promise<void> {
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.#open.clear();
    await delay(0);
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  /** Ends every subscription with this status. */
  dropSubscriptions(code: status = status.UNAVAILABLE): void {
    for (const call of this.#open) call.emit('error', { code, details: 'Dropped.' });
    this.#open.clear();
  }

  #note(call: string, metadata: Metadata): void {
    this.#cluster.callers.add(`${call} ${metadata.get('authorization').join(' ')}`);
  }

  #isLeader(): boolean {
    return this.#cluster.nodes[this.#cluster.leader] === this;
  }

  /** As the server says it: not found, with the way to the leader in the trailers. */
  #notLeader(): { code: status; details: string; metadata: Metadata } {
    const leader = this.#cluster.nodes[this.#cluster.leader]!;
    const metadata = new Metadata();
    metadata.set('exception', 'not-leader');
    metadata.set('leader-endpoint-host', '127.0.0.1');
    metadata.set('leader-endpoint-port', String(leader.port));
    return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
  }

  async #append(
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    answer: sendUnaryData<streams.AppendResp>,
  ): Promise<void> {
    let options: streams.AppendReq.Options | undefined;
    const proposed: Proposed[] = [];
    try {
      for await (const request of call as AsyncIterable<streams.AppendReq>) {
        if (request.hasOptions()) options = request.getOptions();
        const message = request.getProposedMessage();
        if (message) proposed.push(proposedOf(message));
      }
    } catch {
      return;
    }
    this.#cluster.appends += 1;
    this.#note('append', call.metadata);
    const { faults } = this;
    if (call.metadata.get('requires-leader').includes('true') && !this.#isLeader()) return answer(this.#notLeader());
    if (faults.failBefore.count > 0) {
      faults.failBefore.count -= 1;
      return answer({ code: faults.failBefore.code, details: 'Failed on order, before.' });
    }
    const size = proposed.reduce((sum, { data, meta, type }) => sum + data.length + meta.length + 2 * type.length, 0);
    if (size > mostBytes) {
      const metadata = new Metadata();
      metadata.set('exception', 'maximum-append-size-exceeded');
      metadata.set('maximum-append-size', String(mostBytes));
      return answer({ code: status.INVALID_ARGUMENT, details: `Maximum Append Size of ${mostBytes} Exceeded.`, metadata });
    }
    const response = judged(this.#cluster.log, options!, proposed);
    if (faults.keepAnswer > 0) {
      faults.keepAnswer -= 1;
      return;
    }
    if (faults.failAfter.count > 0) {
      faults.failAfter.count -= 1;
      return answer({ code: faults.failAfter.code, details: 'Failed on order, after.' });
    }
    answer(null, response);
  }

  #read(call: ServerWritableStream<streams.ReadReq, streams.ReadResp>): void {
    if (call.metadata.get('requires-leader').includes('true') && !this.#isLeader()) return void call.emit('error', this.#notLeader());
    if (this.faults.isReadless) return;
    this.#note(call.request.getOptions()!.hasSubscription() ? 'subscribe' : 'read', call.metadata);
    const reading = new Reading(this.#cluster.log, call.request.getOptions()!);
    const invalid = reading.invalid();
    if (invalid !== undefined) return void call.emit('error', { code: status.INVALID_ARGUMENT, details: invalid });
    if (reading.isSubscription) return this.#subscribe(call, reading);
    for (const response of reading.responses()) call.write(response);
    call.end();
  }

  #subscribe(call: ServerWritableStream<streams.ReadReq, streams.ReadResp>, reading: Reading): void {
    this.#open.add(call);
    const tell = (response: streams.ReadResp): void => void (this.faults.isSilent || call.write(response));
    for (const response of reading.beginning()) call.write(response);
    let considered = 0;
    const stop = this.#cluster.log.onRecord((record: LogRecord) => {
      if (!this.#open.has(call)) return stop();
      considered += 1;
      if (reading.isWanted(record)) tell(eventResp(record, reading.uuidsAreText));
      if (considered % reading.checkpointEvery === 0) tell(reading.checkpoint(record.position));
    });
    call.on('cancelled', () => {
      stop();
      this.#open.delete(call);
    });
  }

  #members(): gossip.ClusterInfo {
    const info = new gossip.ClusterInfo();
    info.setMembersList(
      this.#cluster.nodes.map((node, index) => {
        const member = new gossip.MemberInfo();
        const uuid = new shared.UUID();
        uuid.setString(`00000000-0000-4000-9000-${String(index).padStart(12, '0')}`);
        const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
        member.setInstanceId(uuid);
        member.setTimeStamp(String(Date.now() * 10_000));
        member.setState(index === this.#cluster.leader ? LEADER : FOLLOWER);
        member.setIsAlive(node.isUp);
        const endPoint = new gossip.EndPoint();
        endPoint.setAddress('127.0.0.1');
        endPoint.setPort(node.port);
        member.setHttpEndPoint(endPoint);
        return member;
      }),
    );
    return info;
  }
}

const unimplemented = (call: { emit(event: 'error', error: unknown): boolean }): void =>
  void call.emit('error', { code: status.UNIMPLEMENTED, details: 'Not in the double.' });

function supported(): features.SupportedMethods {
  const all = new features.SupportedMethods();
  all.setEventStoreServerVersion('23.10.0');
  all.setMethodsList(
    ['read', 'append', 'delete', 'tombstone', 'batchappend'].map((name) => {
      const method = new features.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      return method;
    }),
  );
  return all;
}

function proposedOf(message: streams.AppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()!.getString(),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    meta: message.getCustomMetadata_asU8(),
  };
}

function expectedOf(options: streams.AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream_exists' : Number(options.getRevision());
}

function judged(log: KurrentDbLog, options: streams.AppendReq.Options, proposed: readonly Proposed[]): streams.AppendResp {
  const stream = Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString();
  const expected = expectedOf(options);
  const decision = log.append(stream, expected, proposed);
  const response = new streams.AppendResp();
  if (decision.kind === 'wrong') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (decision.current < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(decision.current));
    if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
    else wrong.setExpectedRevision(String(expected));
    response.setWrongExpectedVersion(wrong);
    return response;
  }
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(decision.revision));
  const position = new streams.AppendResp.Position();
  position.setCommitPosition(String(decision.position));
  position.setPreparePosition(String(decision.position));
  success.setPosition(position);
  response.setSuccess(success);
  return response;
}
