import { amsterdamInstant } from '../calendar/index.js';
import { has } from '../../../../test/domain/given.js';
import {
  aCase,
  discussing,
  everybody,
  inSession,
  item,
  planned,
  samis,
  sent,
  telling,
  urgent,
  withSami,
} from '../../../../test/domain/meetings.js';
import { idOf } from '../../../../test/domain/people.js';
import { meetingCommands } from './index.js';

const at = (time: string): string => amsterdamInstant('2026-11-03', time);
const [amina] = [idOf('amina')];
const started = { itemId: item, at: at('16:00') };

describe('OpenMeeting', () => {
  it('opens it with who is there', () => {
    const { state } = sent()
      .on('2026-11-03')
      .at('15:00')
      .when('OpenMeeting', { attendance: everybody })
      .then(has('MeetingOpened', { at: at('15:00') }), has('AttendanceRecorded', { attendance: everybody, members: 5, disciplines: 2 }));
    expect(state.state).toBe('in_session');
  });

  it('needs three members of two disciplines, not earlier than half an hour before', () => {
    const two = everybody.map((each, index) => ({ ...each, status: index < 2 ? 'present' : 'excused' }));
    const early = sent().on('2026-11-03').at('14:59');
    early.when('OpenMeeting', { attendance: two }).thenRefused('quorum', ['quorum', 'too-early']);
    early.when('OpenMeeting', { attendance: everybody }).thenRefused('too-early');
    early
      .at('15:30')
      .when('OpenMeeting', { attendance: [...everybody, everybody[0]!] })
      .thenRefused('validation');
    early
      .at('15:30')
      .when('OpenMeeting', { attendance: [{ personId: 'stranger', status: 'present' }] })
      .thenRefused('unknown-reference');
    early.by('joost').when('OpenMeeting', { attendance: everybody }).thenRefused('forbidden');
  });
});

describe('CompleteCheckIn', () => {
  it('adds the moods up, so that nobody’s is stored', () => {
    const after = inSession()
      .when('CompleteCheckIn', { moods: [4, 5, 3], actionPointsReviewed: true })
      .then(has('CheckInCompleted', { moods: 3, moodTotal: 12, actionPointsReviewed: true }));
    after.when('CompleteCheckIn', { moods: [1], actionPointsReviewed: true }).thenNothing();
  });
});

describe('StartItem', () => {
  const first = (situation: ReturnType<typeof inSession>, itemId = item) =>
    meetingCommands.StartItem.first!(situation.state, { itemId, at: at('16:00') } as never, situation.context());

  it('begins an item, and asks the case first, with who is there for it', () => {
    const invited = sent()
      .does('InviteToItem', { itemId: item, partyIds: [amina] })
      .on('2026-11-03')
      .at('15:30');
    const attendance = [...everybody, { personId: 'amina', status: 'excused' }];
    const open = invited.does('OpenMeeting', { attendance }).at('16:00');
    expect(first(open)).toEqual({
      kind: 'supportCase',
      id: samis,
      command: 'StartDiscussion',
      body: {
        meetingId: idOf('meeting'),
        itemId: item,
        presentPartyIds: everybody.map(({ personId }) => personId),
        absent: [{ partyId: amina, excused: true }],
      },
    });
    const after = open.when('StartItem', started).then(has('AgendaItemStarted', { ...started, caseId: samis, itemKind: 'discussion' }));
    after.when('StartItem', started).thenNothing();
  });

  it('asks nothing of a case that has begun already, nor for an evaluation', () => {
    const going = telling([aCase(samis, { phase: 'discussion', discussedAs: item })]);
    expect(first(inSession().where({ facts: going }))).toBeUndefined();
    const evaluated = aCase(samis, { phase: 'intervention', reviewOn: '2026-11-10', broughtIn: undefined });
    const evaluation = planned()
      .where({ facts: telling([evaluated]) })
      .does('ReserveFixedSlot', { itemId: item, slotNo: 1, caseId: samis, itemKind: 'evaluation' })
      .on('2026-11-03')
      .at('15:30')
      .does('OpenMeeting', { attendance: everybody });
    expect(first(evaluation)).toBeUndefined();
    evaluation.at('16:00').when('StartItem', started).thenEvents('AgendaItemStarted');
  });

  it('names the substitute of an absent introducer', () => {
    const named = inSession().does('ReassignRole', { role: 'introducer', personId: 'femke', itemId: item });
    expect(first(named)).toMatchObject({ body: { substituteId: 'femke' } });
  });

  it('needs a minute-taker who is there, one item at a time, and one that is on the agenda', () => {
    const without = everybody.map((each) => (each.personId === 'bas' ? { ...each, status: 'no_show' } : each));
    const open = sent().on('2026-11-03').at('15:30').does('OpenMeeting', { attendance: without }).at('16:00');
    open.when('StartItem', started).thenRefused('not-possible');
    open.does('ReassignRole', { role: 'minute_taker', personId: 'joost' }).when('StartItem', started).thenEvents('AgendaItemStarted');
    const second = discussing().does('AddAcuteItem', { itemId: idOf('acute'), caseId: urgent.caseId, minutes: 15 });
    second.when('StartItem', { ...started, itemId: idOf('acute') }).thenRefused('not-possible');
    inSession().does('SkipItem', { itemId: item, reason: 'no_show' }).when('StartItem', started).thenRefused('not-possible');
    inSession().by('femke').when('StartItem', started).thenRefused('forbidden');
  });
});

