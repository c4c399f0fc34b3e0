import { randomUUID } from 'node:crypto';
import { SignJWT, exportSPKI, generateKeyPair } from 'jose';
import { wireName } from '#domain/kernel/index.js';
import { caseCommands } from '#domain/support-case/index.js';
import { openApi } from '../../apps/api/src/openapi/openapi.js';
import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import type { World } from '../support/everybody.js';
import { aWorld } from '../support/everybody.js';

interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly isOpen: boolean;
  readonly example: unknown;
  readonly fields: Readonly<Record<string, { readonly anyOf?: readonly Schema[] } & Schema>>;
  readonly required: readonly string[];
  readonly id: string;
}
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
}

const operations: Operation[] = Object.entries(openApi['paths'] as Record<string, Record<string, Record<string, unknown>>>).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const content = (
        operation['requestBody'] as
          { content?: Record<string, { schema: { properties: Operation['fields']; required?: string[] }; example: unknown }> } | undefined
      )?.content;
      const body = content?.['application/json'];
      return {
        method: method as Operation['method'],
        path,
        isOpen: Array.isArray(operation['security']),
        example: body?.example,
        fields: body?.schema.properties ?? {},
        required: body?.schema.required ?? [],
        id: String(operation['operationId']),
      };
    }),
);
const closed = operations.filter((operation) => !operation.isOpen);
/** Of an operator, by scope alone: who is none hears so, whatever the path names. */
const isOperators = ({ path }: Operation): boolean => path.startsWith('/v1/operations/');
/** There is nothing parked here to be tried again or acknowledged: their own spec says what they take. */
const commands = closed.filter(
  ({ method, path }) => method === 'post' && !path.endsWith('/search') && !path.startsWith('/v1/operations/parked/'),
);

let api: TestApi;
let world: World;
beforeAll(async () => {
  api = await testApi();
  world = await aWorld(api);
  await api.settle();
});
afterAll(() => api?.dispose());

const pathOf = (operation: Operation): string =>
  operation.path
    .replace('{teamId}', world.teamId)
    .replace('{meetingId}', world.meetingId)
    .replace(/\{(caseId|deadlineId|goalId)\}/, world.caseId)
    .replace('{parkedId}', `view:case-board-1:${world.caseId}`)
    .replace('{view}', 'case-board-1');
const send = (operation: Operation, token: string | undefined, body: unknown = operation.example) => {
  const request = api.http[operation.method](pathOf(operation));
  if (token !== undefined) request.set('authorization', `Bearer ${token}`);
  return operation.method === 'post' ? request.set('content-type', 'application/json').send(body as object) : request;
};
const isProblem = (response: { status: number; body: { code?: string; type?: string; status?: number; detail?: string } }): void => {
  expect(response.body.type).toBe(`urn:samenspel:problem:${response.body.code}`);
  expect(response.body.status).toBe(response.status);
  expect(response.body.detail).toBeTruthy();
};
/** The example of an operation, about the team and case that exist. */
const exampleOf = (operation: Operation): object => ({
  ...(operation.example as object),
  ...(['/v1/cases', '/v1/meetings', '/v1/meetings/series'].includes(operation.path) && { teamId: world.teamId }),
});
const ofMembers = ['set-notification-preferences', 'adopt-framework', 'set-collaboration-phase'].map(
  (name) => `/v1/teams/{teamId}/${name}`,
);
const tokenFor = (operation: Operation): string => (isOperators(operation) || isOfTeams(operation) ? world.admin : world.all);
const isOfTeams = ({ path }: Operation): boolean =>
  !ofMembers.includes(path) && (path === '/v1/teams' || path.startsWith('/v1/teams/{teamId}/'));

