import type { Service } from '#infra/service.js';
import { deLinde, openSami } from './people.js';
import type { ServiceProcess, Traffic } from './processes.js';
import { openCases, send, startProcess } from './processes.js';
import { rowHashes } from './row-hashes.js';

/** Two apis and two workers over one database, with a team and somebody who opens cases in it. */
export interface Many {
  readonly apis: readonly ServiceProcess[];
  readonly workers: readonly ServiceProcess[];
  traffic(writers: number): Traffic;
  stop(): Promise<void>;
}

export async function startMany(databaseUrl: string, dataDir: string): Promise<Many> {
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir };
  const started = await Promise.all(['api', 'api', 'worker', 'worker'].map((name) => startProcess(name as 'api' | 'worker', env)));
  const apis = started.filter(({ name }) => name === 'api');
  const port = apis[0]!.port;
  const tokenOf = async (asked: object): Promise<string> =>
    String((await send(port, 'POST', '/dev/tokens', undefined, asked)).body['token']);
  const admin = await tokenOf({ personId: 'beheer', tenant: 'demo', scope: 'admin' });
  const femke = await tokenOf({ personId: 'femke', tenant: 'demo' });
  const teamId = String((await send(port, 'POST', '/v1/teams', admin, deLinde)).body['id']);
  let child = 0;
  const bodyOf = (): object => {
    const body = openSami(teamId);
    child += 1;
    return { ...body, child: { ...body.child, familyName: `Kind ${child}` } };
  };
  return {
    apis,
    workers: started.filter(({ name }) => name === 'worker'),
    traffic: (writers) =>
      openCases(
        apis.map((api) => api.port),
        femke,
        bodyOf,
        writers,
      ),
    stop: async () => {
      await Promise.all(started.map((each) => each.stop()));
    },
  };
}

const seenWithinMs = 60_000;

/** What is wrong in the end: acknowledged cases that are not once in the log and once on the board, and rows that a rebuild makes otherwise. */
export async function amiss(service: Service, acknowledged: readonly string[]): Promise<readonly string[]> {
  const until = performance.now() + seenWithinMs;
  while ((await service.projector.position()) < (await service.store.lastPosition()) && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const { rows } = await service.pool.query<{ id: string; opened: number; shown: number }>(
    `select a.id, (select count(*) from log.events e where e.stream = 'supportCase-' || a.id and e.type = 'CaseOpened') as opened,
            (select count(*) from views.case_board_1 b join views.live l on l.view = 'case-board-1' and l.generation = b.generation where b.id = a.id) as shown
       from unnest($1::text[]) a(id)`,
    [acknowledged],
  );
  return rows
    .filter(({ opened, shown }) => opened !== 1 || shown !== 1)
    .map(({ id, opened, shown }) => `${id}: ${opened} opened, ${shown} shown`);
}

/** Tables of read models of which a rebuild makes other rows. */
export async function differing(service: Service, views: readonly string[]): Promise<readonly string[]> {
  const live = await contents(service);
  for (const view of views) await service.projector.rebuild(view);
  const rebuilt = await contents(service);
  return Object.keys(live).filter((table) => live[table] !== rebuilt[table]);
}

async function contents(service: Service): Promise<Readonly<Record<string, string>>> {
  const { rows } = await service.pool.query<{ hash: string }>(
    `select md5(string_agg(t, '' order by t)) as hash from (
       select concat_ws('|', d.view, d.id, d.revision, d.position, d.body, d.parked) as t from views.documents d join views.live l using (view, generation)) each`,
  );
  const { 'keys.words': words } = await rowHashes(service.pool);
  return { documents: rows[0]!.hash, words: words ?? '' };
}
