import type { Actor, Role } from '../kernel/index.js';
import type { Team } from '../team/state.js';
import { memberOn } from '../team/state.js';
import { rolesInTeam } from '../team/index.js';
import type { Action, Answer, BroughtIn, Party } from './state.js';

type GivenAnswer = Pick<Answer, 'partyId' | 'scope' | 'state' | 'validUntil'>;

/** What of a case says who somebody is to it; a folded case and a row of the read model both have it. */
export interface Relations {
  readonly ageBand: 'under_12' | '12_15' | '16_plus';
  readonly competence: 'competent' | 'not_competent';
  readonly caseOwnerId?: string;
  readonly parties: readonly Party[];
  readonly answers: readonly GivenAnswer[];
  readonly broughtIn?: Pick<BroughtIn, 'introducerId'>;
  readonly actions: readonly Pick<Action, 'responsibleId' | 'status'>[];
}

export interface Consenters {
  readonly partyIds: readonly string[];
  /** A child of this age must consent itself, but is no party of the case yet. */
  readonly childMissing: boolean;
}

/**
 * Who must consent and decide at this moment (domain.md §3.2): under 12 all parents with authority and guardians, from 12 those and
 * the child, from 16 the child alone; for a child that is not competent the guardian, or without one the parents with authority.
 */
export function consenters(kase: Pick<Relations, 'ageBand' | 'competence' | 'parties'>): Consenters {
  const active = kase.parties.filter((party) => party.endedOn === undefined);
  const ids = (kinds: readonly Party['kind'][]): string[] =>
    active.filter((party) => kinds.includes(party.kind)).map((party) => party.partyId);
  const authority = ids(['parent_authority', 'guardian']);
  if (kase.competence === 'not_competent') {
    const guardians = ids(['guardian']);
    return { partyIds: guardians.length ? guardians : authority, childMissing: false };
  }
  if (kase.ageBand === 'under_12') return { partyIds: authority, childMissing: false };
  const child = ids(['child']);
  return { partyIds: kase.ageBand === '12_15' ? [...authority, ...child] : child, childMissing: child.length === 0 };
}

/** Whether this party's newest answer on a scope is a consent that holds on this day. */
export const hasGiven = (answers: readonly GivenAnswer[], partyId: string, scope: string, on: string): boolean =>
  answers.some((answer) => answer.partyId === partyId && answer.scope === scope && answer.state === 'given' && on <= answer.validUntil);

/** The parties whose consent on a scope is missing on this day; a child that is no party yet counts as missing too. */
export function missingConsent(kase: Relations, scope: string, on: string): Consenters {
  const required = consenters(kase);
  return {
    partyIds: required.partyIds.filter((partyId) => !hasGiven(kase.answers, partyId, scope, on)),
    childMissing: required.childMissing,
  };
}

/** Whether everybody who must consent to a scope has done so. With nobody to ask it is never complete. */
export function isConsented(kase: Relations, scope: string, on: string): boolean {
  const { partyIds, childMissing } = missingConsent(kase, scope, on);
  return !childMissing && partyIds.length === 0 && consenters(kase).partyIds.length > 0;
}

/** The active party with which this person logs in. */
export const ownParty = (kase: Pick<Relations, 'parties'>, actor: Actor): Party | undefined =>
  kase.parties.find(
    (party) => party.endedOn === undefined && party.personId !== undefined && party.personId === (actor.onBehalfOf ?? actor.personId),
  );

/** Who a personId or partyId in a field such as `responsibleId` stands for: the person a party logs in as, or the reference itself. */
export const personOf = (kase: Pick<Relations, 'parties'>, reference: string): string =>
  kase.parties.find((party) => party.partyId === reference)?.personId ?? reference;

/** Whether a reference stands for the one who gives the command. */
export const isActor = (kase: Pick<Relations, 'parties'>, reference: string, actor: Actor): boolean =>
  personOf(kase, reference) === (actor.onBehalfOf ?? actor.personId);

/** Everything somebody is to a case: by membership, by relation, by scope. Empty means: no need to know, hence 404. */
export function rolesOf(actor: Actor, kase: Relations, team: Team, today: string): Set<Role> {
  const roles = rolesInTeam(actor, team, today);
  const isMember = memberOn(team, actor.onBehalfOf ?? actor.personId, today) !== undefined;
  const party = actor.onBehalfOf === undefined && actor.scopes.length > 0 ? undefined : ownParty(kase, actor);
  if (party?.kind === 'parent_authority' || party?.kind === 'guardian') roles.add('PA');
  if (party?.kind === 'child' && kase.ageBand !== 'under_12') roles.add('CI');
  const shared = party?.organisationId !== undefined && isConsented(kase, `share_org:${party.organisationId}`, today);
  if (party?.kind === 'professional' && shared) roles.add('EX');
  const mayHold = isMember || roles.has('PA') || roles.has('CI') || roles.has('EX');
  if (!mayHold) return roles;
  if (kase.caseOwnerId !== undefined && isActor(kase, kase.caseOwnerId, actor)) roles.add('OW');
  const introducer = kase.broughtIn?.introducerId ?? kase.caseOwnerId;
  if (introducer !== undefined && isActor(kase, introducer, actor)) roles.add('IN');
  if (kase.actions.some((action) => isActor(kase, action.responsibleId, actor))) roles.add('RS');
  return roles;
}