describe('EndItem', () => {
  it('stops the clock, and says by how much it ran over', () => {
    const after = discussing()
      .at('16:25')
      .when('EndItem', { itemId: item, at: at('16:25') });
    expect(after.dataOf('AgendaItemEnded')).toMatchObject({ seconds: 1500, overrunSeconds: 300 });
    after
      .accepted()
      .when('EndItem', { itemId: item, at: at('16:25') })
      .thenNothing();
  });

  it('waits until the case is concluded or postponed', () => {
    const going = telling([aCase(samis, { phase: 'discussion', discussedAs: item })]);
    discussing()
      .where({ facts: going })
      .when('EndItem', { itemId: item, at: at('16:20') })
      .thenRefused('item-open');
    discussing()
      .where({ facts: telling([aCase(samis, { phase: 'aftercare' })]) })
      .when('EndItem', { itemId: item, at: at('16:20') })
      .thenEvents('AgendaItemEnded');
  });

  it('ends what has begun, after it began', () => {
    inSession()
      .when('EndItem', { itemId: item, at: at('16:20') })
      .thenRefused('not-possible');
    discussing()
      .when('EndItem', { itemId: item, at: at('15:59') })
      .thenRefused('not-possible');
  });
});

describe('SkipItem', () => {
  it('leaves a child for another time, for a reason that goes to its case', () => {
    const body = { itemId: item, reason: 'time_ran_out' };
    const after = inSession()
      .when('SkipItem', body)
      .then(has('AgendaItemSkipped', { ...body, caseId: samis, itemKind: 'discussion' }));
    after.when('SkipItem', body).thenNothing();
    discussing()
      .at('16:20')
      .does('EndItem', { itemId: item, at: at('16:20') })
      .when('SkipItem', body)
      .thenRefused('not-possible');
    sent().when('SkipItem', body).thenRefused('wrong-phase');
  });
});

describe('CompleteCheckOut and CloseMeeting', () => {
  const checkOut = { oneWord: 'Useful', rating: 8, observerFeedbackGiven: true };

  it('close a meeting whose items are done with, and count what it took', () => {
    const done = discussing()
      .at('16:25')
      .does('EndItem', { itemId: item, at: at('16:25') });
    const out = done.when('CompleteCheckOut', checkOut).then(has('CheckOutCompleted', checkOut));
    out.when('CompleteCheckOut', checkOut).thenNothing();
    const { state } = out.when('CloseMeeting').then(has('MeetingClosed', { items: 1, skipped: 0, seconds: 1500, overrunSeconds: 300 }));
    expect(state.state).toBe('closed');
  });

  it('need every item done with and a check out', () => {
    inSession().when('CloseMeeting').thenRefused('item-open', ['item-open', 'checkout-missing']);
    inSession().does('SkipItem', { itemId: item, reason: 'no_show' }).when('CloseMeeting').thenRefused('checkout-missing');
    withSami().when('CloseMeeting').thenRefused('wrong-phase');
  });
});
