import type { Calculation, WorkingCalendar } from '../calendar/index.js';
import { addDays, amsterdamDate, daysBetween, workingDaysAfter } from '../calendar/index.js';
import type { Alarm, DeadlineChanges, DeadlineStamp, Recipient, RuleId, Setting, Threshold } from '../deadlines/index.js';
import { beforeQuietTimes, birthdayStamp, deadlineKey, ruleUnder, stampOf } from '../deadlines/index.js';
import type { NewEvent } from '../kernel/index.js';
import type { CaseContext } from './command.js';
import type { CaseData, CaseEventType } from './events/index.js';
import { recipientsOf } from './recipients.js';
import type { Aftercare, Case } from './state.js';
import { adoptedPlan, isOpenAction } from './state.js';
import { evaluatedBy, offsetOf, settingsNow } from './terms.js';

type Subject = Setting['subject'];
type Wanted = Pick<Setting, 'rule' | 'subject' | 'counted'> &
  Partial<Pick<Setting, 'cycleNo' | 'atOnce' | 'escalatedAtOnce' | 'also' | 'moved' | 'commandBody'>>;
type Counted = Omit<Calculation, 'skipped'> & { readonly skipped: readonly { readonly on: string; readonly why: string }[] };

const ofCase = (kase: Case): Subject => ({ type: 'case', id: kase.caseId });
const given = (dueOn: string, from = dueOn): Calculation => ({ from, offset: 0, unit: 'days', calendar: 'team', skipped: [], dueOn });
const halfWay = (from: string, to: string): string => addDays(from, Math.floor(daysBetween(from, to) / 2));

type Maker<T extends CaseEventType> = (kase: Case, data: CaseData<T>, context: CaseContext) => readonly Wanted[];
type Makers = { readonly [T in CaseEventType]?: Maker<T> };

const counted = (
  calculations: readonly (Counted & { readonly rule: string; readonly subjectId?: string })[],
  rule: RuleId,
  subjectId?: string,
): Calculation => {
  const found = calculations.find((each) => each.rule === rule && (subjectId === undefined || each.subjectId === subjectId));
  return found as unknown as Calculation;
};

/** The rule's own offset from the day of the event. */
const after = (rule: RuleId, calendar: WorkingCalendar, context: CaseContext): Calculation =>
  workingDaysAfter(context.on, offsetOf(rule, context), calendar, context.team.closures);

const urgent = (kase: Case, context: CaseContext): readonly Wanted[] => [
  { rule: 'D10', subject: ofCase(kase), counted: after('D10', 'public', context), atOnce: ['CO', 'CH'] },
  { rule: 'D11', subject: ofCase(kase), counted: after('D11', 'public', context) },
];

