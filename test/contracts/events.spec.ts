import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Aggregate, Fields, Folded, Meta } from '#domain/kernel/index.js';
import { about, foldOne, id, list, object, optional, revive } from '#domain/kernel/index.js';
import { followUpAggregate } from '#domain/follow-up/index.js';
import { frameworkAggregate } from '#domain/framework/index.js';
import { meetingAggregate } from '#domain/meeting/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { StoredEvent } from '#infra/event-store/event-store.js';
import { upcast } from '#infra/event-store/upcast.js';
import type { SealedPlace } from './stored-shape.js';
import { mismatches } from './stored-shape.js';

interface Stored {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: Meta;
}

const folder = fileURLToPath(new URL('./events/', import.meta.url));
const contentOf = (type: string): string => readFileSync(`${folder}${type}.json`, 'utf8');
const sampleOf = (type: string): Stored => JSON.parse(contentOf(type)) as Stored;
const lock = JSON.parse(readFileSync(new URL('./events.lock.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
const samples = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** A sample as it is read back: brought to the present version. */
function readBack({ type, data, meta }: Stored): ReturnType<typeof upcast> {
  return upcast({ type, data: JSON.stringify(data), meta: JSON.stringify(meta) } as StoredEvent);
}

/** Folds a sample onto a stream that has nothing before it. */
function fold<S extends Folded, T>(aggregate: Aggregate<S, T>, sample: Stored): S {
  const { type, data, meta } = readBack(sample);
  return foldOne(aggregate, aggregate.initial('case-1'), type, revive(data), meta);
}

/** Faults of the lock: samples that are not locked, locked ones that are gone, and ones that are not what was locked. */
function lockFaults(locked: Readonly<Record<string, string>>, contents: Readonly<Record<string, string>>): string[] {
  const hash = (content: string): string => createHash('sha256').update(content).digest('hex');
  return [
    ...Object.keys(contents).flatMap((type) => (locked[type] === undefined ? [`${type} is not locked`] : [])),
    ...Object.entries(locked).flatMap(([type, sha256]) => {
      const content = contents[type];
      if (content === undefined) return [`${type} is locked but gone`];
      return hash(content) === sha256 ? [] : [`${type} was edited`];
    }),
  ];
}

describe.each([
  ['case', caseAggregate.events, (sample: Stored) => fold(caseAggregate, sample)],
  ['team', teamAggregate.events, (sample: Stored) => fold(teamAggregate, sample)],
  ['meeting', meetingAggregate.events, (sample: Stored) => fold(meetingAggregate, sample)],
  ['framework', frameworkAggregate.events, (sample: Stored) => fold(frameworkAggregate, sample)],
  ['follow-up', followUpAggregate.events, (sample: Stored) => fold(followUpAggregate, sample)],
] as const)('The stored events of a %s', (_, events, folded) => {
  it('each have a sample', () => {
    expect(Object.keys(events).filter((type) => !samples.includes(type))).toEqual([]);
  });

  it.each(Object.entries(events))('fit the vocabulary: %s', (type, fields: Fields) => {
    const sample = sampleOf(type);
    const sealed: SealedPlace[] = [];
    const read = readBack(sample);
    expect(mismatches(fields, read.data, sealed)).toEqual([]);
    if (read.meta.schemaVersion === sample.schemaVersion) expect(sealed.filter(({ path, field }) => path !== field)).toEqual([]);
    expect(sample).toMatchObject({ type, meta: { schemaVersion: sample.schemaVersion } });
    expect(Object.keys(sample).sort()).toEqual(['data', 'meta', 'schemaVersion', 'type']);
    const subjectOfKey = new Map<string, string>();
    for (const { key, subject } of sealed) expect(subjectOfKey.set(key, subjectOfKey.get(key) ?? subject).get(key)).toBe(subject);
    for (const subject of new Set(sealed.map((each) => each.subject)))
      expect(new Set(sealed.filter((each) => each.subject === subject).map(({ key }) => key)).size).toBe(1);
  });

  it.each(Object.keys(events))('fold: %s', (type) => {
    expect(() => folded(sampleOf(type))).not.toThrow();
  });
});

describe('The samples', () => {
  it('are all of events that there are', () => {
    expect(
      samples.filter(
        (type) =>
          ![caseAggregate, teamAggregate, followUpAggregate, meetingAggregate, frameworkAggregate].some(({ events }) => type in events),
      ),
    ).toEqual([]);
  });

  it('are what was locked when they were made: stored events are never edited', () => {
    expect(lockFaults(lock, Object.fromEntries(samples.map((type) => [type, contentOf(type)])))).toEqual([]);
  });

  it('hold no personal text in clear', () => {
    for (const type of samples) expect(contentOf(type)).not.toMatch(/Sami|Amina|@/);
  });
});

describe('The checks of the samples', () => {
  const fields = { reportId: id, note: optional(about('case')), goals: list(object({ goalId: id, comment: about('case') })) };
  const key = '0a0a0a0a-0a0a-5a0a-8a0a-0a0a0a0a0a0a';
  const envelope = (f: string) => ({ v: 1, s: key, e: key, f, n: 'AAAAAAAAAAAAAAAA', d: 'AAAA' });
  const good = { reportId: 'report-1', note: envelope('note'), goals: [{ goalId: 'goal-1', comment: envelope('goals.0.comment') }] };

  it('let good data through', () => {
    expect(mismatches(fields, good)).toEqual([]);
    expect(mismatches(fields, { reportId: 'report-1', goals: [] })).toEqual([]);
  });

  it.each([
    [{ ...good, authorId: 'bas' }, 'authorId is not declared'],
    [{ note: good.note, goals: [] }, 'reportId is missing'],
    [{ ...good, note: 'in clear' }, 'note is not sealed'],
    [{ ...good, reportId: envelope('reportId') }, 'reportId must be a string'],
    [{ ...good, note: { ...envelope('note'), plain: 'in clear' } }, 'note must be an envelope'],
    [{ ...good, goals: [{ goalId: 'goal-1' }] }, 'goals.0.comment is missing'],
    [{ ...good, goals: [{ ...good.goals[0], score: 1 }] }, 'goals.0.score is not declared'],
    [{ ...good, goals: 'none' }, 'goals is no list'],
  ])('catch data that does not fit (%#)', (data, fault) => {
    expect(mismatches(fields, data)).toEqual([fault]);
  });

  it('catch a sample that was edited, removed or never locked', () => {
    const contents = { A: 'a', B: 'b' };
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(lockFaults({ A: sha256('a'), B: sha256('b') }, contents)).toEqual([]);
    expect(lockFaults({ A: sha256('a'), B: sha256('c') }, contents)).toEqual(['B was edited']);
    expect(lockFaults({ A: sha256('a') }, contents)).toEqual(['B is not locked']);
    expect(lockFaults({ A: sha256('a'), B: sha256('b'), C: sha256('c') }, contents)).toEqual(['C is locked but gone']);
  });
});
