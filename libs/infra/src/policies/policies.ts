import type { Pool, PoolClient } from 'pg';
import type { Policy, PolicyCommand } from '#domain/kernel/index.js';
import { revive } from '#domain/kernel/index.js';
import type { Clock } from '../clock.js';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import { upcast } from '../event-store/upcast.js';
import { aggregates } from '../execute/aggregates.js';
import type { Execute } from '../execute/execute.js';
import { Refused } from '../execute/refused.js';
import { transaction } from '../transaction.js';
import { uuidOf } from '../uuid.js';

const passSize = 500;
/** What says that a part of the service is not there now, rather than that the command may not be given. */
const passing: readonly string[] = ['busy', 'unavailable', 'view-behind'];

export interface ParkedEvent {
  readonly policy: string;
  readonly eventId: string;
  readonly tenant: string;
  readonly stream: string;
  readonly position: string;
  readonly reason: string;
  readonly attempts: number;
}
export interface RefusedCommand {
  readonly policy: string;
  readonly eventId: string;
  /** Its place among the commands that follow from the event. */
  readonly no: string;
  readonly tenant: string;
  readonly stream: string;
  readonly command: string;
  readonly toStream: string;
  readonly code: string;
}

type Refusal = Omit<RefusedCommand, 'policy' | 'eventId' | 'stream' | 'tenant'>;

class Bug extends Error {}

const tenantOf = (event: StoredEvent): string => (JSON.parse(event.meta) as { tenantId: string }).tenantId;

/** A programming error, as opposed to a database, a network or a log that does not answer: those have codes. */
function isBug(error: unknown): boolean {
  if (error instanceof Bug || error instanceof TypeError || error instanceof RangeError) return true;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const isPlain = error instanceof Error && Object.getPrototypeOf(error) === Error.prototype && code === undefined;
  return isPlain && !/connect|terminated|timeout|closed|ended/i.test(String(message));
}

/**
 * Runs policies over the log: one event at a time, each command through `Execute` under an id that follows from event, policy and place,
 * so that doing it twice has one effect. The checkpoint of a policy moves when every command of an event is answered. A refusal is an
 * answer; an outage stops the pass, which is tried again; a bug parks the event for that policy and the rest goes on.
 */