/** Which deadlines an event sets or moves; `kase` is the case after it. */
const makers: Makers = {
  CaseOpened: (kase, data, context) => (data.urgency === 'urgent' ? urgent(kase, context) : []),
  UrgencyChanged: (kase, data, context) => (data.new === 'urgent' ? urgent(kase, context) : []),
  CycleStarted: (kase, { cycleNo }, context) =>
    cycleNo > 1 ? [{ rule: 'D29', subject: ofCase(kase), cycleNo, counted: after('D29', 'team', context) }] : [],
  ConsentRequested: (_, { consentId, calculations }) => [
    { rule: 'D01', subject: { type: 'request', id: consentId }, counted: counted(calculations, 'D01') },
  ],
  ConsentRecorded: (kase, { consentId }) => {
    const until = kase.consentRequests.find((each) => each.consentId === consentId)?.validUntil;
    return until === undefined
      ? []
      : [{ rule: 'D21', subject: { type: 'request', id: consentId }, counted: given(until), commandBody: { consentId } }];
  },
  DiscussionPostponed: (kase, { calculations, count, rescheduleDueOn }) => [
    {
      rule: 'D09',
      subject: ofCase(kase),
      cycleNo: kase.cycleNo,
      counted: counted(calculations, 'D09'),
      ...(count >= 2 && { escalatedAtOnce: ['CO', 'LD'] }),
    },
    // A postponed evaluation is moved, not missed.
    ...(kase.reviewOn !== undefined && rescheduleDueOn > kase.reviewOn
      ? [{ rule: 'D27' as const, subject: ofCase(kase), cycleNo: kase.cycleNo, counted: counted(calculations, 'D09'), moved: true }]
      : []),
  ],
  DiscussionConcluded: (kase, { outcome, reviewOn, calculations }) =>
    outcome === 'more_information'
      ? []
      : [{ rule: 'D27', subject: ofCase(kase), cycleNo: kase.cycleNo, counted: counted(calculations, 'D27') ?? given(reviewOn) }],
  ReviewRescheduled: (kase, { reviewOn, calculations }) => [
    { rule: 'D27', subject: ofCase(kase), cycleNo: kase.cycleNo, counted: counted(calculations, 'D27') ?? given(reviewOn) },
  ],
  AftercareStarted: (kase, { cycleNo, feedback, calculations }) => [
    { rule: 'D12', subject: ofCase(kase), cycleNo, counted: counted(calculations, 'D12') },
    ...feedback.map(({ addresseeId }): Wanted => ({
      rule: 'D13',
      subject: { type: 'addressee', id: addresseeId },
      cycleNo,
      counted: counted(calculations, 'D13', addresseeId),
    })),
    { rule: 'D14', subject: ofCase(kase), cycleNo, counted: counted(calculations, 'D14') },
    { rule: 'D16', subject: ofCase(kase), cycleNo, counted: counted(calculations, 'D16') },
  ],
  FeedbackOwed: (_, { addresseeId, cycleNo, calculations }) => [
    { rule: 'D13', subject: { type: 'addressee', id: addresseeId }, cycleNo, counted: counted(calculations, 'D13') },
  ],
  FeedbackAttempted: (kase, { addresseeId, cycleNo, nextAttemptOn, attemptNo }) => {
    const owed = kase.aftercare
      .find((each) => each.cycleNo === cycleNo)
      ?.feedback.find((each) => each.addresseeId === addresseeId && each.settledOn === undefined);
    if (!owed || nextAttemptOn === undefined) return [];
    const to: Recipient[] = attemptNo >= 3 ? ['OW', 'teller', 'CO'] : ['OW', 'teller'];
    return [
      {
        rule: 'D13',
        subject: { type: 'addressee', id: addresseeId },
        cycleNo,
        counted: given(owed.dueOn),
        moved: true,
        also: [{ on: nextAttemptOn, to }],
      },
    ];
  },
  GoalAdjusted: (_, { goalId, calculations }) => [
    { rule: 'D14', subject: { type: 'goal', id: goalId }, counted: counted(calculations, 'D14') },
    { rule: 'D16', subject: { type: 'goal', id: goalId }, counted: counted(calculations, 'D16') },
  ],
  PlanVersionProposed: (_, { planVersionId, calculations }) => [
    { rule: 'D15', subject: { type: 'planVersion', id: planVersionId }, counted: counted(calculations, 'D15') },
  ],
  StatutoryTermStarted: (kase, { kind, calculations }) =>
    kind === 'opp_6_weeks'
      ? [{ rule: 'D17', subject: ofCase(kase), counted: counted(calculations, 'D17') }]
      : [{ rule: 'D18', subject: ofCase(kase), counted: counted(calculations, 'D18') }],
  EvaluationRecorded: (kase, _, context) =>
    kase.planKind === 'opp' && adoptedPlan(kase) ? [{ rule: 'D18', subject: ofCase(kase), counted: evaluatedBy(context.on, context) }] : [],
  PlanVersionAdopted: (kase, { planVersionId, on, reviewOn }, context) => [
    { rule: 'D26', subject: { type: 'planVersion', id: planVersionId }, counted: given(halfWay(on, reviewOn), on) },
    ...(kase.planKind === 'opp' ? [{ rule: 'D18' as const, subject: ofCase(kase), counted: evaluatedBy(on, context) }] : []),
  ],
  ActionAgreed: (_, { actionId, dueOn }) => [{ rule: 'D19', subject: { type: 'action', id: actionId }, counted: given(dueOn) }],
  ActionExtended: (_, { actionId, newDueOn }) => [{ rule: 'D19', subject: { type: 'action', id: actionId }, counted: given(newDueOn) }],
  CaseSuspended: (kase, { reviewOn }) => [{ rule: 'D23', subject: ofCase(kase), counted: given(reviewOn) }],
  CaseResumed: (kase, { restamped, pausedDays }, { team }) =>
    restamped.map(({ rule, subjectId, from, to }): Wanted => {
      const calendar = kase.urgency === 'urgent' && ['D09', 'D12', 'D13', 'D15', 'D16'].includes(rule) ? 'public' : 'team';
      const moved = { ...workingDaysAfter(from, pausedDays, calendar, team.closures), dueOn: to };
      const cycle = ['D09', 'D12', 'D13', 'D14', 'D16', 'D27'].includes(rule) ? cycleOf(kase, rule, subjectId, to) : undefined;
      if (kase.adjustments.some((each) => each.goalId === subjectId))
        return { rule, subject: { type: 'goal', id: subjectId }, counted: moved };
      return { rule, subject: subjectOf(rule, subjectId), counted: moved, ...(cycle !== undefined && { cycleNo: cycle }) };
    }),
};

