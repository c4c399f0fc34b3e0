import type { Pool } from 'pg';
import { amsterdamDate } from '#domain/calendar/index.js';
import type { Alarm, Told } from '#domain/deadlines/index.js';
import { settingsOn } from '#domain/deadlines/index.js';
import { followUpEvent, followUpEvents } from '#domain/follow-up/index.js';
import type { Actor, Folded, Meta, NewEvent } from '#domain/kernel/index.js';
import { revive } from '#domain/kernel/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import type { Case } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Team } from '#domain/team/state.js';
import { noTeam } from '#domain/team/state.js';
import type { Deadline, Deadlines } from '#domain/views/index.js';
import { deadlinesView, nextAlarm } from '#domain/views/index.js';
import type { Clock } from '../clock.js';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import type { Execute } from '../execute/execute.js';
import { Refused } from '../execute/refused.js';
import type { Streams } from '../execute/streams.js';
import { Grouped } from '../grouped.js';
import { Batch } from '../read-models/batch.js';
import type { AnyView } from '../read-models/tables.js';
import { tableOf } from '../read-models/tables.js';
import type { Vault } from '../sealing/vault.js';
import { uuidOf } from '../uuid.js';
import { Birthdays, withBirthdays } from './birthdays.js';
import type { DeadlineOwner, Ringing } from './owners.js';
import { ownerOf } from './owners.js';

/** So many at a time: what they bring about is folded before the next. */
const batchSize = 2_000;
const view = deadlinesView as unknown as AnyView;
const table = tableOf(deadlinesView);
const live = `(select generation from views.live where view = '${deadlinesView.name}')`;

interface DueRow {
  readonly id: string;
  readonly tenant: string;
  readonly generation: number;
}

interface Rung {
  readonly id: string;
  readonly tenant: string;
  readonly revision: number;
}

export interface AlarmParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly streams: Streams;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly execute: Execute;
}

/**
 * Decides the alarms that are due. A row says what is due; the newest revision of its case says whether it still is; the outcome is
 * appended to the case's FollowUp stream at the revision the row knew, under ids that follow from deadline and step. So two that ring at
 * once, or one twice, give one event: no lock, no claim, no lease.
 */
export class Alarms {
  readonly #pool: Pool;
  readonly #store: EventStore;
  readonly #streams: Streams;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #execute: Execute;
  readonly #birthdays: Birthdays;
  /** Documents of the view, as many as are asked for at once by one query. */
  readonly #documents: Grouped<DueRow, string | undefined>;
  #observe: (latenessSeconds: number) => void = () => undefined;

  constructor({ pool, store, streams, vault, clock, execute }: AlarmParts) {
    this.#pool = pool;
    this.#store = store;
    this.#streams = streams;
    this.#vault = vault;
    this.#clock = clock;
    this.#execute = execute;
    this.#birthdays = new Birthdays(pool, streams, vault);
    this.#documents = new Grouped((rows) => this.#documentsOf(rows));
  }

  /** Tells the observer how late each decision came, in seconds by the service's clock. */
  observe(observer: (latenessSeconds: number) => void): void {
    this.#observe = observer;
  }

