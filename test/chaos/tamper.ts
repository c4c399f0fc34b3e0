import { tamper } from '../moving/tamper.js';

/** quality.md S-4: a thousand random changes to stored rows, all found and each named by its place. */
export async function run([changes = '1000', seed = '1']: readonly string[]): Promise<boolean> {
  const outcome = await tamper({ events: 1_000, changes: Number(changes), seed: Number(seed) });
  process.stdout.write(
    `${outcome.changes} changes, ${outcome.missed.length} missed\n${outcome.missed.map((each) => `${each}\n`).join('')}`,
  );
  return outcome.missed.length === 0;
}
