import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { bodyOf } from '../domain/cases.js';
import { idOf } from '../domain/people.js';
import { deLinde, openSami } from '../support/people.js';
import type { Answered, Running } from '../support/running.js';
import { processOf, startSamenspel } from '../support/running.js';
import { foundIn, formsOf } from './byte-search.js';
import type { Done, TimelineEntry } from './story.js';
import type { Acknowledged, Traffic } from './traffic.js';
import { trafficOn, until } from './traffic.js';

const teamId = idOf('De Linde');
const timesAtOnce = 8;
const writersAtOnce = 64;

let service: Running;
let folder: string;
let femke: string;

/** Registers De Linde on the first day of the story. */
async function registered(on: Running): Promise<Answered> {
  await on.at('2026-09-21T08:00:00.000Z');
  return on.post('/v1/teams', { teamId, ...deLinde }, await on.token('beheer', 'admin'));
}

/** Opens a case of a child that has none yet. */
async function opened(givenName: string): Promise<Done> {
  const body = { ...openSami(teamId), child: { ...openSami(teamId).child, givenName } };
  const answer = await service.post('/v1/cases', body, femke);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as unknown as Done;
}

/** The history of a case, once the views hold this revision. */
async function historyOf(caseId: string, revision: number): Promise<readonly TimelineEntry[]> {
  await until('the views caught up', async () => (await service.get(`/v1/cases/${caseId}?minRevision=${revision}`, femke)).status === 200);
  return (await service.get(`/v1/cases/${caseId}/timeline?limit=200`, femke)).body['items'] as TimelineEntry[];
}

