import { amsterdamDate, isInstant } from '#domain/calendar/index.js';
import { settingsOn } from '#domain/deadlines/index.js';
import type { Actor, Aggregate, Command, Context, Folded, Meta, NewEvent, OtherCommand, Settings } from '#domain/kernel/index.js';
import { allowances, decide, wireName } from '#domain/kernel/index.js';
import type { Team } from '#domain/team/state.js';
import { noTeam } from '#domain/team/state.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Clock } from '../clock.js';
import type { EventStore } from '../event-store/event-store.js';
import { DataErased } from '../sealing/key-store.js';
import type { TenantKeys } from '../sealing/tenant-keys.js';
import type { Vault } from '../sealing/vault.js';
import { commandIdOf, eventIdOf, isUuid, madeIdOf, newUuid, uuidOf } from '../uuid.js';
import { bodyProblems, canonical, commandData } from './body.js';
import { aggregates } from './aggregates.js';
import type { ChildPlaces } from './child-places.js';
import type { Consultation } from './consultation.js';
import { metadata } from './metadata.js';
import { Refused } from './refused.js';
import type { Carried, Loaded, Streams } from './streams.js';

export interface Ask {
  readonly caller: Actor;
  readonly command: string;
  /** The aggregate's id from the path; an opening has none. */
  readonly id?: string;
  readonly body: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
}

export interface Answer {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly events: readonly string[];
  readonly created: Readonly<Record<string, string>>;
  /** The answer of an earlier sending of the same command. */
  readonly replayed: boolean;
}

export interface Parts {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly vault: Vault;
  readonly tenantKeys: TenantKeys;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly places: ChildPlaces;
  readonly consultation: Consultation;
}

const patienceMs = 2_000;
const mostWaiting = 200;

