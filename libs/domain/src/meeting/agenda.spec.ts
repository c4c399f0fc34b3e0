import { amsterdamInstant } from '../calendar/index.js';
import { has } from '../../../../test/domain/given.js';
import { aCase, inSession, item, planned, samis, sent, telling, urgent, withSami } from '../../../../test/domain/meetings.js';
import { idOf, teamOfLinde } from '../../../../test/domain/people.js';

const at = (time: string): string => amsterdamInstant('2026-11-03', time);
const [noor, daan, lisa] = [idOf('noor'), idOf('daan'), idOf('lisa')];
const slot = (slotNo: number, caseId: string, more = {}) => ({
  itemId: idOf(`item-${slotNo}`),
  slotNo,
  caseId,
  itemKind: 'discussion',
  ...more,
});
const accept = (caseId: string, more = {}) => ({
  itemId: idOf(`of ${caseId}`),
  caseId,
  part: 'fixed',
  itemKind: 'discussion',
  minutes: 20,
  ...more,
});
const full = () =>
  planned().does('ReserveFixedSlot', slot(1, samis)).does('ReserveFixedSlot', slot(2, noor)).does('ReserveFixedSlot', slot(3, daan));
const telling1 = (more: Parameters<typeof aCase>[1]) => telling([aCase(samis, more)]);

describe('ReserveFixedSlot', () => {
  it('puts a child that may be discussed on the agenda, at the time of its slot', () => {
    const { state } = planned()
      .when('ReserveFixedSlot', slot(2, samis, { reason: 'waiting' }))
      .then(
        has('FixedSlotReserved', { ...slot(2, samis), minutes: 20, reason: 'waiting' }),
        has('AgendaItemAdded', {
          ...slot(2, samis),
          part: 'fixed',
          minutes: 20,
          acute: false,
          startsAt: at('16:00'),
          introducerId: 'joost',
        }),
      );
    expect([state.state, state.items.length]).toEqual(['agenda_open', 1]);
  });

  it('keeps the slot only, for a child that is not brought in yet', () => {
    const later = planned().where({ facts: telling1({ broughtIn: undefined }) });
    const { state } = later.when('ReserveFixedSlot', slot(2, samis)).thenEvents('FixedSlotReserved');
    expect(state.items[0]!.status).toBe('proposed');
    planned()
      .where({ facts: telling1({ broughtIn: undefined, reviewOn: '2026-11-10', phase: 'intervention' }) })
      .when('ReserveFixedSlot', slot(2, samis, { itemKind: 'evaluation' }))
      .thenEvents('FixedSlotReserved', 'AgendaItemAdded');
  });

  it('has room for three children of this team, each once', () => {
    full()
      .when('ReserveFixedSlot', slot(3, lisa, { itemId: idOf('fourth') }))
      .thenRefused('fixed-part-full');
    planned().when('ReserveFixedSlot', slot(4, samis)).thenRefused('fixed-part-full');
    withSami().when('ReserveFixedSlot', slot(1, samis)).thenRefused('duplicate-item');
    withSami().when('ReserveFixedSlot', slot(2, noor)).thenRefused('not-possible');
    planned()
      .where({ facts: telling1({ teamId: idOf('another team') }) })
      .when('ReserveFixedSlot', slot(1, samis))
      .thenRefused('case-in-other-team');
    planned()
      .when('ReserveFixedSlot', slot(1, idOf('no case')))
      .thenRefused('unknown-reference');
    planned().by('joost').when('ReserveFixedSlot', slot(1, samis)).thenRefused('forbidden');
  });
});

