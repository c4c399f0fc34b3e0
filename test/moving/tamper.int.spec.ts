import { tamper } from './tamper.js';

/** All thousand: `npm run chaos -- tamper`. */
const changes = Number(process.env['TAMPER_CHANGES'] ?? 120);

describe('a log whose rows somebody changes behind the service', () => {
  it('shows every change, and where it was made', async () => {
    expect(await tamper({ events: 300, changes, seed: 20261124 })).toEqual({ changes, missed: [] });
  });

  it('shows it also where it spans several checkpoints', async () => {
    expect(await tamper({ events: 3_000, changes: 20, seed: 3 })).toEqual({ changes: 20, missed: [] });
  });
});
