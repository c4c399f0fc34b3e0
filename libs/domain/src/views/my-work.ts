import type { Row, Sealed } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { CaseData, CaseEvents } from '../support-case/events/index.js';
import { aftercareDates, isReportFinal, isSettled } from './fragments/aftercare.js';
import { joined, partOf, within } from './fragments/part.js';
import { proposals } from './fragments/proposals.js';
import type { CaseRelations } from './fragments/relations.js';
import { noRelations, personBehind, relations } from './fragments/relations.js';
import { notStamped, phaseOnly, stamp } from './fragments/stamped.js';
import type { Terms } from './fragments/terms.js';
import { evaluationDueOn, noTerms, proposalsDue, terms } from './fragments/terms.js';

export type WorkKind = 'action' | 'preparation' | 'report' | 'feedback' | 'plan_proposal' | 'evaluation';

/** One thing that waits for somebody. */
export interface WorkItem {
  readonly caseId: string;
  readonly kind: WorkKind;
  /** The action, the addressee or the goal it is about; left out when it is about the case itself. */
  readonly subjectId?: string;
  readonly dueOn?: string;
  readonly cycleNo: number;
  /** What was agreed, of an action. */
  readonly text?: Sealed;
}

interface Facts {
  readonly teamId: string;
  readonly cycleNo: number;
  readonly prepared: boolean;
  readonly descriptions: { readonly [actionId: string]: Sealed };
}
export interface MyWork extends Facts, Terms {
  readonly relations: CaseRelations;
}

const without = (state: Facts, { actionId }: { readonly actionId: string }): Facts => ({
  ...state,
  descriptions: Object.fromEntries(Object.entries(state.descriptions).filter(([id]) => id !== actionId)),
});

const facts = partOf<Facts>()({
  CaseOpened: (state, { teamId }) => ({ ...state, teamId }),
  CycleStarted: (state, { cycleNo }) => ({ ...state, cycleNo, prepared: false }),
  PreparationSaved: (state) => ({ ...state, prepared: false }),
  PreparationSubmitted: (state) => ({ ...state, prepared: true }),
  ActionAgreed: (state, { actionId, description }: CaseData<'ActionAgreed'>) => ({
    ...state,
    descriptions: { ...state.descriptions, [actionId]: description },
  }),
  ActionCompleted: without,
  ActionFailed: without,
  ActionCancelled: without,
});

interface Waiting extends Omit<WorkItem, 'caseId' | 'cycleNo'> {
  /** A personId or partyId; without one it waits for everybody of the role. */
  readonly by?: string;
  readonly role?: 'MT';
  readonly cycleNo?: number;
}

const supporting: readonly string[] = ['intervention', 'evaluation'];

/** What waits in a case, and for whom; a task of a case owner who is not named yet is the coordinator's (domain.md §5). */
function waiting(work: MyWork): readonly Waiting[] {
  const { coordinatorId, caseOwnerId, broughtIn } = work.relations;
  const owner = caseOwnerId ?? coordinatorId;
  const reviewOn = supporting.includes(work.phase) ? evaluationDueOn(work) : undefined;
  const preparing: Waiting[] =
    work.phase === 'preparation' && !work.prepared ? [{ kind: 'preparation', by: broughtIn?.introducerId ?? owner }] : [];
  return [
    ...preparing,
    ...work.openActions.map(({ actionId, responsibleId, dueOn }): Waiting => {
      const text = work.descriptions[actionId];
      return { kind: 'action', by: responsibleId, subjectId: actionId, dueOn, ...(text && { text }) };
    }),
    ...work.aftercareCycles.flatMap((cycle): Waiting[] => {
      const report = { kind: 'report', dueOn: cycle.report.dueOn, cycleNo: cycle.cycleNo } as const;
      return [
        ...(isReportFinal(cycle)
          ? []
          : [
              { ...report, role: 'MT' as const },
              { ...report, by: owner },
            ]),
        ...cycle.feedback
          .filter((each) => !isSettled(each))
          .map(({ byId, addresseeId, dueOn }): Waiting => ({
            kind: 'feedback',
            by: byId,
            subjectId: addresseeId,
            dueOn,
            cycleNo: cycle.cycleNo,
          })),
      ];
    }),
    ...proposalsDue(work).map(({ goalId, cycleNo, dueOn }): Waiting => ({
      kind: 'plan_proposal',
      by: owner,
      dueOn,
      ...(goalId !== undefined && { subjectId: goalId }),
      ...(cycleNo !== undefined && { cycleNo }),
    })),
    ...(reviewOn === undefined ? [] : [{ kind: 'evaluation' as const, by: owner, dueOn: reviewOn }]),
  ];
}

function rows(work: MyWork): readonly Row[] {
  if (work.teamId === '' || work.phase === 'closed') return [];
  return waiting(work).map(({ by, role, ...what }) => ({
    cells: {
      team_id: work.teamId,
      person_id: by === undefined ? null : (personBehind(work.relations.parties, by) ?? null),
      role: role ?? null,
      kind: what.kind,
      due_on: what.dueOn ?? null,
      on_hold: work.hold !== undefined,
    },
    item: { caseId: work.caseId, cycleNo: work.cycleNo, ...what } satisfies WorkItem,
  }));
}

/** What waits for a person: one row a task, with the person or the team role it waits for. */
export const myWork = viewOf<MyWork, CaseEvents>()({
  name: 'my-work-1',
  of: ['supportCase'],
  initial: (caseId) => ({
    ...notStamped,
    ...noTerms,
    caseId,
    teamId: '',
    cycleNo: 0,
    prepared: false,
    descriptions: {},
    relations: noRelations,
  }),
  folds: joined<MyWork>()([facts, within('relations', relations), proposals, aftercareDates, terms, phaseOnly], stamp),
  ignores: [
    'UrgencyChanged',
    'AgeReached',
    'ConsentExpired',
    'StatutoryTermMissed',
    'SharingStopped',
    'ChildViewRecorded',
    'IndividualPreparationRecorded',
    'PostponementLimitReached',
    'DiscussionStepRecorded',
    'GoalAgreed',
    'GoalDropped',
    'GoalScored',
    'ProgressRecorded',
    'ReportShared',
    'PartyRemarkRecorded',
    'ProvisionalSupportStarted',
    'EvaluationBecameDue',
    'CaseEscalated',
    'EscalationResolved',
    'CaseReopened',
    'ChildLeft',
    'RetentionStarted',
  ],
  table: {
    columns: { team_id: 'text', person_id: 'text', role: 'text', kind: 'text', due_on: 'date', on_hold: 'bool' },
    indexes: [
      ['person_id', 'due_on', 'id'],
      ['team_id', 'role', 'due_on', 'id'],
    ],
    rows,
  },
});