  /** Decides up to 2,000 due alarms, oldest first, each as at its own moment. Gives how many cases had one. */
  async ring(): Promise<number> {
    const now = await this.#clock.now();
    const { rows } = await this.#pool.query<DueRow>({
      name: 'due-alarms',
      text: `select id, min(tenant) as tenant, min(generation) as generation
               from (select id, tenant, generation, next_at from ${table} where generation = ${live} and next_at <= $1 order by next_at, id limit ${batchSize}) due
              group by id order by min(next_at), id`,
      values: [now],
    });
    const born = await this.#birthdays.due(now);
    const awaited = new Set(born.map(({ id }) => id));
    const known = new Set(rows.map(({ id }) => id));
    const all = [...rows, ...born.filter(({ id }) => !known.has(id))].slice(0, batchSize);
    const teams = new Map<string, Promise<Team>>();
    const decided = await Promise.all(all.map((row) => this.#decide(row, now, awaited.has(row.id), teams)));
    return decided.filter(Boolean).length;
  }

  /** The moment of the next alarm by the service's clock; undefined when none waits. */
  async nextAt(): Promise<string | undefined> {
    const { rows } = await this.#pool.query<{ next_at: string | null }>(
      `select min(next_at) as next_at from ${table} where generation = ${live}`,
    );
    return [rows[0]?.next_at, this.#birthdays.next()].filter((at) => typeof at === 'string').toSorted()[0];
  }

  /** Whether an alarm of now or before is still undecided. */
  async isDue(): Promise<boolean> {
    const now = await this.#clock.now();
    if ((await this.#birthdays.due(now)).length > 0) return true;
    const next = await this.nextAt();
    return next !== undefined && next <= now;
  }

  /** `teams` are those that were folded for this ringing: each once, however many of its alarms are due. */
  async #decide(row: DueRow, now: string, isBirthday: boolean, teams: Map<string, Promise<Team>>): Promise<boolean> {
    const { id, tenant } = row;
    const known = await this.#known(row);
    const owner = ownerOf(known?.kind ?? '');
    if (!known || !owner) return false;
    const [{ state, revision }, { events: ofFollowUp }] = await Promise.all([
      this.#streams.load(owner.aggregate, id),
      this.#store.read(`followUp-${id}`, known.followUpRevision),
    ]);
    const ofOwner = revision === known.revision ? [] : (await this.#store.read(`${known.kind}-${id}`, known.revision)).events;
    const all = newest(row, known, [...ofOwner, ...ofFollowUp]);
    if (all?.revision !== revision) return false;
    const teamId = owner.aggregate.teamOf(state, undefined);
    if (!teams.has(teamId ?? '')) teams.set(teamId ?? '', this.#teamOf(teamId));
    const team = await teams.get(teamId ?? '')!;
    const deadlines = isBirthday ? await withBirthdays(this.#vault, all.deadlines, team.closures) : all.deadlines;
    const due = deadlines
      .flatMap((deadline) => {
        const alarm = nextAlarm(all, deadline);
        return alarm && alarm.at <= now ? [{ deadline, alarm }] : [];
      })
      .toSorted((a, b) => (a.alarm.at < b.alarm.at ? -1 : 1));
    const first = due[0]?.alarm.at;
    if (first === undefined) return false;
    // One moment at a time, and of it the commands first, so that what a step brings about is seen by those after it.
    const atOnce = due.filter(({ alarm }) => alarm.at === first);
    const commands = atOnce.filter(({ alarm }) => alarm.command);
    const ringing: Ringing = { team, on: amsterdamDate(first), caseOf: (caseId) => this.#caseOf(caseId, tenant) };
    const decided: Decided[] = [];
    for (const { deadline, alarm } of commands) decided.push(await this.#command(owner, { id, tenant, revision }, deadline, alarm));
    for (const { deadline, alarm } of commands.length > 0 ? [] : atOnce)
      decided.push(...(await outcome(owner, deadline, alarm, state, revision, ringing)));
    const isOurs = await this.#append(
      id,
      tenant,
      all.followUpRevision,
      decided,
      now,
      settingsOn(team.policies, amsterdamDate(now)).policyVersion,
    );
    if (isOurs) this.#observe((Date.parse(now) - Date.parse(first)) / 1000);
    return isOurs;
  }

  /**
   * Gives the command of a step, as at the step's own moment, under an id made from the step: twice is once. A refusal is an answer and ends
   * the step; a service that is only busy throws, and the step rings again.
   */
  async #command(owner: DeadlineOwner<Folded>, { id, tenant, revision }: Rung, deadline: Deadline, alarm: Alarm): Promise<Decided> {
    const { name, body } = alarm.command!;
    const key = nameOf(deadline, alarm);
    const caller: Actor = { personId: 'worker', tenant, scopes: ['worker'] };
    const ask = { caller, command: name, id, body: { ...body, occurredAt: alarm.at }, idempotencyKey: uuidOf(`alarm\n${key}`) };
    const record = (caseRevision: number, came: { result: 'accepted' | 'refused'; code?: string }): Decided => ({
      event: followUpEvent('StepTaken', { ...factsOf(deadline, alarm, caseRevision), command: name, ...came }),
      name: key,
      at: alarm.at,
    });
    try {
      const answer = await this.#execute.run(owner.aggregate, ask);
      return record(answer.revision, { result: 'accepted' });
    } catch (error) {
      if (!(error instanceof Refused) || error.retryAfter !== undefined) throw error;
      return record(revision, { result: 'refused', code: error.code });
    }
  }

  async #teamOf(teamId: string | undefined): Promise<Team> {
    return teamId === undefined ? noTeam : (await this.#streams.load(teamAggregate, teamId)).state;
  }

  async #caseOf(caseId: string, tenant: string): Promise<Case | undefined> {
    const loaded = await this.#streams.load(caseAggregate, caseId);
    return loaded.revision >= 0 && loaded.tenant === tenant ? loaded.state : undefined;
  }

  /** The deadlines of a case as the read model has them. */
  async #known(row: DueRow): Promise<Deadlines | undefined> {
    const body = await this.#documents.send(row);
    return body === undefined ? undefined : (revive(JSON.parse(body) as unknown) as Deadlines);
  }

  async #documentsOf(asked: readonly DueRow[]): Promise<(string | undefined)[]> {
    const { rows } = await this.#pool.query<{ ask: number; body: string }>({
      name: 'deadlines-documents',
      text: `select a.ask::int, d.body from unnest($2::int[], $3::text[]) with ordinality a(generation, id, ask)
               join views.documents d on d.view = $1 and d.generation = a.generation and d.id = a.id and d.parked is null`,
      values: [deadlinesView.name, asked.map(({ generation }) => generation), asked.map(({ id }) => id)],
    });
    const bodies = new Map(rows.map(({ ask, body }) => [ask, body]));
    return asked.map((_, index) => bodies.get(index + 1));
  }

  async #append(
    id: string,
    tenant: string,
    expectedRevision: number,
    decided: readonly Decided[],
    now: string,
    policyVersion: number,
  ): Promise<boolean> {
    const stream = `followUp-${id}`;
    const events = decided.map(({ event, name, at }) => {
      const eventId = uuidOf(`alarm\n${name}\n${event.type}`);
      const meta: Meta = {
        eventId,
        schemaVersion: 1,
        tenantId: tenant,
        actorId: 'worker',
        actorRole: 'WK',
        occurredAt: at,
        recordedAt: now,
        commandId: eventId,
        correlationId: eventId,
        causationId: eventId,
        policyVersion,
        legalBasis: 'legal_task',
      };
      return { eventId, type: event.type, data: event.data, meta: JSON.stringify(meta) };
    });
    const sealed = await this.#vault.seal(tenant, stream, followUpEvents, events);
    const appended = await this.#store.append({
      tenant,
      stream,
      expectedRevision,
      events: events.map(({ eventId, type, meta }, index) => ({ eventId, type, data: sealed.data[index]!, meta })),
      keys: [],
    });
    return appended.outcome === 'ok';
  }
}

