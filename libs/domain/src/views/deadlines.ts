import { amsterdamDate } from '../calendar/index.js';
import type { Alarm, DeadlineStamp } from '../deadlines/index.js';
import { deadlineKey, nextAlarmOf, ruleOf } from '../deadlines/index.js';
import type { Meta, Place, Row, Sealed } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { FollowUpData, FollowUpEvents } from '../follow-up/events/index.js';
import { owners } from './deadlines/owners.js';

/** What happened at one step of a deadline. */
export interface DoneStep {
  readonly step: string;
  readonly setAt: number;
  readonly as: 'sent' | 'skipped' | 'escalated' | 'missed' | 'taken' | 'refused';
  /** The step's own moment, and when it was recorded. */
  readonly at: string;
  readonly recordedAt: string;
  readonly caseRevision: number;
  readonly told?: FollowUpData<'ReminderSent'>['told'];
  readonly cause?: string;
  /** The command that the step gave, and the code of its refusal. */
  readonly command?: string;
  readonly code?: string;
}

/** A deadline from when it was set until long after it ended: everything there is to explain about it. */
export interface Deadline {
  readonly deadlineId: string;
  readonly stamp: DeadlineStamp;
  /** The date of birth on which it waits, sealed (D22). */
  readonly birth?: Sealed;
  readonly set: { readonly revision: number; readonly type: string; readonly occurredAt: string; readonly actorId: string };
  /** Earlier due days, when it was moved. */
  readonly movedFrom: readonly string[];
  readonly done: readonly DoneStep[];
  readonly missedAt?: string;
  readonly ended?: { readonly as: 'met' | 'cancelled'; readonly on: string; readonly type: string; readonly revision: number };
}

export interface Deadlines {
  /** The kind of stream whose events set them; empty before its first event. */
  readonly kind: string;
  readonly teamId: string;
  /** The newest revision of that stream, and of the FollowUp stream beside it. */
  readonly revision: number;
  readonly followUpRevision: number;
  readonly paused: boolean;
  /** The child's date of birth, sealed. */
  readonly birth?: Sealed;
  readonly deadlines: readonly Deadline[];
}

export type DeadlineState = 'open' | 'met' | 'late' | 'missed' | 'paused' | 'cancelled';

const isPaused = (all: Deadlines, { stamp }: Deadline): boolean => all.paused && ruleOf(stamp.rule).unpaused !== true;

/** Where a deadline stands: done in time, done late, given up, missed and still to do, resting, or running. */
export function stateOf(all: Deadlines, deadline: Deadline): DeadlineState {
  const { ended, stamp, missedAt } = deadline;
  if (ended) return ended.as === 'cancelled' ? 'cancelled' : stamp.dueOn !== undefined && ended.on > stamp.dueOn ? 'late' : 'met';
  if (missedAt !== undefined) return 'missed';
  return isPaused(all, deadline) ? 'paused' : 'open';
}

/** The alarm that comes next; none for a deadline that ended or rests. */
export function nextAlarm(all: Deadlines, deadline: Deadline): Alarm | undefined {
  if (deadline.ended || isPaused(all, deadline)) return undefined;
  const done = new Set(deadline.done.filter((each) => each.setAt === deadline.set.revision).map((each) => each.step));
  return nextAlarmOf(deadline.stamp, done);
}

function setOne(all: Deadlines, stamp: DeadlineStamp, type: string, meta: Meta, { revision }: Place): Deadlines {
  const key = deadlineKey(stamp);
  const set = { revision, type, occurredAt: meta.occurredAt, actorId: meta.actorId };
  const running = all.deadlines.findIndex((each) => !each.ended && deadlineKey(each.stamp) === key);
  const birth = stamp.birthday && all.birth && { birth: all.birth };
  const fresh = { deadlineId: stamp.deadlineId ?? '', stamp, ...birth, set, movedFrom: [], done: [] };
  if (running < 0) return { ...all, deadlines: [...all.deadlines, fresh] };
  return {
    ...all,
    deadlines: all.deadlines.map((each, index) => {
      if (index !== running) return each;
      // The wait for a next event begins anew with each event: it is another wait, not a moved one.
      if (stamp.rule === 'D28') return fresh;
      const was = each.stamp.dueOn;
      const movedFrom = was === undefined || was === stamp.dueOn ? each.movedFrom : [...each.movedFrom, was];
      return { ...each, stamp, ...birth, set, movedFrom, missedAt: each.stamp.dueOn === stamp.dueOn ? each.missedAt : undefined };
    }),
  };
}