describe('ReleaseFixedSlot', () => {
  it('frees a reserved slot, not one with a child on the agenda', () => {
    const kept = planned()
      .where({ facts: telling1({ broughtIn: undefined }) })
      .does('ReserveFixedSlot', slot(2, samis));
    const after = kept
      .when('ReleaseFixedSlot', { slotNo: 2, reason: 'other' })
      .then(has('FixedSlotReleased', { itemId: idOf('item-2'), caseId: samis, slotNo: 2, reason: 'other' }));
    after.when('ReleaseFixedSlot', { slotNo: 2 }).thenNothing();
    withSami().when('ReleaseFixedSlot', { slotNo: 2 }).thenRefused('not-possible');
  });
});

describe('AcceptBringIn', () => {
  it('gives a child the first free slot, or the one that was reserved for it', () => {
    expect(planned().when('AcceptBringIn', accept(samis)).dataOf('AgendaItemAdded')).toMatchObject({ slotNo: 1, startsAt: at('15:40') });
    const kept = planned()
      .where({ facts: telling1({ broughtIn: undefined }) })
      .does('ReserveFixedSlot', slot(2, samis))
      .where({ facts: telling1({}) });
    const { state } = kept.when('AcceptBringIn', accept(samis)).accepted();
    expect(state.items).toMatchObject([{ itemId: idOf('item-2'), slotNo: 2, status: 'accepted' }]);
    kept
      .does('AcceptBringIn', accept(samis))
      .when('AcceptBringIn', accept(samis, { itemId: idOf('again') }))
      .thenNothing();
  });

  it('refuses what does not fit', () => {
    full().when('AcceptBringIn', accept(lisa)).thenRefused('fixed-part-full', ['fixed-part-full', 'time-exceeded']);
    planned()
      .when('AcceptBringIn', accept(samis, { minutes: 45 }))
      .thenEvents('AgendaItemAdded');
    planned()
      .does('AcceptBringIn', accept(samis, { minutes: 45 }))
      .when('AcceptBringIn', accept(noor))
      .thenRefused('time-exceeded');
    const acute = accept(urgent.caseId, { part: 'variable', minutes: 15 });
    planned().when('AcceptBringIn', acute).thenEvents('AgendaItemAdded');
    planned()
      .when('AcceptBringIn', { ...acute, minutes: 20 })
      .thenRefused('time-exceeded');
    planned()
      .does('AcceptBringIn', { ...acute, minutes: 5 })
      .when('AcceptBringIn', accept(samis, { part: 'variable', minutes: 5 }))
      .thenRefused('variable-full');
    planned().on('2026-10-17').when('AcceptBringIn', accept(samis)).thenRefused('after-cutoff');
    planned().on('2026-11-02').when('AcceptBringIn', acute).thenEvents('AgendaItemAdded');
  });

  it.each([
    ['has not been brought in', { broughtIn: undefined }],
    ['is on hold', { isOnHold: true }],
    ['lost its consent', { isConsented: false }],
    ['belongs to another team', { teamId: idOf('another team') }],
    ['is being discussed', { phase: 'discussion' }],
    ['is closed', { phase: 'closed' }],
  ])('reads the case itself: not when it %s', (_, more) => {
    planned()
      .where({ facts: telling1(more) })
      .when('AcceptBringIn', accept(samis))
      .thenRefused('not-possible');
  });

  it('keeps the variable part for urgent cases, and is for the chair', () => {
    planned()
      .when('AcceptBringIn', accept(samis, { part: 'variable', minutes: 15 }))
      .thenRefused('not-possible');
    planned().by('femke').when('AcceptBringIn', accept(samis)).thenRefused('forbidden');
  });

  it('takes a blocked child back when its case may be discussed again', () => {
    const blocked = withSami().by('worker').does('BlockItem', { caseId: samis, cause: 'not_ready' }).by('karin');
    blocked.when('AcceptBringIn', accept(samis)).then(has('AgendaItemUnblocked', { itemId: item, caseId: samis, cause: 'not_ready' }));
  });
});