describe('every operation', () => {
  it('is in the OpenAPI document with an example', () => {
    expect(operations.length).toBeGreaterThan(70);
    expect(commands.filter(({ example }) => example === undefined)).toEqual([]);
  });

  it('that only a worker may give is refused to everybody, and in no document', async () => {
    const ofWorkers = Object.entries(caseCommands).filter(([, { by }]) => by.every((role) => role === 'WK'));
    expect(ofWorkers.map(([name]) => name)).toContain('AgeReached');
    for (const [name] of ofWorkers) {
      expect(operations.map(({ id }) => id)).not.toContain(name);
      for (const token of [world.all, await api.token('alles', 'admin'), await api.token('alles', 'integration')])
        await api.post(`/v1/cases/${world.caseId}/${wireName(name)}`, {}, token).expect(403);
    }
  });

  describe('lets nobody in', () => {
    const forged = async (): Promise<Record<string, string>> => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
      const claims = { tenant: 'demo' };
      const sign = (key: unknown, alg: string, of: Record<string, unknown> = claims) =>
        new SignJWT(of)
          .setProtectedHeader({ alg, kid: 'x' })
          .setSubject('alles')
          .setIssuer('urn:samenspel:dev')
          .setAudience('samenspel')
          .setExpirationTime('1h')
          .sign(key as never);
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return {
        'a token that is none': 'nonsense',
        'a token of another key': await sign(privateKey, 'ES256'),
        'a token without signature': `${part({ alg: 'none' })}.${part({ sub: 'alles', tenant: 'demo', iss: 'urn:samenspel:dev', aud: 'samenspel', exp: 9_999_999_999 })}.`,
        'a token signed with a public key as secret': await sign(new TextEncoder().encode(await exportSPKI(publicKey)), 'HS256'),
      };
    };

    it('without a good token: 401, and nothing is stored', async () => {
      const before = await api.service.store.lastPosition();
      const tokens = { 'no token': undefined, ...(await forged()) };
      for (const operation of closed)
        for (const [what, token] of Object.entries(tokens)) {
          const response = await send(operation, token);
          expect([operation.path, what, response.status]).toEqual([operation.path, what, 401]);
          isProblem(response);
        }
      expect(await api.service.store.lastPosition()).toBe(before);
    });

    it('of another tenant, or without a relation: 404, or 403 where nothing is named in the path; and nothing is stored', async () => {
      const before = await api.service.store.lastPosition();
      const strangers = { 'other tenant': await api.token('alles', undefined, 'elsewhere'), 'no relation': await api.token('niemand') };
      for (const operation of closed)
        for (const [who, token] of Object.entries(strangers)) {
          const response = await send(operation, token);
          const isNamed = operation.path.includes('{') && !isOperators(operation);
          const isList =
            [
              '/v1/cases',
              '/v1/cases/counts',
              '/v1/cases/search',
              '/v1/me/work',
              '/v1/meetings',
              '/v1/deadlines',
              '/v1/notifications',
            ].includes(operation.path) &&
            (operation.method === 'get' || operation.path.endsWith('search'));
          const expected = isNamed ? 404 : isList ? 200 : 403;
          expect([operation.path, who, response.status]).toEqual([operation.path, who, expected]);
          if (isList) expect(JSON.stringify(response.body)).not.toContain(world.caseId);
        }
      expect(await api.service.store.lastPosition()).toBe(before);
    });

    it('of an ended membership, and with the wrong role: 404 and 403', async () => {
      await api
        .post(`/v1/teams/${world.teamId}/end-membership`, { personId: 'ilse', to: '2026-01-01', reason: 'weg' }, world.admin)
        .expect(200);
      const before = await api.service.store.lastPosition();
      const [ilse, bas] = await Promise.all([api.token('ilse'), api.token('bas')]);
      for (const operation of closed.filter(({ path }) => path.includes('{')))
        expect([operation.path, (await send(operation, ilse)).status]).toEqual([operation.path, isOperators(operation) ? 403 : 404]);
      for (const name of ['adopt-plan', 'close-case', 'request-consent', 'conclude-discussion', 'suspend-case'])
        expect((await api.post(`/v1/cases/${world.caseId}/${name}`, {}, bas)).status).toBe(403);
      expect(await api.service.store.lastPosition()).toBe(before);
    });
  });

  describe('of the commands takes no bad body', () => {
    it('with a wrong type in any field, an unknown field or a missing one: 400 with its pointer', async () => {
      const before = await api.service.store.lastPosition();
      for (const operation of commands) {
        for (const name of Object.keys(operation.fields)) {
          const response = await send(operation, tokenFor(operation), { ...exampleOf(operation), [name]: { nonsense: [1e308] } });
          expect([
            operation.path,
            name,
            response.status,
            response.body.errors?.some((error: { pointer: string }) => error.pointer.startsWith(`/${name}`)),
          ]).toEqual([operation.path, name, 400, true]);
        }
        const extra = await send(operation, tokenFor(operation), { ...exampleOf(operation), surprise: 1 });
        expect([operation.path, extra.status, extra.body.errors[0].pointer]).toEqual([operation.path, 400, '/surprise']);
        for (const nothing of [[], 'text', 7, null])
          expect([operation.path, (await send(operation, tokenFor(operation), JSON.stringify(nothing))).status]).toEqual([
            operation.path,
            400,
          ]);
      }
      expect(await api.service.store.lastPosition()).toBe(before);
    });

    it('with U+0000, a lone surrogate, a text too long or blank, a day that does not exist: 400', async () => {
      const texts: Record<string, string> = { nul: 'a\u0000b', surrogate: 'a\ud800b', blank: ' \t\n' };
      for (const operation of commands)
        for (const [name, field] of Object.entries(operation.fields)) {
          const schema = field.anyOf?.[0] ?? field;
          const bad =
            schema.format === 'date'
              ? { day: '2026-02-30', text: 'morgen', time: '2026-11-24T00:00:00Z' }
              : schema.type === 'string' && schema.maxLength && !schema.format
                ? { ...texts, long: 'x'.repeat(schema.maxLength + 1) }
                : {};
          for (const [what, value] of Object.entries(bad)) {
            if (what === 'blank' && !('pattern' in schema)) continue;
            const response = await send(operation, tokenFor(operation), { ...exampleOf(operation), [name]: value });
            expect([operation.path, name, what, response.status]).toEqual([operation.path, name, what, 400]);
          }
        }
    });

    it('of a megabyte, of another type, or not JSON: 413, 415, 400', async () => {
      for (const path of [`/v1/cases/${world.caseId}/save-preparation`, '/v1/cases', '/v1/cases/search']) {
        expect((await api.post(path, { background: 'x'.repeat(1_000_000) }, world.all)).status).toBe(413);
        const raw = (type: string, body: string | Buffer) =>
          api.http.post(path).set('authorization', `Bearer ${world.all}`).set('content-type', type).send(body);
        for (const type of [
          'text/plain',
          'application/xml',
          'application/jsonx',
          'application/json; charset=utf-16',
          'multipart/form-data; boundary=x',
          'application/x-www-form-urlencoded',
        ])
          expect([type, (await raw(type, '{}')).status]).toEqual([type, 415]);
        for (const text of ['{', '', 'undefined', '{"a":01}', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}'])
          expect([text, (await raw('application/json', text)).status]).toEqual([text, 400]);
        expect((await raw('application/json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).status).toBe(400);
      }
    });
  });

  it('answers HEAD, OPTIONS and other spellings of a path as it answers the path, or not at all', async () => {
    const paths = [
      '/v1/%63ases',
      '/v1//cases',
      '/V1/cases',
      '/v1/cases/',
      '/v1/cases/../cases',
      '/v1/cases/%2e%2e/cases',
      '/v1/cases;x=1',
      `/v1/cases/${world.caseId}%00`,
      `/v1/cases/${randomUUID()}/`,
    ];
    for (const path of paths)
      for (const method of ['get', 'head', 'options', 'put', 'delete', 'patch'] as const) {
        const { status } = await api.http[method](path);
        expect([method, path, [401, 404].includes(status)]).toEqual([method, path, true]);
      }
  });
});
