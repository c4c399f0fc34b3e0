import { caseAfter, read, step } from '../../../../../test/domain/happened.js';
import { caseDetail } from '../case-detail.js';

type Given = Parameters<typeof step>;
const cycle = (cycleNo: number, carriedGoalIds: string[] = [], carriedActionIds: string[] = []): Given => [
  'CycleStarted',
  { cycleNo, carriedGoalIds, carriedActionIds },
];
const after = (...steps: Given[]) =>
  read(caseAfter(caseDetail, step('CaseOpened'), ...[cycle(1), ...steps].map((each) => step(...each)))) as Record<string, unknown>;

const gas = { '-2': '1 of 5', '-1': '2–3', '0': '4 of 5', '1': '5 of 5', '2': 'with strangers' };
const agreed: Given = [
  'GoalAgreed',
  {
    goalId: 'goal-1',
    goalVersion: 1,
    voice: 'child',
    domain: 'participation',
    targetOn: '2027-01-12',
    priority: 1,
    statement: 'understood',
    baseline: '1 of 5',
    gas,
    measuredBy: 'counting',
  },
  { on: '2026-11-03' },
];
const adjusted: Given = [
  'GoalAdjusted',
  {
    goalId: 'goal-1',
    goalVersion: 2,
    changed: ['statement'],
    statement: 'understood by all',
    gas: undefined,
    targetOn: undefined,
    reason: 'went well',
    childInformedOn: undefined,
    agreedBy: ['amina'],
    planProposalDueOn: '2026-12-08',
    planAdoptionDueOn: '2026-12-15',
    calculations: [],
  },
  { on: '2026-12-01' },
];

describe('The goals in the detail of a case', () => {
  it('are shown with all their texts', () => {
    expect(after(agreed)['goals']).toMatchObject([
      {
        goalId: 'goal-1',
        cycles: [1],
        version: 1,
        status: 'open',
        voice: 'child',
        statement: 'understood',
        baseline: '1 of 5',
        gas,
        measuredBy: 'counting',
        versions: [{ version: 1, on: '2026-11-03' }],
        scores: [],
      },
    ]);
  });

  it('keep every wording, and when the plan must follow an adjusted one', () => {
    expect(after(agreed, adjusted)['goals']).toMatchObject([
      {
        version: 2,
        statement: 'understood by all',
        gas,
        versions: [
          { version: 1, statement: 'understood' },
          {
            version: 2,
            on: '2026-12-01',
            statement: 'understood by all',
            changed: ['statement'],
            reason: 'went well',
            agreedBy: ['amina'],
          },
        ],
        adjustment: { proposalDueOn: '2026-12-08', adoptionDueOn: '2026-12-15' },
      },
    ]);
  });

  it('move the dates of an adjustment that a hold paused, and drop them once a plan is adopted', () => {
    const restamped = [
      { rule: 'D14', subjectId: 'goal-1', from: '2026-12-08', to: '2026-12-09' },
      { rule: 'D16', subjectId: 'goal-1', from: '2026-12-15', to: '2026-12-16' },
    ];
    expect(after(agreed, adjusted, ['CaseResumed', { restamped }])['goals']).toMatchObject([
      { adjustment: { proposalDueOn: '2026-12-09', adoptionDueOn: '2026-12-16' } },
    ]);
    expect((after(agreed, adjusted, ['PlanVersionAdopted'])['goals'] as unknown[])[0]).not.toHaveProperty('adjustment');
  });

  it('carry their scores', () => {
    const score = { goalId: 'goal-1', goalVersion: 1, score: 1, on: '2027-01-12', scoredWith: ['child'], note: 'proud' };
    expect(after(agreed, ['GoalScored', score])['goals']).toMatchObject([
      { scores: [{ score: 1, on: '2027-01-12', scoredWith: ['child'], note: 'proud' }] },
    ]);
  });

  it('can be dropped', () => {
    expect(
      after(agreed, ['GoalDropped', { goalId: 'goal-1', ground: 'child_wish', replacedBy: 'goal-2' }, { on: '2026-12-01' }])['goals'],
    ).toMatchObject([{ status: 'dropped', dropped: { on: '2026-12-01', ground: 'child_wish', replacedBy: 'goal-2' } }]);
  });

  it('go on into a new cycle or stay behind', () => {
    expect(after(agreed, cycle(2, ['goal-1']))['goals']).toMatchObject([{ status: 'open', cycles: [1, 2] }]);
    expect(after(agreed, cycle(2))['goals']).toMatchObject([{ status: 'left_behind', cycles: [1] }]);
  });

  it('have progress beside them', () => {
    const progress = { goalIds: ['goal-1'], on: '2026-12-01', byPartyId: undefined, note: 'fine' };
    expect(after(agreed, ['ProgressRecorded', progress, { by: 'joost' }])['progress']).toEqual([
      { goalIds: ['goal-1'], on: '2026-12-01', note: 'fine', byId: 'joost' },
    ]);
  });
});

describe('The actions in the detail of a case', () => {
  const action: Given = [
    'ActionAgreed',
    { actionId: 'action-1', responsibleId: 'joost', supporters: [], dueOn: '2026-11-17', kind: 'research', description: 'screening' },
    { on: '2026-11-03' },
  ];
  const update = { actionId: 'action-1', on: '2026-11-05', note: undefined };

  it('are shown as they were agreed', () => {
    expect(after(action)['actions']).toMatchObject([
      { actionId: 'action-1', cycleNo: 1, agreedOn: '2026-11-03', status: 'agreed', description: 'screening', extendCount: 0, notes: [] },
    ]);
  });

  it.each([
    ['ActionStarted', { status: 'in_progress', startedOn: '2026-11-05' }, 'start'],
    ['ActionProgressed', { status: 'in_progress', startedOn: '2026-11-05' }, 'progress'],
    ['ActionCompleted', { status: 'completed', endedOn: '2026-11-05' }, 'complete'],
    ['ActionFailed', { status: 'failed', endedOn: '2026-11-05' }, 'fail'],
    ['ActionCancelled', { status: 'cancelled', endedOn: '2026-11-05' }, 'cancel'],
  ] as const)('follow %s, with its note', (type, expected, change) => {
    expect(after(action, [type, { ...update, note: 'so' }, { by: 'joost' }])['actions']).toMatchObject([
      { ...expected, notes: [{ change, on: '2026-11-05', byId: 'joost', text: 'so' }] },
    ]);
    expect(after(action, [type, update])['actions']).toMatchObject([{ ...expected, notes: [] }]);
  });

  it('go to somebody else, and to a later day', () => {
    expect(after(action, ['ActionReassigned', { ...update, newResponsibleId: 'bas' }])['actions']).toMatchObject([
      { responsibleId: 'bas' },
    ]);
    expect(after(action, ['ActionExtended', { ...update, newDueOn: '2026-12-01', extendCount: 1 }])['actions']).toMatchObject([
      { dueOn: '2026-12-01', extendCount: 1 },
    ]);
    const restamped = [{ rule: 'D19', subjectId: 'action-1', from: '2026-11-17', to: '2026-11-19' }];
    expect(after(action, ['CaseResumed', { restamped }])['actions']).toMatchObject([{ dueOn: '2026-11-19' }]);
  });

  it('are carried into a new cycle, and handed over when the case closes', () => {
    expect(after(action, cycle(2, [], ['action-1']))['actions']).toMatchObject([{ cycleNo: 2 }]);
    expect(after(action, ['CaseClosed', { handedOver: ['action-1'] }])['actions']).toMatchObject([{ handedOver: true }]);
  });
});
