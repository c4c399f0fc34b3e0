import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../moving/random.js';
import type { Running } from '../../support/running.js';
import { postmasterOf, processOf } from '../../support/running.js';

export type Victim = 'api' | 'worker' | 'database' | 'everything';

const comesBackWithinMs = 120_000;
/** Twenty turns: what is killed as often as it stands here. */
const turns: readonly Victim[] = [
  ...Array<Victim>(7).fill('api'),
  ...Array<Victim>(5).fill('worker'),
  ...Array<Victim>(7).fill('database'),
  'everything',
];

/**
 * kill -9, so many times at random moments: most of them after commands were acknowledged since the last one, one in four straight into
 * the recovery from it. Throws when no command is acknowledged within two minutes after a kill.
 */
export async function killAtRandom(
  service: Running,
  kills: number,
  acknowledged: () => number,
  random: Random,
  log: (line: string) => void,
): Promise<Readonly<Record<Victim, number>>> {
  const counts = { api: 0, worker: 0, database: 0, everything: 0 };
  let before = acknowledged();
  for (let nth = 1; nth <= kills; nth += 1) {
    const wanted = random.below(4) === 0 ? 0 : 1 + random.below(30);
    await until(`${wanted} commands acknowledged after kill ${nth - 1}`, () => acknowledged() >= before + wanted);
    await delay(random.below(300));
    const victim = random.of(turns);
    before = acknowledged();
    if (victim === 'everything') {
      await service.killEverything();
      await service.start();
    } else {
      const find = (): number | undefined => (victim === 'database' ? postmasterOf(service.dataDir) : processOf(service, victim));
      await until(`there is a process of the ${victim}`, () => find() !== undefined);
      process.kill(find()!, 'SIGKILL');
    }
    counts[victim] += 1;
    if (nth % 10 === 0) log(`  ${nth} kills, ${acknowledged()} commands acknowledged`);
  }
  return counts;
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + comesBackWithinMs; !isSo(); await delay(10))
    if (performance.now() > end) throw new Error(`Not within ${comesBackWithinMs} ms: ${what}.`);
}
