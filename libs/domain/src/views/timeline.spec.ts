import { Sealed } from '#domain/kernel/index.js';
import type { Field } from '#domain/kernel/index.js';
import type { CaseEventType } from '#domain/support-case/events/index.js';
import { caseEvents } from '#domain/support-case/events/index.js';
import { caseAfter, read, step } from '../../../../test/domain/happened.js';
import { codeWords } from './fragments/code-words.js';
import { timeline } from './timeline.js';
import { sentenceOf } from './timeline-sentences.js';
import { entries } from './timeline/entries.js';

const types = Object.keys(caseEvents) as CaseEventType[];
const itemOf = (...given: Parameters<typeof step>) => caseAfter(timeline, step(...given)).items[0]!;

describe('The history of a case', () => {
  it('has an item an event, oldest first, each a row', () => {
    const document = caseAfter(timeline, step('CaseOpened'), step('CycleStarted', {}, { on: '2026-09-22' }), step('ConsentCompleted'));
    expect(document.items.map(({ revision, position, type, occurredAt }) => [revision, position, type, occurredAt.slice(0, 10)])).toEqual([
      [0, 'p0', 'CaseOpened', '2026-09-21'],
      [1, 'p1', 'CycleStarted', '2026-09-22'],
      [2, 'p2', 'ConsentCompleted', '2026-09-22'],
    ]);
    expect(timeline.table!.rows(document).map(({ cells, item }) => [cells, item])).toEqual(
      document.items.map((item) => [{ revision: item.revision, type: item.type, compartment: false }, item]),
    );
  });

  it('keeps no item once it is a row, and goes on where the rows end', () => {
    const { rows, rest } = timeline.table!;
    const before = caseAfter(timeline, step('CaseOpened'), step('ConsentCompleted'));
    const after = caseAfter({ ...timeline, initial: () => rest!(before) }, step('CycleStarted'));
    expect(rest!(before)).toEqual({ stored: 2, items: [] });
    expect([...rows(before), ...rows(after)].map(({ ord, cells }) => [ord, cells['type']])).toEqual([
      [0, 'CaseOpened'],
      [1, 'ConsentCompleted'],
      [2, 'CycleStarted'],
    ]);
  });

  it('says who acted, and for whom', () => {
    expect(itemOf('CaseOpened', {}, { by: 'client', for: 'joost' })).toMatchObject({ actorId: 'client', onBehalfOf: 'joost' });
    expect(itemOf('CaseOpened')).not.toHaveProperty('onBehalfOf');
  });

  it('keeps what a sentence needs, and the texts that say most', () => {
    expect(read(itemOf('GoalAgreed', { goalId: 'goal-1', voice: 'child', statement: 'understood', baseline: 'low' }))).toMatchObject({
      subjectId: 'goal-1',
      facts: { goalId: 'goal-1', voice: 'child' },
      texts: { statement: 'understood' },
    });
    expect(itemOf('GoalAgreed').texts).not.toHaveProperty('baseline');
  });

  it('marks what belongs to the protected compartment, and nothing else', () => {
    expect(itemOf('ChildViewRecorded', { confidential: true, words: 'w' }).compartment).toBe(true);
    expect(itemOf('ChildViewRecorded', { confidential: true, words: undefined }).compartment).toBe(false);
    expect(itemOf('ChildViewRecorded', { confidential: false, words: 'w' }).compartment).toBe(false);
    expect(itemOf('CaseEscalated', { kind: 'safety' }).compartment).toBe(true);
    expect(itemOf('EscalationResolved', { kind: 'safety' }).compartment).toBe(true);
    expect(itemOf('CaseEscalated', { kind: 'capacity' }).compartment).toBe(false);
    const marked = types.filter((type) => itemOf(type, type === 'ChildViewRecorded' ? { confidential: false } : {}).compartment);
    expect(marked).toEqual(['CaseEscalated', 'EscalationResolved']);
  });

  it('never keeps a text among its facts, nor the safe contact note at all', () => {
    for (const type of types) {
      const item = itemOf(type);
      expect(Object.values(item.facts).filter((fact) => typeof fact === 'object' && !Array.isArray(fact))).toEqual([]);
      expect(Object.values(item.texts).every((text) => text instanceof Sealed)).toBe(true);
      expect(item.texts).not.toHaveProperty('safeContactNote');
    }
  });
});

describe('The sentence of an item', () => {
  it.each(types)('is there for %s, whole, in English and Dutch', (type) => {
    const { en, nl } = sentenceOf(itemOf(type));
    for (const sentence of [en, nl]) expect(sentence).toMatch(/^[^{}[\]_–]{10,}\.$/u);
    expect(en).not.toBe(nl);
  });

  it('is made of its facts', () => {
    expect(sentenceOf(itemOf('DiscussionConcluded', { outcome: 'plan_change' }))).toEqual({
      en: 'The discussion was concluded: change the plan.',
      nl: 'De bespreking is afgerond: plan aanpassen.',
    });
    expect(
      sentenceOf(itemOf('ConsentRecorded', { partyId: 'party-1', on: '2026-09-23', scopes: ['discuss_team', 'share_org:zuid'] })),
    ).toEqual({
      en: 'Party party-1 gave consent on 2026-09-23: discussion in the team, sharing with zuid.',
      nl: 'Betrokkene party-1 gaf toestemming op 23-09-2026: bespreking in het team, delen met zuid.',
    });
  });

  it('leaves out what is optional and not there', () => {
    const completed = { cycleNo: 1, on: '2026-11-16' };
    expect(sentenceOf(itemOf('AftercareCompleted', { ...completed, lateParts: [] })).en).toBe(
      'Aftercare of cycle 1 was complete on 2026-11-16.',
    );
    expect(sentenceOf(itemOf('AftercareCompleted', { ...completed, lateParts: ['report', 'feedback:sami'] })).nl).toBe(
      'De nazorg van cyclus 1 was klaar op 16-11-2026; te laat: verslag, terugkoppeling aan sami.',
    );
  });

  it('says of an item that was cut only that it is restricted', () => {
    expect(sentenceOf({ ...itemOf('CaseEscalated'), restricted: true })).toEqual({
      en: 'This entry is restricted.',
      nl: 'Deze regel is afgeschermd.',
    });
  });

  it('has a word for every code that a history keeps', () => {
    const codes = ({ shape }: Field<unknown>): readonly string[] =>
      shape.kind === 'code' ? shape.values : shape.kind === 'list' ? codes(shape.of) : [];
    const shown = types
      .filter((type) => type !== 'PreparationSaved')
      .flatMap((type) => entries[type].facts.flatMap((name) => codes((caseEvents[type] as Record<string, Field<unknown>>)[name]!)));
    const plain = ['support_plan', 'opp', 'family_plan_linked', 'childcare', 'person', 'system'];
    expect([...new Set(shown)].filter((code) => !Object.hasOwn(codeWords, code) && !plain.includes(code))).toEqual([]);
  });
});
