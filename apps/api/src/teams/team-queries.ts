import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { settingsOn } from '#domain/deadlines/index.js';
import type { Actor, Sealed } from '#domain/kernel/index.js';
import { memberOn, rolesInTeam } from '#domain/team/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { found } from '../http/found.js';
import { SERVICE } from '../tokens.js';
import { TeamDashboardHandler } from './dashboard.js';
import { FrameworkPreviewHandler } from './framework-preview.js';
import { TeamFrameworkHandler } from './framework.js';
import { TeamStuckHandler } from './stuck.js';
import { TeamWaitingHandler } from './waiting.js';

const view = 'team-1';
export interface TeamAnswer {
  readonly teamId: string;
  readonly revision: number;
  readonly [field: string]: unknown;
}

/** The team with its members, closures and settings in force, for its members and for an admin; of preferences one's own. */
export class TeamById extends Query<TeamAnswer> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly minRevision: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(TeamById)
export class TeamByIdHandler implements IQueryHandler<TeamById> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId, minRevision }: TeamById): Promise<TeamAnswer> {
    if (!isUuid(teamId)) throw new Refused('not-found');
    const { today } = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId.toLowerCase());
    if (!team.exists || rolesInTeam(caller, team, today).size === 0) throw new Refused('not-found');
    const { document, revision } = await found<Record<string, unknown>>(
      this.service,
      view,
      caller.tenant,
      teamId.toLowerCase(),
      minRevision,
    );
    const isAdmin = caller.scopes.includes('admin') || memberOn(team, caller.personId, today)?.roles.includes('coordinator') === true;
    const members = (document['members'] as readonly { readonly email?: Sealed }[]).map(({ email, ...member }) => ({
      ...member,
      ...(isAdmin && email && { email }),
    }));
    const opened = (await this.service.vault.opened({ ...document, members })) as Record<string, unknown>;
    const { policyVersion, effectiveFrom, deadlines } = settingsOn(team.policies, today);
    const preferences = team.preferences[caller.personId];
    return {
      ...opened,
      teamId: teamId.toLowerCase(),
      revision,
      asOfRevision: revision,
      status: team.active ? 'active' : 'inactive',
      collaborationPhase: team.collaborationPhase ?? null,
      defaultRoles: team.defaultRoles,
      policyVersion,
      ...(policyVersion > 0 && { settings: { effectiveFrom, deadlines } }),
      ...(preferences && { preferences }),
    };
  }
}

export const teamQueries = [
  TeamByIdHandler,
  TeamFrameworkHandler,
  FrameworkPreviewHandler,
  TeamWaitingHandler,
  TeamStuckHandler,
  TeamDashboardHandler,
];
