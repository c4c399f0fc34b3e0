import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../../../test/support/free-port.js';
import type { RedisServer } from '../../../../test/support/redis.js';
import { describeWithRedis } from '../../../../test/support/describe-with-redis.js';
import { startRedis } from '../../../../test/support/redis.js';
import type { WorkQueue } from './queue.js';
import { queueHealthOf } from './queue.js';
import { redisQueue } from './redis-queue.js';
import { judgeRedis } from './redis-server.js';

let servers: RedisServer[] = [];
let queues: WorkQueue[] = [];
afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.close()));
  await Promise.all(servers.map((server) => server.stop()));
  [queues, servers] = [[], []];
});

async function redis(settings?: readonly string[]): Promise<RedisServer> {
  const server = await startRedis(settings);
  servers.push(server);
  return server;
}

function queue(url: string, work?: () => Promise<unknown>): WorkQueue {
  const opened = redisQueue('test-work', url, () => undefined);
  queues.push(opened);
  if (work) opened.onWake(work);
  return opened;
}

/** Asks again until it is so; `meanwhile` is done before each look. */
async function until(isSo: () => boolean, withinMs: number, meanwhile: () => unknown = () => undefined): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    await meanwhile();
    if (isSo()) return true;
    await delay(10);
  }
  return isSo();
}

/** A queue with a worker that was seen to work once; each of its runs is counted, at its moment. */
async function working(server: RedisServer): Promise<{ queue: WorkQueue; runs: number[] }> {
  const runs: number[] = [];
  const mine = queue(server.url, async () => void runs.push(performance.now()));
  expect(
    await until(
      () => runs.length > 0,
      5_000,
      () => mine.wake(),
    ),
  ).toBe(true);
  await delay(50);
  return { queue: mine, runs };
}

describeWithRedis('a queue on Redis', () => {
  it('calls at once when it is woken, once for many wake-ups, and once more for those that come while it works', async () => {
    const server = await redis();
    const { queue: mine, runs } = await working(server);
    const before = runs.length;
    const since = performance.now();
    await mine.wake();
    expect(await until(() => runs.length > before, 2_000)).toBe(true);
    expect(runs.at(-1)! - since).toBeLessThan(500);
    await Promise.all(Array.from({ length: 50 }, () => mine.wake()));
    await until(() => false, 300);
    expect(runs.length - before).toBeLessThan(10);
  });

  it('calls after the time that was asked for last, and not before', async () => {
    const server = await redis();
    const { queue: mine, runs } = await working(server);
    const before = runs.length;
    const since = performance.now();
    await mine.wakeIn(60_000);
    await mine.wakeIn(400);
    expect(await until(() => runs.length > before, 5_000)).toBe(true);
    expect(runs[before]! - since).toBeGreaterThanOrEqual(395);
    expect(runs[before]! - since).toBeLessThan(1_500);
  });

  it('carries no payload', async () => {
    const server = await redis();
    await queue(server.url).wakeIn(60_000);
    const client = new Redis(server.url);
    const adding = queue(server.url);
    await until(() => false, 100);
    adding.onWake(() => Promise.resolve());
    await until(() => false, 300);
    await adding.wakeIn(60_000);
    const keys = await client.keys('samenspel:test-work:*');
    const jobs = await Promise.all(keys.filter((key) => /:\d+$/.test(key)).map((key) => client.hget(key, 'data')));
    client.disconnect();
    expect(new Set(jobs)).toEqual(new Set(['{}']));
  });

  it('works on within seconds when Redis is killed in the middle of its work and started again', async () => {
    const server = await redis();
    let release: () => void = () => undefined;
    let begun = 0;
    let done = 0;
    const mine = queue(server.url, async () => {
      begun += 1;
      if (begun === 1) await new Promise<void>((resolve) => (release = resolve));
      done += 1;
    });
    expect(
      await until(
        () => begun === 1,
        5_000,
        () => (begun === 0 ? mine.wake() : undefined),
      ),
    ).toBe(true);
    await server.kill();
    const since = performance.now();
    await mine.wake();
    expect(performance.now() - since).toBeLessThan(2_500);
    release();
    await server.start();
    expect(
      await until(
        () => done >= 2,
        20_000,
        () => mine.wake(),
      ),
    ).toBe(true);
  });

  it('works on when everything in Redis is flushed, also while it works', async () => {
    const server = await redis();
    const { queue: mine, runs } = await working(server);
    for (let time = 0; time < 3; time += 1) {
      await mine.wakeIn(60_000);
      await server.flush();
      const before = runs.length;
      expect(
        await until(
          () => runs.length > before,
          5_000,
          () => mine.wake(),
        ),
      ).toBe(true);
    }
  });

  it('closes within seconds, whether Redis is there, gone, or was never there', async () => {
    const server = await redis();
    const { queue: there } = await working(server);
    const never = queue(`redis://127.0.0.1:${await freePort()}`, () => Promise.resolve());
    const { queue: gone } = await working(server);
    for (const [mine, before] of [
      [there, () => undefined],
      [gone, () => server.kill()],
      [never, () => undefined],
    ] as const) {
      await before();
      const since = performance.now();
      await mine.close();
      expect(performance.now() - since).toBeLessThan(5_000);
    }
  });

  it('starts to work when Redis is there at last', async () => {
    const server = await redis();
    await server.kill();
    let runs = 0;
    const mine = queue(server.url, () => Promise.resolve((runs += 1)));
    await mine.wake();
    expect(runs).toBe(0);
    await server.start();
    expect(
      await until(
        () => runs > 0,
        10_000,
        () => mine.wake(),
      ),
    ).toBe(true);
  });
});

