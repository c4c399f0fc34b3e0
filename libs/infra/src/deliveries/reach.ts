import type { Case, Party } from '#domain/support-case/state.js';
import { isConsented } from '#domain/support-case/roles.js';
import type { Team } from '#domain/team/state.js';
import { memberOn, newestMembership } from '#domain/team/state.js';
import type { Contact } from './contacts.js';
import type { Preferences } from './moments.js';

/** Why somebody is not told something. */
export type Cause =
  | 'no_address'
  | 'not_chosen'
  | 'not_involved'
  | 'membership_ended'
  | 'party_ended'
  | 'consent_stopped'
  | 'child_under_12'
  | 'safe_contact'
  | 'erased';

export interface Reached {
  readonly as: 'member' | 'party';
  readonly contact: Contact;
  /** Whether this person can look at a list. */
  readonly logsIn: boolean;
  /** Why nothing may go to this person now, on any channel. */
  readonly barred?: Cause;
}

export interface Books {
  readonly team: ReadonlyMap<string, Contact>;
  readonly kase: ReadonlyMap<string, Contact>;
}

/** Who a recipient, a personId or partyId, is to a case on a day, and whether anything may still go there. */
export function reachOf(recipientId: string, kase: Case, team: Team, on: string, books: Books): Reached {
  const ofTeam = { as: 'member', contact: books.team.get(recipientId) ?? {}, logsIn: true } as const;
  if (memberOn(team, recipientId, on)) return ofTeam;
  const parties = kase.parties.filter((each) => each.partyId === recipientId || each.personId === recipientId);
  const party = parties.find((each) => each.endedOn === undefined) ?? parties.at(-1);
  if (party) {
    const barred = barredParty(party, kase, on);
    return {
      as: 'party',
      contact: books.kase.get(party.partyId) ?? {},
      logsIn: party.personId !== undefined,
      ...(barred !== undefined && { barred }),
    };
  }
  return { ...ofTeam, barred: newestMembership(team, recipientId) ? 'membership_ended' : 'not_involved' };
}

/** The family hears what it is asked; who comes from elsewhere hears nothing without the consent to share (domain.md §7). */
function barredParty({ kind, organisationId, endedOn }: Party, kase: Case, on: string): Cause | undefined {
  if (endedOn !== undefined) return 'party_ended';
  if (kind === 'child') return kase.ageBand === 'under_12' ? 'child_under_12' : undefined;
  const fromElsewhere = kind === 'professional' || kind === 'organisation';
  if ((fromElsewhere || kind === 'network') && kase.hold?.sharingStopped) return 'consent_stopped';
  const shared = organisationId !== undefined && isConsented(kase, `share_org:${organisationId}`, on);
  return fromElsewhere && !shared ? 'consent_stopped' : undefined;
}

export interface Channel {
  readonly channel: 'email' | 'in_app';
  readonly cause?: Cause;
}

/**
 * The ways somebody is told something, with the cause where one is closed: by mail and in the list, or what the person chose of these and the
 * team allows for this rule; without an address in the list alone, whatever was chosen. Who can be reached by nothing still has a row that
 * says so.
 */
export function channelsOf(
  { contact, logsIn, barred }: Reached,
  { channels }: Preferences,
  ofTeam?: readonly Channel['channel'][],
): readonly Channel[] {
  const chosen = (channel: Channel['channel']): boolean =>
    (channels === undefined || channels.includes(channel)) && (ofTeam === undefined || ofTeam.includes(channel));
  const mailed = contact.email !== undefined && chosen('email');
  const mailBarred = barred ?? (contact.careful ? 'safe_contact' : undefined);
  const listed = logsIn && (chosen('in_app') || (!mailed && channels?.length !== 0));
  const found: Channel[] = [
    ...(mailed ? [{ channel: 'email' as const, ...(mailBarred && { cause: mailBarred }) }] : []),
    ...(listed ? [{ channel: 'in_app' as const, ...(barred && { cause: barred }) }] : []),
  ];
  if (found.length > 0) return found;
  return [{ channel: 'email', cause: barred ?? (contact.email === undefined ? 'no_address' : 'not_chosen') }];
}
