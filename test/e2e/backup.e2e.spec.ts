import { backupUnderLoad } from '../moving/backup.js';

describe('A backup taken while commands are given', () => {
  it('restored into a new cluster hides nothing, verifies, and goes on at the next position', async () => {
    const whole = { lost: 0, isGapless: true, withoutKey: 0, viewsAsRebuilt: true, findings: [], nextIs: 1 };
    const { acknowledgedDuring, copied, exported } = await backupUnderLoad({ writers: 8, before: 200 });
    expect({ copied, exported }).toEqual({ copied: whole, exported: whole });
    expect(acknowledgedDuring).toBeGreaterThan(0);
  }, 240_000);
});
