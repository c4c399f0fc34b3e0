import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { views } from '#domain/views/index.js';
import { inHouse } from '../support/house.js';
import { differing, startMany } from '../support/many.js';
import { freezeInBatch, restartInTurn } from '../support/restarts.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
/** Beyond the time after which the database ends an idle transaction. */
const longFreezeMs = 35_000;

/** quality.md over two apis and two workers: restarts in turn without a failed request, and frozen workers that do nothing twice. */
export async function run([rounds = '5']: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'samenspel-processes-'));
  try {
    return await inHouse(folder, async (service, url) => {
      const many = await startMany(url, folder);
      try {
        const restarted = await restartInTurn(many, service, Number(rounds), 8);
        const slowest = Math.round(Math.max(...restarted.exits.map(({ ms }) => ms)));
        print(
          `${restarted.exits.length} restarts: ${restarted.acknowledged} cases opened, ${restarted.refused} connections refused and taken elsewhere, ${restarted.failed.length} requests failed ${[...new Set(restarted.failed)].join(', ')}, slowest exit ${slowest} ms`,
        );
        print(`amiss: ${restarted.amiss.join('; ') || 'nothing'}`);
        const short = await freezeInBatch(many, service, Number(rounds) * 4, 300);
        const long = await freezeInBatch(many, service, 1, longFreezeMs);
        print(
          `${Number(rounds) * 4 + 1} freezes, ${short.inBatch + long.inBatch} of them in mid-batch; ${short.whileFrozen + long.whileFrozen} cases opened meanwhile, ${short.failed.length + long.failed.length} requests failed`,
        );
        const different = await differing(
          service,
          views.map((view) => view.name),
        );
        print(`a rebuild makes other rows of: ${different.join(', ') || 'nothing'}`);
        return (
          restarted.failed.length + restarted.amiss.length + short.failed.length + long.failed.length + different.length === 0 &&
          restarted.exits.every(({ code, ms }) => code === 0 && ms < 10_000) &&
          short.whileFrozen + long.whileFrozen > 0
        );
      } finally {
        await many.stop();
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
