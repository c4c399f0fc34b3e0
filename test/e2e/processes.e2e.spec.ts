import { testService } from '../support/open.js';
import type { Many } from '../support/many.js';
import { startMany } from '../support/many.js';
import { freezeInBatch, restartInTurn } from '../support/restarts.js';

let service: Awaited<ReturnType<typeof testService>>;
let many: Many;
beforeAll(async () => {
  service = await testService();
  many = await startMany(service.config.databaseUrl!, service.config.dataDir);
}, 120_000);
afterAll(async () => {
  await many?.stop();
  await service?.dispose();
}, 60_000);

describe('several apis and workers over one database', () => {
  it('are restarted in turn without a request that was let in and not answered, each within ten seconds', async () => {
    const { acknowledged, failed, exits, amiss } = await restartInTurn(many, service, 1, 4);
    expect(failed).toEqual([]);
    expect(amiss).toEqual([]);
    expect(acknowledged).toBeGreaterThan(0);
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    for (const { ms } of exits) expect(ms).toBeLessThan(10_000);
  }, 180_000);

  it('lose and double nothing when a worker freezes in mid-batch and goes on, and append meanwhile', async () => {
    const { failed, amiss, inBatch, whileFrozen } = await freezeInBatch(many, service, 4, 300);
    expect(failed).toEqual([]);
    expect(amiss).toEqual([]);
    expect(inBatch).toBeGreaterThan(0);
    expect(whileFrozen).toBeGreaterThan(0);
  }, 120_000);
});
