import { testService } from '../support/open.js';
import { ReminderStory } from './story.js';

let service: Awaited<ReturnType<typeof testService>>;
let story: ReminderStory;

beforeAll(async () => {
  service = await testService();
  await service.clock.set('2026-09-21T07:00:00Z');
  story = await ReminderStory.begin(service);
});
afterAll(() => service?.dispose());

/** What the worker did in the case, and when: `EvaluationBecameDue 12-1 08:30`. */
async function byWorker(): Promise<string[]> {
  const { rows } = await service.pool.query<{ type: string; at: string; role: string }>(
    `select type, meta::json->>'occurredAt' as at, meta::json->>'actorRole' as role from log.events
      where stream = $1 and meta::json->>'actorId' = 'worker' order by revision`,
    [`supportCase-${story.caseId}`],
  );
  expect(rows.every(({ role }) => role === 'WK')).toBe(true);
  return rows.map(({ type, at }) => `${type} ${at}`);
}

const taken = async (rule: string) =>
  (await story.deadlines()).deadlines
    .filter(({ stamp }) => stamp.rule === rule)
    .flatMap(({ done }) => done.filter(({ step }) => step === 'command').map(({ as, code }) => (code ? `${as} ${code}` : as)));

describe('the evaluation of a case in intervention', () => {
  it('becomes due by itself on its day, once, whoever rings and however often', async () => {
    await story.inIntervention({ reviewOn: '2027-01-12' });
    await service.clock.set('2027-01-12T07:29:00Z');
    await story.at('2027-01-12T07:29:00Z');
    expect(await byWorker()).toEqual([]);
    await service.clock.set('2027-01-12T07:30:30Z');
    const other = await service.again();
    await service.projector.catchUp();
    await Promise.all([service, other, service].map((each) => each.alarms.ring()));
    await story.at('2027-01-12T08:00:00Z');
    expect(await byWorker()).toEqual(['EvaluationBecameDue 2027-01-12T07:30:00.000Z']);
    expect(await taken('D27')).toEqual(['taken']);
  });

  it('is not made due in another phase: the refusal is recorded, and asked once', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.inAftercare({ reviewOn: '2026-11-16' });
    await story.at('2026-12-01T08:00:00Z');
    expect(await byWorker()).toEqual([]);
    expect(await taken('D27')).toEqual(['refused wrong-phase']);
  });
});
