import type { Difference, Trace } from './differences.js';
import { differences } from './differences.js';

async function* traces(tags: string, from = 0): AsyncGenerator<Trace> {
  for (const [index, tag] of [...tags].entries()) yield { ordinal: from + index + 1, tag: tag === '?' ? undefined : tag };
}

async function between(sealed: string, found: string, isWhole = true): Promise<Difference[]> {
  const all: Difference[] = [];
  for await (const difference of differences(traces(sealed), traces(found), { isWhole })) all.push(difference);
  return all;
}

describe('The differences between what was sealed and what is there', () => {
  it.each<[string, string, string, Difference[]]>([
    ['nothing', 'abcdef', 'abcdef', []],
    ['nothing in an empty log', '', '', []],
    ['a change', 'abcdef', 'abXdef', [{ kind: 'changed', ordinal: 3 }]],
    ['a change at the beginning', 'abcdef', 'Xbcdef', [{ kind: 'changed', ordinal: 1 }]],
    ['a change at the end', 'abcdef', 'abcdeX', [{ kind: 'changed', ordinal: 6 }]],
    [
      'two changes side by side',
      'abcdef',
      'abXYef',
      [
        { kind: 'changed', ordinal: 3 },
        { kind: 'changed', ordinal: 4 },
      ],
    ],
    ['a deletion', 'abcdef', 'abdef', [{ kind: 'missing', ordinal: 3 }]],
    [
      'a deletion of two',
      'abcdef',
      'abef',
      [
        { kind: 'missing', ordinal: 3 },
        { kind: 'missing', ordinal: 4 },
      ],
    ],
    ['an insertion', 'abcdef', 'abXcdef', [{ kind: 'added', ordinal: 3 }]],
    ['a swap of neighbours', 'abcdef', 'abdcef', [{ kind: 'swapped', ordinal: 3, to: 4 }]],
    ['a swap of the first and the last', 'abcdef', 'fbcdea', [{ kind: 'swapped', ordinal: 1, to: 6 }]],
    ['a move to the back', 'abcdef', 'acdebf', [{ kind: 'moved', ordinal: 2, to: 5 }]],
    ['a move to the front', 'abcdef', 'aebcdf', [{ kind: 'moved', ordinal: 5, to: 2 }]],
    ['a cut tail', 'abcdef', 'abc', [{ kind: 'cut', ordinal: 4, to: 6 }]],
    ['a cut of everything', 'abcdef', '', [{ kind: 'cut', ordinal: 1, to: 6 }]],
    [
      'several at once, each in its place',
      'abcdefghijklm',
      'aXcefghYijlkm',
      [
        { kind: 'changed', ordinal: 2 },
        { kind: 'missing', ordinal: 4 },
        { kind: 'added', ordinal: 9 },
        { kind: 'swapped', ordinal: 11, to: 12 },
      ],
    ],
    ['a change behind events of which nothing is known', '???def', 'abcdXf', [{ kind: 'changed', ordinal: 5 }]],
  ])('name %s', async (_, sealed, found, expected) => {
    expect(await between(sealed, found)).toEqual(expected);
  });

  it('leave alone what follows after the sealed end, unless the sealed log is the whole', async () => {
    expect(await between('abc', 'abcde', false)).toEqual([]);
    expect((await between('abc', 'abcde', true)).map(({ kind }) => kind)).toEqual(['added', 'added']);
  });

  it('name what moved further than the look ahead as missing here and added there', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `event ${index}`);
    async function* of(tags: readonly string[]): AsyncGenerator<Trace> {
      for (const [index, tag] of tags.entries()) yield { ordinal: index + 1, tag };
    }
    const found: Difference[] = [];
    const moved = [...many.slice(0, 10), ...many.slice(11), many[10]!];
    for await (const difference of differences(of(many), of(moved), { isWhole: true })) found.push(difference);
    expect(found.map(({ kind }) => kind)).toEqual(['missing', 'added']);
    expect(found[0]!.ordinal).toBe(11);
  });
});
