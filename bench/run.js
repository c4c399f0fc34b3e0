import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fsyncsPerSecond, openDatabases } from './database.js';
import { aloneFigures } from './alone.js';
import { quantile } from './figures.js';
import { machine } from './machine.js';
import { overHttp, profiled, visibility } from './over-http.js';
import { writePage } from './page.js';
import { readProfile } from './profile.js';
import { reminderFigures } from './reminders.js';

// npm run bench: every figure of docs/performance.md in one run, about ten minutes. `--only` takes some of http, visible, alone,
// reminders and profile; `--quick` makes everything short. Neither writes the page.

const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});
const parts = values.only?.split(',') ?? ['http', 'visible', 'alone', 'reminders', 'profile'];
const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
const times = values.quick ? { warmMs: 500, countMs: 1_500 } : { warmMs: 1_000, countMs: 4_000 };

const databases = await openDatabases();
const profileFolder = await mkdtemp(join(tmpdir(), 'samenspel-profile-'));
process.once('SIGINT', async () => {
  await databases.close();
  process.exit(130);
});
try {
  const found = {
    rounds,
    times,
    machine: machine(),
    database: await databases.settings(),
    fsyncs: await fsyncsPerSecond(databases.folder),
  };
  console.log(found.machine, found.database, `fsync ${found.fsyncs}/s`);
  if (parts.includes('http')) found.http = await overHttp(databases, { rounds, ...times });
  if (parts.includes('visible'))
    found.visible = await visibility(databases, { warmMs: values.quick ? 1_000 : 3_000, countMs: values.quick ? 4_000 : 30_000 });
  if (found.visible) {
    const { commandTook, behind } = found.visible;
    const shown = (numbers) => `p50 ${quantile(numbers, 0.5).toFixed(1)} ms, p99 ${quantile(numbers, 0.99).toFixed(1)} ms`;
    console.log(`command ${shown(commandTook)}; answered → visible ${shown(behind)}`);
  }
  if (parts.includes('alone')) found.alone = await aloneFigures(databases, { rounds, quick: values.quick });
  if (parts.includes('reminders')) found.reminders = await reminderFigures(databases, { rounds, quick: values.quick });
  if (parts.includes('profile')) {
    const { from, until, ...leg } = await profiled(databases, profileFolder, { warmMs: 3_000, countMs: 5_000 });
    found.profile = { leg, ...readProfile(profileFolder, from, until) };
    const whole = found.profile.groups.reduce((sum, [, took]) => sum + took, 0);
    const shown = (list) => list.map(([name, took]) => `${((took / whole) * 100).toFixed(1).padStart(6)} %  ${name}`).join('\n');
    console.log(`${shown(found.profile.groups)}\n\n${shown(found.profile.functions.slice(0, 45))}`);
  }
  found.loadAfter = machine().load;
  if (!values.only && !values.quick) await writePage(found);
  else console.log(JSON.stringify(found, (key, value) => (['functions', 'commandTook', 'behind'].includes(key) ? undefined : value), 1));
} finally {
  await databases.close();
  await rm(profileFolder, { recursive: true, force: true });
}
