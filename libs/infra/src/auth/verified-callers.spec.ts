import type { Caller } from './token.js';
import { VerifiedCallers } from './verified-callers.js';

const femke: Caller = { personId: 'femke', tenant: 'demo', scopes: [] };

describe('the verified callers', () => {
  it('know a token until its exp and not a millisecond longer', () => {
    const callers = new VerifiedCallers();
    callers.keep('token-1', femke, 10, 0);
    expect(callers.find('token-1', 9_999)).toBe(femke);
    expect(callers.find('token-1', 10_000)).toBeUndefined();
  });

  it('do not take in a token that has already expired', () => {
    const callers = new VerifiedCallers();
    callers.keep('token-1', femke, 10, 10_000);
    expect(callers.size).toBe(0);
  });

  it('forget a token of long life after the hold', () => {
    const callers = new VerifiedCallers(5, 1_000);
    callers.keep('token-1', femke, 1e9, 0);
    expect(callers.find('token-1', 999)).toBe(femke);
    expect(callers.find('token-1', 1_000)).toBeUndefined();
  });

  it('let the least recently used go when they are full', () => {
    const callers = new VerifiedCallers(2);
    callers.keep('token-1', femke, 100, 0);
    callers.keep('token-2', femke, 100, 0);
    callers.find('token-1', 1);
    callers.keep('token-3', femke, 100, 2);
    expect(['token-1', 'token-2', 'token-3'].map((token) => callers.find(token, 3) !== undefined)).toEqual([true, false, true]);
  });

  it('hold at most 5,000', () => {
    const callers = new VerifiedCallers();
    for (let n = 0; n < 5_010; n++) callers.keep(`token-${n}`, femke, 100, 0);
    expect(callers.size).toBe(5_000);
  });

  it('do not hold the token itself', () => {
    const callers = new VerifiedCallers();
    callers.keep('token-1', femke, 100, 0);
    expect([...(callers as unknown as { entries: Map<string, unknown> }).entries.keys()].join()).not.toContain('token-1');
  });
});
