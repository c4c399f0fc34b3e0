import { caseAfter, read, step } from '../../../../test/domain/happened.js';
import { myWork } from './my-work.js';

type Given = Parameters<typeof step>;
const cycle = (cycleNo: number): Given => ['CycleStarted', { cycleNo, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [] }];
const rows = (...steps: Given[]) =>
  myWork.table!.rows(
    caseAfter(
      myWork,
      step('CaseOpened', { teamId: 'team-1', coordinatorId: 'femke' }),
      ...[cycle(1), ...steps].map((each) => step(...each)),
    ),
  );
/** Who has to do what by when, without the preparation that every new case asks for. */
const work = (...steps: Given[]) =>
  rows(['PreparationSubmitted'], ...steps).map(({ cells, item }) => [
    cells['kind'],
    cells['person_id'] ?? cells['role'],
    (item as { subjectId?: string }).subjectId,
    cells['due_on'],
  ]);

const owner: Given = ['CaseOwnerAssigned', { ownerId: 'joost' }];
const amina: Given = ['PartyAdded', { partyId: 'amina', kind: 'parent_authority', personId: 'person-amina' }];
const aftercare: Given[] = [
  ['DiscussionStarted'],
  ['DiscussionConcluded', { outcome: 'plan_change', reviewOn: '2027-01-12' }],
  [
    'AftercareStarted',
    {
      cycleNo: 1,
      reportDueOn: '2026-11-06',
      feedback: [{ addresseeId: 'sami', byId: 'amina', dueOn: '2026-11-09' }],
      planProposalDueOn: '2026-11-10',
      planAdoptionDueOn: '2026-11-17',
    },
  ],
];
const final: Given = ['ReportFinalised', { reportId: 'report-1', cycleNo: 1, on: '2026-11-05' }];
const told: Given = ['FeedbackGiven', { cycleNo: 1, addresseeId: 'sami', on: '2026-11-06' }];
const adopted: Given = ['PlanVersionAdopted', { planVersionId: 'plan-1' }];
const started: Given = ['InterventionStarted'];

describe('The preparation', () => {
  const preparing = (...steps: Given[]) => rows(...steps).map(({ cells }) => [cells['kind'], cells['person_id']]);

  it('waits for the coordinator, the case owner, or the introducer once there is one', () => {
    expect(preparing()).toEqual([['preparation', 'femke']]);
    expect(preparing(owner)).toEqual([['preparation', 'joost']]);
    expect(preparing(owner, ['CaseBroughtIn', { introducerId: 'bas' }])).toEqual([['preparation', 'bas']]);
    expect(preparing(owner, ['CaseBroughtIn', { introducerId: 'bas' }], ['BringInWithdrawn'])).toEqual([['preparation', 'joost']]);
  });

  it('waits until the form is submitted, and again when it is changed after that', () => {
    expect(preparing(['PreparationSaved'])).toHaveLength(1);
    expect(preparing(['PreparationSaved'], ['PreparationSubmitted'])).toEqual([]);
    expect(preparing(['PreparationSubmitted'], ['PreparationSaved'])).toHaveLength(1);
    expect(preparing(['PreparationSubmitted'], cycle(2))).toHaveLength(1);
    expect(preparing(['DiscussionStarted'])).toEqual([]);
  });
});

describe('An action', () => {
  const action: Given = [
    'ActionAgreed',
    { actionId: 'action-1', responsibleId: 'amina', dueOn: '2026-11-17', description: 'read at home' },
  ];
  const update = { actionId: 'action-1' };

  it('waits for the person its party logs in as, with what was agreed', () => {
    expect(work(amina, action)).toEqual([['action', 'person-amina', 'action-1', '2026-11-17']]);
    expect(read(rows(['PreparationSubmitted'], amina, action)[0]!.item)).toEqual({
      caseId: 'case-1',
      kind: 'action',
      subjectId: 'action-1',
      dueOn: '2026-11-17',
      cycleNo: 1,
      text: 'read at home',
    });
  });

  it('waits for nobody who could log in when its party has no login', () => {
    expect(rows(['PreparationSubmitted'], action, ['PartyAdded', { partyId: 'amina', personId: undefined }])[0]!.cells).toMatchObject({
      person_id: null,
      role: null,
    });
  });

  it('goes to who takes it over, moves when it is extended, and stays while it makes progress', () => {
    expect(work(action, ['ActionReassigned', { ...update, newResponsibleId: 'bas' }])).toEqual([
      ['action', 'bas', 'action-1', '2026-11-17'],
    ]);
    expect(work(action, ['ActionExtended', { ...update, newDueOn: '2026-12-01' }])).toEqual([
      ['action', 'amina', 'action-1', '2026-12-01'],
    ]);
    expect(work(action, ['ActionStarted', update], ['ActionProgressed', update])).toHaveLength(1);
  });

  it.each(['ActionCompleted', 'ActionFailed', 'ActionCancelled'] as const)('is gone after %s', (type) => {
    expect(work(action, [type, update])).toEqual([]);
  });

  it('says that its case is on hold, and moves when that is over', () => {
    expect(rows(['PreparationSubmitted'], action, ['CaseSuspended'])[0]!.cells).toMatchObject({ on_hold: true });
    const restamped = [{ rule: 'D19', subjectId: 'action-1', from: '2026-11-17', to: '2026-11-19' }];
    expect(rows(['PreparationSubmitted'], action, ['CaseSuspended'], ['CaseResumed', { restamped }])[0]!.cells).toMatchObject({
      on_hold: false,
      due_on: '2026-11-19',
    });
  });
});

