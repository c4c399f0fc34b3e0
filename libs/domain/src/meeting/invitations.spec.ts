import { amsterdamInstant } from '../calendar/index.js';
import { has } from '../../../../test/domain/given.js';
import { aCase, inSession, item, samis, telling, withSami } from '../../../../test/domain/meetings.js';
import { idOf } from '../../../../test/domain/people.js';

const [amina, sanne, sven] = [idOf('amina'), idOf('sanne'), idOf('sven')];
const at = (time: string): string => amsterdamInstant('2026-11-03', time);
const invited = () => withSami().does('InviteToItem', { itemId: item, partyIds: [amina, sanne] });

describe('InviteToItem', () => {
  it('asks the family a quarter of an hour before its slot, others at the slot', () => {
    const after = withSami()
      .when('InviteToItem', { itemId: item, partyIds: [amina, sanne] })
      .then(
        has('ItemInvitationSent', { itemId: item, caseId: samis, partyIds: [amina], arrivalAt: at('15:45') }),
        has('ItemInvitationSent', { itemId: item, caseId: samis, partyIds: [sanne], arrivalAt: at('16:00') }),
      );
    after.when('InviteToItem', { itemId: item, partyIds: [sanne] }).thenNothing();
  });

  it('asks no external without consent to share, and nobody who is no party', () => {
    withSami()
      .when('InviteToItem', { itemId: item, partyIds: [sven] })
      .thenRefused('consent-incomplete');
    withSami()
      .when('InviteToItem', { itemId: item, partyIds: [idOf('nobody')] })
      .thenRefused('not-possible');
    withSami()
      .does('RemoveItem', { itemId: item, reason: 'no_show' })
      .when('InviteToItem', { itemId: item, partyIds: [amina] })
      .thenRefused('not-possible');
    withSami()
      .by('joost')
      .when('InviteToItem', { itemId: item, partyIds: [amina] })
      .thenRefused('forbidden');
  });
});

describe('RespondInvitation', () => {
  it('is given by who was invited, about their own invitation', () => {
    const body = { itemId: item, response: 'yes', note: 'We come together.' };
    invited()
      .by('amina')
      .when('RespondInvitation', body)
      .then(has('ItemInvitationResponded', { ...body, partyId: amina }));
    invited()
      .by('amina')
      .when('RespondInvitation', { ...body, partyId: sanne })
      .thenRefused('forbidden');
    withSami().by('amina').when('RespondInvitation', body).thenRefused('forbidden');
  });

  it('is recorded by the coordinator for who has no login', () => {
    const body = { itemId: item, partyId: amina, response: 'no' };
    invited().by('femke').when('RespondInvitation', body).thenEvents('ItemInvitationResponded');
    invited().by('femke').when('RespondInvitation', { itemId: item, response: 'no' }).thenRefused('not-possible');
  });

  it('ends with the consent to share: then a guest is nobody here', () => {
    const [party] = aCase(samis).parties.filter(({ partyId }) => partyId === sanne);
    const { role: _, ...stranger } = party!;
    invited()
      .where({ facts: telling([aCase(samis, { parties: [{ ...stranger, mayHear: false }] })]) })
      .by('sanne')
      .when('RespondInvitation', { itemId: item, response: 'yes' })
      .thenRefused('forbidden');
  });
});

describe('BlockItem and UnblockItem', () => {
  const consent = { caseId: samis, cause: 'consent_missing' };
  const hold = { caseId: samis, cause: 'on_hold' };

  it('keep each cause until it is gone, for the worker', () => {
    const both = withSami()
      .by('worker')
      .when('BlockItem', consent)
      .then(has('AgendaItemBlocked', { itemId: item, ...consent }))
      .does('BlockItem', hold);
    both.when('BlockItem', hold).thenNothing();
    const one = both.when('UnblockItem', consent).then(has('AgendaItemUnblocked', { itemId: item, ...consent }));
    expect(one.state.items[0]!.blockedBy).toEqual(['on_hold']);
    one.when('UnblockItem', consent).thenNothing();
    withSami().by('karin').when('BlockItem', hold).thenRefused('forbidden');
  });

  it('do nothing about a child that is not on the agenda, and say so when it should be free again', () => {
    const gone = withSami().does('RemoveItem', { itemId: item, reason: 'no_show' }).by('worker');
    gone.when('BlockItem', hold).thenNothing();
    gone.when('UnblockItem', hold).thenRefused('not-possible');
  });

  it('stop an item from beginning', () => {
    inSession()
      .by('worker')
      .does('BlockItem', consent)
      .by('karin')
      .when('StartItem', { itemId: item, at: at('16:00') })
      .thenRefused('not-possible');
  });
});
