import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { frameworkAggregate } from '#domain/framework/index.js';
import type { Actor } from '#domain/kernel/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import type { FrameworkDocument } from '#domain/views/index.js';
import { frameworkView } from '#domain/views/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { found } from '../http/found.js';
import { SERVICE } from '../tokens.js';

/** The agreements of a team that are in force, with the versions there are; for its members and an admin. Without any, `inForce` is null. */
export class TeamFramework extends Query<Record<string, unknown>> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly minRevision: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(TeamFramework)
export class TeamFrameworkHandler implements IQueryHandler<TeamFramework> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId: asked, minRevision }: TeamFramework): Promise<Record<string, unknown>> {
    if (!isUuid(asked)) throw new Refused('not-found');
    const teamId = asked.toLowerCase();
    const { today } = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId);
    if (!team.exists || rolesInTeam(caller, team, today).size === 0) throw new Refused('not-found');
    const { revision: newest } = await this.service.streams.load(frameworkAggregate, teamId);
    if (newest < 0) return { teamId, inForce: null, versions: [], asOfRevision: null };
    const { document, revision } = await found<FrameworkDocument>(this.service, frameworkView.name, caller.tenant, teamId, minRevision);
    const inForce = document.versions.findLast(({ effectiveFrom }) => effectiveFrom <= today);
    return {
      teamId,
      inForce: inForce ? await this.service.vault.opened(inForce) : null,
      versions: document.versions.map(({ version, effectiveFrom, adoptedAt, agreedByMemberIds, members }) => ({
        version,
        effectiveFrom,
        adoptedAt,
        agreedByMemberIds,
        members,
        inForce: version === inForce?.version,
      })),
      revision,
      asOfRevision: revision,
    };
  }
}
