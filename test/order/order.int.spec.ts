import { oneRevision } from './one-revision.js';
import { orderUnderKills } from './order.js';

describe('the log, appended to by four processes with sleeps and roll-backs', () => {
  it('shows every position once and in order to consumers that are killed, where a reader of a serial misses some', async () => {
    const seen = await orderUnderKills({ events: 2_000, seed: 20_260_921, kills: 2, everyMs: 1_000 });
    expect(seen.broken).toEqual([]);
    expect(seen.events).toBeGreaterThanOrEqual(2_000);
    expect(seen.rolledBack).toBeGreaterThan(0);
    expect(seen.killedAppenders).toBeGreaterThanOrEqual(2);
    expect(seen.missedByNaive).toBeGreaterThan(0);
  });

  it('lets one of 64 writers on a revision win, and tells the others', async () => {
    const { broken, won, told, stored } = await oneRevision(10);
    expect(broken).toEqual([]);
    expect({ won, told, stored }).toEqual({ won: 10, told: 630, stored: 10 });
  });
});
