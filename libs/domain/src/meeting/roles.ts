import type { CaseFacts } from '../facts/index.js';
import type { Actor, Facts, Role } from '../kernel/index.js';
import { rolesInTeam } from '../team/index.js';
import type { Team } from '../team/state.js';
import { memberOn } from '../team/state.js';
import type { Item } from './state.js';
import { takesPlace } from './state.js';

/** What of a meeting says who somebody is to it; a folded meeting and its document both have it. */
export interface MeetingRelations {
  readonly exists: boolean;
  readonly chairId: string;
  readonly coChairId?: string;
  readonly minuteTakerId?: string;
  readonly observerId?: string;
  readonly items: readonly Pick<Item, 'itemId' | 'caseId' | 'guestIds' | 'status'>[];
}

/** The items to which somebody was invited as a party of the case, and what this makes of them. */
export function invitedTo(
  personId: string,
  meeting: Pick<MeetingRelations, 'items'>,
  facts: Facts,
): readonly { readonly itemId: string; readonly role: Role }[] {
  return meeting.items.flatMap((item) => {
    const kase = facts.get(`supportCase-${item.caseId}`) as CaseFacts | undefined;
    const party = kase?.parties.find((each) => each.personId === personId && item.guestIds.includes(each.partyId));
    return party?.role && takesPlace(item) ? [{ itemId: item.itemId, role: party.role }] : [];
  });
}

/**
 * Everything somebody is to a meeting: by membership, by the roles of this very meeting, by invitation. The team's role of chair counts
 * while there is no meeting yet; then its own chair chairs.
 */
export function rolesOf(actor: Actor, meeting: MeetingRelations, team: Team, today: string, facts: Facts): Set<Role> {
  const roles = rolesInTeam(actor, team, today);
  if (!meeting.exists) return roles;
  const personId = actor.onBehalfOf ?? actor.personId;
  for (const role of ['CH', 'MT', 'OB'] as const) roles.delete(role);
  if (memberOn(team, personId, today)) {
    roles.add('PR');
    if (personId === meeting.chairId || personId === meeting.coChairId) roles.add('CH');
    if (personId === meeting.minuteTakerId) roles.add('MT');
    if (personId === meeting.observerId) roles.add('OB');
  }
  const isClient = actor.onBehalfOf === undefined && actor.scopes.length > 0;
  if (!isClient) for (const { role } of invitedTo(personId, meeting, facts)) roles.add(role);
  return roles;
}