describe('The aftercare', () => {
  it('asks a report of the minute-taker and the case owner, feedback of who was named, a proposal of the case owner', () => {
    expect(work(owner, amina, ...aftercare)).toEqual([
      ['report', 'MT', undefined, '2026-11-06'],
      ['report', 'joost', undefined, '2026-11-06'],
      ['feedback', 'person-amina', 'sami', '2026-11-09'],
      ['plan_proposal', 'joost', undefined, '2026-11-10'],
    ]);
  });

  it('asks nothing more once report, feedback and plan are there', () => {
    expect(work(owner, ...aftercare, final, told, ['PlanVersionProposed'])).toEqual([]);
    expect(work(owner, ...aftercare, final, ['FeedbackWaived', { cycleNo: 1, addresseeId: 'sami' }], ['PlanConfirmedUnchanged'])).toEqual(
      [],
    );
    expect(work(owner, ...aftercare, final, told, ['NoPlanNeeded'])).toEqual([]);
  });

  it('asks the feedback that adoption made owed', () => {
    const owed: Given = ['FeedbackOwed', { cycleNo: 1, addresseeId: 'sami', byId: 'joost', dueOn: '2026-11-23' }];
    expect(work(...aftercare, final, told, adopted, owed)).toEqual([['feedback', 'joost', 'sami', '2026-11-23']]);
  });

  it('goes on asking for an interrupted cycle, by its number', () => {
    const items = rows(owner, ...aftercare, cycle(2)).map(({ item }) => item as { kind: string; cycleNo: number });
    expect(items.filter(({ kind }) => kind === 'report').map(({ cycleNo }) => cycleNo)).toEqual([1, 1]);
    expect(items.find(({ kind }) => kind === 'preparation')?.cycleNo).toBe(2);
  });

  it('asks a proposal for an adjusted goal', () => {
    expect(work(owner, ['GoalAdjusted', { goalId: 'goal-1', planProposalDueOn: '2026-12-08' }])).toEqual([
      ['plan_proposal', 'joost', 'goal-1', '2026-12-08'],
    ]);
  });
});

describe('The evaluation', () => {
  const supported: Given[] = [owner, ...aftercare, final, told, adopted, started];

  it('waits for the case owner from the intervention on, until it is recorded', () => {
    expect(work(...supported)).toEqual([['evaluation', 'joost', undefined, '2027-01-12']]);
    expect(work(...supported, ['EvaluationStarted'])).toHaveLength(1);
    expect(work(...supported, ['EvaluationStarted'], ['EvaluationRecorded'])).toEqual([]);
    expect(work(...supported, ['EvaluationRecorded'], ['ReviewRescheduled', { reviewOn: '2027-03-09' }])).toEqual([
      ['evaluation', 'joost', undefined, '2027-03-09'],
    ]);
  });
});

describe('Who and when', () => {
  it('follow a party that logs in as somebody else, or has left', () => {
    const action: Given = ['ActionAgreed', { actionId: 'action-1', responsibleId: 'amina', dueOn: '2026-11-17' }];
    expect(work(amina, action, ['PartyUpdated', { partyId: 'amina', personId: 'other' }])).toEqual([
      ['action', 'other', 'action-1', '2026-11-17'],
    ]);
    expect(rows(['PreparationSubmitted'], amina, action, ['PartyEnded', { partyId: 'amina' }])[0]!.cells).toMatchObject({
      person_id: null,
      role: null,
    });
  });

  it('follow a postponed evaluation', () => {
    const evaluating: Given[] = [owner, ...aftercare, final, told, adopted, ['EvaluationStarted']];
    expect(work(...evaluating, ['DiscussionPostponed', { rescheduleDueOn: '2027-01-19' }])).toEqual([
      ['evaluation', 'joost', undefined, '2027-01-19'],
    ]);
  });

  it('stay as they are while a report is drafted, feedback is attempted, consent and terms come and go', () => {
    const before = work(owner, ...aftercare);
    const passing: Given[] = [
      ['ReportDrafted', { reportId: 'report-1', cycleNo: 1 }],
      ['FeedbackAttempted', { cycleNo: 1, addresseeId: 'sami' }],
      ['ConsentRequested'],
      ['ConsentRecorded'],
      ['ConsentCompleted'],
      ['ConsentRefused'],
      ['ConsentWithdrawn'],
      ['StatutoryTermStarted'],
      ['StatutoryTermMet'],
      ['ChildDetailsCorrected'],
    ];
    expect(work(owner, ...aftercare, ...passing)).toEqual(before);
    const settled: Given[] = [final, told, ['PlanVersionProposed', { planVersionId: 'plan-1' }]];
    const deciding: Given[] = [
      ['ReportCorrected', { reportId: 'report-1' }],
      ['PlanConsultationHeld', { planVersionId: 'plan-1' }],
      ['ActionPartDecided', { planVersionId: 'plan-1' }],
      ['PlanVersionSuperseded', { planVersionId: 'plan-1' }],
      ['AftercareCompleted', { cycleNo: 1 }],
    ];
    expect(work(owner, ...aftercare, ...settled, ...deciding)).toEqual([]);
  });
});

describe('A closed case', () => {
  it('asks nothing of anybody', () => {
    expect(rows(owner, ...aftercare, ['ActionAgreed'], ['CaseClosed'])).toEqual([]);
  });
});
