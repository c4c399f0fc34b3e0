import { Sealed } from '#domain/kernel/index.js';
import type { Case, Party } from '#domain/support-case/state.js';
import { noCase } from '#domain/support-case/state.js';
import type { Team } from '#domain/team/state.js';
import { noTeam } from '#domain/team/state.js';
import type { Contact } from './contacts.js';
import type { Channel } from './reach.js';
import { channelsOf, reachOf } from './reach.js';

const on = '2026-09-24';
const email = Sealed.hide('somebody@post.example');
const member = (personId: string, to?: string) => ({ personId, organisationId: 'school', discipline: 'x', roles: [], ...(to && { to }) });
const team: Team = { ...noTeam, exists: true, members: [member('joost'), member('gone', '2026-09-01')] };
const parties: readonly Party[] = [
  { partyId: 'mother', kind: 'parent_authority', personId: 'amina' },
  { partyId: 'father', kind: 'parent_authority' },
  { partyId: 'left', kind: 'guardian', personId: 'guardian', endedOn: '2026-09-20' },
  { partyId: 'child', kind: 'child', personId: 'sami' },
  { partyId: 'coach', kind: 'professional', organisationId: 'youth', personId: 'sanne' },
  { partyId: 'aunt', kind: 'network' },
];
const kase: Case = { ...noCase, exists: true, parties };
const consented: Case = {
  ...kase,
  answers: ['mother', 'father'].map((partyId) => ({
    partyId,
    scope: 'share_org:youth',
    consentId: 'consent',
    state: 'given',
    on,
    validUntil: '2027-09-24',
    limited: false,
  })),
};
const stopped: Case = { ...consented, hold: { reason: 'consent_withdrawn', since: on, reviewOn: on, sharingStopped: true } };
const reach = (recipientId: string, of: Case = kase, contact: Contact = { email }) =>
  reachOf(recipientId, of, team, on, {
    team: new Map([[recipientId, contact]]),
    kase: new Map(parties.map(({ partyId }) => [partyId, contact])),
  });
const said = (channels: readonly Channel[]): string[] => channels.map(({ channel, cause }) => (cause ? `${channel} ${cause}` : channel));

describe('A recipient', () => {
  it('is a member, or a party by its own id or by the person it logs in as', () => {
    expect(reach('joost')).toMatchObject({ as: 'member', logsIn: true });
    expect(reach('amina')).toMatchObject({ as: 'party', logsIn: true, contact: { email } });
    expect(reach('father')).toMatchObject({ as: 'party', logsIn: false, contact: { email } });
    for (const each of ['joost', 'amina', 'father']) expect(reach(each).barred).toBeUndefined();
  });

  it.each([
    ['gone', kase, 'membership_ended'],
    ['left', kase, 'party_ended'],
    ['guardian', kase, 'party_ended'],
    ['stranger', kase, 'not_involved'],
    ['sanne', kase, 'consent_stopped'],
    ['sanne', stopped, 'consent_stopped'],
    ['aunt', stopped, 'consent_stopped'],
    ['sami', kase, 'child_under_12'],
  ])('%s hears nothing where there is no ground for it (%#)', (recipientId, of, cause) => {
    expect(reach(recipientId, of).barred).toBe(cause);
    const ways = said(channelsOf(reach(recipientId, of), {}));
    expect(ways.length > 0 && ways.every((way) => way.endsWith(` ${cause}`))).toBe(true);
  });

  it('from elsewhere hears what it shares in, a child of twelve what it is asked, the family always', () => {
    expect(reach('sanne', consented).barred).toBeUndefined();
    expect(reach('aunt').barred).toBeUndefined();
    expect(reach('sami', { ...kase, ageBand: '12_15' }).barred).toBeUndefined();
    expect(reach('amina', stopped).barred).toBeUndefined();
  });
});

describe('The channels', () => {
  it('are mail and list, the list alone without an address, mail alone for who cannot log in', () => {
    expect(said(channelsOf(reach('joost'), {}))).toEqual(['email', 'in_app']);
    expect(said(channelsOf(reach('joost', kase, {}), {}))).toEqual(['in_app']);
    expect(said(channelsOf(reach('father'), {}))).toEqual(['email']);
    expect(said(channelsOf(reach('father', kase, {}), {}))).toEqual(['email no_address']);
  });

  it('are those a person chose and the team allows, but the list where only mail was chosen and there is no address', () => {
    expect(said(channelsOf(reach('joost'), { channels: ['in_app'] }))).toEqual(['in_app']);
    expect(said(channelsOf(reach('joost'), { channels: ['email'] }))).toEqual(['email']);
    expect(said(channelsOf(reach('joost'), {}, ['email']))).toEqual(['email']);
    expect(said(channelsOf(reach('joost', kase, {}), { channels: ['email'] }))).toEqual(['in_app']);
    expect(said(channelsOf(reach('joost'), { channels: [] }))).toEqual(['email not_chosen']);
  });

  it('are not mail where a note says how somebody is reached safely', () => {
    expect(said(channelsOf(reach('amina', kase, { email, careful: true }), {}))).toEqual(['email safe_contact', 'in_app']);
    expect(said(channelsOf(reach('father', kase, { email, careful: true }), {}))).toEqual(['email safe_contact']);
  });
});
