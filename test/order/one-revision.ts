import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { testDatabase } from '#infra/embedded/test-server.js';
import type { AppendOutcome } from '#infra/event-store/event-store.js';
import { PostgresEventStore } from '#infra/event-store/postgres.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import { endOf, forkOf } from './child.js';

export interface OneRevision {
  readonly rounds: number;
  readonly writers: number;
  readonly won: number;
  /** Writers that were told the revision of the winner. */
  readonly told: number;
  /** Rounds in which not exactly one won and all others were told. */
  readonly broken: readonly string[];
  /** Events in the stream in the end. */
  readonly stored: number;
}

const processes = 4;
const stream = 'supportCase-of-one-revision';

/**
 * quality.md R-4: 64 writers of four processes on one expected revision, again and again on the same stream. By turns each writer has a store
 * of its own, or those of a process travel together.
 */
export async function oneRevision(rounds: number, writers = 64): Promise<OneRevision> {
  const database = await testDatabase();
  const pool = connect(database.url, { max: 1, name: 'one revision' });
  const children: ChildProcess[] = [];
  try {
    await migrate(pool, migrationsFolder());
    for (let nth = 0; nth < processes; nth += 1)
      children.push(forkOf('writers', { DATABASE_URL: database.url, WRITERS: String(writers / processes) }));
    await Promise.all(children.map((child) => once(child, 'message')));
    let [won, told] = [0, 0];
    const broken: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const answers = children.map((child) => once(child, 'message') as Promise<[{ outcomes: AppendOutcome[] }]>);
      for (const child of children) child.send({ stream, expectedRevision: round - 1, apart: round % 2 === 0 });
      const outcomes = (await Promise.all(answers)).flatMap(([{ outcomes: of }]) => of);
      const wins = outcomes.filter((each) => each.outcome === 'ok' && each.revision === round).length;
      const losses = outcomes.filter((each) => each.outcome === 'conflict' && each.revision === round).length;
      won += wins;
      told += losses;
      if (wins !== 1 || losses !== writers - 1) broken.push(`round ${round + 1}: ${wins} won, ${losses} of ${writers - 1} were told`);
    }
    const { events } = await new PostgresEventStore(pool, database.url).read(stream, -1);
    return { rounds, writers, won, told, broken, stored: events.length };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map(endOf));
    await pool.end();
    await database.drop();
  }
}
