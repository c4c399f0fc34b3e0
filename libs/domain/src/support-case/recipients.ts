import type { DeadlineStamp, Recipient, Told } from '../deadlines/index.js';
import type { Team, TeamRole } from '../team/state.js';
import { membersOn } from '../team/state.js';
import { personOf } from './roles.js';
import type { Case } from './state.js';
import { partyOf, planOf } from './state.js';

const teamRoles: { readonly [role in Recipient]?: TeamRole } = { CO: 'coordinator', CH: 'chair', MT: 'minute-taker', LD: 'lead' };

/** The persons behind one kind of recipient, on a day; the coordinator of the case stands for CO while it is a member. */
function peopleOf(to: Recipient, kase: Case, team: Team, subjectId: string, on: string): readonly string[] {
  const role = teamRoles[to];
  if (role) {
    const holders = membersOn(team, on)
      .filter((member) => member.roles.includes(role))
      .map((member) => member.personId);
    return to === 'CO' && holders.includes(kase.coordinatorId) ? [kase.coordinatorId] : holders;
  }
  switch (to) {
    case 'OW':
      return kase.caseOwnerId === undefined ? [] : [kase.caseOwnerId];
    case 'IN':
      return [kase.broughtIn?.introducerId ?? kase.caseOwnerId].filter((each) => each !== undefined);
    case 'responsible':
      return kase.actions.filter((action) => action.actionId === subjectId).map((action) => action.responsibleId);
    case 'teller':
      return kase.aftercare.flatMap((each) =>
        each.feedback.filter((item) => item.addresseeId === subjectId && item.settledOn === undefined).map((item) => item.byId),
      );
    case 'open-parties': {
      const request = kase.consentRequests.find((each) => each.consentId === subjectId);
      return (request?.askedOf ?? []).filter((partyId) => !request!.answered.includes(partyId) && partyOf(kase, partyId));
    }
    case 'deciders': {
      const version = planOf(kase, subjectId);
      return (version?.requiredDeciders ?? []).filter((partyId) => version!.decisions[partyId] === undefined && partyOf(kase, partyId));
    }
    default:
      return [];
  }
}

/**
 * Who is told at a step, each once. A role nobody holds: the coordinator is told instead, unless it is told already (domain.md §5).
 * The case owner that is not named yet is the one who asked, for a consent.
 */
export function recipientsOf(
  steps: readonly Recipient[],
  kase: Case,
  team: Team,
  subject: DeadlineStamp['subject'],
  on: string,
): readonly Told[] {
  const told = new Map<string, Told>();
  let unheld = false;
  for (const to of steps) {
    const requester = to === 'OW' ? kase.consentRequests.find((each) => each.consentId === subject.id)?.requestedById : undefined;
    const people = peopleOf(to, kase, team, subject.id, on);
    const found = people.length === 0 && requester !== undefined ? [requester] : people;
    unheld ||= found.length === 0;
    for (const reference of found) {
      const recipientId = personOf(kase, reference);
      if (!told.has(recipientId)) told.set(recipientId, { recipientId, as: to });
    }
  }
  if (unheld && !told.has(kase.coordinatorId) && membersOn(team, on).some((member) => member.personId === kase.coordinatorId))
    told.set(kase.coordinatorId, { recipientId: kase.coordinatorId, as: 'CO' });
  return [...told.values()];
}
