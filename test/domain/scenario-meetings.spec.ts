import { amsterdamInstant } from '#domain/calendar/index.js';
import type { Facts } from '#domain/kernel/index.js';
import type { Meeting } from '#domain/meeting/index.js';
import { meetingAggregate, meetingCommands } from '#domain/meeting/index.js';
import type { Case } from '#domain/support-case/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { bodyOf, steps, submitted } from './cases.js';
import type { Situation } from './given.js';
import { given, givenMeeting } from './given.js';
import { everybody, plan } from './meetings.js';
import { idOf } from './people.js';

const item = idOf('item');

/** What cases and a meeting tell each other on a day, from their own streams. */
const telling = (on: string, cases: readonly Situation<Case>[], meeting?: Situation<Meeting>): Facts =>
  new Map<string, unknown>([
    ...cases.map(({ state }) => [`supportCase-${state.caseId}`, caseAggregate.tells!(state, on)] as const),
    ...(meeting ? [[`caseMeeting-${meeting.state.meetingId}`, meetingAggregate.tells!(meeting.state, on)] as const] : []),
  ]);
/** The command that the meeting gives to the case before it begins its item. */
const firstOf = (meeting: Situation<Meeting>, at: string) =>
  meetingCommands.StartItem.first!(meeting.state, { itemId: item, at } as never, meeting.context())!;

// The meeting parts of acceptance scenarios 10.1 and 10.2 of domain.md, over the streams of case and meeting.
describe('Sami’s meeting, steps 2 to 4 of scenario 10.1', () => {
  const meetingId = idOf('meeting');
  const planned = givenMeeting().does('PlanMeeting', plan);
  const bringIn = { ...bodyOf.bringIn, meetingId };
  const prepared = submitted().by('joost');
  const brought = prepared
    .on('2026-10-15')
    .where({ facts: telling('2026-10-15', [], planned) })
    .does('BringIn', bringIn);
  const others = ['one', 'two', 'three'].map(
    (name) =>
      new Map([[`supportCase-${idOf(name)}`, { ...(caseAggregate.tells!(brought.state, '2026-10-16') as object), caseId: idOf(name) }]]),
  );
  const facts: Facts = new Map([...telling('2026-10-16', [brought]), ...others.flatMap((each) => [...each])]);
  const slot = (slotNo: number, caseId: string, itemId = idOf(`slot-${slotNo}`)) => ({ itemId, slotNo, caseId, itemKind: 'discussion' });
  const reserved = planned
    .by('karin')
    .on('2026-10-16')
    .where({ facts })
    .does('ReserveFixedSlot', slot(2, brought.state.caseId, item));
  const sent = reserved.on('2026-10-27').does('SendAgenda');
  const open = sent.on('2026-11-03').at('15:25').does('OpenMeeting', { attendance: everybody }).at('16:00');

  it('takes the child until Friday 16 October, seven working days before', () => {
    expect(planned.state.bringInUntil).toBe('2026-10-16');
    prepared
      .on('2026-10-19')
      .where({ facts: telling('2026-10-19', [], planned) })
      .when('BringIn', bringIn)
      .thenRefused('after-cutoff');
  });

  it('has three children in the fixed part and no fourth', () => {
    const full = reserved.does('ReserveFixedSlot', slot(1, idOf('one'))).does('ReserveFixedSlot', slot(3, idOf('two')));
    full.when('ReserveFixedSlot', slot(3, idOf('three'), idOf('fourth'))).thenRefused('fixed-part-full');
  });

  it('sends version 1 on 27 October, with the item at 16:00', () => {
    const [{ event }] = sent.history.slice(-1) as [(typeof sent.history)[number]];
    expect(event).toMatchObject({
      type: 'AgendaSent',
      data: { version: 1, items: [{ itemId: item, minutes: 20, startsAt: amsterdamInstant('2026-11-03', '16:00') }] },
    });
    expect(JSON.stringify(sent.history)).not.toMatch(/Sami|Haddad/);
  });

  it('discusses it in 4, 3, 6 and 7 minutes, and ends when the case is concluded', () => {
    const { agreement } = open.state;
    expect(agreement.fixedSteps).toEqual({ background: 4, reason: 3, goals: 6, actions: 7 });
    const at = amsterdamInstant('2026-11-03', '16:00');
    const first = firstOf(open, at);
    const started = brought
      .on('2026-10-29')
      .does('RecordChildView', bodyOf.view('2026-10-29'))
      .by('karin')
      .on('2026-11-03')
      .where({ facts: telling('2026-11-03', [], open) })
      .does(first.command, first.body);
    expect(started.state).toMatchObject({ phase: 'discussion', discussion: { meetingId, itemId: item } });
    const discussing = open.does('StartItem', { itemId: item, at });
    const end = { itemId: item, at: amsterdamInstant('2026-11-03', '16:20') };
    discussing
      .where({ facts: telling('2026-11-03', [started]) })
      .when('EndItem', end)
      .thenRefused('item-open');
    const concluded = steps(started)
      .does('AgreeGoal', bodyOf.goal('2027-01-12'))
      .does('AgreeAction', bodyOf.action('2026-11-17'))
      .does('ConcludeDiscussion', bodyOf.conclude('plan_change', { reviewOn: '2027-01-12' }));
    const ended = discussing.where({ facts: telling('2026-11-03', [concluded]) }).when('EndItem', end);
    expect(ended.dataOf('AgendaItemEnded')).toMatchObject({ seconds: 1200, overrunSeconds: 0 });
  });
});

