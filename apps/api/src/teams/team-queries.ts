import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { daysBetween } from '#domain/calendar/index.js';
import { settingsOn } from '#domain/deadlines/index.js';
import type { Actor, Infer, Sealed } from '#domain/kernel/index.js';
import { memberOn, rolesInTeam } from '#domain/team/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { boardRows } from '../cases/board.js';
import type { Page } from '../cases/case-queries.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { found } from '../http/found.js';
import type { listParameters } from '../http/parameters.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import { TeamStuckHandler } from './stuck.js';

const view = 'team-1';
/** Urgent children first, then whoever waits longest. */
const waitingOrder = `(urgency <> 'urgent')::int, phase_since, id`;

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
      policyVersion,
      ...(policyVersion > 0 && { settings: { effectiveFrom, deadlines } }),
      ...(preferences && { preferences }),
    };
  }
}

/** The children who wait to be discussed, urgent ones first, then by how long they wait (domain.md §6). */
export class TeamWaiting extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly page: Infer<typeof listParameters>,
  ) {
    super();
  }
}

@QueryHandler(TeamWaiting)
export class TeamWaitingHandler implements IQueryHandler<TeamWaiting> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId, page }: TeamWaiting): Promise<Page> {
    if (!isUuid(teamId)) throw new Refused('not-found');
    const moment = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId.toLowerCase());
    if (!team.exists || rolesInTeam(caller, team, moment.today).size === 0) throw new Refused('not-found');
    const { tenantKeys } = this.service;
    const list = `waiting\n${team.teamId}`;
    const after =
      page.cursor === undefined
        ? []
        : [{ sql: `(${waitingOrder}) > ($?::int, $?::date, $?)`, values: openCursor(tenantKeys, caller.tenant, list, page.cursor) }];
    const { rows, last } = await boardRows(this.service, caller, moment, {
      conditions: [{ sql: 'team_id = $?', values: [team.teamId] }, { sql: 'waiting', values: [] }, ...after],
      order: waitingOrder,
      limit: page.limit ?? defaultLimit,
      part: 'waiting',
    });
    const items = rows.map(({ shown, document }) => ({
      ...shown,
      since: document.phaseSince,
      waitingDays: daysBetween(document.phaseSince, moment.today),
      postponed: document.postponed,
      reviewOn: document.reviewOn,
    }));
    const { urgency, phase_since: since } = last?.cells ?? {};
    return {
      items: (await this.service.vault.opened(items)) as readonly unknown[],
      nextCursor: last ? sealCursor(tenantKeys, caller.tenant, list, [urgency === 'urgent' ? 0 : 1, String(since), last.id]) : null,
    };
  }
}

export const teamQueries = [TeamByIdHandler, TeamWaitingHandler, TeamStuckHandler];
