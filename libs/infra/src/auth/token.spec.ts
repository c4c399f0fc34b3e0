import { Unauthenticated, bearerToken, callerOf, isPersonId, isTenant } from './token.js';

const reasonOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Unauthenticated) return error.reason;
    throw error;
  }
  return 'accepted';
};

describe('bearerToken', () => {
  it.each(['Bearer a.b-c_d.e~f+/=', 'bearer a.b-c_d.e~f+/=', 'BEARER   a.b-c_d.e~f+/= '])('takes the token out of "%s"', (header) => {
    expect(bearerToken(header)).toBe('a.b-c_d.e~f+/=');
  });

  it.each([undefined, '', '  '])('calls %p missing', (header) => {
    expect(reasonOf(() => bearerToken(header))).toBe('missing');
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer a, Bearer b',
    'Bearer a,b',
    'Basic abc',
    'Bearerabc',
    'abc',
    'Bearer é',
    'Bearer a\nb',
    'Bearer ==',
  ])('calls "%s" malformed', (header) => {
    expect(reasonOf(() => bearerToken(header))).toBe('malformed');
  });

  it('never repeats what it was given', () => {
    expect.assertions(1);
    try {
      bearerToken('Bearer secret-one secret-two');
    } catch (error) {
      expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toMatch(/secret-/);
    }
  });
});

describe('a personId', () => {
  it.each(['a', 'femke', '0b6e-11', 'https://id.example/users|42', 'ë🙂', 'x'.repeat(200), '🙂'.repeat(200)])('may be "%s"', (value) => {
    expect(isPersonId(value)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'a b',
    ' a',
    'a\n',
    'a\u00a0b',
    'a\u0000',
    'a\u007f',
    'a\u200b',
    'a\u202e',
    'a\ufeff',
    'a\u3164',
    '\ud800',
    'x'.repeat(201),
    7,
    null,
  ])('may not be %j', (value) => {
    expect(isPersonId(value)).toBe(false);
  });
});

describe('a tenant', () => {
  it.each(['demo', 'A_b-9', 't'.repeat(64)])('may be "%s"', (value) => expect(isTenant(value)).toBe(true));
  it.each(['', 'a b', 'a.b', 'a/b', 'é', 'demo\n', 't'.repeat(65), 7, null, undefined])('may not be %j', (value) =>
    expect(isTenant(value)).toBe(false),
  );
});

describe('callerOf', () => {
  it('takes the person from the configured claim', () => {
    expect(callerOf({ sub: 'f.visser@example.org', pseudonym: 'p-1', tenant: 'demo' }, 'pseudonym')).toEqual({
      personId: 'p-1',
      tenant: 'demo',
      scopes: [],
    });
  });

  it('keeps admin and integration of the scopes, each once, and leaves out the rest', () => {
    expect(callerOf({ sub: 'k', tenant: 'demo', scope: 'openid integration admin Admin admin' }, 'sub').scopes).toEqual([
      'integration',
      'admin',
    ]);
  });

  it.each([
    [{ tenant: 'demo' }, 'sub'],
    [{ sub: 'k' }, 'sub'],
    [{ sub: 'k', tenant: 'demo', scope: ['admin'] }, 'sub'],
    [{ sub: 'k', tenant: 'demo', scope: null }, 'sub'],
    [{ sub: 'k', tenant: 'demo' }, 'toString'],
  ])('refuses %j read by %s', (claims, subjectClaim) => {
    expect(reasonOf(() => callerOf(claims, subjectClaim))).toBe('claims');
  });

  it('hands out what no request can change for the next', () => {
    const caller = callerOf({ sub: 'k', tenant: 'demo', scope: 'admin' }, 'sub');
    expect([Object.isFrozen(caller), Object.isFrozen(caller.scopes)]).toEqual([true, true]);
  });
});
