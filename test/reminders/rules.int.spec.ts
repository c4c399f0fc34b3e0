import { teamAggregate } from '#domain/team/index.js';
import { testService } from '../support/open.js';
import { actor } from '../support/people.js';
import { ReminderStory } from './story.js';

let service: Awaited<ReturnType<typeof testService>>;
let story: ReminderStory;

beforeAll(async () => {
  service = await testService();
  await service.clock.set('2026-09-21T07:00:00Z');
  story = await ReminderStory.begin(service);
});
afterAll(() => service?.dispose());

const ofTeam = (by: string, command: string, body: unknown) =>
  service.execute.run(teamAggregate, { caller: actor(by), command, id: story.teamId, body });
const child = (familyName: string) => ({ child: { givenName: 'Sami', familyName, dateOfBirth: '2019-03-14' } });

describe('a case on hold', () => {
  it('is looked at again every twenty working days without end; the lead that there is not is the coordinator, who knows already', async () => {
    await story.opens('femke', child('Wacht'));
    await story.give('femke', 'SuspendCase', { reason: 'waiting_external', reviewOn: '2026-11-02' });
    await story.at('2027-05-20T09:00:00Z');
    expect(await story.sent('D23')).toEqual([
      '26-10 08:30 D23 reminder-1 femke',
      '2-11 08:30 D23 reminder-2 femke',
      '30-11 08:30 D23 repeat-1 femke',
      '11-1 08:30 D23 repeat-2 femke',
      '11-1 08:30 D23 escalation-1 no_recipient',
      '15-2 08:30 D23 repeat-3 femke',
      '15-3 08:30 D23 repeat-4 femke',
      '14-4 08:30 D23 repeat-5 femke',
    ]);
  });
});

describe('a second postponement', () => {
  it('is told to coordinator and lead at once', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.opens('femke', child('Uitgesteld'));
    const mother = await story.party('amina', 'parent_authority');
    await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    await story.consents(mother);
    await story.give('joost', 'SavePreparation', { background: 'x', question: 'x' });
    await story.give('joost', 'SubmitPreparation', { formVersion: 1 });
    await story.give('joost', 'BringIn', { part: 'fixed', introducerId: 'joost', minutes: 20 });
    for (const at of ['2026-09-22T10:00:00Z', '2026-09-24T10:00:00Z']) {
      await story.at(at);
      await story.give('karin', 'PostponeDiscussion', { reason: 'no_show' });
    }
    expect(await story.sent('D09')).toEqual(['24-9 12:00 D09 escalation-0! femke']);
  });
});

describe('a member with a quiet time', () => {
  it('is reminded before it, the others at the usual moment, and nobody twice', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await ofTeam('joost', 'SetNotificationPreferences', { channels: ['email'], quietFrom: '19:00', quietUntil: '10:00' });
    await story.opens('femke', child('Stil'));
    const mother = await story.party('amina', 'parent_authority');
    await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
    await story.give('femke', 'RequestConsent', { scopes: ['discuss_team'], purpose: 'x', askedOf: [mother] });
    await story.at('2026-09-24T09:00:00Z');
    expect(await story.sent('D01')).toEqual(['23-9 19:00 D01 reminder-1-early-1 joost', '24-9 08:30 D01 reminder-1 amina']);
  });

  it('who alone would be told is not told again: the step is skipped, and says why', async () => {
    await story.give('femke', 'AssignCaseOwner', { ownerId: 'femke', familyPreference: false });
    await story.at('2026-09-21T07:00:00Z');
    await story.inAftercare({ reviewOn: '2026-11-30' });
    await story.at('2026-09-25T09:00:00Z');
    expect(await story.sent('D13')).toEqual([
      '24-9 19:00 D13 reminder-1-early-1 joost,joost',
      '25-9 08:30 D13 reminder-1 told_earlier,told_earlier',
    ]);
  });
});

describe('the settings of a team', () => {
  it('change the reminders of deadlines that are stamped later, never of those that run', async () => {
    await service.clock.set('2026-09-21T07:00:00Z');
    await story.opens('femke', child('Instelling'));
    const ask = async (name: string) => {
      const partyId = await story.party(name, 'parent_authority');
      await story.give('femke', 'RequestConsent', { scopes: ['discuss_team'], purpose: 'x', askedOf: [partyId] });
    };
    await ask('amina');
    const settings = { deadlines: { D01: { offset: 2, reminders: [{ days: 1, to: ['CO'] }], escalation: [{ days: 2, to: ['CH'] }] } } };
    await ofTeam('karin', 'SetDeadlineSettings', { settings, effectiveFrom: '2026-09-22' });
    await story.at('2026-09-22T07:00:00Z');
    await ask('youssef');
    await story.at('2026-10-07T09:00:00Z');
    expect(await story.sent('D01')).toEqual([
      '23-9 08:30 D01 reminder-1 femke',
      '24-9 08:30 D01 reminder-1 amina,femke',
      '24-9 17:00 D01 missed! karin',
      '28-9 08:30 D01 reminder-2 amina,femke',
      '30-9 08:30 D01 escalation-1! femke',
      '5-10 08:30 D01 escalation-2! femke',
    ]);
    const { deadlines } = await story.deadlines();
    expect(deadlines.filter(({ stamp }) => stamp.rule === 'D01').map(({ stamp }) => [stamp.dueOn, stamp.policyVersion])).toEqual([
      ['2026-09-28', 0],
      ['2026-09-24', 1],
    ]);
  });
});
