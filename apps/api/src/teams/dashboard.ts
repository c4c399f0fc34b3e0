import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { addDays, addMonths } from '#domain/calendar/index.js';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import type { CaseFigures, Dashboard, MeetingDocument } from '#domain/views/index.js';
import { dashboardOf, figuresView, meetingsView } from '#domain/views/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { SERVICE } from '../tokens.js';
import type { dashboardParameters } from './parameters.js';

const mostCases = 10_000;

export interface DashboardAnswer extends Dashboard {
  readonly teamId: string;
  readonly from: string;
  readonly to: string;
}

/** The figures of a team over a period, the last twelve months when none is given; for its chair and its lead (domain.md §6). */
export class TeamDashboard extends Query<DashboardAnswer> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly period: Infer<typeof dashboardParameters>,
  ) {
    super();
  }
}

@QueryHandler(TeamDashboard)
export class TeamDashboardHandler implements IQueryHandler<TeamDashboard> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId, period }: TeamDashboard): Promise<DashboardAnswer> {
    if (!isUuid(teamId)) throw new Refused('not-found');
    const { today } = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId.toLowerCase());
    const roles = rolesInTeam(caller, team, today);
    if (!team.exists || roles.size === 0) throw new Refused('not-found');
    if (!roles.has('CH') && !roles.has('LD')) throw new Refused('forbidden');
    const to = period.to ?? today;
    const from = period.from ?? addDays(addMonths(to, -12), 1);
    const { readModels } = this.service;
    const conditions = [{ sql: 'team_id = $? and last_on >= $? and opened_on <= $?', values: [team.teamId, from, to] }];
    const rows = await readModels.rows(figuresView.name, caller.tenant, conditions, 'id', mostCases);
    const cases = rows.map(({ item }) => item as CaseFigures);
    const meetingIds = new Set(cases.flatMap(({ discussions }) => discussions.flatMap(({ meetingId }) => meetingId ?? [])));
    const meetings = await readModels.documents<MeetingDocument>(meetingsView.name, caller.tenant, [...meetingIds]);
    const agreements = new Map(meetings.map(({ id, document }) => [id, document.agreement]));
    return {
      teamId: team.teamId,
      from,
      to,
      ...dashboardOf(cases, { from, to, today, closures: team.closures, agreements }),
    };
  }
}
