import { makeLivedCases, makeTeam } from './cases.js';
import { shuffled } from './figures.js';
import { openParts } from './over-http.js';
import { pathOf, startProcess } from './processes.js';

/** What needs no HTTP: rebuilding the board beside a fold by hand, and loading a long case. Each run is a fresh process. */
export async function aloneFigures(databases, { rounds, quick }) {
  const databaseUrl = await databases.ours('alone');
  const service = await openParts(databaseUrl, databases.folder);
  const team = await makeTeam(service);
  const cases = quick ? 100 : 1_000;
  const lived = await makeLivedCases(service, team, cases, 35);
  const [long] = (await makeLivedCases(service, team, 1, 120)).ids;
  const { rows } = await service.pool.query(
    `select count(*) as events, sum(length(data) + length(meta)) / count(*) as bytes from log.events`,
  );
  await service.projector.prepare();
  while ((await service.projector.catchUp()) > 0);
  await service.pool.query('vacuum analyze');

  const once = async (script, ask) => {
    await databases.settle();
    const child = await startProcess(pathOf(script), { env: { DATABASE_URL: databaseUrl, DATA_DIR: databases.folder } });
    try {
      return await child.ask(ask);
    } finally {
      await child.stop();
    }
  };
  const subjects = { ours: ['samenspel-alone.js', { what: 'rebuild' }], byHand: ['fold-by-hand.js', {}] };
  const rebuild = [];
  for (let round = 1; round <= rounds; round += 1) {
    const entry = {};
    for (const name of shuffled(Object.keys(subjects))) entry[name] = await once(...subjects[name]);
    rebuild.push(entry);
    console.log(
      `round ${round} rebuild: ours ${Math.round(entry.ours.ms)} ms, by hand ${Math.round(entry.byHand.ms)} ms; ratio ${(entry.byHand.ms / entry.ours.ms).toFixed(2)}`,
    );
    if (entry.ours.cases !== entry.byHand.cases) throw new Error(`The two boards have ${entry.ours.cases} and ${entry.byHand.cases} rows.`);
  }
  const loads = [];
  for (let round = 1; round <= rounds; round += 1) {
    loads.push(await once('samenspel-alone.js', { what: 'loads', id: long, ids: lived.ids, forMs: quick ? 500 : 2_000 }));
    console.log(`round ${round} loads a second:`, loads.at(-1));
  }
  await service.close();
  return { events: rows[0].events, bytesEach: Number(rows[0].bytes), cases, rebuild, loads };
}
