import type { RedisOptions } from 'ioredis';
import { Redis } from 'ioredis';
import type { QueueHealth } from './queue.js';

const connectWithinMs = 2_000;
const reconnectAtMostMs = 1_000;

/** What a look at the server gave: `unknown` names what it would not tell, `refused` what must change and how. */
export type RedisJudgement =
  { readonly state: 'ok' } | { readonly state: 'unreachable' } | { readonly state: 'unknown' | 'refused'; readonly reason: string };

/** After how many milliseconds a connection is tried the next time. */
export const againAfter = (times: number): number => Math.min(reconnectAtMostMs, 50 * 2 ** Math.min(times, 10));

/** A connection that comes back by itself within a second of the server; a command waits for that unless the options say otherwise. */
export const connectRedis = (url: string, options: RedisOptions = {}): Redis =>
  new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: connectWithinMs,
    retryStrategy: againAfter,
    ...options,
  });

/**
 * Asks the server, within two seconds, whether it keeps what it is given: never evicting, and with `production` also writing an
 * append-only file. No password stands in a reason.
 */
export async function judgeRedis(url: string, production: boolean): Promise<RedisJudgement> {
  const client = connectRedis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: () => null,
    connectionName: 'samenspel-look',
  });
  let over: NodeJS.Timeout | undefined;
  const silence = new Promise<RedisJudgement>((resolve) => (over = setTimeout(() => resolve({ state: 'unreachable' }), connectWithinMs)));
  try {
    return await Promise.race([look(client, production), silence]);
  } finally {
    clearTimeout(over);
    client.disconnect();
  }
}

async function look(client: Redis, production: boolean): Promise<RedisJudgement> {
  let said = '';
  client.on('error', (error: Error) => (said ||= error.message));
  try {
    await client.connect();
    await client.ping();
    return await judge(client, production);
  } catch (error) {
    const reason = `${said} ${error instanceof Error ? error.message : ''}`;
    if (!/WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(reason)) return { state: 'unreachable' };
    return {
      state: 'refused',
      reason:
        'Redis refuses the user or password of REDIS_URL: correct it there, or allow that user all commands on the keys samenspel:* in Redis.',
    };
  }
}

async function judge(client: Redis, production: boolean): Promise<RedisJudgement> {
  const policy = (await told(client, 'memory', 'maxmemory_policy')) ?? (await configured(client, 'maxmemory-policy'));
  const aof = await told(client, 'persistence', 'aof_enabled');
  if (policy !== undefined && policy !== 'noeviction') {
    return {
      state: 'refused',
      reason: `Redis has maxmemory-policy ${policy} and may throw work away: set "maxmemory-policy noeviction" in redis.conf (or CONFIG SET maxmemory-policy noeviction, then CONFIG REWRITE).`,
    };
  }
  if (production && aof === '0') {
    return {
      state: 'refused',
      reason:
        'Redis keeps no append-only file and NODE_ENV is production: set "appendonly yes" in redis.conf (or CONFIG SET appendonly yes, then CONFIG REWRITE).',
    };
  }
  if (policy === undefined || (production && aof === undefined)) {
    return {
      state: 'unknown',
      reason: `Redis does not tell its ${policy === undefined ? 'maxmemory-policy' : 'persistence'}: see to it yourself that maxmemory-policy is noeviction and that it keeps an append-only file.`,
    };
  }
  return { state: 'ok' };
}

/** A line of INFO; undefined where the server has no such line or does not let us ask. */
async function told(client: Redis, section: string, field: string): Promise<string | undefined> {
  const info = await client.info(section).catch(unlessLost);
  return info === undefined ? undefined : new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(info)?.[1];
}

async function configured(client: Redis, name: string): Promise<string | undefined> {
  const answer = await client.config('GET', name).catch(unlessLost);
  return Array.isArray(answer) ? (answer[1] as string | undefined) : undefined;
}

/** A server that answers with a refusal does not tell; anything else means that it cannot be reached. */
function unlessLost(error: Error): undefined {
  if (error.name !== 'ReplyError') throw error;
}

/** The same look, for whoever wants to know how the queue is. */
export async function redisHealth(url: string, production: boolean): Promise<QueueHealth> {
  const { state } = await judgeRedis(url, production);
  return state === 'refused' ? 'misconfigured' : state === 'unreachable' ? 'unreachable' : 'ok';
}
