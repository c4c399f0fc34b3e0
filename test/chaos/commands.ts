import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../moving/random.js';
import { idOf } from '../domain/people.js';
import { deLinde } from '../support/people.js';
import { startSamenspel } from '../support/running.js';
import { killAtRandom } from './commands/kills.js';
import { differingCases, differingCounts } from './commands/verdict.js';
import type { Acknowledged } from './commands/writers.js';
import { startWriters } from './commands/writers.js';

const options = {
  kills: { type: 'string', default: '200' },
  writers: { type: 'string', default: '6' },
  again: { type: 'string', default: '500' },
  seed: { type: 'string' },
} as const;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const teamId = idOf('De Linde');

/** The ledger of one case, with a command that nobody carried out: what is stored must be found to differ from it. */
const invented = (ledger: readonly Acknowledged[]): readonly Acknowledged[] => {
  const ofOne = ledger.filter(({ answer }) => answer.id === ledger[0]!.answer.id);
  const { answer, ...command } = ofOne.at(-1)!;
  return [...ofOne, { ...command, answer: { ...answer, revision: answer.revision + 1, events: ['PartyAdded'] } }];
};

/**
 * quality.md: the service as `npm start` runs it, killed 200 times under traffic; at the end everything is killed once more, and
 * what is stored is laid beside the ledger of the clients (`--kills 200 --writers 6 --again 500 --seed …`).
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  print(`seed ${seed}`);
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-commands-'));
  const service = await startSamenspel({ LOG_LEVEL: 'error' });
  try {
    const { status } = await service.post('/v1/teams', { teamId, ...deLinde }, await service.token('beheer', 'admin'));
    if (status !== 201) throw new Error('The team was not registered.');
    const token = await service.token('femke');
    const port = Number(new URL(service.origin).port);
    const random = new Random(seed);
    const file = join(folder, 'ledger');
    const writers = startWriters({ port, teamId, token, file, writers: Number(values.writers), random: new Random(seed + 1) });
    const killed = await killAtRandom(service, Number(values.kills), () => writers.counts().acknowledged, random, print);
    await writers.stop();
    const during = writers.counts();
    await service.killEverything();
    await service.start();

    const ledger = writers.ledger();
    const differences = async (): Promise<readonly string[]> => [
      ...(await differingCases(service, ledger, token)),
      ...(await differingCounts(service, ledger, teamId, token)),
    ];
    const wrong = await differences();
    const hasTeeth = (await differingCases(service, invented(ledger), token, 200)).length === 1;
    const kills = Object.entries(killed).map(([what, count]) => `${what} ${count}`);
    const isKept = wrong.length === 0 && hasTeeth && ledger.length === during.acknowledged && ledger.length > 0;
    print(`${isKept ? 'HELD  ' : 'BROKEN'} R-2: ${values.kills} kills (${kills.join(', ')}), and everything once more at the end`);
    print(`  ${ledger.length} commands acknowledged and in the ledger, ${during.unanswered} attempts without an answer`);
    print(`  lost, doubled or half there: ${wrong.slice(0, 20).join('; ') || 'nothing'}`);

    const chosen = Array.from({ length: Math.min(Number(values.again), ledger.length) }, () => random.of(ledger));
    for (const command of chosen) await writers.again(command, 2 + random.below(7));
    const after = await differences();
    const { amiss } = writers.counts();
    writers.close();
    const isOnce = amiss.length === 0 && after.length === 0 && during.atOnce > 0 && during.unheard > 0;
    print(
      `${isOnce ? 'HELD  ' : 'BROKEN'} R-3: ${during.atOnce} commands answered 2 to 8 times at once under kills, ${chosen.length} sent so again after the restart`,
    );
    print(
      `  ${during.cut} cut off by the client and sent again; ${during.unheard} had been carried out by an attempt whose answer nobody got`,
    );
    print(`  other answers, other events or refusals: ${[...new Set([...amiss, ...after])].slice(0, 20).join('; ') || 'nothing'}`);
    return isKept && isOnce;
  } finally {
    await service.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