function subjectOf(rule: RuleId, id: string): Subject {
  const types: { readonly [rule in RuleId]?: Subject['type'] } = { D01: 'request', D13: 'addressee', D15: 'planVersion', D19: 'action' };
  return { type: types[rule] ?? 'case', id };
}

/** The cycle whose date a resumption moved: of the interrupted ones the one that now stands on this date. */
function cycleOf(kase: Case, rule: RuleId, subjectId: string, to: string): number {
  const dates: { readonly [rule: string]: (aftercare: Aftercare) => boolean } = {
    D12: (each) => each.reportDueOn === to,
    D13: (each) => each.feedback.some((item) => item.addresseeId === subjectId && item.dueOn === to),
    D14: (each) => each.planProposalDueOn === to,
    D16: (each) => each.planAdoptionDueOn === to,
  };
  return kase.aftercare.find((each) => each.completedOn === undefined && dates[rule]?.(each) === true)?.cycleNo ?? kase.cycleNo;
}

/** The deadlines that an event of a case sets or moves; every event starts the wait for the next one anew (D28). */
function deadlinesWanted(kase: Case, event: NewEvent, context: CaseContext): readonly Wanted[] {
  const wanted = makers[event.type as CaseEventType]?.(kase, event.data as never, context) ?? [];
  const silent: Wanted = { rule: 'D28', subject: ofCase(kase), counted: { ...after('D28', 'team', context), skipped: [] } };
  return [...wanted, ...(kase.phase === 'closed' ? [] : [silent])];
}

/** Events after which a deadline that no longer runs was given up rather than met. */
const givingUp: ReadonlySet<string> = new Set<CaseEventType>([
  'CaseClosed',
  'BringInWithdrawn',
  'PartyEnded',
  'ActionCancelled',
  'PlanVersionSuperseded',
  'UrgencyChanged',
  'ConsentWithdrawn',
  'ConsentExpired',
  'CycleStarted',
]);

/** Rules whose deadline an event meets and begins anew at once. */
const renewing: { readonly [type: string]: RuleId } = { EvaluationRecorded: 'D18', AgeReached: 'D22' };

/** The threshold that a case waits for anew: from its opening, from a corrected date of birth, from the threshold before (D22). */
function thresholdAwaited(kase: Case, event: NewEvent): Threshold | undefined {
  const isAnchor =
    ['CaseOpened', 'CaseReopened', 'AgeReached'].includes(event.type) ||
    (event.type === 'ChildDetailsCorrected' && 'dateOfBirth' in event.data);
  return isAnchor && kase.ageBand !== '16_plus' ? (kase.ageBand === '12_15' ? 16 : 12) : undefined;
}

/** Those whom an alarm would tell if they stay who they are now, with their quiet times. */
const quietOf = ({ to, at }: Alarm, { subject }: DeadlineStamp, kase: Case, team: CaseContext['team']) =>
  Object.keys(team.preferences).length === 0
    ? []
    : recipientsOf(to, kase, team, subject, amsterdamDate(at)).map(({ recipientId }) => ({
        personId: recipientId,
        ...team.preferences[recipientId],
      }));

/** What an event changes about the deadlines of the case: set, ended, paused by a hold or running again. */
export function deadlineChanges(before: Case, now: Case, event: NewEvent, context: CaseContext): DeadlineChanges | undefined {
  const running = new Set(runningDeadlines(now).map(deadlineKey));
  const ran = new Set(runningDeadlines(before).map(deadlineKey));
  const as = givingUp.has(event.type) ? 'cancelled' : 'met';
  const settings = settingsNow(context);
  const isOn = ({ rule }: Wanted): boolean => ruleUnder(settings, rule).enabled;
  const wanted = deadlinesWanted(now, event, context).filter((each) => running.has(deadlineKey(each)));
  const age = thresholdAwaited(now, event);
  const set = [
    ...wanted
      .filter(isOn)
      .map((each) => stampOf({ ...each, at: context.at, closures: context.team.closures, settings }))
      .map((stamp) => beforeQuietTimes(stamp, (alarm) => quietOf(alarm, stamp, now, context.team), context.at)),
    ...(age === undefined || !ruleUnder(settings, 'D22').enabled ? [] : [birthdayStamp(ofCase(now), age, settings)]),
  ];
  // One that was stamped before the team switched its rule off ends where it would be moved.
  const off = wanted.filter((each) => !isOn(each) && ran.has(deadlineKey(each)));
  const ended = [
    ...[...ran].filter((key) => !running.has(key)).map((key) => ({ key, as }) as const),
    ...set.filter(({ rule }) => rule === renewing[event.type]).map((each) => ({ key: deadlineKey(each), as: 'met' }) as const),
    ...off.map((each) => ({ key: deadlineKey(each), as: 'cancelled' }) as const),
  ];
  const held = now.hold !== undefined;
  return { set, ended, ...((before.hold !== undefined) !== held && { paused: held }) };
}

