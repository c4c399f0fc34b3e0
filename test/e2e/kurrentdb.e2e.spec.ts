import { randomUUID } from 'node:crypto';
import { idOf } from '../domain/people.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { deLinde, openSami } from '../support/people.js';
import type { Answered, Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';
import { until } from './traffic.js';

const teamId = idOf('De Linde');

describe('the service over a double of the protocol of KurrentDB (no KurrentDB)', () => {
  let double: KurrentDbDouble;
  let service: Running;
  let femke: string;
  let opened = 0;

  beforeAll(async () => {
    double = await KurrentDbDouble.start();
    service = await startSamenspel({ EVENT_STORE: 'kurrentdb', KURRENTDB_URL: double.url, KURRENTDB_STREAM_PREFIX: '' });
    femke = await service.token('femke');
    const answer = await service.post('/v1/teams', { teamId, ...deLinde }, await service.token('beheer', 'admin'));
    expect(answer.status).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await service?.dispose();
    await double?.stop();
  });

  function openCase(key: string = randomUUID(), number = (opened += 1)): Promise<Answered> {
    const body = { ...openSami(teamId), child: { ...openSami(teamId).child, familyName: `Nummer ${number}` } };
    return service.post('/v1/cases', body, femke, { 'idempotency-key': key });
  }
  const isSeen = async (caseId: unknown): Promise<boolean> => (await service.get(`/v1/cases/${String(caseId)}`, femke)).status === 200;
  const storeIs = async (): Promise<unknown> =>
    ((await service.get('/health/ready')).body['checks'] as Record<string, unknown> | undefined)?.['store'];

  it('carries out a command, and shows what it did', async () => {
    const { status, body } = await openCase();
    expect(status).toBe(201);
    await until('the case is seen', () => isSeen(body['id']));
    expect(double.log.stream(`supportCase-${String(body['id'])}`).map(({ type }) => type)).toEqual(['CaseOpened', 'CycleStarted']);
  });

  it('answers 503 while the node is away, and carries out the same command once it is back', async () => {
    const before = (await openCase()).body['id'];
    await until('the case is seen', () => isSeen(before));
    await double.nodes[0]!.stop();
    const key = randomUUID();
    const away = await openCase(key, 1_000);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1']);
    await until('the store is said to be away', async () => (await storeIs()) === 'failed');
    await double.nodes[0]!.start();
    let answer: Answered | undefined;
    await until('it is carried out', async () => (answer = await openCase(key, 1_000)).status === 201);
    await until('the case is seen', () => isSeen(answer!.body['id']));
    expect(double.log.stream(`supportCase-${String(answer!.body['id'])}`)).toHaveLength(2);
    await until('the earlier case is seen again', () => isSeen(before));
    await until('the store is said to be well', async () => (await storeIs()) === 'ok');
  });

  it('gives one answer to a command whose answer from the store was lost', async () => {
    const key = randomUUID();
    double.nodes[0]!.faults.keepAnswer = 1;
    const first = await openCase(key, 2_000);
    const second = await openCase(key, 2_000);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body['id']).toBe(first.body['id']);
    expect(double.log.stream(`supportCase-${String(first.body['id'])}`)).toHaveLength(2);
  });

  it('writes nothing of the address into what it says', () => {
    expect(service.output()).not.toContain(double.url);
  });
});
