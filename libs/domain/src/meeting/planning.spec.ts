import { amsterdamInstant } from '../calendar/index.js';
import { givenMeeting, has } from '../../../../test/domain/given.js';
import { aMeeting, everybody, inSession, plan, planned, samis, sent, telling, withSami } from '../../../../test/domain/meetings.js';
import { idOf, smallTeam, teamOfLinde } from '../../../../test/domain/people.js';
import type { Team } from '../team/index.js';
import { startOf } from './index.js';

const at = (on: string, time: string): string => amsterdamInstant(on, time);

describe('PlanMeeting', () => {
  it('plans a meeting, with the minutes of its profile and the last day for bringing in', () => {
    const { state } = givenMeeting().when('PlanMeeting', plan).accepted();
    expect(state).toMatchObject({
      state: 'planned',
      chairId: 'karin',
      timekeeperId: 'karin',
      bringInUntil: '2026-10-16',
      agreement: { frameworkVersion: 0, checkIn: 5, household: 5, fixedSlots: 3, variable: 15, maxAcute: 1, checkOut: 5 },
    });
    const slot = (slotNo: number) => startOf(state, { itemId: '', part: 'fixed', slotNo });
    expect([1, 2, 3].map(slot)).toEqual(['15:40', '16:00', '16:20'].map((time) => at('2026-11-03', time)));
    expect(startOf(state, { itemId: '', part: 'variable' })).toBe(at('2026-11-03', '16:40'));
  });

  it('adds up in every profile: the variable part has what is left', () => {
    const variable = (more: object) => givenMeeting().does('PlanMeeting', { ...plan, ...more }).state.agreement.variable;
    expect([
      variable({}),
      variable({ profile: '60', durationMin: 60 }),
      variable({ durationMin: 120 }),
      variable({ profile: 'custom', durationMin: 100 }),
    ]).toEqual([15, 13, 45, 25]);
    expect(givenMeeting().does('PlanMeeting', { ...plan, durationMin: 120 }).state.agreement.maxAcute).toBe(3);
    givenMeeting()
      .when('PlanMeeting', { ...plan, durationMin: 60 })
      .thenRefused('not-possible');
  });

  it('is for coordinators and those who chair the team, with a place or a link', () => {
    givenMeeting().by('karin').when('PlanMeeting', plan).thenEvents('MeetingPlanned');
    givenMeeting().by('joost').when('PlanMeeting', plan).thenRefused('forbidden');
    const { place: _, ...nowhere } = plan;
    givenMeeting().when('PlanMeeting', nowhere).thenRefused('validation');
    givenMeeting()
      .when('PlanMeeting', { ...nowhere, videoUrl: 'https://meet.example/de-linde' })
      .thenEvents('MeetingPlanned');
  });

  it('gives the roles it leaves out to whom the team usually asks, unless that person chairs or has left', () => {
    const { minuteTakerId: _, observerId: __, ...open } = plan;
    const rolesWith = (defaultRoles: Team['defaultRoles'], more: object = {}) => {
      const { minuteTakerId, observerId, coChairId } = givenMeeting()
        .where({ team: { ...teamOfLinde, defaultRoles } })
        .does('PlanMeeting', { ...open, ...more }).state;
      return [minuteTakerId, observerId, coChairId];
    };
    expect(rolesWith({ minute_taker: 'bas', observer: 'ilse', co_chair: 'femke' })).toEqual(['bas', 'ilse', 'femke']);
    expect(rolesWith({ minute_taker: 'karin', observer: 'stranger' })).toEqual([undefined, undefined, undefined]);
    expect(rolesWith({ minute_taker: 'bas' }, { minuteTakerId: 'joost' })).toEqual(['joost', undefined, undefined]);
  });

  it('is not done twice at once, nor with a chair from outside', () => {
    const other = aMeeting({ meetingId: idOf('other'), startsAt: at('2026-11-03', '16:30'), endsAt: at('2026-11-03', '17:30') });
    const beside = givenMeeting().where({ facts: telling([], undefined, other) });
    beside
      .when('PlanMeeting', { ...plan, chairId: 'stranger' })
      .thenRefused('team-double-booked', ['team-double-booked', 'chair-not-member']);
    givenMeeting()
      .when('PlanMeeting', { ...plan, chairId: 'stranger' })
      .thenRefused('chair-not-member');
    const gone = givenMeeting().where({ facts: telling([], undefined, { ...other, state: 'cancelled' }) });
    gone.when('PlanMeeting', plan).thenEvents('MeetingPlanned');
    const after = givenMeeting().where({ facts: telling([], undefined, { ...other, startsAt: at('2026-11-03', '17:00') }) });
    after.when('PlanMeeting', plan).thenEvents('MeetingPlanned');
  });

  it('says when the day is no working day, and plans nevertheless', () => {
    const dataOf = (on: string) =>
      givenMeeting()
        .when('PlanMeeting', { ...plan, startsAt: at(on, '15:30') })
        .dataOf('MeetingPlanned');
    expect([dataOf('2026-10-20')['onHoliday'], dataOf('2026-11-03')['onHoliday']]).toEqual([true, false]);
  });

  it('lies ahead, an ad hoc one at least an hour, without household and fixed part', () => {
    const adHoc = { ...plan, kind: 'ad_hoc', durationMin: 30, startsAt: at('2026-09-21', '13:00') };
    const { state } = givenMeeting().when('PlanMeeting', adHoc).accepted();
    expect(state.agreement).toMatchObject({ household: 0, fixedSlots: 0, variable: 20, maxAcute: 1 });
    givenMeeting()
      .when('PlanMeeting', { ...adHoc, startsAt: at('2026-09-21', '12:59') })
      .thenRefused('not-possible');
    givenMeeting()
      .when('PlanMeeting', { ...plan, startsAt: at('2026-09-21', '11:00') })
      .thenRefused('not-possible');
  });

  it('keeps chair, minute-taker and observer apart, but for the minutes in a team of three', () => {
    const alone = { ...plan, minuteTakerId: 'karin' };
    givenMeeting().when('PlanMeeting', alone).thenRefused('not-possible');
    const { observerId: _, ...small } = alone;
    givenMeeting().where({ team: smallTeam }).when('PlanMeeting', small).thenEvents('MeetingPlanned');
    givenMeeting()
      .when('PlanMeeting', { ...plan, observerId: 'karin' })
      .thenRefused('not-possible');
    givenMeeting()
      .when('PlanMeeting', { ...plan, observerId: 'amina' })
      .thenRefused('unknown-reference');
  });

  it('follows the agreements in force on its day', () => {
    const steps = { background: 5, reason: 3, goals: 8, actions: 8 };
    const agenda = { profile: '90', checkIn: 4, household: 4, fixedSteps: steps, variableSteps: steps, checkOut: 4 } as const;
    const settings = { agenda, fixedSlots: 2, maxAcute: 2, bringInCutOffDays: 5, quorum: { members: 4, disciplines: 1 } };
    const framework = { versions: [{ version: 1, effectiveFrom: '2026-11-01', settings }] };
    const under = givenMeeting().where({ facts: telling([], framework) });
    expect(under.does('PlanMeeting', plan).state).toMatchObject({
      bringInUntil: '2026-10-27',
      agreement: { frameworkVersion: 1, fixedSlots: 2, maxAcute: 2, variable: 30, quorumMembers: 4, quorumDisciplines: 1 },
    });
    const before = { ...plan, startsAt: at('2026-10-06', '15:30') };
    expect(under.does('PlanMeeting', before).state.agreement).toMatchObject({ frameworkVersion: 0, fixedSlots: 3 });
  });
});

