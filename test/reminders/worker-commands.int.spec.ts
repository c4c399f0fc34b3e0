import { caseAggregate } from '#domain/support-case/index.js';
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

describe('a legal term', () => {
  it('that passes is missed: the lead hears it, and the case says so, once', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.opens('femke', {
      planKind: 'opp',
      statutoryTrigger: { kind: 'arrangement_agreed', on: '2026-09-14' },
      child: { givenName: 'Noor', familyName: 'Termijn', dateOfBirth: '2017-08-30' },
    });
    await story.at('2026-10-26T15:59:00Z');
    expect(await byWorker()).toEqual([]);
    await story.at('2026-10-27T09:00:00Z');
    expect(await byWorker()).toEqual(['StatutoryTermMissed 2026-10-26T16:00:00.000Z']);
    expect(await story.sent('D17')).toEqual([
      '5-10 08:30 D17 reminder-1 femke',
      '12-10 08:30 D17 reminder-2 femke',
      '12-10 08:30 D17 escalation-1 no_recipient',
      '16-10 08:30 D17 reminder-3 femke',
      '26-10 17:00 D17 missed! femke',
    ]);
  });

  it('of a year is started by itself, while none of its kind runs', async () => {
    const started = await story.give('femke', 'StartStatutoryTerm', { kind: 'opp_annual', startOn: '2026-09-01' });
    expect(started.events).toEqual(['StatutoryTermStarted']);
    const { deadlines } = await story.deadlines();
    expect(deadlines.find(({ stamp }) => stamp.rule === 'D18')?.stamp.dueOn).toBe('2027-07-31');
    await expect(story.give('femke', 'StartStatutoryTerm', { kind: 'opp_annual', startOn: '2026-10-01' })).rejects.toMatchObject({
      code: 'already-running',
    });
  });
});

describe('a consent', () => {
  it('reminds twenty working days before its end, and stops sharing when the last day has passed', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.opens('femke', { child: { givenName: 'Sami', familyName: 'Einde', dateOfBirth: '2019-03-14' } });
    const mother = await story.party('amina', 'parent_authority');
    await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    await story.consents(mother, { validUntil: '2026-12-01' }, ['discuss_team', 'share_org:jeugdhulp']);
    await story.at('2026-12-01T22:59:00Z');
    expect(await story.sent('D21')).toEqual(['3-11 08:30 D21 reminder-1 femke,joost']);
    expect(await byWorker()).toEqual([]);
    await story.at('2026-12-02T09:00:00Z');
    expect(await byWorker()).toEqual(['ConsentExpired 2026-12-01T23:00:00.000Z', 'SharingStopped 2026-12-01T23:00:00.000Z']);
  });

  it('that was renewed ends without anything being stopped', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.opens('femke', { child: { givenName: 'Sami', familyName: 'Verlengd', dateOfBirth: '2019-03-14' } });
    const mother = await story.party('amina', 'parent_authority');
    await story.consents(mother, { validUntil: '2026-12-01' });
    await story.at('2026-10-01T09:00:00Z');
    await story.consents(mother);
    await story.at('2026-12-03T09:00:00Z');
    expect(await byWorker()).toEqual([]);
    expect(await story.sent('D21')).toEqual([]);
  });
});

describe('a birthday', () => {
  const born = async (dateOfBirth: string, familyName: string): Promise<string> => {
    await story.opens('femke', { child: { givenName: 'Noor', familyName, dateOfBirth } });
    await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    const mother = await story.party('petra', 'parent_authority');
    return mother;
  };

  it('from which the child decides too is announced to the case owner, and switches the rule on the day', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    const mother = await born('2014-11-30', 'Twaalf');
    await story.consents(mother, {}, ['discuss_team', 'share_org:jeugdhulp']);
    await story.at('2026-11-29T22:59:00Z');
    // Twenty working days before 30 November.
    expect(await story.sent('D22')).toEqual(['2-11 08:30 D22 reminder-1 joost']);
    expect(await byWorker()).toEqual([]);
    await story.at('2026-11-30T09:00:00Z');
    expect(await byWorker()).toEqual(['AgeReached 2026-11-29T23:00:00.000Z', 'SharingStopped 2026-11-29T23:00:00.000Z']);
    const after = await service.streams.load(caseAggregate, story.caseId);
    expect(after.state.ageBand).toBe('12_15');
  });

  it('on which nothing has to be renewed is not announced, and the one after it is awaited', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await born('2010-12-15', 'Zestien');
    await story.consents(await story.party('noor', 'child'));
    await story.at('2026-12-16T09:00:00Z');
    expect(await story.sent('D22')).toEqual(['17-11 08:30 D22 reminder-1 not_needed']);
    expect(await byWorker()).toEqual(['AgeReached 2026-12-14T23:00:00.000Z']);
    const { deadlines } = await story.deadlines();
    expect(deadlines.filter(({ stamp }) => stamp.rule === 'D22').map(({ ended }) => ended?.as)).toEqual(['met']);
  });

  it('on 28 and on 29 February is reached on that day: twelve years after a leap year comes another', async () => {
    await service.clock.set('2027-01-20T07:00:00Z');
    await born('2015-02-28', 'Eerder');
    const [earlier] = [story.caseId];
    await service.clock.set('2027-12-01T07:00:00Z');
    await born('2016-02-29', 'Schrikkel');
    await story.at('2028-02-29T09:00:00Z');
    expect(await byWorker()).toEqual(['AgeReached 2028-02-28T23:00:00.000Z']);
    story.caseId = earlier;
    expect(await byWorker()).toEqual(['AgeReached 2027-02-27T23:00:00.000Z']);
  });

  it('that a correction moved comes on the corrected day', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await born('2014-11-30', 'Verbeterd');
    await story.give('femke', 'CorrectChildDetails', { dateOfBirth: '2014-12-07', reason: 'Schrijffout.' });
    await story.at('2026-12-08T09:00:00Z');
    expect(await byWorker()).toEqual(['AgeReached 2026-12-06T23:00:00.000Z']);
  });

  it('lies in clear in no table: neither in the log nor in a read model', async () => {
    const { rows } = await service.pool.query<{ table_name: string; schema: string }>(
      `select table_schema as schema, table_name from information_schema.tables where table_schema in ('log', 'views') and table_type = 'BASE TABLE'`,
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { schema, table_name: table } of rows) {
      const { rows: found } = await service.pool.query<{ count: number }>(
        `select count(*)::int as count from ${schema}.${table} t where t::text ~ '2014-1[12]-|2010-12-15|2016-02-29|2015-02-28'`,
      );
      expect([table, found[0]!.count]).toEqual([table, 0]);
    }
    const { rows: told } = await service.pool.query<{ count: number }>(
      `select count(*)::int as count from log.events where stream like 'followUp-%' and data::json->>'rule' = 'D22' and data::json->>'dueOn' is not null`,
    );
    expect(told[0]!.count).toBe(0);
  });
});
