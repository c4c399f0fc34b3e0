import { deLinde } from '../support/people.js';
import type { Json } from '../support/table.js';
import { Table } from '../support/table.js';

let table: Table;
let path: string;
let meetingId: string;
beforeAll(async () => {
  table = await Table.set('2026-10-05T07:00:00Z');
  path = `/v1/teams/${table.teamId}/framework-preview`;
  meetingId = await table.planMeeting('2026-11-03T14:30:00.000Z');
  for (const name of ['Sami', 'Noor']) await table.aCase(name, 'opened');
  await table.settle();
});
afterAll(() => table?.api.dispose());

const preview = async (settings: Json, person = 'karin'): Promise<readonly Json[]> => {
  await table.settle();
  return (await table.send(person, path, { settings }))['items'] as readonly Json[];
};
const steps = { background: 4, reason: 3, goals: 8, actions: 5 };

describe('A dry run of agreements', () => {
  it('answers the deadlines, reminders and agendas that would fall differently, each as it is and as it would be', async () => {
    const items = await preview({
      agenda: { profile: '90', checkIn: 5, household: 5, fixedSteps: steps, variableSteps: steps, checkOut: 5 },
      fixedSlots: 2,
      deadlines: { D04: { offset: 3 }, D28: { offset: 20 } },
    });
    expect(items.filter(({ kind, rule }) => kind === 'deadline' && rule === 'D04')).toEqual([
      {
        kind: 'deadline',
        id: expect.any(String),
        rule: 'D04',
        subject: { type: 'meeting', id: meetingId },
        now: { dueOn: '2026-10-27' },
        then: { dueOn: '2026-10-29' },
      },
    ]);
    expect(items.filter(({ kind, rule }) => kind === 'deadline' && rule === 'D28')).toHaveLength(2);
    expect(items.filter(({ kind, rule }) => kind === 'reminder' && rule === 'D04')[0]).toMatchObject({
      now: { at: '2026-10-26T07:30:00.000Z', to: ['CH'] },
      then: { at: '2026-10-28T07:30:00.000Z', to: ['CH'] },
    });
    expect(items.filter(({ kind }) => kind === 'agenda')).toMatchObject([
      {
        id: meetingId,
        now: { agreement: { fixedSlots: 3, variable: 15 }, bringInUntil: '2026-10-16' },
        then: { agreement: { fixedSlots: 2, variable: 35 }, bringInUntil: '2026-10-16', fits: true },
      },
    ]);
    expect(new Set(items.map(({ rule }) => rule))).toEqual(new Set(['D04', 'D28', undefined]));
  });

  it('has nothing to tell when nothing changes', async () => {
    expect(await preview({})).toEqual([]);
    expect(await preview({ deadlines: {}, bringInCutOffDays: 7, fixedSlots: 3 })).toEqual([]);
  });

  it('moves the cut-off of a meeting with its deadline', async () => {
    const items = await preview({ bringInCutOffDays: 9 });
    expect(items.map(({ kind, then }) => [kind, then])).toContainEqual(['deadline', { dueOn: '2026-10-14' }]);
    expect(items.filter(({ kind }) => kind === 'agenda')).toMatchObject([{ then: { bringInUntil: '2026-10-14' } }]);
  });

  it('changes nothing', async () => {
    const before = await table.api.service.store.lastPosition();
    const deadlines = await table.read('femke', `/v1/deadlines?teamId=${table.teamId}`);
    await preview({ deadlines: { D04: { offset: 1 } } });
    expect(await table.api.service.store.lastPosition()).toBe(before);
    expect(await table.read('femke', `/v1/deadlines?teamId=${table.teamId}`)).toEqual(deadlines);
  });

  it('is for chair, coordinator and admin, within the bounds of the settings, and of this team', async () => {
    for (const person of ['femke', 'karin', 'beheer'])
      expect((await preview({ deadlines: { D04: { offset: 3 } } }, person)).length).toBeGreaterThan(0);
    await table.send('joost', path, { settings: {} }, 'forbidden');
    await table.send('niemand', path, { settings: {} }, 'not-found');
    await table.send('karin', path, { settings: { deadlines: { D17: { offset: 60 } } } }, 'validation');
    await table.send('karin', path, { settings: { fixedSlots: 9 } }, 'validation');
    const other = (await table.send('beheer', '/v1/teams', deLinde, 201))['id'] as string;
    expect(await table.send('femke', `/v1/teams/${other}/framework-preview`, { settings: { deadlines: { D04: { offset: 3 } } } })).toEqual({
      items: [],
    });
  });
});
