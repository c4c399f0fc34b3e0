import { randomUUID } from 'node:crypto';
import { meetingAggregate } from '#domain/meeting/index.js';
import { testService } from '../support/open.js';
import { actor } from '../support/people.js';
import { ReminderStory } from './story.js';

const text = 'Korte, gewone tekst.';
const [meetingId, itemId] = [randomUUID(), randomUUID()];
const everybody = 'bas,femke,ilse,joost,karin';
let service: Awaited<ReturnType<typeof testService>>;
let story: ReminderStory;

const meet = (by: string, command: string, body: object) =>
  service.execute.run(meetingAggregate, {
    caller: actor(by),
    command,
    ...(command === 'PlanMeeting' ? {} : { id: meetingId }),
    body,
  });
const told = (rule?: string) => story.sent(rule, meetingId);

beforeAll(async () => {
  service = await testService();
  await service.clock.set('2026-09-21T07:00:00Z');
  story = await ReminderStory.begin(service);
  await story.opens('femke');
  const amina = await story.party('amina', 'parent_authority', 'amina');
  await story.party('sami', 'child');
  await story.give('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: false });
  await story.consents(amina);
  const roles = { chairId: 'karin', minuteTakerId: 'bas', observerId: 'ilse' };
  const when = { startsAt: '2026-11-03T14:30:00.000Z', durationMin: 90, place: 'De Linde', profile: '90', kind: 'regular' };
  await meet('femke', 'PlanMeeting', { meetingId, teamId: story.teamId, ...when, ...roles });
});
afterAll(() => service?.dispose());

describe('the reminders of Sami’s meeting (domain.md §10.1)', () => {
  it('call the whole team on Tuesday 13 October, ten working days before', async () => {
    await story.at('2026-10-13T06:29:00Z');
    expect(await told()).toEqual([]);
    await story.at('2026-10-15T10:00:00Z');
    expect(await told()).toEqual([`13-10 08:30 D02 reminder-1 ${everybody}`]);
  });

  it('ask the chair for the agenda until it is sent on Tuesday 27 October, and tell nobody after that', async () => {
    await story.give('joost', 'SavePreparation', { background: text, question: text });
    await story.give('joost', 'SubmitPreparation', { formVersion: 1 });
    await story.give('joost', 'BringIn', { meetingId, part: 'fixed', introducerId: 'joost', minutes: 20 });
    await story.at('2026-10-16T10:00:00Z');
    await meet('karin', 'ReserveFixedSlot', { itemId, slotNo: 2, caseId: story.caseId, itemKind: 'discussion' });
    await meet('karin', 'InviteToItem', { itemId, partyIds: [story.parties['amina']] });
    await story.at('2026-10-27T10:00:00Z');
    await meet('karin', 'SendAgenda', {});
    await story.at('2026-10-28T10:00:00Z');
    expect(await told('D04')).toEqual(['26-10 08:30 D04 reminder-1 karin', '27-10 08:30 D04 reminder-2 karin']);
    expect(await told('D03')).toEqual([]);
  });

  it('ask for the child’s view until it is on file; what was to follow is skipped, and says why', async () => {
    await story.at('2026-10-29T10:00:00Z');
    await story.give('joost', 'RecordChildView', {
      how: 'child_form',
      chosenByChild: true,
      on: '2026-10-29',
      byId: 'joost',
      words: 'Ik wil dat ze me snappen als ik praat',
      confidential: false,
    });
    await story.at('2026-11-02T10:00:00Z');
    expect(await told('D06')).toEqual([
      '27-10 08:30 D06 reminder-1 joost',
      '29-10 08:30 D06 reminder-2 joost',
      '29-10 17:00 D06 missed not_needed',
      '2-11 08:30 D06 escalation-1 not_needed',
    ]);
  });

  it('ask the owner to call the family, then the family, and the members who have not read', async () => {
    expect(await told('D05')).toEqual(['29-10 08:30 D05 reminder-1 joost', '30-10 08:30 D05 reminder-2 amina']);
    expect(await told('D07')).toEqual(['30-10 08:30 D07 reminder-1 bas,ilse,joost,karin']);
    for (const by of ['ilse', 'joost', 'karin']) await story.give(by, 'RecordIndividualPreparation', { meetingId, readOn: '2026-11-02' });
    await story.at('2026-11-02T17:00:00Z');
    expect((await told('D07')).slice(1)).toEqual(['2-11 17:00 D07 escalation-1! karin']);
  });

  it('say that the meeting is tomorrow, and nothing about an interpreter whom nobody needs', async () => {
    expect(await told('D08')).toEqual(['27-10 08:30 D08 reminder-1 not_needed', `2-11 08:30 D08 reminder-2 ${everybody}`]);
  });

  it('end when the meeting opens, and hold no name', async () => {
    await story.at('2026-11-03T14:25:00Z');
    const attendance = ['femke', 'karin', 'bas', 'ilse', 'joost'].map((personId) => ({ personId, status: 'present' }));
    await meet('karin', 'OpenMeeting', { attendance });
    await story.at('2026-11-20T10:00:00Z');
    const { document } = (await service.readModels.document<{ deadlines: readonly { stamp: { rule: string }; ended?: { as: string } }[] }>(
      'deadlines-2',
      'demo',
      meetingId,
    ))!;
    expect(document.deadlines.map(({ stamp, ended }) => `${stamp.rule} ${ended?.as}`)).toEqual([
      'D02 met',
      'D04 met',
      'D08 met',
      'D06 met',
      'D05 cancelled',
      'D07 cancelled',
    ]);
    const { rows } = await service.pool.query<{ all: string }>(
      `select string_agg(data || meta, '') as all from log.events where stream in ('followUp-' || $1::text, 'caseMeeting-' || $1::text)`,
      [meetingId],
    );
    expect(rows[0]!.all).toContain('"told"');
    expect(rows[0]!.all).not.toMatch(/Sami|Idrissi|snappen/);
  });
});
