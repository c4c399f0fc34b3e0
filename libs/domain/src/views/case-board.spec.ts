import { caseAfter, read, step } from '../../../../test/domain/happened.js';
import type { BoardRow } from './case-board.js';
import { caseBoard } from './case-board.js';

type Given = Parameters<typeof step>;
const cycle = (cycleNo: number, on?: string): Given => [
  'CycleStarted',
  { cycleNo, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [] },
  on === undefined ? {} : { on },
];
const opened = step('CaseOpened', {
  teamId: 'team-1',
  urgency: 'regular',
  coordinatorId: 'femke',
  child: { givenName: 'Sami', familyName: 'Haddad', dateOfBirth: 'd', group: '4' },
});
const documentAfter = (...steps: Given[]) => caseAfter(caseBoard, opened, ...[cycle(1), ...steps].map((each) => step(...each)));
const rowsAfter = (...steps: Given[]) => caseBoard.table!.rows(documentAfter(...steps));
const row = (...steps: Given[]) => read(rowsAfter(...steps)[0]!.item) as BoardRow;
const cells = (...steps: Given[]) => rowsAfter(...steps)[0]!.cells;
const dues = (...steps: Given[]) => row(...steps).dues.map(({ rule, subjectId, dueOn }) => [rule, subjectId, dueOn]);

const amina: Given = ['PartyAdded', { partyId: 'amina', kind: 'parent_authority', personId: 'person-amina' }];
const asked: Given = [
  'ConsentRequested',
  { consentId: 'consent-1', scopes: ['discuss_team'], askedOf: ['amina', 'youssef'], validUntil: '2027-09-20', answerDueOn: '2026-09-28' },
];
const answer = { consentId: 'consent-1', partyId: 'amina', scopes: ['discuss_team'], on: '2026-09-23' };
const aftercare = (cycleNo = 1): Given[] => [
  ['DiscussionStarted'],
  ['DiscussionConcluded', { outcome: 'plan_change', reviewOn: '2027-01-12' }, { on: '2026-11-03' }],
  [
    'AftercareStarted',
    {
      cycleNo,
      reportDueOn: '2026-11-06',
      feedback: [{ addresseeId: 'sami', byId: 'joost', dueOn: '2026-11-09' }],
      planProposalDueOn: '2026-11-10',
      planAdoptionDueOn: '2026-11-17',
    },
  ],
];
const final: Given = ['ReportFinalised', { reportId: 'report-1', cycleNo: 1, on: '2026-11-05' }];
const told: Given = ['FeedbackGiven', { cycleNo: 1, addresseeId: 'sami', on: '2026-11-06' }];
const waived: Given = ['FeedbackWaived', { cycleNo: 1, addresseeId: 'sami', on: '2026-11-06', ground: 'declined' }];
const proposed: Given = ['PlanVersionProposed', { planVersionId: 'plan-1', requiredDeciders: ['amina'], decisionDueOn: '2026-11-16' }];
const adopted: Given = ['PlanVersionAdopted', { planVersionId: 'plan-1', on: '2026-11-16' }];
const suspended: Given = ['CaseSuspended', { reason: 'waiting_external', since: '2026-11-04', reviewOn: '2026-12-02' }];