export class Policies {
  readonly #byName: ReadonlyMap<string, Policy>;
  #running: Promise<number> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly execute: Execute,
    private readonly clock: Clock,
    policies: readonly Policy[],
  ) {
    this.#byName = new Map(policies.map((policy) => [policy.name, policy]));
  }

  /** Makes a checkpoint for each policy that is new: it starts from now. */
  async prepare(): Promise<void> {
    const last = await this.store.lastPosition();
    await this.pool.query(
      'insert into policies.checkpoint (policy, position) select unnest($1::text[]), $2 on conflict (policy) do nothing',
      [[...this.#byName.keys()], last],
    );
  }

  /** One pass until nothing is left, shared by everybody who asks while it runs. Gives how many commands were given. */
  run(): Promise<number> {
    this.#running ??= this.#passes().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Up to where every policy has answered; undefined while a policy has no checkpoint yet. */
  async position(): Promise<string | undefined> {
    const at = await this.#checkpoints();
    return at.size < this.#byName.size ? undefined : [...at.values()].sort()[0];
  }

  async parked(): Promise<readonly ParkedEvent[]> {
    const { rows } = await this.pool.query<ParkedEvent>(
      'select policy, event_id as "eventId", tenant, stream, position, reason, attempts from policies.parked order by position, policy limit 200',
    );
    return rows;
  }

  /** Tries a parked event again; true when it is parked no longer. */
  async retry(name: string, eventId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ stream: string }>('select stream from policies.parked where policy = $1 and event_id = $2', [
      name,
      eventId,
    ]);
    const [parked] = rows;
    if (!parked) return true;
    const found = await this.#reactionTo(name, parked.stream, eventId);
    const refusals: Refusal[] = [];
    try {
      if (found) await this.#give(found.policy, found.event, found.reaction, refusals);
    } catch (error) {
      if (!isBug(error)) throw error;
      await this.pool.query('update policies.parked set attempts = attempts + 1 where policy = $1 and event_id = $2', [name, eventId]);
      return false;
    }
    await transaction(this.pool, async (client) => {
      await client.query('delete from policies.parked where policy = $1 and event_id = $2', [name, eventId]);
      if (found) await this.#writeRefusals(client, name, found.event, refusals);
    });
    return true;
  }

  /** Gives everything that follows from the event of a refused command again; true when that command is refused no longer. */
  async retryRefused({ policy: name, eventId, no, stream }: RefusedCommand): Promise<boolean> {
    const found = await this.#reactionTo(name, stream, eventId);
    const refusals: Refusal[] = [];
    if (found) await this.#give(found.policy, found.event, found.reaction, refusals);
    await transaction(this.pool, async (client) => {
      await client.query('delete from policies.refused where policy = $1 and event_id = $2', [name, eventId]);
      if (found) await this.#writeRefusals(client, name, found.event, refusals);
    });
    return !refusals.some((refusal) => refusal.no === no);
  }

  /** Takes a refused command off the operator's list: somebody saw to it. */
  async acknowledge({ policy, eventId, no }: RefusedCommand): Promise<void> {
    await this.pool.query('delete from policies.refused where policy = $1 and event_id = $2 and command_no = $3', [policy, eventId, no]);
  }

  /** Commands that were refused without anything following from it, the newest first. */
  async refused(): Promise<readonly RefusedCommand[]> {
    const { rows } = await this.pool.query<RefusedCommand>(
      `select policy, event_id as "eventId", command_no as no, tenant, stream, command, to_stream as "toStream", code
         from policies.refused order by refused_at desc, policy, command_no limit 200`,
    );
    return rows;
  }

  /** What a policy does with an event; undefined when it, or the policy, is not there any more. */
  async #reactionTo(name: string, stream: string, eventId: string) {
    const event = (await this.store.read(stream, -1)).events.find((each) => each.eventId === eventId);
    const policy = this.#byName.get(name);
    const reaction = event && policy?.on[stream.slice(0, stream.indexOf('-'))]?.[event.type];
    return event && policy && reaction && { event, policy, reaction };
  }

  async #checkpoints(): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ policy: string; position: string }>({
      name: 'policy-checkpoints',
      text: 'select policy, position from policies.checkpoint',
    });
    return new Map(rows.filter(({ policy }) => this.#byName.has(policy)).map(({ policy, position }) => [policy, position]));
  }

  async #passes(): Promise<number> {
    let given = 0;
    for (;;) {
      const at = await this.#checkpoints();
      const [from] = [...at.values()].sort();
      const events = from === undefined ? [] : await this.store.readAll(from, passSize);
      if (events.length === 0) return given;
      for (const event of events) {
        const done = await this.#react(event, at);
        if (done === undefined) return given;
        given += done;
      }
      const { position } = events.at(-1)!;
      for (const [policy, was] of at) if (was < position && !(await this.#move(this.pool, policy, was, position))) return given;
    }
  }

  /** Gives what follows from one event; undefined when another process got ahead of this one. */
  async #react(event: StoredEvent, at: Map<string, string>): Promise<number | undefined> {
    const kind = event.stream.slice(0, event.stream.indexOf('-'));
    let given = 0;
    for (const policy of this.#byName.values()) {
      const was = at.get(policy.name);
      const reaction = policy.on[kind]?.[event.type];
      if (!reaction || was === undefined || was >= event.position) continue;
      const refusals: Refusal[] = [];
      let bug: string | undefined;
      try {
        given += await this.#give(policy, event, reaction, refusals);
      } catch (error) {
        if (!isBug(error)) throw error;
        bug = error instanceof Error ? error.message : 'failed';
      }
      if (!(await this.#settle(policy.name, event, was, refusals, bug))) return undefined;
      at.set(policy.name, event.position);
    }
    return given;
  }

  async #give(policy: Policy, event: StoredEvent, reaction: Policy['on'][string][string], refusals: Refusal[]): Promise<number> {
    const { meta, data } = upcast(event);
    const id = event.stream.slice(event.stream.indexOf('-') + 1);
    let given = 0;
    const giveAll = async (commands: readonly PolicyCommand[], path: string): Promise<void> => {
      for (const [index, command] of commands.entries()) {
        const no = `${path}${index}`;
        const code = await this.#one(policy.name, event, command, no, meta.tenantId, meta.correlationId);
        given += 1;
        if (code === undefined) continue;
        if (command.otherwise) await giveAll(command.otherwise(code), `${no}.`);
        else refusals.push({ no, command: command.command, toStream: `${command.kind}-${command.id}`, code });
      }
    };
    await giveAll(reaction({ id, data: revive(data) as never, meta }), '');
    return given;
  }

  /** Gives one command as the worker; the code when it is refused. */
  async #one(
    policy: string,
    event: StoredEvent,
    { kind, id, command, body }: PolicyCommand,
    no: string,
    tenant: string,
    correlationId: string,
  ): Promise<string | undefined> {
    const aggregate = aggregates[kind];
    if (!aggregate?.commands[command]) throw new Bug(`there is no command ${command} of ${kind}`);
    try {
      await this.execute.run(aggregate, {
        caller: { personId: 'worker', tenant, scopes: ['worker'] },
        command,
        id,
        body,
        idempotencyKey: uuidOf(`policy\n${event.eventId}\n${policy}\n${no}`),
        correlationId,
        causationId: event.eventId,
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refused) || passing.includes(error.code)) throw error;
      if (error.code === 'validation') throw new Bug(`${command} of ${kind}: its body is not valid`);
      return error.code;
    }
  }

  /** Writes down what came of an event together with the checkpoint; false when another process moved it. */
  async #settle(policy: string, event: StoredEvent, was: string, refusals: readonly Refusal[], bug: string | undefined): Promise<boolean> {
    if (refusals.length === 0 && bug === undefined) return this.#move(this.pool, policy, was, event.position);
    return transaction(this.pool, async (client) => {
      if (!(await this.#move(client, policy, was, event.position))) return false;
      await this.#writeRefusals(client, policy, event, refusals);
      if (bug !== undefined)
        await client.query('insert into policies.parked values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing', [
          policy,
          event.eventId,
          event.position,
          tenantOf(event),
          event.stream,
          `${event.type}: ${bug}`.slice(0, 500),
          await this.clock.now(),
        ]);
      return true;
    });
  }

  async #writeRefusals(client: PoolClient, policy: string, event: StoredEvent, refusals: readonly Refusal[]): Promise<void> {
    const now = refusals.length > 0 ? await this.clock.now() : '';
    for (const { no, command, toStream, code } of refusals)
      await client.query('insert into policies.refused values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing', [
        policy,
        event.eventId,
        no,
        tenantOf(event),
        event.stream,
        command,
        toStream,
        code,
        now,
      ]);
  }

  async #move(on: Pool | PoolClient, policy: string, was: string, to: string): Promise<boolean> {
    const { rowCount } = await on.query({
      name: 'move-policy',
      text: 'update policies.checkpoint set position = $1 where policy = $2 and position = $3',
      values: [to, policy, was],
    });
    return rowCount === 1;
  }
}
