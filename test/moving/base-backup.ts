import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** What belongs to the running server alone, or comes last. */
const leftOut = new Set(['pg_wal', 'pg_replslot', 'pg_stat_tmp', 'postmaster.pid', 'postmaster.opts']);
const isGone = (error: NodeJS.ErrnoException): boolean => error.code === 'ENOENT';

/**
 * Copies the cluster of a server that goes on working, as pg_basebackup does, which the embedded binaries lack: the files between
 * pg_backup_start and pg_backup_stop, and then the log of what changed meanwhile. `url` is that of a superuser, `to` a folder that is not there.
 */
export async function baseBackup(url: string, cluster: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'base-backup' });
  await client.connect();
  try {
    // The slot keeps the server from throwing away the part of its log that the copy needs.
    await client.query(`select pg_create_physical_replication_slot('base_backup', true, true)`);
    await client.query(`select pg_backup_start('base backup', true)`);
    await mkdir(to, { mode: 0o700 });
    await copyFolder(cluster, to, leftOut);
    for (const empty of ['pg_wal', 'pg_replslot', 'pg_stat_tmp']) await mkdir(join(to, empty), { mode: 0o700 });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeFile(join(to, 'backup_label'), rows[0]!.labelfile);
    await copyFolder(join(cluster, 'pg_wal'), join(to, 'pg_wal'), new Set());
  } finally {
    await client.end();
  }
}

async function copyFolder(from: string, to: string, without: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (without.has(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(target, { mode: 0o700 });
      await copyFolder(source, target, new Set());
    } else
      await copyFile(source, target).catch((error: NodeJS.ErrnoException) => {
        // A table that was dropped meanwhile: the log tells the restored server so.
        if (!isGone(error)) throw error;
      });
  }
}
