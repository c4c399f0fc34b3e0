import { amsterdamInstant } from '../calendar/index.js';
import type { DeadlineChanges } from '../deadlines/index.js';
import { deadlineKey } from '../deadlines/index.js';
import type { CaseFacts } from '../facts/index.js';
import type { Situation } from '../../../../test/domain/given.js';
import { aCase, item, meetingId, plan, planned, samis, sent, telling, withSami } from '../../../../test/domain/meetings.js';
import { idOf, teamOfLinde } from '../../../../test/domain/people.js';
import type { Meeting } from './index.js';
import { isStillNeeded, meetingRecipients } from './index.js';
import { meetingDeadlines } from './deadlines.js';

type At = Situation<Meeting>;
const at = (on: string, time: string): string => amsterdamInstant(on, time);
const meeting = { type: 'meeting', id: meetingId } as const;
const ofSami = { type: 'case', id: samis } as const;
const telSami = (more: Partial<CaseFacts>) => telling([aCase(samis, more)]);

/** What the last command changed about the deadlines, of the event that changed any. */
function changesOf(before: At, name: string, body: object = {}): DeadlineChanges {
  const { state, history } = before.does(name, { ...body });
  const events = history.slice(before.history.length).map(({ event }) => event);
  const changes = events.flatMap((event, index) => {
    const was = index === 0 ? before.state : state;
    return meetingDeadlines(was, state, event, before.context()) ?? [];
  });
  return changes[0] ?? { set: [], ended: [] };
}
const setBy = (before: At, name: string, body: object = {}) =>
  Object.fromEntries(
    changesOf(before, name, body).set.map(({ rule, dueOn, alarms }) => [
      rule,
      [dueOn, ...alarms.map((alarm) => `${alarm.step} ${alarm.at.slice(5, 16)} ${alarm.to.join('+')}`.trim())],
    ]),
  );
const endedBy = (before: At, name: string, body: object = {}) =>
  changesOf(before, name, body).ended.map(({ key, as }) => `${key.slice(0, 3)} ${as}`);

describe('a planned meeting', () => {
  const bare = planned();

  it('has the days of scenario 10.1: call 13 October, cut-off 16 October, agenda 27 October', () => {
    const { history } = bare;
    const { event } = history[0]!;
    const { initial } = bare.aggregate;
    const changes = meetingDeadlines(initial(meetingId), bare.state, event, { ...bare.context(), at: at('2026-09-21', '12:00') })!;
    expect(changes.ended).toEqual([]);
    expect(changes.set.map(({ rule, dueOn, alarms }) => [rule, dueOn, ...alarms.map(({ at: moment, to }) => [moment, ...to])])).toEqual([
      ['D02', '2026-10-16', [at('2026-10-13', '08:30'), 'members', 'CO']],
      [
        'D04',
        '2026-10-27',
        [at('2026-10-26', '08:30'), 'CH'],
        [at('2026-10-27', '08:30'), 'CH'],
        [at('2026-10-27', '17:00')],
        [at('2026-10-28', '08:30'), 'co-chair', 'CO'],
      ],
      ['D08', '2026-11-03', [at('2026-10-27', '08:30'), 'CO'], [at('2026-11-02', '08:30'), 'members']],
    ]);
  });

  it('moves all of them to its new day, and what was told already is not told again', () => {
    const later = setBy(withSami(), 'RescheduleMeeting', { newStartsAt: at('2026-11-10', '15:30') });
    expect(Object.keys(later)).toEqual(['D02', 'D04', 'D08', 'D06']);
    expect(later['D02']).toEqual(['2026-10-30', 'reminder-1 10-27T07:30 members+CO']);
    expect(later['D04']![0]).toBe('2026-11-03');
    const sooner = setBy(bare, 'RescheduleMeeting', { newStartsAt: at('2026-10-27', '15:30') });
    expect(sooner['D02']).toEqual(['2026-10-09']);
  });

  it('gives all of them up when it is cancelled', () => {
    expect(endedBy(withSami(), 'CancelMeeting', { reason: 'illness' })).toEqual(
      ['D02', 'D04', 'D08', 'D03', 'D06'].map((rule) => `${rule} cancelled`),
    );
  });

  it('meets D04 and begins D07 when the agenda is sent, once', () => {
    const before = withSami().on('2026-10-27');
    expect(endedBy(before, 'SendAgenda')).toEqual(['D04 met']);
    expect(setBy(before, 'SendAgenda')).toEqual({ D07: ['2026-11-02', 'reminder-1 10-30T07:30 unread', 'escalation-1 11-02T16:00 CH'] });
    expect(changesOf(sent(), 'AddHouseholdItem', { text: 'x', minutes: 5, noNamesOfChildren: true }).set).toEqual([]);
  });

  it('keeps a team’s own distance, and has no deadline that the team switched off', () => {
    const policies = [
      {
        policyVersion: 1,
        effectiveFrom: '2026-01-01',
        deadlines: [
          { rule: 'D04' as const, offset: 8 },
          { rule: 'D08' as const, enabled: false },
        ],
      },
    ];
    const set = setBy(withSami().where({ team: { ...teamOfLinde, policies } }), 'RescheduleMeeting', {
      newStartsAt: at('2026-12-08', '15:30'),
    });
    expect(set['D08']).toBeUndefined();
    expect(set['D04']!.slice(0, 2)).toEqual(['2026-11-26', 'reminder-1 11-25T07:30 CH']);
  });
});