beforeAll(async () => {
  [service, folder] = await Promise.all([startSamenspel({ LOG_LEVEL: 'trace' }), mkdtemp(join(tmpdir(), 'samenspel-e2e-'))]);
  femke = await service.token('femke');
  expect(await registered(service)).toMatchObject({ status: 201 });
}, 120_000);
afterAll(async () => {
  await service?.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('The same command', () => {
  it('is carried out once, however often it is sent, also after a restart and with an If-Match that has moved on', async () => {
    const { id, revision } = await opened('Acht');
    const party = bodyOf.party(idOf('eight times'), 'parent_authority');
    const headers = { 'idempotency-key': idOf('one key'), 'if-match': `"${revision}"` };
    const send = (): Promise<Answered> => service.post(`/v1/cases/${id}/add-party`, party, femke, headers);
    const isReplay = ({ headers: given }: Answered): boolean => given.get('idempotent-replayed') === 'true';

    const answers = await Promise.all(Array.from({ length: timesAtOnce }, send));
    const [first, ...others] = answers;
    expect(first).toMatchObject({ status: 200, body: { id, revision: revision + 1, events: ['PartyAdded'] } });
    for (const other of others) expect(other).toMatchObject({ status: 200, body: first!.body });
    expect(answers.filter(isReplay)).toHaveLength(timesAtOnce - 1);
    expect(new Set(answers.map((answer) => answer.headers.get('etag')))).toEqual(new Set([`"${revision + 1}"`]));

    const next = await service.post(`/v1/cases/${id}/save-preparation`, bodyOf.form, femke);
    expect(next).toMatchObject({ status: 200, body: { revision: revision + 2 } });
    await service.killEverything();
    await service.start();

    for (const answer of await Promise.all(Array.from({ length: timesAtOnce }, send))) {
      expect(answer).toMatchObject({ status: 200, body: first!.body });
      expect(isReplay(answer)).toBe(true);
    }
    const types = (await historyOf(id, revision + 2)).map(({ type }) => type);
    expect(types).toEqual(['CaseOpened', 'CycleStarted', 'PartyAdded', 'PreparationSaved']);
    expect(await service.post(`/v1/cases/${id}/add-party`, party, femke, { 'if-match': `"${revision}"` })).toMatchObject({ status: 412 });
  });

  it('is another one under the same key when its path or body differs', async () => {
    const { id } = await opened('Ander');
    const headers = { 'idempotency-key': idOf('another key') };
    expect(await service.post(`/v1/cases/${id}/save-preparation`, bodyOf.form, femke, headers)).toMatchObject({ status: 200 });
    for (const [command, body] of [
      ['save-preparation', { question: 'Another question?' }],
      ['submit-preparation', { formVersion: 1 }],
    ] as const) {
      const mismatch = { status: 422, body: { code: 'idempotency-mismatch' } };
      expect(await service.post(`/v1/cases/${id}/${command}`, body, femke, headers)).toMatchObject(mismatch);
    }
  });
});

describe('Many writers on one revision', () => {
  it('are refused but for one', async () => {
    const { id, revision } = await opened('Vierenzestig');
    const headers = { 'if-match': `"${revision}"` };
    const write = (nth: number): Promise<Answered> =>
      service.post(`/v1/cases/${id}/save-preparation`, { background: `Writer ${nth}.` }, femke, headers);
    const answers = await Promise.all(Array.from({ length: writersAtOnce }, (_, nth) => write(nth)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toMatchObject([{ body: { revision: revision + 1, events: ['PreparationSaved'] } }]);
    const lost = answers.filter(({ status }) => status === 412);
    expect(lost).toHaveLength(writersAtOnce - 1);
    for (const { body } of lost) expect(body).toMatchObject({ type: 'urn:samenspel:problem:revision-conflict', code: 'revision-conflict' });
    expect(await historyOf(id, revision + 1)).toHaveLength(revision + 2);
  });
});

describe('A kill in mid-traffic', () => {
  const kills = 3;
  const writers = 4;
  const before = 30;
  let traffic: Traffic;

  beforeAll(() => {
    traffic = trafficOn(service, teamId, femke, join(folder, 'ledger'));
  });
  afterAll(() => traffic.close());

  /** What a case must consist of: the events of its commands one after the other, none missing, none twice, none half. */
  function told(commands: readonly { answer: Done }[]): Map<string, string[]> {
    const byCase = new Map<string, string[]>();
    for (const { answer } of [...commands].sort((one, other) => one.answer.revision - other.answer.revision)) {
      const types = byCase.get(answer.id) ?? [];
      expect(answer.revision).toBe(types.length + answer.events.length - 1);
      byCase.set(answer.id, [...types, ...answer.events]);
    }
    return byCase;
  }

  it.each(Array.from({ length: kills }, (_, nth) => nth + 1))('loses nothing that was acknowledged (kill %i)', async () => {
    const known = new Set(traffic.acknowledged().map(({ key }) => key));
    const running = traffic.run(writers);
    await until('there was traffic', () => running.acknowledged() >= before);
    await service.killEverything();
    await running.ended;
    const acknowledged = traffic.acknowledged().filter(({ key }) => !known.has(key));
    const cut = traffic.unanswered();
    expect(acknowledged.length).toBeGreaterThanOrEqual(before);
    expect(cut.length).toBeGreaterThan(0);
    await service.start();

    for (const [caseId, types] of told(acknowledged)) {
      const history = await historyOf(caseId, types.length - 1);
      expect(history.slice(0, types.length).map(({ type }) => type)).toEqual(types);
    }
    for (const sent of acknowledged) expect(await traffic.again(sent)).toEqual({ answer: sent.answer, replayed: true });

    const finished = await Promise.all(cut.map(async (sent) => ({ answer: (await traffic.again(sent)).answer })));
    for (const [caseId, types] of told([...acknowledged, ...finished]))
      expect((await historyOf(caseId, types.length - 1)).map(({ type }) => type)).toEqual(types);
  });

  it('of the worker alone stops no command, and the views catch up when it is back', async () => {
    const { id, revision } = await opened('Werker');
    const worker = processOf(service, 'worker');
    process.kill(worker!, 'SIGKILL');
    const saved = await service.post(`/v1/cases/${id}/save-preparation`, bodyOf.form, femke);
    expect(saved).toMatchObject({ status: 200, body: { revision: revision + 1 } });
    expect((await historyOf(id, revision + 1)).at(-1)).toMatchObject({ revision: revision + 1, type: 'PreparationSaved' });
    await until('another worker runs', () => ![undefined, worker].includes(processOf(service, 'worker')));
  });

  it('of the parent alone leaves a folder on which a start just works', async () => {
    const last = traffic.acknowledged().at(-1)!;
    process.kill(service.pid(), 'SIGKILL');
    await service.start();
    expect(await traffic.again(last)).toEqual({ answer: last.answer, replayed: true });
    const { id, revision } = await opened('Wees');
    expect(await historyOf(id, revision)).toHaveLength(revision + 1);
  });

  it('leaves as many cases as were opened', async () => {
    const cases = new Set(traffic.acknowledged().map(({ answer }: Acknowledged) => answer.id));
    const { body } = await service.get(`/v1/cases/counts?teamId=${teamId}`, femke);
    const others = ['Acht', 'Ander', 'Vierenzestig', 'Werker', 'Wees'];
    expect(body).toMatchObject({ phases: { preparation: { count: cases.size + others.length } } });
  });
});

describe('A folder', () => {
  const name = 'Wolfraimondo';
  const sentence = 'Ze zei: "niemand hoort ons" – écht waar.';
  const secrets = [name, 'Zilverschoon-Paardebloem', sentence, 'wolfraimondo.thuis@example.org', 'Klop aan de achterdeur'];
  let caseId: string;

  it('would give a text away to the search, in whatever form it stands', async () => {
    const planted = join(folder, 'planted');
    await mkdir(planted);
    const forms = [...formsOf(sentence).entries()];
    await Promise.all(
      forms.map(([, bytes], nth) => writeFile(join(planted, `${nth}`), Buffer.concat([Buffer.from('x'), bytes, Buffer.from('y')]))),
    );
    await writeFile(join(planted, 'in base64'), Buffer.from(`{"a":"${sentence}"}`).toString('base64'));
    const { found } = await foundIn(planted, [sentence]);
    for (const [form] of forms) expect(found.join('\n')).toContain(`${sentence} as ${form}`);
    expect(found.filter((line) => line.includes('in base64:'))).toHaveLength(1);
  });

  it('holds no name and no sentence in the clear while the service runs', async () => {
    const child = { givenName: name, familyName: secrets[1], dateOfBirth: '2014-01-05', externalId: name };
    const answer = await service.post('/v1/cases', { ...openSami(teamId), child, reason: sentence }, femke);
    expect(answer).toMatchObject({ status: 201 });
    ({ id: caseId } = answer.body as unknown as Done);
    const partyId = idOf('secret party');
    const party = { name, contact: { email: secrets[3] }, safeContactNote: secrets[4], personId: 'somebody' };
    const commands: [string, object][] = [
      ['add-party', bodyOf.party(partyId, 'parent_authority', party)],
      ['save-preparation', { ...bodyOf.form, background: sentence, question: sentence }],
      ['request-consent', bodyOf.ask([partyId], { purpose: sentence })],
      ['record-consent', bodyOf.give(partyId, '2026-09-21', { limits: sentence, evidenceRef: name })],
      ['record-child-view', bodyOf.view('2026-09-21', { words: sentence, confidential: true, byId: 'femke' })],
    ];
    for (const [command, body] of commands)
      expect(await service.post(`/v1/cases/${caseId}/${command}`, body, femke)).toMatchObject({ status: 200 });
    const wrong = { ...bodyOf.form, background: 7, [name]: sentence };
    expect(await service.post(`/v1/cases/${caseId}/save-preparation`, wrong, femke)).toMatchObject({ status: 400 });
    const revision = commands.length + 1;
    expect(JSON.stringify(await historyOf(caseId, revision))).toContain('niemand hoort ons');
    const search = await service.post('/v1/cases/search', { q: name }, femke);
    expect(search).toMatchObject({ status: 200, body: { items: [{ caseId, child: { givenName: name } }] } });

    expect((await foundIn(service.dataDir, secrets)).found).toEqual([]);
    expect((await foundIn(service.dataDir, [caseId])).found.length).toBeGreaterThan(0);
  });

  it('holds none after a clean stop either, and the processes have written none', async () => {
    expect(await service.stop()).toBe(0);
    expect((await foundIn(service.dataDir, secrets)).found).toEqual([]);
    expect(service.output()).toContain('"level":');
    for (const secret of secrets) for (const form of formsOf(secret).values()) expect(service.output()).not.toContain(form.toString());
    await service.start();
    expect(await service.get(`/v1/cases/${caseId}`, femke)).toMatchObject({ status: 200, body: { child: { givenName: name } } });
  });
});

describe('Two instances', () => {
  it('run side by side, each on its own port and folder, one of them in a folder of mode 0700', async () => {
    const dataDir = join(folder, 'closed', 'data');
    await mkdir(join(folder, 'closed'), { mode: 0o700 });
    await mkdir(dataDir, { mode: 0o700 });
    const other = await startSamenspel({ DATA_DIR: dataDir });
    try {
      expect(await registered(other)).toMatchObject({ status: 201 });
      const theirs = await other.token('femke');
      const made = await other.post('/v1/cases', openSami(teamId), theirs);
      expect(made).toMatchObject({ status: 201 });
      const { id } = made.body as unknown as Done;
      expect(await other.get(`/v1/cases/${id}?minRevision=1`, theirs)).toMatchObject({ status: 200 });
      expect(await service.get(`/v1/cases/${id}`, femke)).toMatchObject({ status: 404 });
      expect(await service.get(`/v1/cases/${id}`, theirs)).toMatchObject({ status: 401 });
      expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    } finally {
      expect(await other.stop()).toBe(0);
      await other.dispose();
    }
  });

  it('do not run on the same folder', async () => {
    const main = join(packageRoot(), 'dist/apps/embedded/src/main.js');
    const env = { ...process.env, NODE_OPTIONS: '', QUEUE: 'postgres', EVENT_STORE: 'postgres', DATA_DIR: service.dataDir, PORT: '0' };
    const second = await new Promise<{ code: unknown; said: string }>((resolve) =>
      execFile(process.execPath, [main], { env, timeout: 20_000 }, (error, _, said) => resolve({ code: error?.code, said })),
    );
    expect(second.code).toBe(1);
    expect(second.said).toContain(`already runs on ${service.dataDir}`);
    expect((await service.get('/health/ready')).status).toBe(200);
  });
});
