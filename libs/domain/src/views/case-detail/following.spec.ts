import type { CaseDetail } from '../case-detail.js';
import { caseDetail, carriedOverOf, currentAftercareOf } from '../case-detail.js';
import { caseAfter, read, step } from '../../../../../test/domain/happened.js';

type Given = Parameters<typeof step>;
const cycle = (cycleNo: number): Given => ['CycleStarted', { cycleNo, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [] }];
const detail = (...steps: Given[]): CaseDetail =>
  caseAfter(caseDetail, step('CaseOpened'), ...[cycle(1), ...steps].map((each) => step(...each)));
const after = (...steps: Given[]) => read(detail(...steps)) as Record<string, unknown>;
const aftercareOf = (...steps: Given[]) => read(currentAftercareOf(detail(...steps)));

const started = (cycleNo: number, reportDueOn = '2026-11-06'): Given[] => [
  ['DiscussionStarted'],
  ['DiscussionConcluded', { outcome: 'plan_change', reviewOn: '2027-01-12' }, { on: '2026-11-03' }],
  [
    'AftercareStarted',
    {
      cycleNo,
      reportDueOn,
      feedback: [
        { addresseeId: 'sami', byId: 'joost', dueOn: '2026-11-10' },
        { addresseeId: 'amina', byId: 'joost', dueOn: '2026-11-10' },
      ],
      planProposalDueOn: '2026-11-10',
      planAdoptionDueOn: '2026-11-17',
      calculations: [],
    },
  ],
];
const proposed: Given = ['PlanVersionProposed', { planVersionId: 'plan-1', requiredDeciders: ['amina', 'youssef'] }];
const decided = (partyId: string, decision: string): Given => ['ActionPartDecided', { planVersionId: 'plan-1', partyId, decision }];

