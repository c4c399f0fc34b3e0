import { createHash, randomUUID } from 'node:crypto';

const run = randomUUID();

/**
 * The event store that the environment of the test run names. A KurrentDB keeps what earlier tests wrote, so each data folder of a run gets
 * a prefix of its own there, and begins with an empty log.
 */
export function chosenStore(dataDir: string): Record<string, string> {
  const { EVENT_STORE = '', KURRENTDB_URL = '' } = process.env;
  if (EVENT_STORE !== 'kurrentdb') return {};
  const prefix = createHash('sha256').update(run).update(dataDir).digest('hex').slice(0, 20);
  return { EVENT_STORE, KURRENTDB_URL, KURRENTDB_STREAM_PREFIX: `test${prefix}.` };
}
