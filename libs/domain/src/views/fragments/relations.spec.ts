import { caseAfter, step } from '../../../../../test/domain/happened.js';
import { caseBoard } from '../case-board.js';
import { personBehind } from './relations.js';

type Given = Parameters<typeof step>;
const cycle = (cycleNo: number): Given => ['CycleStarted', { cycleNo, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [] }];
const after = (...steps: Given[]) =>
  caseAfter(
    caseBoard,
    step('CaseOpened', { ageBand: 'under_12', coordinatorId: 'femke' }),
    ...[cycle(1), ...steps].map((each) => step(...each)),
  ).relations;
const amina: Given = ['PartyAdded', { partyId: 'amina', kind: 'parent_authority', personId: 'person-amina', organisationId: undefined }];
const broughtIn: Given = ['CaseBroughtIn', { introducerId: 'joost' }];

describe('Who somebody is to a case', () => {
  it('starts with the coordinator and the age of the child', () => {
    expect(after()).toMatchObject({ coordinatorId: 'femke', ageBand: 'under_12', competence: 'competent', parties: [] });
    expect(after(['ChildDetailsCorrected', { ageBand: '16_plus', competence: 'not_competent' }])).toMatchObject({
      ageBand: '16_plus',
      competence: 'not_competent',
    });
  });

  it('follows the parties as they come, change and go', () => {
    expect(after(amina).parties).toEqual([{ partyId: 'amina', kind: 'parent_authority', personId: 'person-amina' }]);
    expect(
      after(amina, ['PartyUpdated', { partyId: 'amina', kind: 'guardian', personId: 'other', organisationId: 'zuid' }]).parties,
    ).toEqual([{ partyId: 'amina', kind: 'guardian', personId: 'other', organisationId: 'zuid' }]);
    expect(after(amina, ['PartyEnded', { partyId: 'amina', to: '2026-10-01' }]).parties).toMatchObject([{ endedOn: '2026-10-01' }]);
  });

  it('follows the case owner', () => {
    expect(after(['CaseOwnerAssigned', { ownerId: 'joost' }])).toMatchObject({ caseOwnerId: 'joost' });
  });

  it('follows the consent: until its request ends, or over at once', () => {
    const asked: Given = ['ConsentRequested', { consentId: 'consent-1', validUntil: '2027-09-20' }];
    const answer = { consentId: 'consent-1', partyId: 'amina', scopes: ['share_org:zuid'], on: '2026-09-23' };
    expect(after(asked, ['ConsentRecorded', answer]).answers).toEqual([
      { partyId: 'amina', scope: 'share_org:zuid', state: 'given', on: '2026-09-23', validUntil: '2027-09-20' },
    ]);
    expect(after(asked, ['ConsentRecorded', answer], ['ConsentWithdrawn', answer]).answers).toMatchObject([
      { state: 'withdrawn', validUntil: '2026-09-23' },
    ]);
    expect(after(asked, ['ConsentRefused', answer]).answers).toMatchObject([{ state: 'refused' }]);
  });

  it('follows who is responsible for what', () => {
    const action: Given = ['ActionAgreed', { actionId: 'action-1', responsibleId: 'joost' }];
    const states = (['ActionStarted', 'ActionProgressed', 'ActionCompleted', 'ActionFailed', 'ActionCancelled'] as const).map(
      (type) => after(action, [type, { actionId: 'action-1' }]).actions[0]!.status,
    );
    expect(states).toEqual(['in_progress', 'in_progress', 'completed', 'failed', 'cancelled']);
    expect(after(action, ['ActionReassigned', { actionId: 'action-1', newResponsibleId: 'bas' }]).actions).toEqual([
      { actionId: 'action-1', responsibleId: 'bas', status: 'agreed' },
    ]);
  });

  it('opens the window when the child is brought in, with its introducer', () => {
    expect(after()).toMatchObject({ windowOpen: false });
    expect(after(broughtIn)).toMatchObject({ windowOpen: true, broughtIn: { introducerId: 'joost' } });
  });

  it.each([
    ['the bringing in is withdrawn', [['BringInWithdrawn']]],
    ['more information is needed', [['DiscussionStarted'], ['DiscussionConcluded', { outcome: 'more_information' }]]],
    ['the aftercare of that cycle is complete', [['AftercareCompleted', { cycleNo: 1 }]]],
    ['the case is closed', [['CaseClosed']]],
  ] as [string, Given[]][])('closes the window when %s', (_, steps) => {
    expect(after(broughtIn, ...steps).windowOpen).toBe(false);
  });

  it('keeps the window open while a discussion is concluded or postponed', () => {
    expect(after(broughtIn, ['DiscussionStarted'], ['DiscussionConcluded', { outcome: 'plan_change' }]).windowOpen).toBe(true);
    expect(after(broughtIn, ['DiscussionPostponed']).windowOpen).toBe(true);
  });

  it('keeps the window of an interrupted cycle open beside the new one, without its introducer', () => {
    const interrupted = after(broughtIn, cycle(2));
    expect(interrupted.windowOpen).toBe(true);
    expect(interrupted.broughtIn).toBeUndefined();
    expect(after(broughtIn, cycle(2), broughtIn, ['AftercareCompleted', { cycleNo: 1 }]).windowOpen).toBe(true);
    expect(
      after(broughtIn, cycle(2), broughtIn, ['AftercareCompleted', { cycleNo: 1 }], ['AftercareCompleted', { cycleNo: 2 }]).windowOpen,
    ).toBe(false);
  });
});

describe('The person behind a reference', () => {
  it('is the one a party logs in as, the member it names, or nobody', () => {
    const parties = [
      { partyId: 'amina', kind: 'parent_authority', personId: 'person-amina' },
      { partyId: 'youssef', kind: 'parent_authority' },
    ] as const;
    expect([personBehind(parties, 'amina'), personBehind(parties, 'joost'), personBehind(parties, 'youssef')]).toEqual([
      'person-amina',
      'joost',
      undefined,
    ]);
  });
});