/** What names the deadlines that run in a case now; one that is no longer among them was met or cancelled. */
function runningDeadlines(kase: Case): readonly Pick<Setting, 'rule' | 'subject' | 'cycleNo'>[] {
  if (kase.phase === 'closed') return [];
  const subject = ofCase(kase);
  const plan = adoptedPlan(kase);
  const isPreparing = kase.phase === 'preparation' || kase.phase === 'discussion';
  const ofAftercare = (each: Aftercare): Pick<Setting, 'rule' | 'subject' | 'cycleNo'>[] => [
    ...(each.reportOn === undefined ? [{ rule: 'D12' as const, subject, cycleNo: each.cycleNo }] : []),
    ...each.feedback
      .filter((item) => item.settledOn === undefined)
      .map((item) => ({ rule: 'D13' as const, subject: { type: 'addressee' as const, id: item.addresseeId }, cycleNo: each.cycleNo })),
    ...(each.plan === undefined ? [{ rule: 'D16' as const, subject, cycleNo: each.cycleNo }] : []),
    ...(each.plan === undefined && !kase.plans.some((version) => version.cycleNo >= each.cycleNo && version.status !== 'superseded')
      ? [{ rule: 'D14' as const, subject, cycleNo: each.cycleNo }]
      : []),
  ];
  return [
    ...kase.consentRequests
      .filter((each) =>
        each.askedOf.some(
          (partyId) =>
            !each.answered.includes(partyId) && kase.parties.some((party) => party.partyId === partyId && party.endedOn === undefined),
        ),
      )
      .map((each) => ({ rule: 'D01' as const, subject: { type: 'request' as const, id: each.consentId } })),
    ...kase.consentRequests
      .filter((each) => !each.expired && kase.answers.some((answer) => answer.state === 'given' && answer.consentId === each.consentId))
      .map((each) => ({ rule: 'D21' as const, subject: { type: 'request' as const, id: each.consentId } })),
    ...(kase.rescheduleDueOn === undefined ? [] : [{ rule: 'D09' as const, subject, cycleNo: kase.cycleNo }]),
    ...(kase.urgency === 'urgent' && isPreparing ? [{ rule: 'D11' as const, subject }] : []),
    ...(kase.urgency === 'urgent' && isPreparing && kase.caseOwnerId === undefined && !kase.broughtIn
      ? [{ rule: 'D10' as const, subject }]
      : []),
    ...kase.aftercare.flatMap(ofAftercare),
    ...kase.adjustments.map((each) => ({ rule: 'D16' as const, subject: { type: 'goal' as const, id: each.goalId } })),
    ...kase.adjustments
      .filter((each) => !each.proposed)
      .map((each) => ({ rule: 'D14' as const, subject: { type: 'goal' as const, id: each.goalId } })),
    ...kase.plans
      .filter((each) => each.status === 'proposed' && !isDecided(each))
      .map((each) => ({ rule: 'D15' as const, subject: { type: 'planVersion' as const, id: each.planVersionId } })),
    ...(kase.statutoryTerm?.kind === 'opp_6_weeks' ? [{ rule: 'D17' as const, subject }] : []),
    ...(kase.planKind === 'opp' && (plan || kase.annualTerm) ? [{ rule: 'D18' as const, subject }] : []),
    ...(kase.ageBand === '16_plus' ? [] : [{ rule: 'D22' as const, subject }]),
    ...kase.actions
      .filter(isOpenAction)
      .map((action) => ({ rule: 'D19' as const, subject: { type: 'action' as const, id: action.actionId } })),
    ...(kase.hold ? [{ rule: 'D23' as const, subject }] : []),
    ...(plan && kase.evaluation === undefined
      ? [{ rule: 'D26' as const, subject: { type: 'planVersion' as const, id: plan.planVersionId } }]
      : []),
    ...(kase.reviewOn !== undefined && kase.evaluation === undefined ? [{ rule: 'D27' as const, subject, cycleNo: kase.cycleNo }] : []),
    { rule: 'D28', subject },
    ...(kase.cycleNo > 1 && kase.phase === 'preparation' && !kase.broughtIn
      ? [{ rule: 'D29' as const, subject, cycleNo: kase.cycleNo }]
      : []),
  ];
}

const isDecided = ({
  requiredDeciders,
  decisions,
}: {
  readonly requiredDeciders: readonly string[];
  readonly decisions: Readonly<Record<string, string>>;
}): boolean => requiredDeciders.length > 0 && requiredDeciders.every((partyId) => decisions[partyId] !== undefined);
