import { caseAfter, read, step } from '../../../../../test/domain/happened.js';
import { caseDetail } from '../case-detail.js';

type Given = Parameters<typeof step>;
const first: Given = ['CycleStarted', { cycleNo: 1, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [] }];
const second: Given = ['CycleStarted', { cycleNo: 2, trigger: 'urgent_signal', carriedGoalIds: [], carriedActionIds: [] }];
const after = (...steps: Given[]) =>
  read(caseAfter(caseDetail, step('CaseOpened'), ...[first, ...steps].map((each) => step(...each)))) as Record<string, unknown>;

const noTexts = Object.fromEntries(
  [
    'background',
    'strengths',
    'concerns',
    'priorSupport',
    'reason',
    'question',
    'wantedDisciplines',
    'childGoals',
    'parentView',
    'proposedActions',
  ].map((name) => [name, undefined]),
);
const saved = (formVersion: number, filledFields: string[], texts: Record<string, unknown>): Given => [
  'PreparationSaved',
  { ...noTexts, formVersion, filledFields, ...texts },
];
const started: Given = [
  'DiscussionStarted',
  { meetingId: 'meeting-1', itemId: 'item-1', present: ['joost'], absent: [{ partyId: 'amina', excused: true }], substituteId: 'karin' },
];
const concluded = (outcome: string): Given => [
  'DiscussionConcluded',
  {
    outcome,
    reviewOn: '2027-01-12',
    childViewId: 'view-1',
    childViewAbsence: undefined,
    summary: 'agreed',
    noPersonalGoalReason: undefined,
  },
  { on: '2026-11-03' },
];

describe('The preparation in the detail of a case', () => {
  it('merges what is saved, and loses what is cleared', () => {
    const document = after(
      saved(1, ['background', 'question'], { background: 'b1', question: 'q1' }),
      saved(2, ['question', 'wantedDisciplines'], { question: 'q2', wantedDisciplines: ['speech'] }),
    );
    expect(document['preparation']).toMatchObject({
      status: 'draft',
      formVersion: 2,
      fields: { question: 'q2', wantedDisciplines: ['speech'] },
    });
    expect(document['preparation']).not.toHaveProperty('fields.background');
  });

  it('is submitted on a day, and a draft again when it is saved after that', () => {
    const submitted: Given = ['PreparationSubmitted', { formVersion: 1, submittedOn: '2026-10-15' }];
    expect(after(saved(1, ['question'], { question: 'q' }), submitted)['preparation']).toMatchObject({
      status: 'submitted',
      submittedOn: '2026-10-15',
    });
    expect(after(saved(1, ['question'], { question: 'q' }), submitted, saved(2, ['question'], {}))['preparation']).toMatchObject({
      status: 'draft',
      fields: { question: 'q' },
    });
  });

  it('begins anew with a cycle; the form of the cycle before is kept', () => {
    expect(after(saved(1, ['question'], { question: 'q' }), second)).toMatchObject({
      preparation: { cycleNo: 2, status: 'none', formVersion: 0 },
      earlierPreparations: [{ cycleNo: 1, fields: { question: 'q' } }],
    });
  });

  it('shows the bringing in until it is withdrawn', () => {
    const broughtIn: Given = [
      'CaseBroughtIn',
      { part: 'fixed', introducerId: 'joost', minutes: 20, meetingId: 'meeting-1', guestIds: ['amina'] },
      { on: '2026-10-15' },
    ];
    expect(after(broughtIn)['broughtIn']).toEqual({
      part: 'fixed',
      introducerId: 'joost',
      minutes: 20,
      meetingId: 'meeting-1',
      guestIds: ['amina'],
      broughtInOn: '2026-10-15',
    });
    expect(after(broughtIn, ['BringInWithdrawn'])).not.toHaveProperty('broughtIn');
  });

  it('counts postponements until the discussion is concluded, and lists them for ever', () => {
    const postponed: Given = [
      'DiscussionPostponed',
      { reason: 'no_show', count: 1, rescheduleDueOn: '2026-11-10', note: 'ill', newMeetingId: undefined },
      { on: '2026-11-03' },
    ];
    expect(after(postponed, ['PostponementLimitReached', { count: 1 }])).toMatchObject({
      postponed: 1,
      rescheduleDueOn: '2026-11-10',
      postponements: [{ on: '2026-11-03', reason: 'no_show', rescheduleDueOn: '2026-11-10', note: 'ill' }],
    });
    const held = after(postponed, started, concluded('plan_change'));
    expect(held).toMatchObject({ postponed: 0, postponements: [{ reason: 'no_show' }] });
    expect(held).not.toHaveProperty('rescheduleDueOn');
    const restamped = [{ rule: 'D09', subjectId: 'case-1', from: '2026-11-10', to: '2026-11-12' }];
    expect(after(postponed, ['CaseResumed', { restamped }])).toMatchObject({ rescheduleDueOn: '2026-11-12' });
    expect(after(postponed, ['EvaluationRecorded'])).not.toHaveProperty('rescheduleDueOn');
  });
});

