import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { KurrentDbLog, LogRecord } from './kurrentdb-log.js';

/** Ticks of .NET are 100 nanoseconds. */
const ticksPerMs = 10_000n;
/** How many records the server looks at for a page when the client names no window. */
const usualWindow = 32;

/** A read of the double, by the options of the protocol. */
export class Reading {
  readonly #log: KurrentDbLog;
  readonly #options: streams.ReadReq.Options;

  constructor(log: KurrentDbLog, options: streams.ReadReq.Options) {
    this.#log = log;
    this.#options = options;
  }

  get isSubscription(): boolean {
    return this.#options.hasSubscription();
  }

  get uuidsAreText(): boolean {
    return this.#options.getUuidOption()?.hasString() ?? false;
  }

  get checkpointEvery(): number {
    const filter = this.#options.getFilter();
    return filter ? filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : usualWindow) : Number.MAX_SAFE_INTEGER;
  }

  /** What the server refuses about the options. */
  invalid(): string | undefined {
    const filter = this.#options.getFilter();
    if (!this.#options.hasStream() && !this.#options.hasAll()) return 'Neither a stream nor $all.';
    if (!filter) return this.#options.hasNoFilter() ? undefined : 'Neither a filter nor none.';
    if (!this.#options.hasAll()) return 'A filter on a stream.';
    if (!filter.hasMax() && !filter.hasCount()) return 'A filter without a window.';
    if (this.isSubscription && filter.getCheckpointintervalmultiplier() === 0) return 'No checkpoint interval.';
    return filter.hasStreamIdentifier() || filter.hasEventType() ? undefined : 'An empty filter.';
  }

  isWanted(record: LogRecord): boolean {
    const filter = this.#options.getFilter();
    if (!filter) return true;
    const of = filter.getStreamIdentifier() ?? filter.getEventType()!;
    const text = filter.hasStreamIdentifier() ? record.stream : record.type;
    const regex = of.getRegex();
    return regex !== '' ? new RegExp(regex).test(text) : of.getPrefixList().some((prefix) => text.startsWith(prefix));
  }

  responses(): streams.ReadResp[] {
    const records = this.#options.hasAll() ? this.#all() : this.#stream();
    if (!records) {
      const response = new streams.ReadResp();
      const notFound = new streams.ReadResp.StreamNotFound();
      notFound.setStreamIdentifier(this.#options.getStream()!.getStreamIdentifier());
      response.setStreamNotFound(notFound);
      return [response];
    }
    return records.slice(0, Number(this.#options.getCount())).map((record) => eventResp(record, this.uuidsAreText));
  }

  /** The confirmation, what a subscription has to catch up with, and that it has: it tells what lies behind its position, not at it. */
  beginning(): streams.ReadResp[] {
    const confirmed = new streams.ReadResp();
    const confirmation = new streams.ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId('00000000-0000-4000-a000-000000000001');
    confirmed.setConfirmation(confirmation);
    const all = this.#options.getAll();
    const after = BigInt(all?.getPosition()?.getCommitPosition() ?? -1);
    const missed = all?.hasEnd() ? [] : this.#log.records.filter((record) => record.position > after && this.isWanted(record));
    const caughtUp = new streams.ReadResp();
    caughtUp.setCaughtUp(new streams.ReadResp.CaughtUp());
    return [confirmed, ...missed.map((record) => eventResp(record, this.uuidsAreText)), caughtUp];
  }

  checkpoint(position: bigint): streams.ReadResp {
    const response = new streams.ReadResp();
    const checkpoint = new streams.ReadResp.Checkpoint();
    checkpoint.setCommitPosition(String(position));
    checkpoint.setPreparePosition(String(position));
    response.setCheckpoint(checkpoint);
    return response;
  }

  #isBackwards(): boolean {
    return this.#options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  }

  /** Forwards with what lies at the position, backwards with what lies before it. */
  #all(): LogRecord[] {
    const all = this.#options.getAll()!;
    const from = BigInt(all.getPosition()?.getCommitPosition() ?? 0);
    const wanted = this.#log.records.filter((record) => this.isWanted(record));
    if (this.#isBackwards()) return wanted.filter(({ position }) => all.hasEnd() || position < from).toReversed();
    return all.hasEnd() ? [] : wanted.filter(({ position }) => all.hasStart() || position >= from);
  }

  #stream(): LogRecord[] | undefined {
    const of = this.#options.getStream()!;
    const records = this.#log.stream(Buffer.from(of.getStreamIdentifier()!.getStreamName_asU8()).toString());
    if (records.length === 0) return undefined;
    const from = of.hasStart() ? 0 : of.hasEnd() ? records.length - 1 : Number(of.getRevision());
    return this.#isBackwards() ? records.slice(0, from + 1).toReversed() : records.slice(of.hasEnd() ? records.length : from);
  }
}

/** An event as it goes over the line; its id as text or as two numbers, as the client asked. */
export function eventResp(record: LogRecord, uuidIsText: boolean): streams.ReadResp {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(record.stream).toString('base64'));
  event.setId(uuidOf(record.id, uuidIsText));
  event.setStreamIdentifier(name);
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('created', String(BigInt(record.createdMs) * ticksPerMs));
  event.getMetadataMap().set('content-type', record.contentType);
  event.setData(record.data);
  event.setCustomMetadata(record.meta);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
}

function uuidOf(id: string, isText: boolean): shared.UUID {
  const uuid = new shared.UUID();
  if (isText) {
    uuid.setString(id);
    return uuid;
  }
  const hex = id.replaceAll('-', '');
  const half = (from: number): string => String(BigInt.asIntN(64, BigInt(`0x${hex.slice(from, from + 16)}`)));
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(half(0));
  structured.setLeastSignificantBits(half(16));
  uuid.setStructured(structured);
  return uuid;
}
