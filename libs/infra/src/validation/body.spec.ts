import { Sealed, clearable, date, id, int, judged, list, newId, object, oneOf, optional, ref, scope, text } from '#domain/kernel/index.js';
import { dataOf, problemsOf } from './body.js';

const fields = {
  thingId: newId('thing'),
  name: text(5),
  note: optional(clearable(3)),
  kind: oneOf('a', 'b'),
  on: optional(date),
  score: judged(int(-3, 2)),
  people: list(object({ personId: ref, share: optional(int(1, 3)) }), 0, 2),
  scopes: list(scope, 1, 3),
  otherId: optional(id),
};
const good = { name: 'Sami', kind: 'a', scopes: ['discuss_team'] };
const pointers = (body: unknown): string[] => problemsOf(fields, body, '2026-11-24').map((problem) => problem.pointer);

describe('a body', () => {
  it('is valid without what may be left out, and null equals left out', () => {
    expect(pointers(good)).toEqual([]);
    expect(pointers({ ...good, note: null, on: null, people: null, thingId: null, score: null })).toEqual([]);
  });

  it('names every wrong place at once', () => {
    expect(pointers({ kind: 'c', scopes: [], people: [{ personId: 'x y' }, 7], on: '2026-02-30', extra: 1 }).sort()).toEqual(
      ['/extra', '/kind', '/name', '/on', '/people/0/personId', '/people/1', '/scopes'].sort(),
    );
    expect(pointers({ ...good, scopes: ['discuss_team', 'share_org:', 'everything'] })).toEqual(['/scopes/1', '/scopes/2']);
    expect(pointers({ ...good, people: [{ personId: 'x', share: 9, more: 1 }] }).sort()).toEqual(['/people/0/more', '/people/0/share']);
  });

  it('counts characters as people do, after trimming', () => {
    expect(pointers({ ...good, name: '  👩‍👧é  ' })).toEqual([]);
    expect(pointers({ ...good, name: 'Samira' })).toEqual(['/name']);
    expect(pointers({ ...good, name: '   ' })).toEqual(['/name']);
    expect(pointers({ ...good, note: '' })).toEqual([]);
  });

  it.each([['a\u0000b'], ['\ud800'], ['\udc00x']])('takes no text that is none: %j', (name) => {
    expect(pointers({ ...good, name })).toEqual(['/name']);
  });

  it('leaves the range of a judged field to its rule, but not its type', () => {
    expect(pointers({ ...good, score: 99 })).toEqual([]);
    expect(pointers({ ...good, score: 1.5 })).toEqual(['/score']);
    expect(pointers({ ...good, score: '1' })).toEqual(['/score']);
  });

  it.each([[null], [[]], ['text'], [7], [undefined]])('is an object, not %j', (body) => {
    expect(pointers(body)).toEqual(['']);
  });

  it('with names of the prototype is a body with unknown fields', () => {
    expect(
      pointers(JSON.parse('{"name":"x","kind":"a","scopes":["discuss_team"],"constructor":1,"hasOwnProperty":2,"__proto__":3}')).sort(),
    ).toEqual(['/__proto__', '/constructor', '/hasOwnProperty']);
  });

  it('becomes data with sealed texts, made ids and lists that are there', () => {
    const data = dataOf(fields, { ...good, name: ' Sami ', note: '' }, (name) => `made-${name}`);
    expect(data).toMatchObject({ thingId: 'made-thingId', kind: 'a', note: '', people: [], scopes: ['discuss_team'] });
    expect(data['name']).toBeInstanceOf(Sealed);
    expect(Sealed.plainOf(data['name'] as Sealed)).toBe('Sami');
    expect(JSON.stringify(data)).not.toContain('Sami');
  });
});
