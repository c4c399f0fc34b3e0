import type { Role } from '#domain/kernel/index.js';
import { caseAfter, read, step } from '../../../test/domain/happened.js';
import { noorsCase as steps } from '../../../test/domain/noor.js';
import { caseDetail } from './views/index.js';
import type { Viewer } from './visibility.js';
import { canSeeConfidentialWords, canSeeSafety, levelOf, visibleCase } from './visibility.js';

const viewer = (personId: string, ...roles: Role[]): Viewer => ({ personId, roles: new Set(roles), today: '2026-11-10' });
const document = caseAfter(caseDetail, ...steps);
const closedWindow = caseAfter(caseDetail, ...steps, step('AftercareCompleted', { cycleNo: 1 }));
const { relations } = document;

const seen = (who: Viewer, of = document): string => JSON.stringify(read(visibleCase(of, who)) ?? null);
const keys = (who: Viewer, of = document): string[] => Object.keys((read(visibleCase(of, who)) ?? {}) as object).sort();
const processKeys = ['caseId', 'cycleNo', 'openedOn', 'phase', 'phaseSince', 'reviewOn', 'teamId', 'urgency'];

describe('What a child said in confidence', () => {
  it.each([
    ['a coordinator', viewer('femke', 'CO'), true],
    ['the case owner', viewer('joost', 'OW'), true],
    ['who recorded it', viewer('tess', 'PR'), true],
    ['the child', viewer('person-noor', 'CI'), true],
    ['another member', viewer('bas', 'PR'), false],
    ['the introducer', viewer('tom', 'IN'), false],
    ['the chair', viewer('karin', 'CH'), false],
    ['the safety officer', viewer('sofie', 'SO'), false],
    ['a parent', viewer('person-petra', 'PA'), false],
    ['a parent who recorded it', viewer('tess', 'PA'), false],
    ['a parent who is case owner', viewer('person-petra', 'PA', 'OW'), false],
  ])('is for %s: %s', (_, who, expected) => {
    expect(canSeeConfidentialWords(who, relations, { byId: 'tess' })).toBe(expected);
    const level = levelOf(who.roles, relations);
    if (level === 'content' || level === 'family') expect(seen(who).includes('words of view-1')).toBe(expected);
  });

  it('does not hide what was said openly', () => {
    for (const who of [viewer('karin', 'CH'), viewer('person-petra', 'PA')]) expect(seen(who)).toContain('words of view-2');
  });
});

describe('The protected compartment', () => {
  it.each([
    ['the coordinator of the case', viewer('femke', 'CO'), true, true],
    ['another coordinator', viewer('fleur', 'CO'), false, false],
    ['the safety officer', viewer('sofie', 'SO'), true, true],
    ['the lead, when it was escalated to the lead', viewer('lars', 'LD'), true, false],
    ['the case owner', viewer('joost', 'OW'), false, false],
    ['a parent', viewer('person-petra', 'PA'), false, false],
    ['a parent who is coordinator of the case', viewer('femke', 'PA', 'CO'), false, false],
  ])('is open to %s: %s for the lead, %s for others', (_, who, toLead, toOthers) => {
    expect([canSeeSafety(who, relations, { to: 'lead' }), canSeeSafety(who, relations, { to: 'swv' })]).toEqual([toLead, toOthers]);
  });

  it('keeps the safe contact note from everybody else', () => {
    expect(seen(viewer('femke', 'CO'))).toContain('safe note of petra');
    for (const who of [
      viewer('fleur', 'CO'),
      viewer('joost', 'OW'),
      viewer('tom', 'IN'),
      viewer('person-petra', 'PA'),
      viewer('person-noor', 'CI'),
    ])
      expect(seen(who)).not.toContain('safe note');
  });

  it('shows others no more of a safety escalation than that there is a restricted entry', () => {
    const { escalations } = read(visibleCase(document, viewer('joost', 'OW'))) as { escalations: object[] };
    expect(escalations).toEqual([
      { escalationId: 'escalation-1', status: 'open', raisedOn: '2026-09-21', restricted: true },
      { escalationId: 'escalation-2', status: 'open', raisedOn: '2026-09-21', restricted: true },
      expect.objectContaining({ kind: 'capacity', question: 'question of escalation-3' }),
    ]);
    expect(seen(viewer('femke', 'CO'))).toContain('question of escalation-2');
  });
});

describe('A case, for somebody without a need to know,', () => {
  it('is nothing at all', () => {
    expect(visibleCase(document, viewer('person-rob'))).toBeUndefined();
    expect(visibleCase(document, viewer('worker', 'WK'))).toBeUndefined();
  });
});

describe('A case at level process', () => {
  it.each(['OB', 'PO', 'AD', 'SY'] as const)('is ids, phase, urgency and dates for %s, and no text', (role) => {
    expect(keys(viewer('ilse', role))).toEqual(processKeys);
    expect(visibleCase(document, viewer('ilse', role))).toEqual({
      caseId: 'case-1',
      teamId: 'team-1',
      phase: 'aftercare',
      phaseSince: '2026-09-21',
      cycleNo: 1,
      urgency: 'regular',
      openedOn: '2026-09-21',
      reviewOn: '2027-01-12',
    });
  });

  it.each(['CH', 'MT', 'PR'] as const)('is the same for %s once the aftercare is complete', (role) => {
    expect(keys(viewer('karin', role), closedWindow)).toEqual(processKeys);
  });

  it('adds for the lead what was escalated to the lead, for the safety officer what is about safety', () => {
    const escalations = (role: Role) =>
      (read(visibleCase(document, viewer('lars', role))) as { escalations?: { escalationId: string }[] }).escalations?.map(
        (each) => each.escalationId,
      );
    expect(escalations('LD')).toEqual(['escalation-1']);
    expect(escalations('SO')).toEqual(['escalation-1', 'escalation-2']);
    expect(keys(viewer('lars', 'LD'))).toEqual([...processKeys, 'escalations'].sort());
  });
});