describe('A row of the board', () => {
  it('is not there before the case is', () => {
    expect(caseBoard.table!.rows(caseBoard.initial('case-1'))).toEqual([]);
  });

  it('shows child, team, phase and coordinator, and since when it waits', () => {
    expect(row()).toMatchObject({
      caseId: 'case-1',
      teamId: 'team-1',
      child: { givenName: 'Sami', familyName: 'Haddad' },
      phase: 'preparation',
      phaseSince: '2026-09-21',
      cycleNo: 1,
      coordinatorId: 'femke',
      openedOn: '2026-09-21',
      waitingSince: '2026-09-21',
      aftercare: { report: 'none', feedback: 'none', plan: 'none' },
      dues: [],
    });
    expect(row().child).not.toHaveProperty('group');
    expect(cells()).toMatchObject({
      team_id: 'team-1',
      phase: 'preparation',
      waiting: true,
      on_hold: false,
      owner_id: null,
      next_due: null,
      next_rule: null,
      consent: 'none',
      consent_until: null,
      person_ids: [],
    });
  });

  it('finds the child by its names, also once they are corrected', () => {
    const words = (...steps: Given[]) => read(caseBoard.words!(documentAfter(...steps)));
    expect(words()).toEqual(['Sami', 'Haddad']);
    expect(words(['ChildDetailsCorrected', { givenName: 'Samir', familyName: undefined }])).toEqual(['Samir', 'Haddad']);
  });

  it('follows urgency, case owner and introducer', () => {
    expect(
      row(['UrgencyChanged', { new: 'urgent' }], ['CaseOwnerAssigned', { ownerId: 'joost' }], ['CaseBroughtIn', { introducerId: 'bas' }]),
    ).toMatchObject({ urgency: 'urgent', caseOwnerId: 'joost', introducerId: 'bas' });
    expect(cells(['UrgencyChanged', { new: 'urgent' }], ['CaseOwnerAssigned', { ownerId: 'joost' }])).toMatchObject({
      urgency: 'urgent',
      owner_id: 'joost',
    });
    expect(row(['CaseBroughtIn', { introducerId: 'bas' }], ['BringInWithdrawn'])).not.toHaveProperty('introducerId');
  });

  it('names the people of the active parties', () => {
    expect(cells(amina)).toMatchObject({ person_ids: ['person-amina'] });
    expect(cells(amina, ['PartyUpdated', { partyId: 'amina', personId: 'other' }])).toMatchObject({ person_ids: ['other'] });
    expect(cells(amina, ['PartyEnded', { partyId: 'amina' }])).toMatchObject({ person_ids: [] });
  });

  it('follows the consent, and until when it holds', () => {
    expect(cells(amina, asked)).toMatchObject({ consent: 'requested' });
    expect(cells(amina, asked, ['ConsentRecorded', answer])).toMatchObject({ consent: 'complete', consent_until: '2027-09-20' });
    expect(cells(amina, asked, ['ConsentRefused', answer])).toMatchObject({ consent: 'refused', consent_until: null });
    expect(cells(amina, asked, ['ConsentRecorded', answer], ['ConsentWithdrawn', answer])).toMatchObject({
      consent: 'withdrawn',
      consent_until: null,
    });
  });

  it('counts postponements, and goes back to waiting when more information is needed', () => {
    expect(row(['DiscussionPostponed', { count: 2, rescheduleDueOn: '2026-11-10' }])).toMatchObject({ postponed: 2 });
    const sentBack = row(
      ['DiscussionPostponed', { count: 1 }],
      ['DiscussionStarted', {}, { on: '2026-11-03' }],
      ['DiscussionConcluded', { outcome: 'more_information' }],
    );
    expect(sentBack).toMatchObject({ phase: 'preparation', postponed: 0, waitingSince: '2026-11-03' });
    expect(row(['DiscussionStarted'])).not.toHaveProperty('waitingSince');
  });

  it('follows the phase to the end and back', () => {
    const phaseOf = (...steps: Given[]) => [row(...steps).phase, row(...steps).phaseSince];
    expect(phaseOf(...aftercare(), ['InterventionStarted', {}, { on: '2026-11-16' }])).toEqual(['intervention', '2026-11-16']);
    expect(phaseOf(...aftercare(), ['EvaluationStarted', {}, { on: '2027-01-12' }])).toEqual(['evaluation', '2027-01-12']);
    expect(row(['CaseClosed', { on: '2027-01-19' }, { on: '2027-01-19' }])).toMatchObject({ phase: 'closed', closedOn: '2027-01-19' });
    expect(row(['CaseClosed'], ['CaseReopened'], cycle(2, '2027-03-01'))).toMatchObject({
      phase: 'preparation',
      cycleNo: 2,
      waitingSince: '2027-03-01',
    });
    expect(row(['CaseClosed'], ['CaseReopened'], cycle(2))).not.toHaveProperty('closedOn');
  });

  it('lights the three parts of the aftercare', () => {
    expect(row(...aftercare()).aftercare).toEqual({ report: 'open', feedback: 'open', plan: 'open' });
    expect(row(...aftercare(), ['ReportDrafted', { cycleNo: 1 }]).aftercare.report).toBe('open');
    expect(row(...aftercare(), final).aftercare).toEqual({ report: 'done', feedback: 'open', plan: 'open' });
    expect(row(...aftercare(), final, ['ReportCorrected', { reportId: 'report-1' }]).aftercare.report).toBe('done');
    expect(row(...aftercare(), ['FeedbackAttempted', { cycleNo: 1, addresseeId: 'sami' }]).aftercare.feedback).toBe('open');
    for (const settled of [told, waived]) expect(row(...aftercare(), settled).aftercare.feedback).toBe('done');
    for (const settled of [adopted, ['PlanConfirmedUnchanged'], ['NoPlanNeeded']] as Given[])
      expect(row(...aftercare(), settled).aftercare.plan).toBe('done');
  });

  it('starts dark in a new cycle, and remembers the one that was interrupted until it is complete', () => {
    expect(row(...aftercare(), cycle(2))).toMatchObject({
      aftercare: { report: 'none', feedback: 'none', plan: 'none' },
      carriedOver: [1],
    });
    expect(row(...aftercare(), cycle(2), ['AftercareCompleted', { cycleNo: 1 }])).toMatchObject({ carriedOver: [] });
  });

  it('holds no text but the names of the child', () => {
    const document = documentAfter(
      ...aftercare(),
      ['FeedbackGiven', { cycleNo: 1, addresseeId: 'sami', reaction: 'secret' }],
      ['PlanConfirmedUnchanged', { reason: 'secret' }],
      waived,
    );
    expect(JSON.stringify(read(document))).not.toContain('secret');
  });
});