interface OwnerData {
  readonly teamId?: string;
  readonly on?: string;
  readonly child?: { readonly dateOfBirth?: Sealed };
  readonly dateOfBirth?: Sealed;
}

/** Folds what any event of an owner says about deadlines. */
const byOwner =
  (kind: string, type: string) =>
  (all: Deadlines, data: OwnerData, meta: Meta, place: Place): Deadlines => {
    const changes = meta.deadlines;
    const birth = data.child?.dateOfBirth ?? data.dateOfBirth;
    const moved = {
      ...all,
      kind,
      ...(birth && { birth }),
      revision: place.revision,
      ...(place.revision === 0 && data.teamId !== undefined && { teamId: data.teamId }),
    };
    if (!changes) return moved;
    const ended = new Map(changes.ended.map(({ key, as }) => [key, as]));
    const on = typeof data.on === 'string' ? data.on : amsterdamDate(meta.occurredAt);
    const after: Deadlines = {
      ...moved,
      paused: changes.paused ?? moved.paused,
      deadlines: moved.deadlines.map((each) => {
        const as = each.ended ? undefined : ended.get(deadlineKey(each.stamp));
        return as ? { ...each, ended: { as, on, type, revision: place.revision } } : each;
      }),
    };
    return changes.set.reduce((before, stamp) => setOne(before, stamp, type, meta, place), after);
  };

type AnyStep = FollowUpData<'ReminderSent'> | FollowUpData<'ReminderSkipped'> | FollowUpData<'DeadlineMissed'> | FollowUpData<'StepTaken'>;
const byFollowUp =
  (as: DoneStep['as'] | ((data: never) => DoneStep['as'])) =>
  (all: Deadlines, data: AnyStep, meta: Meta, place: Place): Deadlines => ({
    ...all,
    followUpRevision: place.revision,
    deadlines: all.deadlines.map((each) =>
      each.deadlineId !== data.deadlineId || each.set.revision !== data.setAt
        ? each
        : {
            ...each,
            ...(as === 'missed' && { missedAt: data.at }),
            done: [
              ...each.done,
              {
                step: data.step,
                setAt: data.setAt,
                as: typeof as === 'function' ? as(data as never) : as,
                at: data.at,
                recordedAt: meta.recordedAt,
                caseRevision: data.caseRevision,
                ...('told' in data && { told: data.told }),
                ...('cause' in data && { cause: data.cause }),
                ...('command' in data && { command: data.command, ...(data.code !== undefined && { code: data.code }) }),
              },
            ],
          },
    ),
  });

type AnyFold = (all: Deadlines, data: object, meta: Meta, place: Place) => Deadlines;
const ownerFolds = Object.fromEntries(
  Object.entries(owners).flatMap(([kind, events]) => Object.keys(events).map((type) => [type, byOwner(kind, type) as AnyFold])),
);

function rows(all: Deadlines): readonly Row[] {
  return all.deadlines.map((deadline) => {
    const next = nextAlarm(all, deadline);
    return {
      cells: {
        team_id: all.teamId,
        deadline_id: deadline.deadlineId,
        rule: deadline.stamp.rule,
        state: stateOf(all, deadline),
        due_on: deadline.stamp.dueOn ?? null,
        next_at: next?.at ?? null,
        next_step: next?.step ?? null,
      },
      item: deadline,
    };
  });
}

/** Every deadline of a case (or another owner) with what happened to it: the record of the FollowUp stream beside what its own events set. */
export const deadlinesView = viewOf<Deadlines, FollowUpEvents>()({
  name: 'deadlines-2',
  of: [...Object.keys(owners), 'followUp'],
  initial: () => ({ kind: '', teamId: '', revision: -1, followUpRevision: -1, paused: false, deadlines: [] }),
  folds: {
    ...ownerFolds,
    ReminderSent: byFollowUp('sent'),
    ReminderSkipped: byFollowUp('skipped'),
    EscalationSent: byFollowUp('escalated'),
    DeadlineMissed: byFollowUp('missed'),
    StepTaken: byFollowUp(({ result }: FollowUpData<'StepTaken'>) => (result === 'accepted' ? 'taken' : 'refused')),
  },
  ignores: [],
  table: {
    columns: {
      team_id: 'text',
      deadline_id: 'text',
      rule: 'text',
      state: 'text',
      due_on: 'date',
      next_at: 'text',
      next_step: 'text',
    },
    indexes: [['deadline_id'], ['team_id', 'state', 'due_on']],
    sweptBy: 'next_at',
    rows,
  },
});