describe('The aftercare in the detail of a case', () => {
  it('begins with everything owed', () => {
    expect(aftercareOf(...started(1))).toMatchObject({
      cycleNo: 1,
      outcome: 'plan_change',
      report: { status: 'none', dueOn: '2026-11-06' },
      feedback: [
        { addresseeId: 'sami', byId: 'joost', status: 'owed', dueOn: '2026-11-10', attempts: [] },
        { addresseeId: 'amina', status: 'owed' },
      ],
      plan: { status: 'none', proposalDueOn: '2026-11-10', adoptionDueOn: '2026-11-17' },
      completed: false,
      lateParts: [],
    });
  });

  it('follows the report: draft, final, corrected', () => {
    const draft: Given = ['ReportDrafted', { reportId: 'report-1', cycleNo: 1 }];
    const final: Given = ['ReportFinalised', { reportId: 'report-1', cycleNo: 1, on: '2026-11-05' }];
    const corrected: Given = ['ReportCorrected', { reportId: 'report-1', version: 2 }];
    expect(aftercareOf(...started(1), draft)).toMatchObject({ report: { status: 'draft' } });
    expect(aftercareOf(...started(1), draft, final)).toMatchObject({ report: { status: 'final', on: '2026-11-05' } });
    expect(aftercareOf(...started(1), draft, final, corrected)).toMatchObject({ report: { status: 'corrected', on: '2026-11-05' } });
  });

  it('follows the feedback to each addressee', () => {
    const attempt: Given = [
      'FeedbackAttempted',
      { cycleNo: 1, addresseeId: 'amina', attemptNo: 1, channel: 'phone', outcome: 'no_answer', nextAttemptOn: '2026-11-05' },
    ];
    const given: Given = [
      'FeedbackGiven',
      {
        cycleNo: 1,
        addresseeId: 'sami',
        on: '2026-11-06',
        byId: 'joost',
        channel: 'at_school',
        howChildViewWeighed: 'much',
        reaction: 'glad',
        understood: 'yes',
      },
    ];
    const waived: Given = ['FeedbackWaived', { cycleNo: 1, addresseeId: 'amina', ground: 'declined', on: '2026-11-09', note: 'n' }];
    expect(aftercareOf(...started(1), attempt, given)).toMatchObject({
      feedback: [
        { status: 'given', on: '2026-11-06', toldById: 'joost', howChildViewWeighed: 'much', reaction: 'glad', understood: 'yes' },
        { status: 'attempted', attempts: [{ attemptNo: 1, channel: 'phone', outcome: 'no_answer', nextAttemptOn: '2026-11-05' }] },
      ],
    });
    expect(aftercareOf(...started(1), waived)).toMatchObject({
      feedback: [{ status: 'owed' }, { status: 'declined', ground: 'declined', on: '2026-11-09' }],
    });
    expect(aftercareOf(...started(1), ['FeedbackWaived', { cycleNo: 1, addresseeId: 'amina', ground: 'unreachable' }])).toMatchObject({
      feedback: [{ status: 'owed' }, { status: 'waived' }],
    });
  });

  it('takes a feedback that adoption made owed', () => {
    const owed: Given = ['FeedbackOwed', { cycleNo: 1, addresseeId: 'sami', byId: 'joost', dueOn: '2026-11-24', planVersionId: 'plan-1' }];
    expect(aftercareOf(...started(1), owed)).toMatchObject({
      feedback: [{}, {}, { addresseeId: 'sami', status: 'owed', dueOn: '2026-11-24', planVersionId: 'plan-1' }],
    });
  });

  it.each([
    ['proposed', [proposed]],
    ['consulted', [proposed, ['PlanConsultationHeld', { planVersionId: 'plan-1' }]]],
    ['consulted', [proposed, ['PlanConsultationHeld', { planVersionId: 'plan-1' }], decided('amina', 'agreed')]],
    ['agreed', [proposed, decided('amina', 'agreed'), decided('youssef', 'agreed_with_remark')]],
    ['agreed', [proposed, decided('amina', 'agreed'), ['PartyEnded', { partyId: 'youssef' }]]],
    ['refused', [proposed, decided('amina', 'agreed'), decided('youssef', 'refused')]],
    [
      'proposed',
      [
        proposed,
        decided('youssef', 'refused'),
        ['PlanVersionSuperseded', { planVersionId: 'plan-1' }],
        ['PlanVersionProposed', { planVersionId: 'plan-2' }],
      ],
    ],
    ['adopted', [proposed, ['PlanVersionAdopted', { planVersionId: 'plan-1', on: '2026-11-16' }]]],
    ['confirmed_unchanged', [['PlanConfirmedUnchanged', { planVersionId: 'plan-0' }]]],
    ['not_needed', [['NoPlanNeeded']]],
  ] as [string, Given[]][])('has a plan that is %s after its events', (status, steps) => {
    expect(aftercareOf(...started(1), ...steps)).toMatchObject({ plan: { status } });
  });

  it('is complete, with what was late', () => {
    expect(aftercareOf(...started(1), ['AftercareCompleted', { cycleNo: 1, on: '2026-11-16', lateParts: ['report'] }])).toMatchObject({
      completed: true,
      completedOn: '2026-11-16',
      lateParts: ['report'],
    });
  });

  it('stays owed and visible when an urgent cycle interrupts it; feedback settles the cycle that the event names', () => {
    const both = [...started(1, '2026-11-06'), cycle(2), ...started(2, '2026-12-04')];
    const given: Given = ['FeedbackGiven', { cycleNo: 1, addresseeId: 'sami', on: '2026-12-01' }];
    const carried = (...more: Given[]) => read(carriedOverOf(detail(...both, ...more)));
    expect(carried(given)).toMatchObject([{ cycleNo: 1, feedback: [{ status: 'given' }, { status: 'owed' }] }]);
    expect(aftercareOf(...both, given)).toMatchObject({ cycleNo: 2, feedback: [{ status: 'owed' }, { status: 'owed' }] });
    expect(carried(['AftercareCompleted', { cycleNo: 1 }])).toEqual([]);
  });

  it('settles the one plan in every cycle that waits for it', () => {
    const both = [...started(1), cycle(2), ...started(2)];
    expect(read(detail(...both, ['PlanVersionAdopted', { on: '2026-12-10' }]).aftercareCycles)).toMatchObject([
      { plan: { status: 'adopted' } },
      { plan: { status: 'adopted' } },
    ]);
  });

  it('moves the dates that a hold paused, of the meant cycle only', () => {
    const restamped = [
      { rule: 'D12', subjectId: 'case-1', from: '2026-12-04', to: '2026-12-08' },
      { rule: 'D13', subjectId: 'amina', from: '2026-11-10', to: '2026-11-12' },
      { rule: 'D14', subjectId: 'case-1', from: '2026-11-10', to: '2026-11-12' },
      { rule: 'D16', subjectId: 'case-1', from: '2026-11-17', to: '2026-11-19' },
      { rule: 'D16', subjectId: 'goal-1', from: '2026-11-19', to: '2027-01-01' },
    ];
    const both = [...started(1, '2026-11-06'), cycle(2), ...started(2, '2026-12-04')];
    expect(read(detail(...both, ['CaseResumed', { restamped }]).aftercareCycles)).toMatchObject([
      { report: { dueOn: '2026-11-06' } },
      {
        report: { dueOn: '2026-12-08' },
        feedback: [{ dueOn: '2026-11-10' }, { dueOn: '2026-11-12' }],
        plan: { proposalDueOn: '2026-11-12', adoptionDueOn: '2026-11-19' },
      },
    ]);
  });
});

