import type { Log } from '#infra/log.js';
import type { QueueConfig } from '#infra/queue/queue.js';
import { redisUrlOf } from '#infra/queue/queue.js';
import type { RedisJudgement } from '#infra/queue/redis-server.js';
import { judgeRedis } from '#infra/queue/redis-server.js';

const lookAgainMs = 5_000;

/** The server of the queue may lose what it is given; the message says how to mend it. */
export class QueueRefused extends Error {}

/**
 * Judges the server of the queue once, and from then on every five seconds until the returned function is called. What it finds is logged
 * when it changes. Throws QueueRefused when the first look finds a server that may lose work. One that cannot be reached is no reason to
 * wait: the sweeps do all work meanwhile; and one that turns out wrong later is used on, with an error in the log, because losing
 * what it holds costs a second and no truth.
 */
export async function watchQueueServer(config: QueueConfig, log: Log): Promise<() => void> {
  if (config.queue === 'postgres') return () => undefined;
  const look = (): Promise<RedisJudgement> => judgeRedis(redisUrlOf(config), config.production);
  const first = await look();
  if (first.state === 'refused') throw new QueueRefused(first.reason);
  let before: RedisJudgement['state'] = 'ok';
  const tell = (found: RedisJudgement): void => {
    if (found.state === before) return;
    before = found.state;
    if (found.state === 'ok') log.info('the queue is there and keeps what it is given');
    else if (found.state === 'unreachable') log.warn('Redis cannot be reached: the sweeps do its work until it can');
    else if (found.state === 'refused') log.error(found.reason);
    else log.warn(found.reason);
  };
  tell(first);
  let stopped = false;
  let timer: NodeJS.Timeout;
  const again = (): void => {
    timer = setTimeout(() => {
      void look().then((found) => {
        if (stopped) return;
        tell(found);
        again();
      });
    }, lookAgainMs);
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