describe('The discussion in the detail of a case', () => {
  const background: Given = [
    'DiscussionStepRecorded',
    { step: 'background', seconds: 240, skipped: false, notes: 'n1', skipReason: undefined },
  ];

  it('shows who was there, and the steps as they are recorded', () => {
    const again: Given = [
      'DiscussionStepRecorded',
      { step: 'background', seconds: 260, skipped: false, notes: 'n2', skipReason: undefined },
    ];
    const reason: Given = ['DiscussionStepRecorded', { step: 'reason', seconds: 1, skipped: true, notes: undefined, skipReason: 'known' }];
    expect(after([...started.slice(0, 2), { on: '2026-11-03' }] as unknown as Given, background, reason, again)).toMatchObject({
      phase: 'discussion',
      phaseSince: '2026-11-03',
      discussion: {
        cycleNo: 1,
        meetingId: 'meeting-1',
        startedAt: '2026-11-03T11:00:00.000Z',
        present: ['joost'],
        absent: [{ partyId: 'amina', excused: true }],
        substituteId: 'karin',
        steps: [
          { step: 'background', seconds: 260, notes: 'n2' },
          { step: 'reason', skipped: true, skipReason: 'known' },
        ],
      },
    });
  });

  it('ends with its outcome', () => {
    expect(after(started, background, concluded('plan_change'))).toMatchObject({
      discussion: {
        outcome: 'plan_change',
        concludedAt: '2026-11-03T11:00:00.000Z',
        reviewOn: '2027-01-12',
        childViewId: 'view-1',
        summary: 'agreed',
      },
    });
  });

  it('is kept when more information is needed, the child not brought in any more', () => {
    const document = after(['CaseBroughtIn'], started, background, concluded('more_information'), started);
    expect(document).toMatchObject({
      discussion: { steps: [] },
      earlierDiscussions: [{ outcome: 'more_information', steps: [{ step: 'background' }] }],
    });
    expect(document).not.toHaveProperty('broughtIn');
  });

  it('is kept when it is postponed half way, the child still brought in', () => {
    const document = after(['CaseBroughtIn', { introducerId: 'joost' }], started, background, [
      'DiscussionPostponed',
      { count: 1 },
      { on: '2026-11-03' },
    ]);
    expect(document).toMatchObject({
      phase: 'preparation',
      broughtIn: { introducerId: 'joost' },
      earlierDiscussions: [{ postponedOn: '2026-11-03', steps: [{ step: 'background' }] }],
    });
    expect(document).not.toHaveProperty('discussion');
  });

  it('is kept when a new cycle begins', () => {
    const document = after(started, concluded('plan_change'), second);
    expect(document).toMatchObject({ earlierDiscussions: [{ cycleNo: 1, outcome: 'plan_change' }] });
    expect(document).not.toHaveProperty('discussion');
  });
});
