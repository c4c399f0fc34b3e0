import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { idOf } from '../domain/people.js';
import { deLinde, openSami } from '../support/people.js';
import type { RedisServer } from '../support/redis.js';
import { describeWithRedis } from '../support/describe-with-redis.js';
import { startRedis } from '../support/redis.js';
import type { Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';
import { until } from './traffic.js';

const teamId = idOf('De Linde');

describeWithRedis('the service with QUEUE=redis', () => {
  let redis: RedisServer;
  let service: Running;
  let femke: string;
  let opened = 0;

  beforeAll(async () => {
    redis = await startRedis();
    service = await startSamenspel({ QUEUE: 'redis', REDIS_URL: redis.url });
    femke = await service.token('femke');
    const answer = await service.post('/v1/teams', { teamId, ...deLinde }, await service.token('beheer', 'admin'));
    expect(answer.status).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await service?.dispose();
    await redis?.stop();
  });

  /** Opens a case: the command must be accepted, whatever became of the queue. */
  async function open(): Promise<string> {
    opened += 1;
    const body = { ...openSami(teamId), child: { ...openSami(teamId).child, familyName: `Nummer ${opened}` } };
    const { status, body: answer } = await service.post('/v1/cases', body, femke);
    expect(status).toBe(201);
    return String(answer['id']);
  }
  const isSeen = async (caseId: string): Promise<boolean> => (await service.get(`/v1/cases/${caseId}`, femke)).status === 200;
  const queueIs = async (): Promise<unknown> =>
    ((await service.get('/health/ready')).body['checks'] as Record<string, unknown> | undefined)?.['queue'];

  it('keeps nothing in PostgreSQL that belongs to the queue, and shows what was appended', async () => {
    const caseId = await open();
    await until('the case is seen', () => isSeen(caseId));
    expect(await queueIs()).toBe('ok');
  });

  it('accepts every command while Redis is killed, flushed and away, shows them all, and says how the queue is', async () => {
    const cases: string[] = [];
    let going = true;
    const traffic = (async () => {
      while (going) cases.push(await open());
    })();
    await redis.flush();
    await redis.kill();
    await until('the queue is said to be away', async () => (await queueIs()) === 'failed');
    const away = await open();
    await until('the case is seen', () => isSeen(away));
    await redis.start();
    await until('the queue is said to be back', async () => (await queueIs()) === 'ok');
    await redis.flush();
    going = false;
    await traffic;
    for (const caseId of cases) await until('the case is seen', () => isSeen(caseId));
    expect(cases.length).toBeGreaterThan(10);
  });

  it('goes on with a Redis that came back wrongly configured, and says so', async () => {
    await redis.kill();
    await redis.start(['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru']);
    await until('the worker says so', () => Promise.resolve(service.output().includes('maxmemory-policy allkeys-lru')));
    expect(await queueIs()).toBe('failed');
    const caseId = await open();
    await until('the case is seen', () => isSeen(caseId));
    await redis.kill();
    await redis.start();
    await until('the queue is said to be well', async () => (await queueIs()) === 'ok');
  });
});

describeWithRedis('a start with QUEUE=redis', () => {
  it.each([
    ['evicts', ['--appendonly', 'yes', '--maxmemory-policy', 'volatile-lru'], {}, 'CONFIG SET maxmemory-policy noeviction'],
    [
      'keeps no append-only file, in production,',
      ['--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
      { NODE_ENV: 'production', ALLOW_EMBEDDED: '1', AUTH: 'oidc', OIDC_ISSUER: 'https://login.example', OIDC_AUDIENCE: 'samenspel' },
      'CONFIG SET appendonly yes',
    ],
  ])('refuses a Redis that %s and says how to mend it', async (_, settings, env, advice) => {
    const [redis, dataDir] = await Promise.all([startRedis(settings), mkdtemp(join(tmpdir(), 'samenspel-e2e-'))]);
    try {
      const child = spawn(process.execPath, [join(packageRoot(), 'dist/apps/embedded/src/main.js')], {
        env: { ...process.env, NODE_OPTIONS: '', ...env, QUEUE: 'redis', REDIS_URL: redis.url, DATA_DIR: dataDir, PORT: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
      const code = await new Promise((resolve) => child.once('exit', resolve));
      expect(output).toContain(advice);
      expect(code).toBe(1);
    } finally {
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
