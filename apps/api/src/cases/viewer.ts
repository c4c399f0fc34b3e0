import { amsterdamDate } from '#domain/calendar/index.js';
import type { Actor, Role } from '#domain/kernel/index.js';
import type { Relations } from '#domain/support-case/index.js';
import { rolesOf } from '#domain/support-case/index.js';
import type { Team } from '#domain/team/state.js';
import { memberOn, noTeam } from '#domain/team/state.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Viewer } from '#domain/visibility.js';
import type { Service } from '#infra/service.js';

/** Who looks, and at what moment: what visibility is judged by. */
export interface Moment {
  readonly now: string;
  readonly today: string;
}

/** The viewer as visibility wants it. */
export const viewerOf = (caller: Actor, roles: ReadonlySet<Role>, { today }: Moment): Viewer => ({
  personId: caller.onBehalfOf ?? caller.personId,
  roles,
  today,
});

export async function momentOf({ clock }: Service): Promise<Moment> {
  const now = await clock.now();
  return { now, today: amsterdamDate(now) };
}

/** A team of the tenant, folded to its newest event, so that an ended membership counts at once. */
export async function teamOf({ streams }: Service, tenant: string, teamId: string): Promise<Team> {
  const { tenant: owner, state } = await streams.load(teamAggregate, teamId);
  return owner === tenant ? state : noTeam;
}

/** What the caller is to a case: its relations from the read model, the membership from the team's stream. */
export async function rolesAt(
  service: Service,
  caller: Actor,
  teamId: string,
  relations: Relations,
  today: string,
): Promise<ReadonlySet<Role>> {
  return rolesOf(caller, relations, await teamOf(service, caller.tenant, teamId), today);
}

/** The teams of which the caller is a member today; the read model says which to look at, their streams decide. */
export async function teamsOf(service: Service, caller: Actor, today: string): Promise<readonly string[]> {
  const rows = await service.readModels.rows(
    'team-1',
    caller.tenant,
    [{ sql: '$? = any(person_ids)', values: [caller.personId] }],
    'id',
    200,
  );
  const teams = await Promise.all(rows.map(({ id }) => teamOf(service, caller.tenant, id)));
  return teams.filter((team) => memberOn(team, caller.personId, today) !== undefined).map((team) => team.teamId);
}