describe('ReassignRole', () => {
  it('gives a role to somebody else, for chair and coordinator', () => {
    const body = { role: 'minute_taker', personId: 'joost' };
    const after = planned().when('ReassignRole', body).then(has('MeetingRoleReassigned', body));
    after.when('ReassignRole', body).thenNothing();
    planned().by('femke').when('ReassignRole', { role: 'co_chair', personId: 'femke' }).thenEvents('MeetingRoleReassigned');
    planned().by('joost').when('ReassignRole', body).thenRefused('forbidden');
  });

  it('makes the chair of this meeting the one who chairs it, whatever the team says', () => {
    const handed = planned().does('ReassignRole', { role: 'chair', personId: 'joost' });
    handed.by('karin').when('SendAgenda').thenRefused('forbidden');
    handed.by('joost').when('SendAgenda').thenEvents('AgendaSent');
  });

  it('is for members, keeps chair, minute-taker and observer apart, and names an item for an introducer only', () => {
    planned().when('ReassignRole', { role: 'chair', personId: 'stranger' }).thenRefused('unknown-reference');
    planned().when('ReassignRole', { role: 'minute_taker', personId: 'karin' }).thenRefused('not-possible');
    planned().when('ReassignRole', { role: 'chair', personId: 'ilse' }).thenRefused('not-possible');
    planned().when('ReassignRole', { role: 'introducer', personId: 'femke' }).thenRefused('validation');
    const at2 = withSami();
    const itemId = idOf('item');
    const guest = at2.does('InviteToItem', { itemId, partyIds: [idOf('amina')] });
    guest.when('ReassignRole', { role: 'chair', personId: 'amina' }).thenRefused('chair-not-member');
    guest.when('ReassignRole', { role: 'timekeeper', personId: 'amina' }).thenRefused('not-possible');
    const named = guest.does('ReassignRole', { role: 'introducer', personId: 'femke', itemId });
    expect(named.state.items[0]!.substituteId).toBe('femke');
  });
});

