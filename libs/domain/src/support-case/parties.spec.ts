import { amina, bodyOf, opened, sami, sanne, withFamily, youssef } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const other = idOf('other');

describe('AddParty', () => {
  it('adds a party from the day on which it is done', () => {
    const body = bodyOf.party(sanne, 'professional', { organisationId: 'municipality', safeContactNote: 'Never at home.' });
    const { state } = withFamily()
      .when('AddParty', body)
      .then(has('PartyAdded', { ...body, from: '2026-09-21' }));
    expect(state.parties.at(-1)).toEqual({ partyId: sanne, kind: 'professional', interpreter: false, organisationId: 'municipality' });
  });

  it('refuses a second child, and a login that is another active party', () => {
    withFamily().when('AddParty', bodyOf.party(other, 'child')).thenRefused('party-duplicate', ['party-duplicate']);
    withFamily()
      .when('AddParty', bodyOf.party(other, 'network', { personId: 'amina' }))
      .thenRefused('party-duplicate');
    const ended = withFamily().does('EndParty', { partyId: amina, endedOn: '2026-09-21', reason: 'Moved.' });
    ended.when('AddParty', bodyOf.party(other, 'network', { personId: 'amina' })).thenEvents('PartyAdded');
  });

  it('makes each id once: the same body again is nothing new, another one is refused', () => {
    const body = bodyOf.party(sanne, 'network');
    const after = withFamily().does('AddParty', body);
    after.when('AddParty', body).thenNothing();
    after.when('AddParty', { ...body, interpreter: true }).thenRefused('id-in-use');
  });

  it('may be given by coordinator and case owner only', () => {
    const body = bodyOf.party(sanne, 'network');
    withFamily().by('joost').when('AddParty', body).thenEvents('PartyAdded');
    for (const person of ['karin', 'bas', 'amina', 'client']) withFamily().by(person).when('AddParty', body).thenRefused('forbidden');
  });
});

describe('UpdateParty', () => {
  it('changes what is given and says nothing when that is so already', () => {
    const body = { partyId: amina, kind: 'guardian', language: 'ar', reason: 'A ruling of the court.' };
    const after = withFamily().when('UpdateParty', body).then(has('PartyUpdated', body));
    expect(after.state.parties[0]).toEqual({ partyId: amina, kind: 'guardian', interpreter: false, personId: 'amina' });
    after.when('UpdateParty', { partyId: amina, kind: 'guardian', personId: 'amina' }).thenNothing();
    after.when('UpdateParty', { partyId: amina, reason: 'Nothing else.' }).thenNothing();
  });

  it('keeps one with authority, one child, and one party to a login', () => {
    const alone = withFamily().does('EndParty', { partyId: youssef, endedOn: '2026-09-21', reason: 'Moved.' });
    alone.when('UpdateParty', { partyId: amina, kind: 'parent_no_authority' }).thenRefused('last-authority-party');
    alone
      .when('UpdateParty', { partyId: amina, kind: 'child', personId: 'sami' })
      .thenRefused('last-authority-party', ['last-authority-party', 'party-duplicate']);
    withFamily().when('UpdateParty', { partyId: amina, kind: 'parent_no_authority' }).thenEvents('PartyUpdated');
    withFamily().when('UpdateParty', { partyId: youssef, personId: 'sami' }).thenRefused('party-duplicate', ['party-duplicate']);
    alone.when('UpdateParty', { partyId: youssef, language: 'ar' }).thenRefused('unknown-reference');
  });
});

describe('EndParty', () => {
  const body = { partyId: youssef, endedOn: '2026-09-20', reason: 'Moved.' };

  it('ends a party once', () => {
    const after = withFamily()
      .when('EndParty', body)
      .then(has('PartyEnded', { partyId: youssef, to: '2026-09-20', reason: 'Moved.' }));
    after.when('EndParty', body).thenNothing();
  });

  it('keeps the last one with authority, and ends nobody in the future', () => {
    withFamily()
      .does('EndParty', body)
      .when('EndParty', { ...body, partyId: amina })
      .thenRefused('last-authority-party');
    withFamily()
      .when('EndParty', { ...body, endedOn: '2026-09-22' })
      .thenRefused('future-date');
    withFamily()
      .does('EndParty', body)
      .when('EndParty', { ...body, partyId: sami })
      .thenEvents('PartyEnded');
  });
});

describe('AssignCaseOwner', () => {
  const body = { ownerId: 'joost', familyPreference: true, reason: 'They know him.' };

  it('names the owner once, and again when the family turns out to prefer him', () => {
    const after = opened().when('AssignCaseOwner', body).then(has('CaseOwnerAssigned', body));
    after.when('AssignCaseOwner', body).thenNothing();
    after.when('AssignCaseOwner', { ...body, familyPreference: false }).thenEvents('CaseOwnerAssigned');
  });

  it('takes an active member of the team or a party of the case', () => {
    withFamily()
      .when('AssignCaseOwner', { ...body, ownerId: amina })
      .thenEvents('CaseOwnerAssigned');
    for (const ownerId of ['stranger', idOf('nobody')])
      withFamily()
        .when('AssignCaseOwner', { ...body, ownerId })
        .thenRefused('not-involved', ['not-involved']);
    withFamily()
      .by('karin')
      .when('AssignCaseOwner', { ...body, ownerId: 'bas' })
      .thenEvents('CaseOwnerAssigned');
    withFamily()
      .by('joost')
      .when('AssignCaseOwner', { ...body, ownerId: 'bas' })
      .thenRefused('forbidden');
  });
});