describe('a child with a slot', () => {
  const reserve = { itemId: item, slotNo: 2, caseId: samis, itemKind: 'discussion' };

  it('has a form and a view to wait for, as far as they are not there', () => {
    const set = (more: Partial<CaseFacts>) => Object.keys(setBy(planned().where({ facts: telSami(more) }), 'ReserveFixedSlot', reserve));
    expect([set({ hasForm: false }), set({}), set({ hasChildView: true })]).toEqual([['D03', 'D06'], ['D06'], []]);
    const late = setBy(planned().where({ facts: telSami({ hasForm: false }) }), 'ReserveFixedSlot', reserve);
    expect(late['D03']).toEqual(['2026-10-16', 'reminder-1 10-16T10:00 IN', 'missed 10-16T15:00', 'escalation-1 10-26T07:30 CO']);
    expect(late['D06']!.slice(0, 3)).toEqual(['2026-10-29', 'reminder-1 10-27T07:30 OW', 'reminder-2 10-29T07:30 OW']);
  });

  it('waits no longer when it leaves the agenda', () => {
    const reserved = planned()
      .where({ facts: telSami({ hasForm: false, broughtIn: undefined }) })
      .does('ReserveFixedSlot', reserve);
    expect(endedBy(reserved, 'ReleaseFixedSlot', { slotNo: 2 })).toEqual(['D03 cancelled', 'D06 cancelled']);
  });

  it('has guests to hear from, each until the answer', () => {
    const amina = idOf('amina');
    const body = { itemId: item, partyIds: [amina] };
    expect(setBy(withSami(), 'InviteToItem', body)).toEqual({
      D05: ['2026-10-29', 'reminder-1 10-29T07:30 OW', 'reminder-2 10-30T07:30 guest'],
    });
    const invited = withSami().does('InviteToItem', body);
    expect(endedBy(invited, 'RespondInvitation', { itemId: item, partyId: amina, response: 'yes' })).toEqual(['D05 met']);
  });

  it('needs nothing that the case says is there when the alarm rings', () => {
    const { state, around } = sent();
    const needed = (rule: 'D03' | 'D06' | 'D07' | 'D08', subject: typeof ofSami | typeof meeting, more: Partial<CaseFacts>) =>
      isStillNeeded({ rule, subject }, { to: ['CO'] }, state, around.team, '2026-10-30', () => aCase(samis, more));
    const readings = teamOfLinde.members.map(({ personId }) => ({ meetingId, personId }));
    expect([needed('D03', ofSami, { hasForm: false }), needed('D03', ofSami, {})]).toEqual([true, false]);
    expect([needed('D06', ofSami, {}), needed('D06', ofSami, { hasChildView: true })]).toEqual([true, false]);
    expect([needed('D07', meeting, {}), needed('D07', meeting, { readings })]).toEqual([true, false]);
    expect([needed('D08', meeting, { needsInterpreter: true }), needed('D08', meeting, {})]).toEqual([true, false]);
    const blocked = sent().by('worker').does('BlockItem', { caseId: samis, cause: 'on_hold' }).state;
    expect(isStillNeeded({ rule: 'D06', subject: ofSami }, { to: ['OW'] }, blocked, around.team, '2026-10-30', () => aCase(samis))).toBe(
      false,
    );
  });
});

describe('an ad hoc meeting', () => {
  it('has only what falls due at its start', () => {
    const soon = planned({ kind: 'ad_hoc', durationMin: 30, startsAt: at('2026-10-19', '10:00') });
    const facts = telling([aCase(idOf('urgent'), { isUrgent: true })]);
    const body = { itemId: item, caseId: idOf('urgent'), minutes: 15 };
    const changes = changesOf(soon.where({ facts }), 'AddAcuteItem', body);
    expect(changes.set.map(({ rule, dueAt }) => [rule, dueAt])).toEqual([['D06', at('2026-10-19', '10:00')]]);
    expect(endedBy(soon, 'CancelMeeting', { reason: 'illness' })).toEqual(['D08 cancelled']);
  });
});

describe('who is told about a meeting', () => {
  const { state, around } = sent();
  const told = (to: Parameters<typeof meetingRecipients>[0], subject: typeof ofSami | typeof meeting, more: Partial<CaseFacts> = {}) =>
    meetingRecipients(to, subject, state, around.team, '2026-10-13', () => aCase(samis, more)).map(
      ({ recipientId, as }) => `${recipientId} ${as}`,
    );

  it('are its members, its own chair, and those of the case', () => {
    expect(told(['members', 'CO'], meeting)).toEqual(expect.arrayContaining(['joost members', 'femke members', 'karin members']));
    expect([told(['CH'], meeting), told(['IN'], ofSami), told(['OW'], ofSami)]).toEqual([['karin CH'], ['joost IN'], ['joost OW']]);
    expect(told(['unread'], meeting, { readings: [{ meetingId, personId: 'bas' }] })).not.toContain('bas unread');
  });

  it('is the coordinator where nobody holds the role', () => {
    expect(told(['co-chair', 'CO'], meeting)).toEqual(['femke CO']);
    expect(told(['OW'], ofSami, { caseOwnerId: undefined })).toEqual(['femke CO']);
  });

  it('never says more than ids', () => {
    expect(JSON.stringify([deadlineKey({ rule: 'D06', subject: ofSami }), plan.meetingId])).not.toMatch(/Sami/);
  });
});