describe('The support and its evaluation in the detail of a case', () => {
  const recorded = (conclusion: string): Given => [
    'EvaluationRecorded',
    { cycleNo: 1, viewId: 'view-2', conclusion, perGoal: [{ goalId: 'goal-1', score: 1, comment: 'c' }], parentView: 'p', teamView: 't' },
    { on: '2027-01-12' },
  ];

  it('begins with the intervention', () => {
    const begun = after(...started(1), [
      'InterventionStarted',
      { cycleNo: 1, on: '2026-11-16', basis: 'plan_adopted', actionIds: [] },
      { on: '2026-11-16' },
    ]);
    expect(begun).toMatchObject({
      phase: 'intervention',
      phaseSince: '2026-11-16',
      interventions: [{ cycleNo: 1, basis: 'plan_adopted' }],
    });
  });

  it('has a review date from the discussion on, becomes due, begins and concludes', () => {
    expect(after(...started(1))['evaluation']).toMatchObject({ reviewOn: '2027-01-12', extensions: 0 });
    const due: Given = ['EvaluationBecameDue', { reviewOn: '2027-01-12' }, { on: '2027-01-12' }];
    const begun: Given = ['EvaluationStarted', { trigger: 'review_date' }, { on: '2027-01-12' }];
    expect(after(...started(1), due, begun, recorded('end'))).toMatchObject({
      phase: 'evaluation',
      evaluation: {
        dueSince: '2027-01-12',
        startedOn: '2027-01-12',
        trigger: 'review_date',
        conclusion: 'end',
        history: [
          {
            cycleNo: 1,
            on: '2027-01-12',
            trigger: 'review_date',
            perGoal: [{ goalId: 'goal-1', score: 1, comment: 'c' }],
            parentView: 'p',
            teamView: 't',
          },
        ],
      },
    });
  });

  it('goes on until a later review when it is extended', () => {
    const extended = after(...started(1), ['EvaluationStarted'], recorded('extend'), [
      'ReviewRescheduled',
      { reviewOn: '2027-03-09', extension: 1 },
    ]);
    expect(extended['evaluation']).toMatchObject({
      reviewOn: '2027-03-09',
      extensions: 1,
      history: [{ conclusion: 'extend', nextReviewOn: '2027-03-09' }],
    });
    expect(extended['evaluation']).not.toHaveProperty('conclusion');
  });

  it('keeps its history in a new cycle, and moves with a hold', () => {
    expect(after(...started(1), recorded('adjust'), cycle(2))['evaluation']).toMatchObject({
      extensions: 0,
      history: [{ conclusion: 'adjust' }],
    });
    const restamped = [{ rule: 'D27', subjectId: 'case-1', from: '2027-01-12', to: '2027-01-14' }];
    expect(after(...started(1), ['CaseResumed', { restamped }])['evaluation']).toMatchObject({ reviewOn: '2027-01-14' });
  });
});

describe('The escalations in the detail of a case', () => {
  const raised: Given = [
    'CaseEscalated',
    { escalationId: 'escalation-1', kind: 'safety', to: 'lead', neededBy: '2026-12-01', raisedBy: 'person', question: 'q' },
    { by: 'joost', on: '2026-11-20' },
  ];

  it('are open until they are resolved', () => {
    expect(after(raised)['escalations']).toMatchObject([
      { escalationId: 'escalation-1', status: 'open', kind: 'safety', question: 'q', raisedById: 'joost', raisedOn: '2026-11-20' },
    ]);
    const resolved: Given = [
      'EscalationResolved',
      { escalationId: 'escalation-1', kind: 'safety', followUp: 'none', result: 'r' },
      { on: '2026-11-25' },
    ];
    expect(after(raised, resolved)['escalations']).toMatchObject([
      { status: 'resolved', resolvedOn: '2026-11-25', followUp: 'none', result: 'r' },
    ]);
  });
});