describe('A case at level own', () => {
  const tess = viewer('tess', 'PR', 'RS');

  it('adds the own actions with the own notes, and what was shared', () => {
    expect(keys(tess, closedWindow)).toEqual([...processKeys, 'actions', 'reports'].sort());
    const { actions, reports } = read(visibleCase(closedWindow, tess)) as {
      actions: { description: string; notes: unknown }[];
      reports: { parts: object }[];
    };
    expect(actions.map((each) => each.description)).toEqual(['description of action-2']);
    expect(actions[0]!.notes).toMatchObject([{ text: 'note of tess' }]);
    expect(reports.map((each) => each.parts)).toEqual([{ goals: 'report goals' }]);
  });

  it('is for a guest the own action and the parts that were shared, by the party it logs in as', () => {
    const text = seen(viewer('person-sanne', 'EX', 'RS'));
    expect(text).toContain('description of action-3');
    expect(text).toContain('report actions');
    for (const hidden of ['report goals', 'description of action-1', 'Noor', 'goal statement', 'later correction', 'mail of'])
      expect(text).not.toContain(hidden);
  });
});

describe('A case at level family', () => {
  const petra = viewer('person-petra', 'PA', 'RS');
  const noor = viewer('person-noor', 'CI');

  it('shows a parent what was agreed, what is theirs, and what was shared with them', () => {
    const text = seen(petra);
    const visible = [
      'Noor',
      'goal statement',
      'description of action-1',
      'description of action-2',
      'plan needs',
      'form parent view',
      'report goals',
      'report agreements',
      'reaction of petra',
      'remark of petra',
      'party remark of petra',
      'limits of petra',
      'purpose of consent-1',
      'mail of petra',
      'name of noor',
      'name of sanne',
    ];
    expect(visible.filter((each) => !text.includes(each))).toEqual([]);
  });

  it('shows a parent nothing of others, and no notes', () => {
    const text = seen(petra);
    const hidden = [
      'mail of noor',
      'phone of sanne',
      'relation of sanne',
      'name of rob',
      'mail of rob',
      'limits of noor',
      'purpose of consent-2',
      'reaction of noor',
      'weighing for noor',
      '"remark of noor',
      'party remark of noor',
      'step notes',
      'discussion summary',
      'form background',
      'score note',
      'note of joost',
      'report background',
      'later correction',
      'points agreed',
      'points not agreed',
      'question of',
      'safe note',
      'words of view-1',
      'reason to open',
    ];
    expect(hidden.filter((each) => text.includes(each))).toEqual([]);
  });

  it('shows the child its own words, consent and feedback, and no preparation', () => {
    const text = seen(noor);
    for (const visible of [
      'words of view-1',
      'words of view-2',
      'limits of noor',
      'weighing for noor',
      'party remark of noor',
      'goal statement',
    ])
      expect(text).toContain(visible);
    for (const hidden of ['form parent view', 'limits of petra', 'mail of petra', 'name of rob', 'reaction of petra', 'report goals'])
      expect(text).not.toContain(hidden);
    expect(keys(noor)).not.toContain('preparation');
  });

  it('shows a parent whose party is over nothing that was theirs', () => {
    const ended = caseAfter(caseDetail, ...steps, step('PartyEnded', { partyId: 'petra' }));
    for (const hidden of ['limits of petra', 'report goals', 'reaction of petra', 'mail of petra'])
      expect(seen(petra, ended)).not.toContain(hidden);
  });
});

describe('A case at level content', () => {
  it('has everything of api.md, and nothing that a document holds for its folds only', () => {
    const shown = keys(viewer('femke', 'CO'));
    for (const name of [
      'mode',
      'planKind',
      'caseOwnerId',
      'coordinatorId',
      'child',
      'parties',
      'consent',
      'childViews',
      'preparation',
      'discussion',
      'goals',
      'actions',
      'aftercare',
      'carriedOver',
      'planVersions',
      'evaluation',
      'reports',
    ])
      expect(shown).toContain(name);
    for (const name of ['relations', 'proposals', 'concludedAs', 'aftercareCycles', 'consentAnswers', 'consentRequests', 'consentStatus'])
      expect(shown).not.toContain(name);
  });

  it('shows the consent as of today', () => {
    const consent = (today: string) => (visibleCase(document, { ...viewer('femke', 'CO'), today }) as { consent: unknown }).consent;
    expect(consent('2027-09-20')).toMatchObject({ status: 'complete', until: '2027-09-20' });
    expect(consent('2027-09-21')).toMatchObject({ status: 'expired' });
  });

  it('keeps the contact data of the others from a parent who is case owner', () => {
    const text = seen(viewer('person-petra', 'PA', 'OW'));
    expect(text).toContain('step notes');
    expect(text).toContain('mail of petra');
    for (const hidden of ['mail of rob', 'phone of noor', 'safe note', 'words of view-1', 'question of escalation-1'])
      expect(text).not.toContain(hidden);
  });
});