/** Carries out commands: read, rights, replay, If-Match, phase and rules, append (the order of api.md). */
export class Execute {
  readonly #parts: Parts;
  readonly #turns = new Map<string, { waiting: number; last: Promise<unknown> }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Gives the answer of a command, or throws `Refused`. */
  async run<S extends Folded>(aggregate: Aggregate<S, Team>, ask: Ask): Promise<Answer> {
    const command = aggregate.commands[ask.command];
    if (!command) throw new Refused('not-found');
    const commandId = commandIdOf(ask.caller.tenant, ask.caller.personId, ask.idempotencyKey ?? newUuid());
    const id = command.opens ? openedId(command, ask.body, commandId) : ask.id;
    if (!isUuid(id)) throw new Refused('not-found');
    const aggregateId = id.toLowerCase();
    return this.#inTurn(`${aggregate.name}-${aggregateId}`, async () => {
      const until = performance.now() + patienceMs;
      for (;;) {
        const answer = await this.#once(aggregate, command, aggregateId, commandId, ask);
        if (answer) return answer;
        if (ask.ifMatch !== undefined) continue;
        if (performance.now() > until) throw new Refused('busy', { retryAfter: 1 });
      }
    });
  }

  /** One try; undefined when another process appended meanwhile. */
  async #once<S extends Folded>(
    aggregate: Aggregate<S, Team>,
    command: Command<S, Team>,
    id: string,
    commandId: string,
    ask: Ask,
  ): Promise<Answer | undefined> {
    const { clock, streams } = this.#parts;
    const [loaded, now, warmed] = await Promise.all([
      streams.load(aggregate, id, ask.idempotencyKey === undefined ? undefined : eventIdOf(commandId, 0)),
      clock.now(),
      this.#warm(aggregate, id),
    ]);
    const { tenant } = ask.caller;
    const exists = loaded.revision >= 0;
    const isNew = command.opens || (aggregate.isOfTeam === true && !exists);
    if (!isNew && (!exists || loaded.tenant !== tenant)) throw new Refused('not-found');
    const ours: Loaded<S> = exists && loaded.tenant !== tenant ? { ...loaded, state: aggregate.initial(id) } : loaded;

    const actor = actorOf(ask.caller, ask.body);
    const today = amsterdamDate(now);
    const at = occurredAt(ask.body) ?? now;
    const on = amsterdamDate(at);
    const before = command.opens ? aggregate.initial(id) : ours.state;
    const [team, facts] = await Promise.all([
      this.#teamOf(aggregate, before, ask.body, tenant, warmed),
      this.#parts.consultation.facts(aggregate, before, ask.body, tenant, on),
    ]);
    if (isNew && !command.opens && !team.exists) throw new Refused('not-found');
    const roles = aggregate.rolesOf(actor, before, team, today, facts);
    if (!command.opens && roles.size === 0) throw new Refused('not-found');
    const role = command.by.find((each) => roles.has(each));
    if (role === undefined && !hangsOnBody(command)) throw new Refused('forbidden');

    const problems = bodyProblems(command, ask, now);
    if (problems.length) throw new Refused('validation', { errors: problems });
    if (role === undefined) throw new Refused('forbidden');
    const data = commandData(command, ask.body, (name) => (command.opens && name === openedName(command) ? id : madeIdOf(commandId, name)));
    const context: Context<Team> = {
      at,
      on,
      today,
      actor,
      roles,
      team,
      settings: this.#parts.settings,
      openElsewhere: false,
      facts,
    };
    if (command.mayWith && !command.mayWith(ours.state, context, data as never)) throw new Refused('forbidden');

    const mac = this.#parts.tenantKeys.mac(tenant, 'body', `${ask.command}\n${canonical(ask.body)}`).toString('base64url');
    const created = createdIds(command, ask.body, data);
    const replay = replayed(loaded, commandId, ask, mac);
    if (replay) return { id, revision: replay.revision, position: replay.position, events: replay.types, created, replayed: true };
    if (command.opens && exists) {
      const made = loaded.tenant === tenant ? loaded.state.made[id] : undefined;
      if (made?.command !== ask.command || made.mac !== mac) throw new Refused('id-in-use', { errors: [idTaken(command)] });
      return { id, revision: loaded.revision, position: loaded.position, events: [], created, replayed: false };
    }
    if (ask.ifMatch !== undefined && ask.ifMatch !== loaded.revision) throw new Refused('revision-conflict');

    const place = command.place ? await this.#parts.places.of(tenant, id, command, ours.state, data) : undefined;
    const openElsewhere = place ? await this.#parts.places.isTaken(place) : false;
    const judged = { ...context, openElsewhere };
    const judgement = decide(aggregate, command, ours.state, judged, data, { name: ask.command, mac });
    if ('rejection' in judgement)
      throw Refused.by(judgement.rejection, judgement.kind === 'phase' ? allowedNow(aggregate, ours.state, judged) : undefined);
    if (judgement.events.length === 0)
      return { id, revision: loaded.revision, position: loaded.position, events: [], created, replayed: false };
    const first = command.first?.(ours.state, data as never, judged);
    if (first) await this.#first(first, ask, commandId);
    if (place && !(await this.#parts.places.take(place))) throw new Refused('child-already-open', { missing: ['child-already-open'] });

    const metas = metadata(aggregate, loaded.revision < 0 ? aggregate.initial(id) : ours.state, judgement.events, {
      commandId,
      tenantId: tenant,
      actor,
      role,
      occurredAt: at,
      recordedAt: now,
      correlationId: ask.correlationId ?? commandId,
      causationId: ask.causationId ?? commandId,
      policyVersion: settingsOn(team.policies, today).policyVersion,
      controllerOrgId: aggregate.organisationOf(actor, ours.state, team),
      command: ask.command,
      mac,
      context: judged,
      aggregateId: id,
      made: Object.entries(command.takes).flatMap(([name, field]) => (field.makes === undefined ? [] : [String(data[name])])),
    });
    const appended = await this.#append(aggregate, loaded, tenant, judgement.events, metas);
    if (appended.outcome !== 'ok') return undefined;
    // A place that is not given up now is found free as soon as somebody wants it.
    if (command.place === 'gives-up') await this.#parts.places.giveUp(id).catch(() => undefined);
    return {
      id,
      revision: appended.revision,
      position: appended.position,
      events: judgement.events.map((event) => event.type),
      created,
      replayed: false,
    };
  }

  /** Gives the command that must be accepted elsewhere before this one is recorded; its refusal is this one's. */
  async #first({ kind, id, command, body }: OtherCommand, ask: Ask, commandId: string): Promise<void> {
    const { onBehalfOf, occurredAt: at } = (ask.body ?? {}) as Record<string, unknown>;
    await this.run(aggregates[kind]!, {
      caller: ask.caller,
      command,
      id,
      body: { ...body, ...(onBehalfOf !== undefined && { onBehalfOf }), ...(at !== undefined && { occurredAt: at }) },
      idempotencyKey: uuidOf(`first\n${commandId}`),
      ...(ask.correlationId !== undefined && { correlationId: ask.correlationId }),
      causationId: commandId,
    });
  }

  async #append<S extends Folded>(
    aggregate: Aggregate<S, Team>,
    loaded: Loaded<S>,
    tenant: string,
    events: readonly NewEvent[],
    metas: readonly Meta[],
  ) {
    const { store, vault } = this.#parts;
    const toSeal = events.map((event, index) => ({ eventId: metas[index]!.eventId, type: event.type, data: event.data }));
    const sealed = await vault.seal(tenant, loaded.stream, aggregate.events, toSeal).catch((error: unknown) => {
      throw error instanceof DataErased ? new Refused('data-erased') : error;
    });
    return store.append({
      tenant,
      stream: loaded.stream,
      expectedRevision: loaded.revision,
      events: toSeal.map(({ eventId, type }, index) => ({ eventId, type, data: sealed.data[index]!, meta: JSON.stringify(metas[index]) })),
      keys: sealed.keys,
    });
  }

  /** The team whose rules and members the command consults, folded to its newest event; no team in another tenant. */
  async #teamOf<S extends Folded>(
    aggregate: Aggregate<S, Team>,
    state: S,
    body: unknown,
    tenant: string,
    warmed: Loaded<Team> | undefined,
  ): Promise<Team> {
    const teamId = aggregate.teamOf(state, body as { teamId?: unknown } | undefined);
    if (!isUuid(teamId)) return aggregate.name === teamAggregate.name ? (state as unknown as Team) : noTeam;
    const isWarmed = warmed?.stream === `${teamAggregate.name}-${teamId.toLowerCase()}`;
    const loaded = isWarmed ? warmed : await this.#parts.streams.load(teamAggregate, teamId.toLowerCase());
    return loaded.tenant === tenant ? loaded.state : noTeam;
  }

  /** Reads the team's tail in the same call as the case's, when the kept case says which team it is. */
  async #warm<S extends Folded>(aggregate: Aggregate<S, Team>, id: string): Promise<Loaded<Team> | undefined> {
    const kept = this.#parts.streams.peek<S>(`${aggregate.name}-${id}`);
    const teamId = kept && aggregate.teamOf(kept.state, undefined);
    return teamId ? this.#parts.streams.load(teamAggregate, teamId) : undefined;
  }

  /** Commands on one stream wait for each other inside a process, so that they do not conflict with themselves. */
  async #inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(stream) ?? { waiting: 0, last: Promise.resolve() };
    if (turn.waiting >= mostWaiting) throw new Refused('busy', { retryAfter: 1 });
    turn.waiting += 1;
    this.#turns.set(stream, turn);
    const mine = turn.last.then(work, work);
    turn.last = mine;
    try {
      return await mine;
    } finally {
      turn.waiting -= 1;
      if (turn.waiting === 0) this.#turns.delete(stream);
    }
  }
}

