import type { TestApi } from '../../support/api.js';
import { testApi } from '../../support/api.js';
import { differences, lostSlots, openNames, withoutReason } from './audit.js';
import { canary } from './child.js';
import { SchoolYear } from './school-year.js';

// The beginning of a school year, small; `npm run chaos -- year` runs a whole one. Each test looks at what is left of it.
describe('After four meetings and eight children', () => {
  let api: TestApi;
  let year: SchoolYear;

  beforeAll(async () => {
    api = await testApi();
    year = new SchoolYear(api, { meetings: 4, children: 8, seed: 5 });
    await year.run();
  }, 120_000);
  afterAll(() => api?.dispose());

  it('consents were withdrawn, parents stayed away, and the fixed part was full', () => {
    const { withdrawn, absences, fixedPartFull } = year.meetings;
    expect([withdrawn, absences, fixedPartFull].every((count) => count > 0)).toBe(true);
    expect(new Set(year.meetings.all.map(({ version }) => version))).toEqual(new Set([1, 2]));
  });

  it('every open case says why it stands where it stands', async () => {
    expect(await withoutReason(year)).toEqual([]);
  });

  it('no slot was lost: each is done, or was left and the case knows', async () => {
    expect(await lostSlots(year)).toEqual([]);
    const [meeting] = year.meetings.all;
    meeting!.items.push({ ...meeting!.items[0]!, itemId: 'nowhere' });
    expect(await lostSlots(year)).not.toEqual([]);
    meeting!.items.pop();
  });

  it('the figures of the dashboard are those that the simulation wrote down itself', async () => {
    const { problems, seen } = await differences(year);
    expect(problems).toEqual([]);
    expect(seen).toMatchObject({ discussions: { count: 6 }, reports: { count: 5 } });
    year.book.agrees(year.children[0]!.name, 'professional');
    expect((await differences(year)).problems).not.toEqual([]);
  });

  it('no name of a child lies open in any table or mail, and every policy has done its work', async () => {
    expect(await openNames(year)).toEqual([]);
    expect(await api.service.policies.parked()).toEqual([]);
    await api.service.pool.query('create table operations.probe (body text)');
    await api.service.pool.query('insert into operations.probe values ($1)', [Buffer.from(`{"text":"${canary}"}`).toString('base64')]);
    expect((await openNames(year)).length).toBeGreaterThan(0);
  });
});
