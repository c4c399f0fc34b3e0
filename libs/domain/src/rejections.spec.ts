import type { RejectionEntry } from './rejections.js';
import { rejectionOf, rejections, ruleRejections } from './rejections.js';
import { serviceRejections } from './rejections/service.js';
import { frameworkCommands } from './framework/index.js';
import { meetingCommands } from './meeting/index.js';
import { caseCommands } from './support-case/index.js';
import { teamCommands } from './team/index.js';

const all: readonly (readonly [string, RejectionEntry])[] = Object.entries(rejections);
const commands = Object.entries({ ...caseCommands, ...teamCommands, ...meetingCommands, ...frameworkCommands });
const refused = new Map<string, string[]>();
for (const [name, command] of commands)
  for (const code of Object.keys(command.refuses ?? {})) refused.set(code, [...(refused.get(code) ?? []), name]);

/** api.md "status": what the service answers by itself. */
const statuses = {
  400: ['validation'],
  401: ['unauthenticated'],
  403: ['forbidden'],
  404: ['not-found'],
  409: ['case-closed', 'on-hold', 'wrong-phase'],
  410: ['data-erased'],
  412: ['revision-conflict'],
  413: ['too-large'],
  415: ['unsupported-media-type'],
  422: ['idempotency-mismatch', 'unknown-reference', 'id-in-use', 'future-date', 'not-possible'],
  429: ['too-many-requests'],
  500: ['internal'],
  503: ['busy', 'unavailable', 'view-behind'],
};

describe('The rejections', () => {
  it('explain every code that a command may refuse with', () => {
    const missing = [...refused].filter(([code]) => !(code in rejections)).map(([code, by]) => `${code} of ${by.join(', ')}`);
    expect(missing).toEqual([]);
  });

  it('hold no code that no command gives', () => {
    expect(Object.keys(ruleRejections).filter((code) => !refused.has(code))).toEqual([]);
  });

  it('stand once: no code is both a rule and an answer of the service', () => {
    expect(Object.keys(ruleRejections).filter((code) => code in serviceRejections)).toEqual([]);
    expect(Object.keys(rejections)).toHaveLength(Object.keys(serviceRejections).length + Object.keys(ruleRejections).length);
  });

  it('give the service its statuses, and every rule a 422', () => {
    const byStatus: Record<number, string[]> = {};
    for (const [code, entry] of Object.entries(serviceRejections)) (byStatus[entry.status] ??= []).push(code);
    expect(byStatus).toEqual(statuses);
    for (const entry of Object.values(ruleRejections)) expect(entry.status).toBe(422);
  });

  it.each(all)('of %s say in both languages what is the matter and what to do', (_, { title, detail }) => {
    for (const text of [title.en, title.nl, detail.en, detail.nl]) expect(text.trim()).toMatch(/^\p{Lu}.{3,}/u);
    for (const text of [title.en, title.nl]) expect(text).not.toMatch(/[.!?]$/);
    for (const text of [detail.en, detail.nl]) expect(text).toMatch(/\.$/);
    expect(title.en).not.toBe(title.nl);
    expect(detail.en).not.toBe(detail.nl);
  });

  it('use kebab-case, as on the wire', () => {
    for (const [code] of all) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('throw on a code that has no entry, even one that every object has', () => {
    expect(() => rejectionOf('no-such-code')).toThrow('no-such-code');
    expect(() => rejectionOf('constructor')).toThrow('constructor');
    expect(rejectionOf('self-approval').status).toBe(422);
  });
});
