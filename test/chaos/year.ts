import { testApi } from '../support/api.js';
import { differences, lostSlots, openNames, withoutReason } from './year/audit.js';
import { SchoolYear } from './year/school-year.js';

const number = (args: readonly string[], name: string, otherwise: number): number => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
};

/** A school year of one team, and what must hold at its end; `--meetings 20 --children 40 --seed 1`. */
export async function run(args: readonly string[]): Promise<boolean> {
  const api = await testApi();
  try {
    const plan = { meetings: number(args, 'meetings', 20), children: number(args, 'children', 40), seed: number(args, 'seed', 1) };
    const year = new SchoolYear(api, plan);
    const began = performance.now();
    await year.run();
    const { problems, seen } = await differences(year);
    const broken = {
      'cases without a reason': await withoutReason(year),
      'slots lost': await lostSlots(year),
      'names of children in the open': await openNames(year),
      'figures that differ': problems,
      'events parked': (await api.service.policies.parked()).map(({ reason }) => reason),
    };
    const { fixedPartFull, withdrawn, absences } = year.meetings;
    const phases = new Map<string, number>();
    for (const { name } of year.children) {
      const phase = year.book.phaseOf(name) ?? 'not opened';
      phases.set(phase, (phases.get(phase) ?? 0) + 1);
    }
    const said = { ...plan, commands: year.ground.commands, fixedPartFull, withdrawn, absences, standing: Object.fromEntries(phases) };
    process.stdout.write(
      `${JSON.stringify({ ...said, seconds: Math.round((performance.now() - began) / 1000), dashboard: seen }, null, 2)}\n`,
    );
    for (const [what, found] of Object.entries(broken))
      process.stdout.write(`${what}: ${found.length}\n${found.map((each) => `  ${each}\n`).join('')}`);
    return Object.values(broken).every((found) => found.length === 0);
  } finally {
    await api.dispose();
  }
}
