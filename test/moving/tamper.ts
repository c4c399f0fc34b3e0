import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '#infra/evidence/verify.js';
import { verifyCheckpoints, verifySeals } from '#infra/evidence/verify.js';
import { readCheckpoints } from '#infra/evidence/checkpoint-file.js';
import { Evidence } from '#infra/evidence/evidence.js';
import { testDatabase } from '#infra/embedded/test-server.js';
import { PostgresEventStore } from '#infra/event-store/postgres.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';
import { openKeyFile } from '#infra/sealing/tenant-keys.js';
import { fillLog } from './log.js';
import { Random } from './random.js';
import { forgeSeals, tampering } from './tampering.js';

export interface TamperOutcome {
  readonly changes: number;
  /** What was not found, or not where it was made, or not alone. */
  readonly missed: readonly string[];
}

/**
 * Makes random changes to stored rows, one at a time, and looks for each: every other one by somebody who makes the seals in the database fit,
 * whom only the checkpoints kept elsewhere find out (quality.md S-4). One connection carries all, so that each change can be undone.
 */
export async function tamper({ events, changes, seed }: { events: number; changes: number; seed: number }): Promise<TamperOutcome> {
  const [database, folder] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'samenspel-tamper-'))]);
  const pool = connect(database.url, { max: 1, name: 'tamper' });
  try {
    await migrate(pool, migrationsFolder());
    const random = new Random(seed);
    const store = new PostgresEventStore(pool, database.url);
    await fillLog(store, random, events);
    const { signer } = await openKeyFile(join(folder, 'keys.json'));
    const file = join(folder, 'checkpoints.ndjson');
    await new Evidence(pool, store, signer, file).catchUp();
    const kept = await readCheckpoints(file, signer.publicKey);
    const missed: string[] = [];
    const expect = (what: string, findings: readonly Finding[], ...wanted: readonly object[]): void => {
      const fits = findings.length === wanted.length && wanted.every((each, index) => holds(findings[index]!, each));
      if (!fits) missed.push(`${what}: found ${JSON.stringify(findings.slice(0, 5))}`);
    };
    expect('nothing', [...(await verifySeals(pool, store)).findings, ...(await verifyCheckpoints(store, kept)).findings]);
    for (let change = 0; change < changes; change += 1) {
      const { what, make, found } = tampering(random, events);
      await pool.query('begin');
      await make(pool);
      if (change % 2 === 0) expect(what, (await verifySeals(pool, store)).findings, found);
      else {
        await forgeSeals(pool, store);
        expect(`${what}, with forged seals`, (await verifySeals(pool, store)).findings);
        expect(`${what}, by the checkpoints`, (await verifyCheckpoints(store, kept)).findings, found);
      }
      await pool.query('rollback');
    }
    return { changes, missed };
  } finally {
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

const holds = (finding: object, wanted: object): boolean =>
  Object.entries(wanted).every(([name, value]) => (finding as Record<string, unknown>)[name] === value);
