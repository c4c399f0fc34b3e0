import { caseAfter, read, step } from '../../../../../test/domain/happened.js';
import { caseDetail } from '../case-detail.js';

const opened = step('CaseOpened', {
  teamId: 'team-1',
  urgency: 'regular',
  planKind: 'opp',
  setting: 'primary',
  ageBand: 'under_12',
  coordinatorId: 'femke',
  child: { givenName: 'Sami', familyName: 'Haddad', dateOfBirth: '2019-03-14', group: '4' },
  reason: 'speech',
});
const after = (...steps: Parameters<typeof step>[]) => read(caseAfter(caseDetail, opened, ...steps.map((each) => step(...each))));

describe('What a case is, in its detail,', () => {
  it('begins with what it was opened with', () => {
    expect(after()).toMatchObject({
      caseId: 'case-1',
      teamId: 'team-1',
      phase: 'preparation',
      phaseSince: '2026-09-21',
      openedOn: '2026-09-21',
      mode: 'named',
      planKind: 'opp',
      setting: 'primary',
      coordinatorId: 'femke',
      child: { givenName: 'Sami', familyName: 'Haddad', dateOfBirth: '2019-03-14', group: '4' },
      ageBand: 'under_12',
      competence: 'competent',
      reason: 'speech',
    });
  });

  it('counts its cycles', () => {
    expect(
      after(
        ['CycleStarted', { cycleNo: 1, trigger: 'opened' }],
        ['CycleStarted', { cycleNo: 2, trigger: 'urgent_signal', reason: 'now', interruptedCycle: 1 }, { on: '2026-10-01' }],
      ),
    ).toMatchObject({
      cycleNo: 2,
      cycles: [
        { cycleNo: 1, trigger: 'opened', startedOn: '2026-09-21' },
        { cycleNo: 2, trigger: 'urgent_signal', startedOn: '2026-10-01', reason: 'now', interruptedCycle: 1 },
      ],
    });
  });

  it('takes corrected details, and leaves the others', () => {
    const corrected = { changed: ['givenName', 'competence'], givenName: 'Samir', competence: 'not_competent', ageBand: '12_15' };
    const none = { externalId: undefined, familyName: undefined, dateOfBirth: undefined, group: undefined };
    expect(after(['ChildDetailsCorrected', { ...none, ...corrected }])).toMatchObject({
      child: { givenName: 'Samir', familyName: 'Haddad', group: '4' },
      competence: 'not_competent',
      ageBand: '12_15',
    });
  });

  it('takes a changed urgency, with its reason', () => {
    expect(after(['UrgencyChanged', { old: 'regular', new: 'urgent', reason: 'worse' }])).toMatchObject({
      urgency: 'urgent',
      urgencyReason: 'worse',
    });
  });

  it('names the case owner', () => {
    expect(after(['CaseOwnerAssigned', { ownerId: 'joost', familyPreference: true }])).toMatchObject({
      caseOwnerId: 'joost',
      ownerByPreference: true,
    });
  });

  it('keeps the legal term with how it was counted, also when it was met', () => {
    const calculation = { rule: 'D17', from: '2026-09-14', offset: 42, unit: 'days', calendar: 'legal', skipped: [], dueOn: '2026-10-26' };
    const term = { kind: 'opp_6_weeks', startOn: '2026-09-14', dueOn: '2026-10-26', calculations: [calculation] };
    expect(after(['StatutoryTermStarted', term])).toMatchObject({ statutoryTerm: term });
    expect(after(['StatutoryTermStarted', term], ['StatutoryTermMet', { metOn: '2026-10-16' }])).toMatchObject({
      statutoryTerm: { ...term, metOn: '2026-10-16' },
    });
  });

  it('shows a hold while it lasts, and what it moved once it is over', () => {
    const hold = { reason: 'waiting_external', since: '2026-10-01', reviewOn: '2026-10-20', sharingStopped: false, note: 'waits' };
    const restamped = [{ rule: 'D12', subjectId: 'case-1', from: '2026-10-05', to: '2026-10-07' }];
    expect(after(['CaseSuspended', hold])).toMatchObject({ hold });
    const resumed = after(['CaseSuspended', hold], ['CaseResumed', { pausedDays: 2, restamped, note: 'on' }, { on: '2026-10-05' }]);
    expect(resumed).not.toHaveProperty('hold');
    expect(resumed).toMatchObject({ pastHolds: [{ ...hold, until: '2026-10-05', pausedDays: 2, restamped, resumeNote: 'on' }] });
  });

  it('ends with how it was closed, how long it is kept, and that the child left', () => {
    const closed = {
      reason: 'goals_achieved',
      on: '2027-01-19',
      retentionClass: 'education_2y',
      summary: 'well',
      informed: [],
      handedOver: [],
    };
    const left = { on: '2027-02-01', destination: 'secondary', oppEndOn: '2027-02-01' };
    const kept = { retentionClass: 'education_2y', startOn: '2027-02-01', retentionUntil: '2029-02-01' };
    const document = after(
      ['CaseSuspended'],
      ['CaseClosed', closed, { on: '2027-01-19' }],
      ['ChildLeft', left],
      ['RetentionStarted', kept],
    );
    expect(document).toMatchObject({
      phase: 'closed',
      phaseSince: '2027-01-19',
      closure: { closedOn: '2027-01-19', reason: 'goals_achieved', summary: 'well', childLeft: left, retentionUntil: '2029-02-01' },
    });
    expect(document).not.toHaveProperty('hold');
  });

  it('keeps an earlier closure when it is reopened', () => {
    const document = after(
      ['CaseClosed', { reason: 'no_further_need', on: '2027-01-19', summary: 'well' }],
      ['CaseReopened', { reason: 'relapse', on: '2027-03-01', note: 'again' }],
    );
    expect(document).toMatchObject({
      pastClosures: [
        { closedOn: '2027-01-19', reason: 'no_further_need', reopenedOn: '2027-03-01', reopenReason: 'relapse', reopenNote: 'again' },
      ],
    });
    expect(document).not.toHaveProperty('closure');
  });
});
