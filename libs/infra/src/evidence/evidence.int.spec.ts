import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { fillLog } from '../../../../test/moving/log.js';
import { Random } from '../../../../test/moving/random.js';
import { forgeSeals } from '../../../../test/moving/tampering.js';
import { testDatabase } from '../embedded/test-server.js';
import { PostgresEventStore } from '../event-store/postgres.js';
import { resetDerived } from '../moving/derived.js';
import { connect, migrate, migrationsFolder } from '../postgres.js';
import type { Signer } from '../sealing/tenant-keys.js';
import { openKeyFile } from '../sealing/tenant-keys.js';
import { lastCheckpoint, readCheckpoints } from './checkpoint-file.js';
import { Evidence } from './evidence.js';
import { verifyCheckpoints, verifySeals } from './verify.js';

let pool: Pool;
let store: PostgresEventStore;
let signer: Signer;
let folder: string;
let file: string;
let dispose: () => Promise<void>;

beforeEach(async () => {
  const database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'samenspel-evidence-'));
  file = join(folder, 'elsewhere', 'checkpoints.ndjson');
  pool = connect(database.url, { max: 4, name: 'evidence' });
  await migrate(pool, migrationsFolder());
  store = new PostgresEventStore(pool, database.url);
  ({ signer } = await openKeyFile(join(folder, 'keys.json')));
  dispose = async () => {
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterEach(() => dispose());

const evidence = (): Evidence => new Evidence(pool, store, signer, file);
const seals = async (): Promise<unknown[]> => (await pool.query('select * from evidence.seals order by ordinal')).rows;
const kept = () => readCheckpoints(file, signer.publicKey);

describe('the evidence of a log', () => {
  it('seals every event once, by two workers at once, and signs a checkpoint a thousand events', async () => {
    await fillLog(store, new Random(1), 2_100);
    const both = await Promise.all([evidence().catchUp(), evidence().catchUp()]);
    expect(both[0] + both[1]).toBe(2_100);
    await evidence().catchUp();
    expect((await verifySeals(pool, store)).findings).toEqual([]);
    const { checkpoints, unsound } = await kept();
    expect(unsound).toEqual([]);
    expect(new Set(checkpoints.map(({ ordinal }) => ordinal))).toEqual(new Set([1_000, 2_000]));
    expect((await verifyCheckpoints(store, await kept())).findings).toEqual([]);
  });

  it('can be thrown away: built again it is the same, and signs nothing a second time', async () => {
    await fillLog(store, new Random(2), 2_500);
    await evidence().catchUp();
    const [before, signed] = [await seals(), await readFile(file, 'utf8')];
    await resetDerived(pool);
    await evidence().catchUp();
    expect(await seals()).toEqual(before);
    expect(await readFile(file, 'utf8')).toBe(signed);
  });

  it('signs nothing more once the log is not what was signed, although the seals were made to fit', async () => {
    await fillLog(store, new Random(3), 1_200);
    await evidence().catchUp();
    const signed = await readFile(file, 'utf8');
    await pool.query(`update log.events set data = '{}' where position = 700`);
    await forgeSeals(pool, store);
    await pool.query('update evidence.head set signed_at = null');
    await expect(evidence().catchUp()).rejects.toThrow('up to event 1000 is not what was signed');
    expect(await readFile(file, 'utf8')).toBe(signed);
  });

  it('signs nothing more when the log ends before what was signed', async () => {
    await fillLog(store, new Random(4), 1_000);
    await evidence().catchUp();
    await pool.query('delete from log.events where position > 900');
    await pool.query('update log.counter set position = 900');
    await resetDerived(pool);
    await expect(evidence().catchUp()).rejects.toThrow('ends before event 1000');
  });

  it('goes on after a line that a crash left half', async () => {
    await fillLog(store, new Random(5), 100);
    await evidence().catchUp();
    await appendFile(file, '{"format":"samenspel-checkpoint-1","fr');
    await store.append({ tenant: 'demo', stream: 'supportCase-1', expectedRevision: -1, events: [one], keys: [] });
    await pool.query('update evidence.head set signed_at = null');
    await evidence().catchUp();
    const { checkpoints, unsound } = await kept();
    expect(checkpoints.map(({ ordinal }) => ordinal)).toEqual([100, 101]);
    expect(unsound).toEqual([2]);
  });

  it('is believed only when the holder of the key signed it', async () => {
    await fillLog(store, new Random(6), 10);
    await evidence().catchUp();
    const other = await openKeyFile(join(folder, 'other.json'));
    expect(await lastCheckpoint(file, other.signer.publicKey)).toBeUndefined();
    const forged = join(folder, 'forged.ndjson');
    await copyFile(file, forged);
    await writeFile(forged, (await readFile(forged, 'utf8')).replace('"ordinal":10', '"ordinal":11'));
    expect(await readCheckpoints(forged, signer.publicKey)).toEqual({ checkpoints: [], unsound: [1] });
  });

  it('tells of seals that were changed, and of a checkpoint that is lost', async () => {
    await fillLog(store, new Random(7), 3_000);
    await evidence().catchUp();
    await pool.query(`update evidence.seals set content = hash where ordinal = 1500`);
    expect((await verifySeals(pool, store)).findings).toContainEqual({ kind: 'seals-changed', ordinal: 1_500 });
    const { checkpoints } = await kept();
    const without = { checkpoints: checkpoints.filter(({ ordinal }) => ordinal !== 2_000), unsound: [] };
    expect((await verifyCheckpoints(store, without)).findings).toEqual([{ kind: 'checkpoint-missing', from: 1_000, ordinal: 2_000 }]);
    await pool.query(`update log.events set data = '{}' where position = 1700`);
    expect((await verifyCheckpoints(store, without)).findings).toContainEqual({ kind: 'not-what-was-signed', from: 1_000, ordinal: 3_000 });
  });
});

const one = { eventId: '00000000-0000-4000-8000-000000000001', type: 'CaseOpened', data: '{}', meta: '{"tenantId":"demo"}' };
