import { randomUUID } from 'node:crypto';
import type { Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';
import { deLinde, openSami } from '../support/people.js';

let service: Running;
let caseId: string;
let femke: string;
const [amina, youssef] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  service = await startSamenspel();
  await service.at('2026-09-21T07:00:00Z');
  femke = await service.token('femke');
  const teamId = (await service.post('/v1/teams', deLinde, await service.token('beheer', 'admin'))).body['id'] as string;
  caseId = (await service.post('/v1/cases', openSami(teamId), femke)).body['id'] as string;
  const give = (command: string, body: unknown) => service.post(`/v1/cases/${caseId}/${command}`, body, femke);
  for (const [partyId, name] of [
    [amina, 'Amina'],
    [youssef, 'Youssef'],
  ]) {
    const party = { partyId, kind: 'parent_authority', name, relation: 'ouder', contact: {}, language: 'nl', interpreter: false };
    expect((await give('add-party', party)).status).toBe(200);
  }
  await give('assign-case-owner', { ownerId: 'joost', familyPreference: false });
  expect(
    (await give('request-consent', { consentId: randomUUID(), scopes: ['discuss_team'], purpose: 'Bespreken', askedOf: [amina, youssef] }))
      .status,
  ).toBe(200);
});
afterAll(() => service?.dispose());

const told = async (): Promise<string[]> => {
  const { body } = await service.get(`/v1/notifications?caseId=${caseId}`, femke);
  return (body['items'] as { dueAt: string; rule: string; recipientId: string }[]).map(
    ({ dueAt, rule, recipientId }) => `${dueAt.slice(0, 16)} ${rule} ${recipientId}`,
  );
};

describe('the reminders of a running service', () => {
  it('go out at their own moment when the clock jumps over them, in order and once', async () => {
    await service.at('2026-10-10T10:00:00Z', true);
    const expected = [
      '2026-09-24T06:30 D01 joost',
      `2026-09-24T06:30 D01 ${amina}`,
      `2026-09-24T06:30 D01 ${youssef}`,
      '2026-09-28T06:30 D01 joost',
      `2026-09-28T06:30 D01 ${amina}`,
      `2026-09-28T06:30 D01 ${youssef}`,
      '2026-09-30T06:30 D01 femke',
      '2026-10-05T06:30 D01 femke',
    ];
    expect((await told()).sort()).toEqual(expected.sort());
    await service.at('2026-09-22T10:00:00Z', true);
    await service.at('2026-10-10T11:00:00Z', true);
    expect((await told()).sort()).toEqual(expected.sort());
  });

  it('are explained in one reading, in both languages', async () => {
    const list = await service.get(`/v1/deadlines?caseId=${caseId}&rule=D01`, femke);
    const [deadline] = list.body['items'] as { deadlineId: string; state: string; dueOn: string; explanation: string }[];
    expect(deadline).toMatchObject({ state: 'missed', dueOn: '2026-09-28' });
    const { body } = await service.get(`/v1/deadlines/${deadline!.deadlineId}/explain`, femke);
    expect(body['reading']).toEqual([
      expect.stringMatching(/^D01, version 0: Consent is answered\. Set by ConsentRequested \(revision 5\)/),
      '5 working days from 2026-09-21 (calendar of the team) is 2026-09-28; not counted: 2 weekend days.',
      expect.stringMatching(/^reminder-1 of 2026-09-24 06:30 UTC went to joost, /),
      expect.stringMatching(/^reminder-2 of 2026-09-28 06:30 UTC went to joost, /),
      'It was missed at 2026-09-28 15:00 UTC.',
      expect.stringMatching(/^escalation-1 of 2026-09-30 06:30 UTC went to femke/),
      expect.stringMatching(/^escalation-2 of 2026-10-05 06:30 UTC went to femke/),
      'Nothing more is sent.',
    ]);
    const dutch = await service.get(`/v1/deadlines/${deadline!.deadlineId}/explain`, femke, { 'accept-language': 'nl' });
    expect((dutch.body['reading'] as string[])[1]).toBe(
      '5 werkdagen vanaf 2026-09-21 (kalender van het team) is 2026-09-28; niet meegeteld: 2 weekenddagen.',
    );
    expect((await service.get(`/v1/deadlines/${deadline!.deadlineId}/explain`, await service.token('niemand'))).status).toBe(404);
  });

  it('stand on the case and show nothing to whom may not see it', async () => {
    const { body } = await service.get(`/v1/cases/${caseId}`, femke);
    expect((body['deadlines'] as { rule: string }[]).map(({ rule }) => rule)).toContain('D01');
    expect((await service.get(`/v1/deadlines?caseId=${caseId}`, await service.token('bas'))).body['items']).toEqual([]);
    expect((await service.get(`/v1/notifications?caseId=${caseId}`, await service.token('bas'))).body['items']).toEqual([]);
    const joost = await service.get('/v1/notifications', await service.token('joost'));
    expect((joost.body['items'] as unknown[]).length).toBe(2);
  });

  it('are neither lost nor doubled when everything is killed while they fall due', async () => {
    await service.at('2026-11-20T10:00:00Z');
    await service.killEverything();
    await service.start();
    await service.at('2026-12-20T10:00:00Z', true);
    const all = await told();
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((line) => line.includes('D28'))).not.toEqual([]);
  });
});