/** What is known of a case's deadlines, folded on over the events behind it. */
function newest({ id, generation }: DueRow, known: Deadlines, behind: readonly StoredEvent[]): Deadlines | undefined {
  if (behind.length === 0) return known;
  const target = { view, generation };
  const batch = new Batch([target]);
  batch.begin(target, id, known);
  batch.fold(behind.toSorted((a, b) => (a.position < b.position ? -1 : 1)));
  const [document] = batch.documents.values();
  return document?.parked === undefined ? (document?.content as Deadlines) : undefined;
}

interface Decided {
  readonly event: NewEvent;
  /** What names deadline, setting and step, once and for all. */
  readonly name: string;
  readonly at: string;
}

/** What names deadline, setting and step, once and for all. */
const nameOf = ({ deadlineId, set }: Deadline, { step }: Alarm): string => `${deadlineId}\n${set.revision}\n${step}`;

const factsOf = ({ deadlineId, stamp, set }: Deadline, { step, at }: Alarm, caseRevision: number) => ({
  deadlineId,
  rule: stamp.rule,
  step,
  setAt: set.revision,
  subject: stamp.subject,
  ...(stamp.dueOn !== undefined && !stamp.birthday && { dueOn: stamp.dueOn }),
  at,
  caseRevision,
});

/** Nobody holds the role, and who is told instead was told by another step of this moment (domain.md §5). */
function isToldAnyway({ done, set }: Deadline, { at, to }: Alarm, wanted: readonly Told[]): boolean {
  const knows = new Set(
    done.filter((each) => each.at === at && each.setAt === set.revision).flatMap(({ told = [] }) => told.map((each) => each.recipientId)),
  );
  return wanted.every(({ recipientId, as }) => !to.includes(as) && knows.has(recipientId));
}

/** What is recorded when an alarm rings: somebody is told, or nobody could be or need be; a date that passes is missed, and told. */
async function outcome(
  owner: DeadlineOwner<Folded>,
  deadline: Deadline,
  alarm: Alarm,
  state: Folded,
  revision: number,
  ringing: Ringing,
): Promise<Decided[]> {
  const { stamp } = deadline;
  const data = factsOf(deadline, alarm, revision);
  const decide = (event: NewEvent): Decided => ({ event, name: nameOf(deadline, alarm), at: alarm.at });
  if ((await owner.isNeeded?.(stamp, alarm, state, ringing)) === false)
    return [decide(followUpEvent('ReminderSkipped', { ...data, cause: 'not_needed' }))];
  const all = alarm.to.length === 0 ? [] : await owner.recipientsOf(alarm.to, stamp.subject, state, ringing);
  const wanted = all.filter(({ recipientId: each }) => alarm.only?.includes(each) !== false && alarm.except?.includes(each) !== true);
  const told = wanted.length > 0 && isToldAnyway(deadline, alarm, wanted) ? [] : wanted;
  const cause = all.length > 0 && wanted.length === 0 ? (alarm.only ? 'not_needed' : 'told_earlier') : 'no_recipient';
  const channels = stamp.channels && { channels: stamp.channels };
  const events: NewEvent[] = [
    ...(alarm.kind === 'missed' ? [followUpEvent('DeadlineMissed', data)] : []),
    ...(told.length > 0
      ? [followUpEvent(alarm.kind === 'reminder' ? 'ReminderSent' : 'EscalationSent', { ...data, told, ...channels })]
      : []),
    ...(told.length === 0 && alarm.kind !== 'missed' ? [followUpEvent('ReminderSkipped', { ...data, cause })] : []),
  ];
  return events.map(decide);
}
