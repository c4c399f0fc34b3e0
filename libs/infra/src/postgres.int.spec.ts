import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { testDatabase, type TestDatabase } from './embedded/test-server.js';
import { connect, migrate } from './postgres.js';

let database: TestDatabase;
let pool: pg.Pool;
let folder: string;

const file = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);

beforeEach(async () => {
  database = await testDatabase();
  pool = connect(database.url, { max: 3, name: 'spec' });
  folder = mkdtempSync(join(tmpdir(), 'samenspel-migrations-'));
});

afterEach(async () => {
  await pool.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('migrate', () => {
  it('applies each file once, in order, also when two start at the same moment', async () => {
    file('0002-more.sql', 'ALTER TABLE note ADD COLUMN more int;');
    file('0001-note.sql', 'CREATE TABLE note (id int); SELECT pg_sleep(0.1);');
    const other = connect(database.url, { max: 1, name: 'spec 2' });
    const done = await Promise.all([migrate(pool, folder), migrate(other, folder)]);
    await other.end();
    expect(done.flat().sort()).toEqual(['0001-note.sql', '0002-more.sql']);
    expect(await migrate(pool, folder)).toEqual([]);
    file('0003-last.sql', 'DROP TABLE note;');
    expect(await migrate(pool, folder)).toEqual(['0003-last.sql']);
  });

  it('refuses a file that was changed after it was applied, but not one with other line ends', async () => {
    file('0001-note.sql', 'CREATE TABLE note (id int);\n');
    await migrate(pool, folder);
    file('0001-note.sql', 'CREATE TABLE note (id int);\r\n');
    await expect(migrate(pool, folder)).resolves.toEqual([]);
    file('0001-note.sql', 'CREATE TABLE note (id bigint);\n');
    await expect(migrate(pool, folder)).rejects.toThrow('0001-note.sql was applied before and has been changed');
  });

  it('undoes a file that fails half way, keeps those before it, and frees the lock', async () => {
    file('0001-note.sql', 'CREATE TABLE note (id int);');
    file('0002-wrong.sql', 'CREATE TABLE half (id int); CREATE TABLE note (id int);');
    await expect(migrate(pool, folder)).rejects.toThrow(/0002-wrong.sql failed and was undone/);
    const { rows } = await pool.query("SELECT to_regclass('note') IS NOT NULL AS note, to_regclass('half') IS NOT NULL AS half");
    expect(rows).toEqual([{ note: true, half: false }]);
    file('0002-wrong.sql', 'CREATE TABLE half (id int);');
    expect(await migrate(pool, folder)).toEqual(['0002-wrong.sql']);
  });

  it('refuses a database of a newer version, a late number, a number given twice and a wrong name', async () => {
    file('0002-two.sql', 'SELECT 1');
    await migrate(pool, folder);
    file('0001-one.sql', 'SELECT 1');
    await expect(migrate(pool, folder)).rejects.toThrow('give it a higher number');
    rmSync(join(folder, '0002-two.sql'));
    await expect(migrate(pool, folder)).rejects.toThrow('start the newer version');
    file('0001-twin.sql', 'SELECT 1');
    await expect(migrate(pool, folder)).rejects.toThrow('have the same number');
    rmSync(join(folder, '0001-twin.sql'));
    file('1-short.sql', 'SELECT 1');
    await expect(migrate(pool, folder)).rejects.toThrow('must be named like');
  });
});

describe('connect', () => {
  it('gives a bigint as a number and refuses one that does not fit', async () => {
    expect((await pool.query('SELECT 42::bigint AS n')).rows).toEqual([{ n: 42 }]);
    await expect(pool.query('SELECT 9007199254740993 AS n')).rejects.toThrow(/does not fit a number/);
    expect((await pool.query('SELECT 1::bigint AS n')).rows).toEqual([{ n: 1 }]);
  });

  it('survives the death of an idle and of a lent connection', async () => {
    const lent = await pool.connect();
    const idle = await pool.connect();
    idle.release();
    const other = connect(database.url, { max: 1, name: 'killer' });
    await other.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'spec' AND datname = current_database()",
    );
    await other.end();
    await expect(lent.query('SELECT 1')).rejects.toThrow();
    lent.release(true);
    for (const end = performance.now() + 5_000; ;) {
      const answer = await pool.query('SELECT 1 AS n').catch(() => undefined);
      if (answer !== undefined || performance.now() > end) {
        expect(answer?.rows).toEqual([{ n: 1 }]);
        break;
      }
    }
  });
});
