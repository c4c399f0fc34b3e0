import { backupUnderLoad } from '../moving/backup.js';

/** quality.md R-8: a backup under load, restored into a new cluster. */
export async function run([before = '10000', writers = '32']: readonly string[]): Promise<boolean> {
  const outcome = await backupUnderLoad({ writers: Number(writers), before: Number(before) });
  process.stdout.write(`${JSON.stringify(outcome, undefined, 2)}\n`);
  return [outcome.copied, outcome.exported].every(
    (state) =>
      state.lost === 0 &&
      state.isGapless &&
      state.withoutKey === 0 &&
      state.viewsAsRebuilt &&
      state.findings.length === 0 &&
      state.nextIs === 1,
  );
}
