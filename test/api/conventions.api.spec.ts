import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { openApi } from '../../apps/api/src/openapi/openapi.js';
import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import { aWorld } from '../support/everybody.js';
import { openSami } from '../support/people.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api?.dispose());

describe('a command over HTTP', () => {
  it('answers with its revision as ETag, and a replay says so', async () => {
    const { caseId, all } = await aWorld(api);
    const key = randomUUID();
    const body = { urgency: 'urgent', reason: 'spoed' };
    const path = `/v1/cases/${caseId}/change-urgency`;
    const first = await api.post(path, body, all, { 'idempotency-key': key }).expect(200);
    expect(first.headers).toMatchObject({ etag: `"${first.body.revision}"`, 'cache-control': 'no-store' });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    const again = await api
      .post(path, { reason: 'spoed', urgency: 'urgent' }, all, { 'idempotency-key': key.toUpperCase(), 'if-match': '"0"' })
      .expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const mismatch = await api.post(path, { ...body, reason: 'anders' }, all, { 'idempotency-key': key }).expect(422);
    expect(mismatch.body.code).toBe('idempotency-mismatch');
    expect((await api.post(path, body, all, { 'if-match': '"0"' }).expect(412)).body.code).toBe('revision-conflict');
    for (const headers of [{ 'idempotency-key': 'x' }, { 'if-match': '12' }, { 'if-match': 'W/"12"' }])
      await api.post(path, body, all, headers as never).expect(400);
  });

  it('may have occurred up to thirty days ago, and dates count from then', async () => {
    const { caseId, all, mother } = await aWorld(api);
    const now = new Date(await api.service.clock.now());
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
    const ask = (occurredAt: string) =>
      api.post(`/v1/cases/${caseId}/request-consent`, { scopes: ['discuss_team'], purpose: 'x', askedOf: [mother], occurredAt }, all);
    await ask(daysAgo(29)).expect(200);
    for (const at of [daysAgo(31), daysAgo(-1), 'gisteren']) expect((await ask(at).expect(400)).body.errors[0].pointer).toBe('/occurredAt');
    await api.settle();
    const { body } = await api.get(`/v1/cases/${caseId}`, all).expect(200);
    const due = (body.consent.requests as { answerDueOn: string }[])[0]!.answerDueOn;
    expect(due < now.toISOString().slice(0, 10)).toBe(true);
  });

  it('speaks Dutch or English, and traces', async () => {
    const { caseId, all } = await aWorld(api);
    const path = `/v1/cases/${caseId}/adopt-plan`;
    const body = { planVersionId: randomUUID(), on: '2026-01-01' };
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const dutch = await api.post(path, body, all, { 'accept-language': 'nl-NL, en', traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    const english = await api.post(path, body, all);
    expect(dutch.body.title).not.toBe(english.body.title);
    expect(dutch.headers['x-trace-id']).toBe(trace);
    expect(english.headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(english.body.allowedCommands).toContain('add-party');
  });
});

describe('a query over HTTP', () => {
  it('waits for a revision, and says when the view is behind', async () => {
    const { caseId, all } = await aWorld(api);
    const behind = await api.get(`/v1/cases/${caseId}?minRevision=4`, all).expect(503);
    expect(behind.body.code).toBe('view-behind');
    expect(behind.headers['retry-after']).toBe('1');
    const waiting = api.get(`/v1/cases/${caseId}`, all);
    const [answer] = await Promise.all([waiting, api.settle()]);
    expect(answer.status).toBe(200);
    expect(answer.headers['etag']).toBe('"4"');
    expect(answer.body).toMatchObject({ caseId, revision: 4, asOfRevision: 4, phase: 'preparation' });
    await api.get(`/v1/cases/${caseId}?minRevision=99`, all).expect(503);
    await api.get(`/v1/cases/${caseId}?minRevision=x`, all).expect(400);
    await api.get(`/v1/cases/${caseId}?surprise=1`, all).expect(400);
  });

  it('lists the board a page at a time, by each sort both ways, and takes no foreign cursor', async () => {
    const { teamId, all } = await aWorld(api);
    for (let index = 0; index < 6; index += 1) {
      const body = openSami(teamId);
      await api.post('/v1/cases', { ...body, child: { ...body.child, familyName: `Bord ${index}` } }, all).expect(201);
    }
    await api.settle();
    const ids = async (sort: string): Promise<string[]> => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await api.get(`/v1/cases?teamId=${teamId}&limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`, all).expect(200);
        seen.push(...(body.items as { caseId: string }[]).map((item) => item.caseId));
        cursor = body.nextCursor as string;
      } while (cursor);
      return seen;
    };
    for (const sort of ['dueOn', 'daysInPhase', 'openedOn']) {
      const up = await ids(sort);
      expect(new Set(up).size).toBe(7);
      expect(await ids(`-${sort}`)).toEqual([...up].reverse());
    }
    const { body } = await api.get(`/v1/cases?teamId=${teamId}&limit=2`, all).expect(200);
    await api.get(`/v1/cases?teamId=${teamId}&sort=openedOn&cursor=${body.nextCursor}`, all).expect(400);
    await api.get(`/v1/cases?cursor=bm9uc2Vuc2U`, all).expect(400);
    await api.get('/v1/cases?limit=201', all).expect(400);
    await api.get('/v1/cases?sort=name', all).expect(400);
    await api.get('/v1/cases?limit=1&limit=2', all).expect(400);
  });

  it('finds a child by whole words of its name, case and accents folded, for whom may know the name', async () => {
    const { teamId, all } = await aWorld(api);
    const body = openSami(teamId);
    const { body: opened } = await api
      .post('/v1/cases', { ...body, child: { ...body.child, givenName: 'Zoë Anne', familyName: 'van der Búrg' } }, all)
      .expect(201);
    await api.settle();
    const search = async (q: string, token = all): Promise<string[]> => {
      const { body: found } = await api.post('/v1/cases/search', { q }, token).expect(200);
      return (found.items as { caseId: string }[]).map((item) => item.caseId);
    };
    expect(await search('zoe BURG')).toEqual([opened.id]);
    expect(await search('Zoë')).toEqual([opened.id]);
    expect(await search('Zo')).toEqual([]);
    expect(await search('Burg Sami')).toEqual([]);
    expect(await search('zoe', await api.token('bas'))).toEqual([]);
    expect(await search('zoe', await api.token('alles', undefined, 'elsewhere'))).toEqual([]);
    await api.post('/v1/cases/search', { q: '!?' }, all).expect(400);
    await api.post(`/v1/cases/${opened.id}/correct-child-details`, { familyName: 'Jansen', reason: 'typefout' }, all).expect(200);
    await api.settle();
    expect(await search('burg')).toEqual([]);
    expect(await search('jansen zoe')).toEqual([opened.id]);
  });

  it('counts, and each count carries the query that lists it', async () => {
    const { teamId, all } = await aWorld(api);
    await api.settle();
    const { body } = await api.get(`/v1/cases/counts?teamId=${teamId}`, all).expect(200);
    expect(body.phases.preparation.count).toBe(1);
    expect(body.waitingForConsent.count).toBe(1);
    for (const { count, query } of [
      ...Object.values(body.phases as Record<string, { count: number; query: string }>),
      body.late,
      body.onHold,
      body.waitingForConsent,
    ])
      expect((await api.get(query, all).expect(200)).body.items).toHaveLength(count);
  });

  it('shows a level of the process to a member without a relation, and everything to the coordinator', async () => {
    const { teamId, caseId, all } = await aWorld(api);
    await api.settle();
    const [bas, femke] = await Promise.all([api.token('bas'), api.token('femke')]);
    const process = await api.get(`/v1/cases/${caseId}`, bas).expect(200);
    expect(process.body).toMatchObject({ caseId, teamId, phase: 'preparation', cycleNo: 1, urgency: 'regular' });
    expect(JSON.stringify(process.body)).not.toMatch(/Sami|begrepen|amina|alles/i);
    expect((await api.get(`/v1/cases/${caseId}`, femke).expect(200)).body.child.givenName).toBe('Sami');
    expect((await api.get(`/v1/cases?teamId=${teamId}`, bas).expect(200)).body.items[0].child).toBeUndefined();
    const log = await api.service.pool.query('select person_id, level, part from access.log where object_id = $1 order by entry', [caseId]);
    expect(log.rows).toEqual([
      { person_id: 'bas', level: 'process', part: 'detail' },
      { person_id: 'femke', level: 'content', part: 'detail' },
    ]);
    await api.get(`/v1/cases/${caseId}`, all).expect(200);
  });

  it('about a child whose key was destroyed is 410', async () => {
    const { caseId, all } = await aWorld(api);
    await api.settle();
    await api.service.keyStore.destroySubject({ tenant: 'demo', kind: 'case', subject: caseId });
    expect((await api.get(`/v1/cases/${caseId}`, all).expect(410)).body.code).toBe('data-erased');
  });
});

describe('bad input of the second kind', () => {
  it('a URL that cannot be read is a problem document that does not quote it', async () => {
    for (const path of ['/v1/cases/Sami%20El%zz', '/%', '/health/%c0%80']) {
      const response = await fetch(`${await api.app.getUrl()}${path}`);
      const text = await response.text();
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
      expect(text).not.toContain('Sami');
      expect(response.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('closures that leave no working day are refused, so that every date can be counted', async () => {
    const { teamId, caseId, all, admin, mother } = await aWorld(api);
    const set = (closures: unknown) => api.post(`/v1/teams/${teamId}/set-closures`, { closures }, admin);
    const name = 'dicht';
    expect((await set([{ from: '2026-11-24', to: '2028-01-01', name }]).expect(400)).body.errors[0].pointer).toBe('/closures/0/to');
    const chained = [0, 1, 2].map((year) => ({ from: `${2027 + year}-01-01`, to: `${2027 + year}-12-31`, name }));
    expect((await set(chained).expect(400)).body.errors[0].pointer).toBe('/closures');
    await set([{ from: '2026-01-01', to: '9999-12-31', name }]).expect(400);
    await set([{ from: '2026-11-24', to: '2027-11-20', name }]).expect(200);
    await api.post(`/v1/cases/${caseId}/request-consent`, { scopes: ['discuss_team'], purpose: 'x', askedOf: [mother] }, all).expect(200);
  });

  it('counts exactly when asked, and pages what waits and what is owed', async () => {
    const { teamId, all } = await aWorld(api);
    for (let index = 0; index < 3; index += 1) {
      const body = openSami(teamId);
      await api
        .post(
          '/v1/cases',
          { ...body, child: { ...body.child, familyName: `Tel ${index}` }, ...(index === 2 && { urgency: 'urgent', urgencyReason: 'nu' }) },
          all,
        )
        .expect(201);
    }
    await api.settle();
    const counted = await api.get(`/v1/cases?teamId=${teamId}&limit=1&count=exact`, all).expect(200);
    expect([counted.body.items.length, counted.body.count]).toEqual([1, 4]);
    for (const path of [`/v1/teams/${teamId}/waiting`, '/v1/me/work']) {
      const whole = await api.get(`${path}?limit=200`, all).expect(200);
      const seen: unknown[] = [];
      let cursor: string | null = null;
      do {
        const { body } = await api.get(`${path}?limit=1${cursor ? `&cursor=${cursor}` : ''}`, all).expect(200);
        seen.push(...(body.items as unknown[]));
        cursor = body.nextCursor as string | null;
      } while (cursor);
      expect(seen).toEqual(whole.body.items);
    }
    expect((await api.get(`/v1/teams/${teamId}/waiting`, all)).body.items[0].urgency).toBe('urgent');
  });

  it('more than can be answered soon is shed with 429 or 503 and Retry-After, and what is let in is answered', async () => {
    const { caseId, all } = await aWorld(api);
    const answers = await Promise.all(Array.from({ length: 900 }, () => api.get(`/v1/cases/${caseId}/allowed-commands`, all)));
    const shed = answers.filter(({ status }) => status !== 200);
    for (const { status, body, headers } of shed)
      expect([status, headers['retry-after']]).toEqual([body.code === 'busy' ? 503 : body.code === 'too-many-requests' ? 429 : 0, '1']);
    expect(shed.length).toBeLessThan(answers.length);
    await api.get(`/v1/cases/${caseId}/allowed-commands`, all).expect(200);
  });
});

describe('what is open to all', () => {
  it('is health, the OpenAPI document that was committed, its page, and the development routes', async () => {
    await api.http.get('/health/live').expect(200);
    await api.settle();
    await api.http.get('/health/ready').expect(200);
    const served = await api.http.get('/openapi.json').expect(200);
    expect(served.body).toEqual(JSON.parse(JSON.stringify(openApi)));
    expect(served.body).toEqual(JSON.parse(await readFile(join(packageRoot(), 'docs/openapi.json'), 'utf8')));
    for (const file of ['', '/swagger-ui.css', '/swagger-ui-bundle.js', '/start.js']) await api.http.get(`/docs${file}`).expect(200);
    await api.http.get('/docs/package.json').expect(404);
    await api.http.get('/docs/..%2f..%2fpackage.json').expect(404);
    await api.http.get('/metrics').expect(401);
    await api.get('/metrics', await api.token('femke')).expect(403);
    const { caseId, all } = await aWorld(api);
    await api.post(`/v1/cases/${caseId}/adopt-plan`, { planVersionId: randomUUID(), on: '2026-01-01' }, all).expect(409);
    const { text } = await api.get('/metrics', await api.token('beheer', 'admin')).expect(200);
    for (const name of [
      'views_behind_seconds',
      'pass_behind_seconds{pass="live"}',
      'parked{kind="view"}',
      'reminders_due',
      'reminders_oldest_lateness_seconds',
      'deliveries{state="queued"}',
      'healthy{part="queue"}',
      'http_requests_in_flight',
    ])
      expect(text).toContain(`\nsamenspel_${name} `);
    expect(text).toMatch(/samenspel_events_appended_total\{aggregate="supportCase"\} [1-9]/);
    expect(text).toMatch(/samenspel_commands_total\{command="OpenCase",outcome="accepted"\} [1-9]/);
    expect(text).toMatch(/samenspel_commands_total\{command="AdoptPlan",outcome="wrong-phase"\} [1-9]/);
    expect(text).toMatch(
      /samenspel_http_request_seconds_count\{method="POST",route="\/v1\/cases\/:caseId\/adopt-plan",status="409"\} [1-9]/,
    );
    expect(text).not.toContain(caseId);
  });

  it('gives tokens and moves the clock, backwards too', async () => {
    await api.http.post('/dev/tokens').send({ personId: 'x y', tenant: 'demo' }).expect(400);
    await api.http.post('/dev/tokens').send({ personId: 'x', tenant: 'de mo' }).expect(400);
    await api.http.post('/dev/tokens').send({ personId: 'x', tenant: 'demo', scope: 'worker' }).expect(400);
    const at = async (now: string) => (await api.http.post('/dev/clock').send({ now, settle: false }).expect(200)).body.now as string;
    expect((await at('2026-11-03T15:30:00Z')).slice(0, 16)).toBe('2026-11-03T15:30');
    expect((await at('2020-02-29T00:00:00+01:00')).slice(0, 16)).toBe('2020-02-28T23:00');
    for (const now of ['2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])
      await api.http.post('/dev/clock').send({ now }).expect(400);
    const { body } = await api.http.delete('/dev/clock').expect(200);
    expect(Math.abs(Date.parse(body.now as string) - Date.now())).toBeLessThan(60_000);
  });
});
