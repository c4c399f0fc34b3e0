import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportEvents } from '#infra/moving/export-events.js';
import { importEvents } from '#infra/moving/import-events.js';
import { verifyFile } from '#infra/moving/verify-file.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { kurrentDbStores } from '../support/kurrentdb.js';
import { everything, Houses, options } from './houses.js';
import { fillLog } from './log.js';
import { Random } from './random.js';

const houses = new Houses();
beforeEach(() => houses.open());
afterEach(() => houses.close());

describe('a log that moves to a double of KurrentDB', () => {
  it('keeps its order, ids, revisions and bytes, also when the import is run again', async () => {
    const source = await houses.house();
    await fillLog(source.store, new Random(21), 300);
    const folder = await mkdtemp(join(tmpdir(), 'samenspel-moving-'));
    const double = await KurrentDbDouble.start();
    const target = await kurrentDbStores(double.url, 'moved.', () => double.stop());
    try {
      const file = join(folder, 'events');
      await exportEvents(source.store, file, options);
      expect(await importEvents(target.store, file)).toMatchObject({ found: 0, written: 300 });
      expect(await importEvents(target.store, file)).toMatchObject({ found: 300, written: 0 });
      expect(await verifyFile(target.store, file)).toEqual([]);
      const moved = await everything(target.store);
      const ours = await everything(source.store);
      expect(moved.map(({ stream, eventId, revision }) => [stream, eventId, revision])).toEqual(
        ours.map(({ stream, eventId, revision }) => [stream, eventId, revision]),
      );
    } finally {
      await target.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
