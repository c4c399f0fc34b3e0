import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { list, object, oneOf, about, bool, optional, text } from '#domain/kernel/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { fieldRows } from './field-words.js';
import { lifecyclePage } from './lifecycle-page.js';

const page = readFileSync(fileURLToPath(new URL('../docs/lifecycle.md', import.meta.url)), 'utf8');

describe('docs/lifecycle.md', () => {
  it('is what the entries say now: run npm run docs when it is not', () => {
    const printed = lifecyclePage().split('\n');
    const kept = page.split('\n');
    const first = printed.findIndex((line, index) => line !== kept[index]);
    expect(first === -1 ? [] : [`line ${first + 1}`, kept[first], printed[first]]).toEqual([]);
    expect(kept).toHaveLength(printed.length);
  });

  it('has every command and every event', () => {
    for (const type of Object.keys(caseAggregate.events)) expect(page).toContain(`#### ${type}\n`);
    expect(page.match(/^#### [a-z-]+$/gm)?.length).toBeGreaterThanOrEqual(Object.keys(caseAggregate.commands).length);
  });
});

describe('The words of a field', () => {
  it('name limits, and fields within objects and lists', () => {
    const rows = fieldRows({ body: object({ goals: text(8000) }), items: list(object({ on: optional(bool) }), 0, 3) });
    expect(rows.map(({ path, words }) => `${path}: ${words}`)).toEqual([
      'body: object',
      'body.goals: text of 1–8000 characters',
      'items: list of 0–3: object',
      'items[].on: true or false',
    ]);
  });

  it('name whose key seals, also where that hangs on another field', () => {
    const kind = oneOf('safety', 'capacity');
    const result = about((data) => (data['kind'] === 'safety' ? 'compartment' : 'case'));
    expect(fieldRows({ kind, result })[1]!.words).toBe('sealed with the key of the case, the protected compartment when `kind = safety`');
  });
});