describe('DeclineBringIn', () => {
  it('says why a child does not come on this agenda, and where it may', () => {
    const body = { caseId: samis, reason: 'The agenda is full.', alternativeMeetingId: idOf('next meeting') };
    planned()
      .when('DeclineBringIn', body)
      .then(has('BringInDeclined', { ...body, byId: 'karin' }));
    withSami().when('DeclineBringIn', body).thenRefused('not-possible');
    planned().by('joost').when('DeclineBringIn', body).thenRefused('forbidden');
  });
});

describe('AddHouseholdItem', () => {
  const body = { itemId: idOf('news'), text: 'The new room key.', minutes: 3, noNamesOfChildren: true };

  it('is for every member, within its minutes, with the word that no child is named', () => {
    const after = planned()
      .by('joost')
      .when('AddHouseholdItem', body)
      .then(has('HouseholdItemAdded', { itemId: idOf('news'), byId: 'joost', text: body.text, minutes: 3 }));
    expect(after.state.state).toBe('agenda_open');
    after.when('AddHouseholdItem', { ...body, itemId: idOf('more') }).thenRefused('time-exceeded');
    planned()
      .when('AddHouseholdItem', { ...body, noNamesOfChildren: false })
      .thenRefused('validation');
    planned().by('amina').when('AddHouseholdItem', body).thenRefused('forbidden');
  });
});

describe('OrderAgenda', () => {
  const two = () => withSami().does('ReserveFixedSlot', slot(3, noor));

  it('orders the items of a section among themselves: in the fixed part they trade slots', () => {
    const sections = [{ section: 'fixed', itemIds: [idOf('item-3'), item] }];
    const after = two().when('OrderAgenda', { sections }).then(has('AgendaOrdered', { sections }));
    expect(after.state.items.map(({ caseId, slotNo }) => [caseId, slotNo])).toEqual([
      [noor, 2],
      [samis, 3],
    ]);
    after.when('OrderAgenda', { sections }).thenNothing();
  });

  it('moves nothing into another section, and knows its items', () => {
    two()
      .when('OrderAgenda', { sections: [{ section: 'variable', itemIds: [item] }] })
      .thenRefused('section-crossing');
    two()
      .when('OrderAgenda', { sections: [{ section: 'fixed', itemIds: [idOf('none')] }] })
      .thenRefused('unknown-reference');
    two()
      .by('femke')
      .when('OrderAgenda', { sections: [{ section: 'fixed', itemIds: [item] }] })
      .thenRefused('forbidden');
  });
});

describe('SendAgenda', () => {
  it('freezes a version: who gets it, when each item comes, and which guests see which', () => {
    const invited = withSami().does('InviteToItem', { itemId: item, partyIds: [idOf('amina')] });
    const after = invited.on('2026-10-27').when('SendAgenda');
    expect(after.dataOf('AgendaSent')).toEqual({
      version: 1,
      changed: false,
      recipients: [...teamOfLinde.members.map(({ personId }) => personId), idOf('amina')],
      items: [{ itemId: item, part: 'fixed', minutes: 20, startsAt: at('16:00') }],
      itemVisibility: [{ itemId: item, partyIds: [idOf('amina')] }],
    });
    after.accepted().when('SendAgenda').thenNothing();
  });

  it('makes a new version of every later change', () => {
    const { state } = sent().when('ReserveFixedSlot', slot(1, noor)).thenEvents('FixedSlotReserved', 'AgendaItemAdded', 'AgendaSent');
    expect([state.agendaVersion, state.state]).toEqual([2, 'agenda_sent']);
    expect(sent().when('RemoveItem', { itemId: item, reason: 'no_show' }).dataOf('AgendaSent')).toMatchObject({
      version: 2,
      changed: true,
      items: [],
    });
  });

  it('needs a chair who is a member, and no blocked item', () => {
    const left = {
      ...teamOfLinde,
      members: teamOfLinde.members.map((each) => (each.personId === 'karin' ? { ...each, to: '2026-10-01' } : each)),
    };
    const blocked = withSami().by('worker').does('BlockItem', { caseId: samis, cause: 'consent_missing' });
    const coChaired = blocked.by('femke').does('ReassignRole', { role: 'co_chair', personId: 'femke' });
    coChaired.where({ team: left }).when('SendAgenda').thenRefused('no-chair', ['no-chair', 'item-blocked']);
    blocked.by('karin').when('SendAgenda').thenRefused('item-blocked');
  });
});

