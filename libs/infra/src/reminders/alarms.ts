import type { Pool } from 'pg';
import { amsterdamDate } from '#domain/calendar/index.js';
import type { Alarm } from '#domain/deadlines/index.js';
import { settingsOn } from '#domain/deadlines/index.js';
import { followUpEvent, followUpEvents } from '#domain/follow-up/index.js';
import type { Meta, NewEvent } from '#domain/kernel/index.js';
import { revive } from '#domain/kernel/index.js';
import { caseAggregate, recipientsOf } from '#domain/support-case/index.js';
import type { Case } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Team } from '#domain/team/state.js';
import type { Deadline, Deadlines } from '#domain/views/index.js';
import { deadlinesView, nextAlarm } from '#domain/views/index.js';
import type { Clock } from '../clock.js';
import type { EventStore } from '../event-store/event-store.js';
import type { Streams } from '../execute/streams.js';
import { Batch } from '../read-models/batch.js';
import type { AnyView } from '../read-models/tables.js';
import { tableOf } from '../read-models/tables.js';
import type { Vault } from '../sealing/vault.js';
import { uuidOf } from '../uuid.js';

const batchSize = 500;
const view = deadlinesView as unknown as AnyView;
const table = tableOf(deadlinesView);
const live = `(select generation from views.live where view = '${deadlinesView.name}')`;

interface DueRow {
  readonly id: string;
  readonly tenant: string;
  readonly generation: number;
}

/**
 * Decides the alarms that are due. A row says what is due; the newest revision of the case says whether it still is; the outcome is
 * appended to the case's FollowUp stream at the revision the row knew, under ids that follow from deadline and step. So two that ring at
 * once, or one twice, give one event: no lock, no claim, no lease.
 */
export class Alarms {
  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly streams: Streams,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Decides up to 500 due alarms, oldest first, each as at its own moment. Gives how many cases had one. */
  async ring(): Promise<number> {
    const now = await this.clock.now();
    const { rows } = await this.pool.query<DueRow>({
      name: 'due-alarms',
      text: `select id, min(tenant) as tenant, min(generation) as generation
               from (select id, tenant, generation, next_at from ${table} where generation = ${live} and next_at <= $1 order by next_at, id limit ${batchSize}) due
              group by id order by min(next_at), id`,
      values: [now],
    });
    const decided = await Promise.all(rows.map((row) => this.#decide(row, now)));
    return decided.filter(Boolean).length;
  }

  /** The moment of the next alarm by the service's clock; undefined when none waits. */
  async nextAt(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ next_at: string | null }>(
      `select min(next_at) as next_at from ${table} where generation = ${live}`,
    );
    return rows[0]?.next_at ?? undefined;
  }

  /** Whether an alarm of now or before is still undecided. */
  async isDue(): Promise<boolean> {
    const next = await this.nextAt();
    return next !== undefined && next <= (await this.clock.now());
  }

  async #decide({ id, tenant, generation }: DueRow, now: string): Promise<boolean> {
    const kase = await this.streams.load(caseAggregate, id);
    const all = await this.#newest(id, generation);
    if (!all || all.caseRevision !== kase.revision) return false;
    const { state: team } = await this.streams.load(teamAggregate, kase.state.teamId);
    const due = all.deadlines
      .flatMap((deadline) => {
        const alarm = nextAlarm(all, deadline);
        return alarm && alarm.at <= now ? [{ deadline, alarm }] : [];
      })
      .toSorted((a, b) => (a.alarm.at < b.alarm.at ? -1 : 1));
    const first = due[0]?.alarm.at;
    // One moment at a time, so that what one alarm brings about is seen by those of later moments.
    const together = due.filter(({ alarm }) => alarm.at === first);
    if (together.length === 0) return false;
    const decided = together.flatMap(({ deadline, alarm }) => outcome(deadline, alarm, kase.state, team, kase.revision));
    return this.#append(id, tenant, all.followUpRevision, decided, now, settingsOn(team.policies, amsterdamDate(now)).policyVersion);
  }

  /** The deadlines of a case up to the newest event of its streams, whatever the read model holds. */
  async #newest(id: string, generation: number): Promise<Deadlines | undefined> {
    const { rows } = await this.pool.query<{ body: string }>({
      name: 'deadlines-document',
      text: 'select body from views.documents where view = $1 and generation = $2 and id = $3 and parked is null',
      values: [deadlinesView.name, generation, id],
    });
    if (!rows[0]) return undefined;
    const known = revive(JSON.parse(rows[0].body) as unknown) as Deadlines;
    const [ofCase, ofFollowUp] = await Promise.all([
      this.store.read(`supportCase-${id}`, known.caseRevision),
      this.store.read(`followUp-${id}`, known.followUpRevision),
    ]);
    const tail = [...ofCase.events, ...ofFollowUp.events].toSorted((a, b) => (a.position < b.position ? -1 : 1));
    if (tail.length === 0) return known;
    const target = { view, generation };
    const batch = new Batch([target]);
    batch.begin(target, id, known);
    batch.fold(tail);
    const [document] = batch.documents.values();
    return document?.parked === undefined ? (document?.content as Deadlines) : undefined;
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
    const sealed = await this.vault.seal(tenant, stream, followUpEvents, events);
    const appended = await this.store.append({
      tenant,
      stream,
      expectedRevision,
      events: events.map(({ eventId, type, meta }, index) => ({ eventId, type, data: sealed.data[index]!, meta })),
      keys: [],
    });
    return appended.outcome === 'ok';
  }
}

interface Decided {
  readonly event: NewEvent;
  /** What names deadline, setting and step, once and for all. */
  readonly name: string;
  readonly at: string;
}

/** What is recorded when an alarm rings: somebody is told, or nobody could be; a date that passes is missed, and told. */
function outcome(deadline: Deadline, alarm: Alarm, kase: Case, team: Team, caseRevision: number): Decided[] {
  const { stamp, deadlineId, set } = deadline;
  const data = {
    deadlineId,
    rule: stamp.rule,
    step: alarm.step,
    setAt: set.revision,
    subject: stamp.subject,
    dueOn: stamp.dueOn,
    at: alarm.at,
    caseRevision,
  };
  const name = `${deadlineId}\n${set.revision}\n${alarm.step}`;
  const told = alarm.to.length === 0 ? [] : recipientsOf(alarm.to, kase, team, stamp.subject, amsterdamDate(alarm.at));
  const events: NewEvent[] = [
    ...(alarm.kind === 'missed' ? [followUpEvent('DeadlineMissed', data)] : []),
    ...(told.length > 0 ? [followUpEvent(alarm.kind === 'reminder' ? 'ReminderSent' : 'EscalationSent', { ...data, told })] : []),
    ...(told.length === 0 && alarm.kind !== 'missed' ? [followUpEvent('ReminderSkipped', { ...data, cause: 'no_recipient' })] : []),
  ];
  return events.map((event) => ({ event, name, at: alarm.at }));
}
