import { parseArgs } from 'node:util';
import { hasRedis } from '../support/redis.js';
import { cancelAgainstFire } from './reminders/cancel-against-fire.js';
import { killedFiveTimes, remindersInChaos } from './reminders/in-chaos.js';
import { isGood, shown } from './reminders/verdict.js';

const options = {
  queue: { type: 'string', default: 'both' },
  count: { type: 'string', default: '2000' },
  seconds: { type: 'string', default: '60' },
  races: { type: 'string', default: '1000' },
} as const;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Reminders under faults, with the queue on one backend or on both (`--queue=postgres|redis|both --count 2000 --seconds 60 --races 1000`);
 * true when none was lost, doubled, early or late.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options });
  let good = true;
  const say = (isWell: boolean, name: string, text: string): void => {
    good &&= isWell;
    print(`${isWell ? 'HELD  ' : 'BROKEN'} ${name}\n${text}`);
  };
  for (const queue of ['postgres', 'redis'] as const) {
    if (values.queue !== 'both' && values.queue !== queue) continue;
    if (queue === 'redis' && !hasRedis) {
      print('SKIPPED, no redis-server on this machine: reminders with QUEUE=redis');
      continue;
    }
    const seconds = Number(values.seconds);
    const all = { count: Number(values.count), seconds, workers: 3, losses: 6, restarts: 3, fast: false };
    const found = await remindersInChaos({ ...all, queue, log: print });
    const faults = `  ${found.kills} workers killed, queue lost ${found.losses} times, database started anew ${found.restarts} times`;
    say(isGood(found), `reminders with QUEUE=${queue}`, `${faults}\n${shown(found)}`);
    const killed = await killedFiveTimes(queue);
    say(isGood(killed) && killed.deaths === 5, `a worker killed ${killed.deaths} times while it records, QUEUE=${queue}`, shown(killed));
  }
  const races = await cancelAgainstFire(Number(values.races));
  say(
    races.broken === 0,
    `${races.races} races of cancel against fire`,
    `  ${races.fired} fired first, ${races.cancelled} were cancelled first; sent after an acknowledged cancel, doubled or missing: ${races.broken}`,
  );
  return good;
}