describeWithRedis('a look at Redis', () => {
  const healthOf = (url: string, production = false) =>
    queueHealthOf({ queue: 'redis', redisUrl: url, production, databaseUrl: '' }, undefined as never)();

  it('finds one that keeps what it is given in order', async () => {
    const { url } = await redis();
    expect(await judgeRedis(url, true)).toEqual({ state: 'ok' });
    expect(await healthOf(url, true)).toBe('ok');
  });

  it('refuses one that evicts, and says how to mend it', async () => {
    const { url } = await redis(['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru']);
    expect(await judgeRedis(url, false)).toMatchObject({
      state: 'refused',
      reason: expect.stringMatching(/allkeys-lru.*CONFIG SET maxmemory-policy noeviction/),
    });
    expect(await healthOf(url)).toBe('misconfigured');
  });

  it('refuses one without an append-only file in production only', async () => {
    const { url } = await redis(['--appendonly', 'no', '--maxmemory-policy', 'noeviction']);
    expect(await judgeRedis(url, true)).toMatchObject({ state: 'refused', reason: expect.stringContaining('"appendonly yes"') });
    expect(await judgeRedis(url, false)).toEqual({ state: 'ok' });
  });

  it('says what a server does not tell, and goes on', async () => {
    const { url } = await redis(['--rename-command', 'INFO', '', '--rename-command', 'CONFIG', '']);
    expect(await judgeRedis(url, true)).toMatchObject({ state: 'unknown', reason: expect.stringContaining('noeviction') });
    expect(await healthOf(url)).toBe('ok');
  });

  it('refuses a wrong password without repeating it', async () => {
    const { url } = await redis();
    const client = new Redis(url);
    await client.config('SET', 'requirepass', 'the-right-one');
    client.disconnect();
    const judgement = await judgeRedis(url.replace('redis://', 'redis://:secret-1@'), true);
    expect(judgement).toMatchObject({ state: 'refused', reason: expect.stringContaining('REDIS_URL') });
    expect(JSON.stringify(judgement)).not.toContain('secret-1');
  });

  it('does not wait for one that is not there, or that accepts and says nothing', async () => {
    expect(await judgeRedis(`redis://127.0.0.1:${await freePort()}`, true)).toEqual({ state: 'unreachable' });
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const since = performance.now();
    expect(await judgeRedis(`redis://127.0.0.1:${port}`, true)).toEqual({ state: 'unreachable' });
    expect(performance.now() - since).toBeLessThan(3_000);
    silent.close();
  });
});