describe('The due dates on the board', () => {
  it.each([
    ['answers to a request', [asked], [['D01', 'consent-1', '2026-09-28']]],
    ['no answer once all gave it', [asked, ['ConsentRecorded', answer], ['ConsentRecorded', { ...answer, partyId: 'youssef' }]], []],
    ['no answer once one refused', [asked, ['ConsentRefused', answer]], []],
    ['no answer of a party that left', [asked, ['ConsentRecorded', answer], ['PartyEnded', { partyId: 'youssef' }]], []],
    ['no answer once the consent is complete by another request', [asked, ['ConsentCompleted', { scopes: ['discuss_team'] }]], []],
    [
      'a new date for what was postponed',
      [['DiscussionPostponed', { count: 1, rescheduleDueOn: '2026-11-10' }]],
      [['D09', undefined, '2026-11-10']],
    ],
    ['no new date once it is discussed', [['DiscussionPostponed'], ['DiscussionStarted']], []],
    ['no new date once it is brought in again', [['DiscussionPostponed'], ['BringInWithdrawn'], ['CaseBroughtIn']], []],
    [
      'report, feedback, plan and review after a discussion',
      aftercare(),
      [
        ['D12', undefined, '2026-11-06'],
        ['D13', 'sami', '2026-11-09'],
        ['D16', undefined, '2026-11-17'],
        ['D14', undefined, '2026-11-10'],
        ['D27', undefined, '2027-01-12'],
      ],
    ],
    [
      'the feedback that adoption made owed',
      [...aftercare(), final, told, adopted, ['FeedbackOwed', { cycleNo: 1, addresseeId: 'sami', dueOn: '2026-11-23' }]],
      [
        ['D13', 'sami', '2026-11-23'],
        ['D27', undefined, '2027-01-12'],
      ],
    ],
    [
      'the decision on a proposal, which was made in time',
      [...aftercare(), final, told, proposed, ['PlanConsultationHeld', { planVersionId: 'plan-1' }]],
      [
        ['D16', undefined, '2026-11-17'],
        ['D15', 'plan-1', '2026-11-16'],
        ['D27', undefined, '2027-01-12'],
      ],
    ],
    [
      'no decision once all decided, or the proposal is superseded',
      [
        ...aftercare(),
        final,
        told,
        proposed,
        ['PlanVersionSuperseded', { planVersionId: 'plan-1' }],
        ['PlanVersionProposed', { planVersionId: 'plan-2', requiredDeciders: ['amina'] }],
        ['ActionPartDecided', { planVersionId: 'plan-2', partyId: 'amina', decision: 'agreed' }],
      ],
      [
        ['D16', undefined, '2026-11-17'],
        ['D27', undefined, '2027-01-12'],
      ],
    ],
    [
      'the plan that an adjusted goal asks for',
      [['GoalAdjusted', { goalId: 'goal-1', planProposalDueOn: '2026-12-08', planAdoptionDueOn: '2026-12-15' }]],
      [
        ['D14', 'goal-1', '2026-12-08'],
        ['D16', 'goal-1', '2026-12-15'],
      ],
    ],
    ['none for an adjusted goal once it is adopted', [['GoalAdjusted'], adopted], []],
    ['the legal term', [['StatutoryTermStarted', { dueOn: '2026-10-26' }]], [['D17', undefined, '2026-10-26']]],
    ['no legal term once it is met', [['StatutoryTermStarted'], ['StatutoryTermMet']], []],
    [
      'an action',
      [
        ['ActionAgreed', { actionId: 'action-1', dueOn: '2026-11-17' }],
        ['ActionStarted', { actionId: 'action-1' }],
        ['ActionProgressed', { actionId: 'action-1' }],
      ],
      [['D19', 'action-1', '2026-11-17']],
    ],
    [
      'an extended action',
      [
        ['ActionAgreed', { actionId: 'action-1' }],
        ['ActionReassigned', { actionId: 'action-1' }],
        ['ActionExtended', { actionId: 'action-1', newDueOn: '2026-12-01' }],
      ],
      [['D19', 'action-1', '2026-12-01']],
    ],
    [
      'no action once it is completed',
      [
        ['ActionAgreed', { actionId: 'action-1' }],
        ['ActionCompleted', { actionId: 'action-1' }],
      ],
      [],
    ],
    [
      'no action once it failed',
      [
        ['ActionAgreed', { actionId: 'action-1' }],
        ['ActionFailed', { actionId: 'action-1' }],
      ],
      [],
    ],
    [
      'no action once it is cancelled',
      [
        ['ActionAgreed', { actionId: 'action-1' }],
        ['ActionCancelled', { actionId: 'action-1' }],
      ],
      [],
    ],
    ['a look at the hold', [suspended], [['D23', undefined, '2026-12-02']]],
    ['no review once it is evaluated', [...aftercare(), final, told, adopted, ['EvaluationRecorded']], []],
    [
      'a later review',
      [...aftercare(), final, told, adopted, ['EvaluationRecorded'], ['ReviewRescheduled', { reviewOn: '2027-03-09' }]],
      [['D27', undefined, '2027-03-09']],
    ],
    [
      'a postponed evaluation, moved to the day by which it is planned anew',
      [...aftercare(), final, told, adopted, ['EvaluationStarted'], ['DiscussionPostponed', { rescheduleDueOn: '2027-01-19' }]],
      [
        ['D09', undefined, '2027-01-19'],
        ['D27', undefined, '2027-01-19'],
      ],
    ],
    ['nothing of a closed case', [...aftercare(), asked, suspended, ['CaseClosed']], []],
  ] as [string, Given[], unknown[]][])('hold %s', (_, steps, expected) => {
    expect(dues(...steps)).toEqual(expected);
  });

  it('put the earliest first in the columns', () => {
    expect(cells(...aftercare(), ['ActionAgreed', { dueOn: '2026-11-05' }])).toMatchObject({
      next_due: '2026-11-05',
      next_rule: 'D19',
      review_on: '2027-01-12',
      waiting: false,
    });
  });

  it('pause in a hold, but for the legal term and the look at the hold', () => {
    expect(row(...aftercare(), suspended)).toMatchObject({ hold: { reason: 'waiting_external', reviewOn: '2026-12-02' } });
    expect(cells(...aftercare(), suspended)).toMatchObject({ on_hold: true, next_due: '2026-12-02', next_rule: 'D23' });
    expect(cells(...aftercare(), ['StatutoryTermStarted', { dueOn: '2026-10-26' }], suspended)).toMatchObject({
      next_due: '2026-10-26',
      next_rule: 'D17',
    });
    expect(row(...aftercare(), suspended).dues.map(({ rule, paused }) => [rule, paused])).toContainEqual(['D12', true]);
  });

  it('go on after a hold from where they were moved to', () => {
    const moved = (rule: string, subjectId: string, from: string) => ({ rule, subjectId, from, to: '2026-12-31' });
    const restamped = [
      moved('D01', 'consent-1', '2026-09-28'),
      moved('D09', 'case-1', '2026-11-10'),
      moved('D12', 'case-1', '2026-11-06'),
      moved('D13', 'sami', '2026-11-09'),
      moved('D14', 'case-1', '2026-11-10'),
      moved('D14', 'goal-1', '2026-12-08'),
      moved('D16', 'case-1', '2026-11-17'),
      moved('D16', 'goal-1', '2026-12-15'),
      moved('D19', 'action-1', '2026-11-17'),
      moved('D27', 'case-1', '2027-01-12'),
    ];
    const all: Given[] = [
      asked,
      ...aftercare(),
      ['GoalAdjusted', { goalId: 'goal-1' }],
      ['ActionAgreed', { actionId: 'action-1' }],
      ['DiscussionPostponed'],
      suspended,
    ];
    expect(dues(...all, ['CaseResumed', { restamped }]).map(([, , dueOn]) => dueOn)).toEqual(restamped.map(() => '2026-12-31'));
    expect(row(...all, ['CaseResumed', { restamped }])).not.toHaveProperty('hold');
    expect(dues(proposed, ['CaseResumed', { restamped: [moved('D15', 'plan-1', '2026-11-16')] }])).toEqual([
      ['D15', 'plan-1', '2026-12-31'],
    ]);
  });
});
