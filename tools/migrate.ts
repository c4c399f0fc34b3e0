import { readConfig } from '#infra/config.js';
import { connect, migrate, migrationsFolder } from '#infra/postgres.js';

/** Brings the database of DATABASE_URL to the newest schema: before the first process of a version starts. Several at once do it once. */
try {
  const { databaseUrl } = readConfig(process.env);
  if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set: npm start migrates the embedded PostgreSQL by itself.');
  const pool = connect(databaseUrl, { max: 1, name: 'samenspel migrate' });
  try {
    const applied = await migrate(pool, migrationsFolder());
    process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}\n` : 'The schema is up to date\n');
  } finally {
    await pool.end();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
