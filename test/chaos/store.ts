import { parseArgs } from 'node:util';
import { oneRevision } from '../order/one-revision.js';
import { orderUnderKills } from '../order/order.js';

const options = {
  events: { type: 'string', default: '20000' },
  rounds: { type: 'string', default: '100' },
  seed: { type: 'string' },
} as const;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** quality.md on PostgreSQL (`--events 20000 --rounds 100 --seed …`). */
export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  print(`seed ${seed}`);
  const since = performance.now();
  const order = await orderUnderKills({ events: Number(values.events), seed, kills: 2, everyMs: 1_000 });
  const isOrdered = order.broken.length === 0;
  const hasTeeth = order.missedByNaive > 0;
  print(
    `${isOrdered && hasTeeth ? 'HELD  ' : 'BROKEN'} R-1: ${order.events} events of 4 processes in ${Math.round((performance.now() - since) / 1_000)} s, ${order.rolledBack} more rolled back; ${order.killedAppenders} appenders and ${order.killedConsumers} consumers killed`,
  );
  print(`  positions 1 to ${order.events}, amiss for the log and two consumers: ${order.broken.join('; ') || 'nothing'}`);
  print(
    `  a reader of a serial missed ${order.missedByNaive} of ${order.naiveRows} rows${hasTeeth ? '' : ': it must miss some, so this run proves nothing'}`,
  );
  const one = await oneRevision(Number(values.rounds));
  const isOne = one.broken.length === 0 && one.stored === one.rounds;
  print(
    `${isOne ? 'HELD  ' : 'BROKEN'} R-4: ${one.rounds} times ${one.writers} writers of 4 processes on one revision: ${one.won} won, ${one.told} were told, ${one.stored} events stored`,
  );
  for (const line of one.broken) print(`  ${line}`);
  return isOrdered && hasTeeth && isOne;
}