describe('RemoveItem and SwapItem', () => {
  it('take an item off the agenda, for a reason that goes to its case', () => {
    const after = withSami()
      .when('RemoveItem', { itemId: item, reason: 'key_person_absent' })
      .then(has('AgendaItemRemoved', { itemId: item, caseId: samis, itemKind: 'discussion', reason: 'key_person_absent' }));
    after.when('RemoveItem', { itemId: item, reason: 'key_person_absent' }).thenRefused('not-possible');
    withSami().by('femke').when('RemoveItem', { itemId: item, reason: 'no_show' }).thenRefused('forbidden');
  });

  it('put another child in its slot', () => {
    const body = { itemId: item, reason: 'no_show', replacementCaseId: noor, replacementItemId: idOf('new item') };
    const { state } = withSami().when('SwapItem', body).thenEvents('AgendaItemRemoved', 'AgendaItemAdded');
    expect(state.items).toMatchObject([
      { caseId: samis, status: 'removed' },
      { caseId: noor, status: 'accepted', slotNo: 2, minutes: 20 },
    ]);
    withSami()
      .when('SwapItem', { ...body, replacementCaseId: samis })
      .thenRefused('not-possible');
    const away = telling([aCase(samis), aCase(noor, { isConsented: false })]);
    withSami().where({ facts: away }).when('SwapItem', body).thenRefused('not-possible');
  });

  it('only free a slot that was merely reserved', () => {
    planned()
      .where({ facts: telling1({ broughtIn: undefined }) })
      .does('ReserveFixedSlot', slot(2, samis))
      .when('RemoveItem', { itemId: idOf('item-2'), reason: 'no_show' })
      .thenEvents('FixedSlotReleased');
  });
});

describe('AddAcuteItem', () => {
  const body = { itemId: idOf('acute'), caseId: urgent.caseId, minutes: 15 };

  it('brings an urgent child into the variable part, also while the meeting is open', () => {
    expect(inSession().when('AddAcuteItem', body).dataOf('AgendaItemAdded')).toMatchObject({
      part: 'variable',
      acute: true,
      startsAt: at('16:40'),
    });
    planned().by('femke').when('AddAcuteItem', body).thenRefused('forbidden');
  });

  it('refuses a child that is not urgent, a full part, and a lack of consent', () => {
    planned()
      .when('AddAcuteItem', { ...body, caseId: samis })
      .thenRefused('not-urgent');
    planned()
      .does('AddAcuteItem', body)
      .when('AddAcuteItem', { ...body, itemId: idOf('second'), caseId: samis })
      .thenRefused('not-urgent', ['not-urgent', 'variable-full']);
    planned()
      .when('AddAcuteItem', { ...body, minutes: 20 })
      .thenRefused('variable-full');
    planned()
      .where({ facts: telling([{ ...urgent, isConsented: false }]) })
      .when('AddAcuteItem', body)
      .thenRefused('consent-incomplete');
    planned()
      .where({ facts: telling([{ ...urgent, isOnHold: true }]) })
      .when('AddAcuteItem', body)
      .thenRefused('not-possible');
  });

  it('may take its minutes from another item', () => {
    const more = { ...body, minutes: 18, takenFromItemId: item };
    const { state } = inSession().when('AddAcuteItem', more).accepted();
    expect(state.items.map(({ minutes }) => minutes)).toEqual([2, 18]);
    inSession()
      .when('AddAcuteItem', { ...more, minutes: 20 })
      .thenRefused('not-possible');
  });
});
