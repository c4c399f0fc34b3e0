import type { Role } from '#domain/kernel/index.js';
import { caseAfter, read } from '../../../../test/domain/happened.js';
import { noorsCase as steps } from '../../../../test/domain/noor.js';
import type { BoardRow } from '../views/index.js';
import { caseBoard, timeline } from '../views/index.js';
import type { Viewer } from './level.js';
import { visibleBoardRow, visibleTimelineItem } from './visible-lists.js';

const viewer = (personId: string, ...roles: Role[]): Viewer => ({ personId, roles: new Set(roles), today: '2026-11-10' });
const row = caseBoard.table!.rows(caseAfter(caseBoard, ...steps))[0]!.item as BoardRow;
const { items } = caseAfter(timeline, ...steps);
const { relations } = row;
const processKeys = ['caseId', 'cycleNo', 'openedOn', 'phase', 'phaseSince', 'reviewOn', 'teamId', 'urgency'];

describe('A row of the board', () => {
  it('is whole at level content, the consent as of today, its relations left out', () => {
    const shown = visibleBoardRow(row, { ...viewer('femke', 'CO'), today: '2027-12-01' });
    expect(read(shown)).toMatchObject({ child: { givenName: 'Noor' }, consentStatus: 'expired', dues: expect.any(Array) as unknown });
    expect(shown).not.toHaveProperty('relations');
  });

  it('is not there for somebody without a need to know', () => {
    expect(visibleBoardRow(row, viewer('person-rob'))).toBeUndefined();
  });

  it.each([
    ['the observer', viewer('ilse', 'OB'), processKeys],
    ['a guest', viewer('person-sanne', 'EX'), processKeys],
    ['a parent', viewer('person-petra', 'PA'), [...processKeys, 'child'].sort()],
  ])('is ids, phase and dates for %s', (_, who, expected) => {
    expect(Object.keys(visibleBoardRow(row, who)!).sort()).toEqual(expected);
  });
});

describe('The history', () => {
  const history = (who: Viewer) => items.flatMap((item) => visibleTimelineItem(item, relations, who) ?? []);
  const text = (who: Viewer) => JSON.stringify(read(history(who)));

  it('is whole for the coordinator of the case', () => {
    expect(history(viewer('femke', 'CO'))).toEqual(items);
  });

  it('is cut for a case owner where it is about safety, not where the child spoke', () => {
    const shown = history(viewer('joost', 'OW'));
    expect(shown).toHaveLength(items.length);
    expect(
      shown.filter(({ restricted }) => restricted).map(({ type, facts, texts, subjectId }) => [type, facts, texts, subjectId]),
    ).toEqual([
      ['CaseEscalated', {}, {}, undefined],
      ['CaseEscalated', {}, {}, undefined],
    ]);
    expect(text(viewer('joost', 'OW'))).toContain('words of view-1');
  });

  it('keeps the confidential words from the chair, and shows that they were spoken', () => {
    const shown = history(viewer('karin', 'CH'));
    expect(text(viewer('karin', 'CH'))).not.toContain('words of view-1');
    expect(shown.filter(({ type }) => type === 'ChildViewRecorded')).toHaveLength(2);
  });

  it('shows the family the events that concern them, without any text', () => {
    const shown = history(viewer('person-petra', 'PA'));
    expect(shown.every(({ texts }) => Object.keys(texts).length === 0)).toBe(true);
    const types = shown.map(({ type }) => type);
    for (const hidden of ['ChildViewRecorded', 'PreparationSaved', 'DiscussionStepRecorded', 'CaseEscalated', 'PartyAdded'])
      expect(types).not.toContain(hidden);
    const about = (type: string) =>
      shown.filter((each) => each.type === type).map(({ subjectId, facts }) => facts['recipientPartyId'] ?? subjectId);
    expect([
      about('ConsentRecorded'),
      about('FeedbackGiven'),
      about('ReportShared'),
      about('ConsentRequested'),
      about('PartyRemarkRecorded'),
    ]).toEqual([['petra'], ['petra'], ['petra'], ['consent-1'], ['petra']]);
  });

  it('shows at level own what happened to the own actions', () => {
    expect(history(viewer('person-sanne', 'EX', 'RS')).map(({ type, subjectId }) => [type, subjectId])).toEqual([
      ['ActionAgreed', 'action-3'],
      ['ReportShared', 'report-1'],
    ]);
  });

  it('shows nothing below that', () => {
    for (const who of [viewer('ilse', 'OB'), viewer('lars', 'LD'), viewer('sofie', 'SO'), viewer('person-rob')])
      expect(history(who)).toEqual([]);
  });
});