describe('RescheduleMeeting', () => {
  const newStartsAt = at('2026-11-10', '15:30');

  it('moves the meeting, its items and its last day for bringing in', () => {
    const after = withSami().when('RescheduleMeeting', { newStartsAt });
    expect(after.dataOf('MeetingRescheduled')).toMatchObject({
      was: plan.startsAt,
      startsAt: newStartsAt,
      bringInUntil: '2026-10-30',
      items: [{ caseId: samis, startsAt: at('2026-11-10', '16:00') }],
    });
    after.accepted().when('RescheduleMeeting', { newStartsAt }).thenNothing();
    planned().by('joost').when('RescheduleMeeting', { newStartsAt }).thenRefused('forbidden');
  });

  it('sends the agenda anew when it was sent', () => {
    const { state } = sent().when('RescheduleMeeting', { newStartsAt }).thenEvents('MeetingRescheduled', 'AgendaSent');
    expect(state.agendaVersion).toBe(2);
  });

  it('goes to a free time ahead, and not once the meeting is open', () => {
    const other = aMeeting({ meetingId: idOf('other'), startsAt: newStartsAt, endsAt: at('2026-11-10', '17:00') });
    planned()
      .where({ facts: telling([], undefined, other) })
      .when('RescheduleMeeting', { newStartsAt })
      .thenRefused('not-possible');
    planned()
      .when('RescheduleMeeting', { newStartsAt: at('2026-10-16', '09:00') })
      .thenRefused('not-possible');
    inSession().when('RescheduleMeeting', { newStartsAt }).thenRefused('already-open');
  });
});

describe('CancelMeeting', () => {
  it('takes every item off the agenda, by name, so that each case is postponed', () => {
    const after = withSami().when('CancelMeeting', { reason: 'illness' });
    expect(after.dataOf('MeetingCancelled')).toEqual({
      reason: 'illness',
      items: [{ itemId: idOf('item'), caseId: samis, itemKind: 'discussion' }],
    });
    const { state } = after.accepted();
    expect([state.state, state.items[0]!.status]).toEqual(['cancelled', 'removed']);
    after.accepted().when('CancelMeeting', { reason: 'illness' }).thenRefused('wrong-phase');
  });

  it('comes too late once the meeting is open', () => {
    inSession().when('CancelMeeting', { reason: 'other' }).thenRefused('already-open');
    inSession().by('joost').when('CancelMeeting', { reason: 'other' }).thenRefused('forbidden');
  });
});

it('A meeting command in the wrong state is a wrong phase', () => {
  planned()
    .when('StartItem', { itemId: idOf('item'), at: plan.startsAt })
    .thenRefused('wrong-phase');
  inSession().when('OpenMeeting', { attendance: everybody }).thenRefused('wrong-phase');
  inSession().when('SendAgenda').thenRefused('wrong-phase');
});
