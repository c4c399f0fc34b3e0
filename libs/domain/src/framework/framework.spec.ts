import { givenFramework } from '../../../../test/domain/given.js';
import { agreedOn } from '../facts/index.js';
import { aspectKeys } from './index.js';

const aspects = aspectKeys.map((key) => ({ key, text: 'What we agreed.' }));
const six = ['femke', 'karin', 'bas', 'ilse', 'joost', 'lars'];
const body = { version: 1, effectiveFrom: '2026-10-01', aspects, settings: { fixedSlots: 2 }, agreedByMemberIds: six };

describe('AdoptFramework', () => {
  it('adopts 18 aspects with their settings, for the chair', () => {
    const { state } = givenFramework().when('AdoptFramework', body).thenEvents('FrameworkAdopted');
    expect(aspectKeys).toHaveLength(18);
    expect(state.versions).toEqual([{ version: 1, effectiveFrom: '2026-10-01', settings: { fixedSlots: 2, deadlines: [] } }]);
    givenFramework().by('femke').when('AdoptFramework', body).thenRefused('forbidden');
  });

  it('needs every aspect once, and two thirds of the members', () => {
    const few = { ...body, aspects: aspects.slice(1), agreedByMemberIds: six.slice(1) };
    givenFramework().when('AdoptFramework', few).thenRefused('aspect-missing', ['aspect-missing', 'quorum']);
    const { aspects: _, ...none } = body;
    givenFramework().when('AdoptFramework', none).thenRefused('aspect-missing');
    givenFramework()
      .when('AdoptFramework', { ...body, aspects: [aspects[0], ...aspects.slice(0, 17)] })
      .thenRefused('validation');
    givenFramework()
      .when('AdoptFramework', { ...body, agreedByMemberIds: ['femke', 'femke', 'karin', 'bas', 'ilse', 'joost'] })
      .thenRefused('quorum');
    givenFramework()
      .when('AdoptFramework', { ...body, agreedByMemberIds: [...six, 'stranger'] })
      .thenRefused('unknown-reference');
  });

  it('counts its versions, from today on', () => {
    givenFramework()
      .when('AdoptFramework', { ...body, version: 2 })
      .thenRefused('not-possible');
    givenFramework()
      .when('AdoptFramework', { ...body, effectiveFrom: '2026-09-20' })
      .thenRefused('not-possible');
    givenFramework()
      .does('AdoptFramework', body)
      .when('AdoptFramework', { ...body, version: 2, effectiveFrom: '2026-11-01' })
      .thenEvents('FrameworkAdopted');
  });

  it('holds the bounds of the deadlines', () => {
    givenFramework()
      .when('AdoptFramework', { ...body, settings: { deadlines: { D10: { enabled: false } } } })
      .thenRefused('validation');
    const settings = { deadlines: { D12: { offset: 4 } } };
    const { state } = givenFramework()
      .when('AdoptFramework', { ...body, settings })
      .accepted();
    expect(state.versions[0]!.settings).toEqual({ deadlines: [{ rule: 'D12', offset: 4 }] });
  });
});

it('The version in force on a day is the newest of those that hold by then', () => {
  const version = (no: number, effectiveFrom: string) => ({ version: no, effectiveFrom, settings: {} });
  const framework = { versions: [version(1, '2026-10-01'), version(2, '2027-01-01'), version(3, '2026-12-01')] };
  const on = (day: string) => agreedOn(framework, day)?.version;
  expect([on('2026-09-30'), on('2026-10-01'), on('2026-12-01'), on('2027-01-01')]).toEqual([undefined, 1, 3, 3]);
  expect(agreedOn(undefined, '2026-10-01')).toBeUndefined();
});
