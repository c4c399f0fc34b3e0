import {
  amina,
  bodyOf,
  consented,
  evaluated,
  opened,
  sami,
  sanne,
  started,
  supported,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import type { Situation } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';
import type { Case } from './index.js';
import { consenters, personOf } from './index.js';

const rolesAt = (at: Situation<Case>, person: string, onBehalfOf?: string) => [...at.by(person, onBehalfOf).context().roles].sort().join();
const twelve = { child: { givenName: 'Noor', familyName: 'Smit', dateOfBirth: '2014-08-30' } };

describe('What somebody is to a case', () => {
  it('comes from the team, by the day', () => {
    expect(['femke', 'karin', 'bas', 'ilse', 'lars', 'sofie', 'pim'].map((person) => rolesAt(opened(), person))).toEqual([
      'CO',
      'CH',
      'MT',
      'OB',
      'LD',
      'SO',
      'PO',
    ]);
    const team = opened().around.team;
    const leaving = { ...team, members: team.members.map((each) => ({ ...each, to: '2026-09-22' })) };
    expect(rolesAt(opened().where({ team: leaving }), 'femke')).toBe('CO');
    expect(rolesAt(opened().where({ team: leaving }).on('2026-09-22'), 'femke')).toBe('');
  });

  it('comes from the relation: owner, introducer until another is named, responsible for an action', () => {
    expect(rolesAt(opened(), 'joost')).toBe('PR');
    expect(rolesAt(withFamily(), 'joost')).toBe('IN,OW,PR');
    expect(rolesAt(started(), 'joost')).toBe('IN,OW,PR');
    const ready = consented().does('SavePreparation', bodyOf.form).does('SubmitPreparation', { formVersion: 1 });
    const brought = ready.does('BringIn', { ...bodyOf.bringIn, introducerId: 'bas' });
    expect([rolesAt(brought, 'joost'), rolesAt(brought, 'bas')]).toEqual(['OW,PR', 'IN,MT']);
    expect(rolesAt(supported(), 'joost')).toBe('IN,OW,PR,RS');
    expect(rolesAt(evaluated('adjust').does('StartNewCycle', { trigger: 'evaluation', reason: 'More.' }), 'joost')).toContain('IN');
  });

  it('comes from the party: parent with authority, and the child from 12', () => {
    expect(rolesAt(withFamily(), 'amina')).toBe('PA');
    expect(rolesAt(withFamily(), 'sami')).toBe('');
    expect(rolesAt(withFamily(twelve), 'sami')).toBe('CI');
    const ended = withFamily().does('EndParty', { partyId: amina, endedOn: '2026-09-21', reason: 'Moved.' });
    expect(rolesAt(ended, 'amina')).toBe('');
    expect(rolesAt(withFamily().does('UpdateParty', { partyId: amina, kind: 'parent_no_authority' }), 'amina')).toBe('');
    expect(rolesAt(withFamily().does('UpdateParty', { partyId: amina, kind: 'guardian' }), 'amina')).toBe('PA');
    expect(rolesAt(withFamily().does('AssignCaseOwner', { ownerId: amina, familyPreference: true }), 'amina')).toBe('IN,OW,PA');
  });

  it('makes a professional a guest only while sharing with its organisation is consented', () => {
    const scopes = ['discuss_team', 'share_org:municipality'];
    const sanneToo = withFamily().does(
      'AddParty',
      bodyOf.party(sanne, 'professional', { organisationId: 'municipality', personId: 'sanne' }),
    );
    expect(rolesAt(sanneToo, 'sanne')).toBe('');
    const shared = sanneToo
      .does('RequestConsent', bodyOf.ask([amina, youssef], { scopes }))
      .does('RecordConsent', bodyOf.give(amina, '2026-09-21', { scopes }))
      .does('RecordConsent', bodyOf.give(youssef, '2026-09-21', { scopes }));
    expect(rolesAt(shared, 'sanne')).toBe('EX');
    expect(rolesAt(shared.on('2027-09-21'), 'sanne')).toBe('');
    const stopped = shared.does('WithdrawConsent', bodyOf.answer(amina, { scopes: scopes.slice(1), wantsErasure: false }));
    expect(rolesAt(stopped, 'sanne')).toBe('');
  });

  it('comes from the scope of a client, or from the person it acts for, never from both', () => {
    expect(['client', 'admin', 'worker'].map((person) => rolesAt(withFamily(), person))).toEqual(['SY', 'AD', 'WK']);
    expect(rolesAt(withFamily(), 'client', 'femke')).toBe('CO');
    expect(rolesAt(withFamily(), 'client', 'amina')).toBe('PA');
    expect(rolesAt(withFamily(), 'stranger')).toBe('');
  });

  it('is the same whether a person is named by login or by party', () => {
    const { state } = withFamily();
    expect([personOf(state, amina), personOf(state, 'joost'), personOf(state, idOf('nobody'))]).toEqual(['amina', 'joost', idOf('nobody')]);
  });
});

describe('Who must consent and decide', () => {
  it.each([
    ['2019-03-14', false],
    ['2014-08-30', false],
    ['2010-08-30', false],
  ])('asks a child born on %s by its age', (dateOfBirth, childMissing) => {
    const { state } = withFamily({ child: { givenName: 'Noor', familyName: 'Smit', dateOfBirth } });
    const expected = { under_12: [amina, youssef], '12_15': [amina, youssef, sami], '16_plus': [sami] }[state.ageBand];
    expect(consenters(state)).toEqual({ partyIds: expected, childMissing });
  });

  it('says when a child that must decide is no party yet', () => {
    const { state } = opened(twelve);
    expect(consenters(state)).toEqual({ partyIds: [], childMissing: true });
  });
});
