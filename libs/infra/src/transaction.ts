import type { Pool, PoolClient } from 'pg';

/**
 * Runs work in one transaction. A connection on which something failed is closed, for its state is not known, unless `isSound` says that
 * this failure leaves it as it was.
 */
export async function transaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  isSound: (error: Error) => boolean = () => false,
): Promise<T> {
  const client = await pool.connect();
  let failed: Error | undefined;
  try {
    return await within(client, work);
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    client.release(failed && !isSound(failed) ? failed : undefined);
  }
}

/** A transaction on a connection that its caller holds anyway. */
export async function within<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