describe('Noor’s meeting, steps 1 and 2 of scenario 10.2', () => {
  const [petra, noor, sanne] = ['petra', 'noor', 'sanne'].map(idOf) as [string, string, string];
  const scopes = ['discuss_team', 'share_org:municipality'];
  const born = { child: { givenName: 'Noor', familyName: 'de Wit', dateOfBirth: '2014-08-30' }, planKind: 'opp', setting: 'secondary' };
  const meetingAt = amsterdamInstant('2026-09-29', '15:00');
  const planned = givenMeeting()
    .on('2026-09-01')
    .does('PlanMeeting', { ...plan, profile: '60', durationMin: 60, startsAt: meetingAt });
  const asked = given()
    .on('2026-09-14')
    .does('OpenCase', { ...bodyOf.open, ...born, statutoryTrigger: { kind: 'arrangement_agreed', on: '2026-09-14' } })
    .does('AddParty', bodyOf.party(petra, 'parent_authority', { personId: 'petra' }))
    .does('AddParty', bodyOf.party(noor, 'child', { personId: 'noor' }))
    .does('AddParty', bodyOf.party(sanne, 'professional', { organisationId: 'municipality', personId: 'sanne' }))
    .does('AssignCaseOwner', { ownerId: 'joost', familyPreference: true })
    .does('RequestConsent', bodyOf.ask([petra, noor], { scopes }))
    .does('SavePreparation', bodyOf.form)
    .does('SubmitPreparation', { formVersion: 1 });
  const petraYes = asked
    .on('2026-09-15')
    .by('petra')
    .does('RecordConsent', bodyOf.give(petra, '2026-09-15', { scopes }));
  const bothYes = petraYes
    .on('2026-09-16')
    .by('noor')
    .does('RecordConsent', bodyOf.give(noor, '2026-09-16', { scopes }));
  const bringIn = { ...bodyOf.bringIn, meetingId: idOf('meeting'), minutes: 12, guests: [sanne] };
  const at = (situation: Situation<Case>, on: string) =>
    situation
      .on(on)
      .by('joost')
      .where({ facts: telling(on, [], planned) });
  const brought = at(bothYes, '2026-09-17').does('BringIn', bringIn);
  const reserved = planned
    .by('karin')
    .on('2026-09-18')
    .where({ facts: telling('2026-09-18', [brought]) })
    .does('ReserveFixedSlot', { itemId: item, slotNo: 1, caseId: brought.state.caseId, itemKind: 'discussion' });

  it('waits for Noor’s own consent, and has its cut-off on Friday 18 September', () => {
    at(petraYes, '2026-09-15').when('BringIn', bringIn).thenRefused('consent-incomplete');
    expect(planned.state.bringInUntil).toBe('2026-09-18');
  });

  it('discusses her in twelve minutes, and Sanne sees only her item', () => {
    expect(reserved.state.items).toMatchObject([{ minutes: 12 }]);
    const sent = reserved
      .does('InviteToItem', { itemId: item, partyIds: [sanne] })
      .on('2026-09-22')
      .when('SendAgenda');
    expect(sent.dataOf('AgendaSent')['itemVisibility']).toEqual([{ itemId: item, partyIds: [sanne] }]);
    const attendance = [...everybody, { personId: 'sanne', status: 'present' }];
    const open = sent.accepted().on('2026-09-29').at('15:00').does('OpenMeeting', { attendance });
    const first = firstOf(open, meetingAt);
    expect(first.body['presentPartyIds']).toEqual([...everybody.map(({ personId }) => personId), sanne]);
    const viewed = brought
      .on('2026-09-24')
      .by('joost')
      .does('RecordChildView', bodyOf.view('2026-09-24', { how: 'conversation' }));
    viewed
      .on('2026-09-29')
      .by('karin')
      .where({ facts: telling('2026-09-29', [], open) })
      .when(first.command, first.body)
      .thenEvents('DiscussionStarted');
    const roles = (person: string) => [...open.by(person).context().roles];
    expect([roles('sanne'), roles('noor')]).toEqual([['EX'], []]);
  });
});