/** Whether who may give a command depends on its body: on the team that an opened case is for. */
const hangsOnBody = (command: Command<never, Team>): boolean => Object.values(command.takes).some((field) => field.refersTo === 'team');

/** The commands of the aggregate that this caller could give now, with some body. */
const allowedNow = <S extends Folded>(aggregate: Aggregate<S, Team>, state: S, context: Context<Team>): string[] =>
  allowances(aggregate, state, context).flatMap(({ command, allowed }) => (allowed ? [wireName(command)] : []));

/** The field that names what an opening opens: the first id that it makes. */
const openedName = (command: Command<never, Team>): string =>
  Object.entries(command.takes).find(([, field]) => field.makes !== undefined)?.[0] ?? '';

function openedId(command: Command<never, Team>, body: unknown, commandId: string): string | undefined {
  const name = openedName(command);
  const given = (body as Record<string, unknown> | null)?.[name];
  return isUuid(given) ? given : madeIdOf(commandId, name);
}

const idTaken = (command: Command<never, Team>) => ({
  pointer: `/${openedName(command)}`,
  message: { en: 'This id is taken: choose another one.', nl: 'Dit kenmerk is bezet: kies een ander.' },
});

/** An integration client may act for a person: then the rights are that person's. */
function actorOf(caller: Actor, body: unknown): Actor {
  const onBehalfOf = (body as { onBehalfOf?: unknown } | null)?.onBehalfOf;
  return caller.scopes.includes('integration') && typeof onBehalfOf === 'string' && onBehalfOf !== '' ? { ...caller, onBehalfOf } : caller;
}

const occurredAt = (body: unknown): string | undefined => {
  const at = (body as { occurredAt?: unknown } | null)?.occurredAt;
  return typeof at === 'string' && isInstant(at) ? new Date(at).toISOString() : undefined;
};

/** The ids of the body's own making that the client left out. */
function createdIds(command: Command<never, Team>, body: unknown, data: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = (body ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(command.takes).flatMap(([name, field]) =>
      field.makes !== undefined && (given[name] ?? null) === null ? [[name, String(data[name])]] : [],
    ),
  );
}

/** The earlier answer to the same command; the same key with another path or body is refused. */
function replayed(loaded: Loaded<unknown>, commandId: string, ask: Ask, mac: string): Carried | undefined {
  if (ask.idempotencyKey === undefined) return undefined;
  const carried = loaded.carried.get(commandId);
  if (!carried) {
    if (loaded.holder !== undefined) throw new Refused('idempotency-mismatch');
    return undefined;
  }
  if (carried.command !== ask.command || carried.mac !== mac) throw new Refused('idempotency-mismatch');
  return carried;
}
