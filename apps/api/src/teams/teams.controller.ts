import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { Asking, Reply } from '../http/caller.js';
import { Caller, languageOf } from '../http/caller.js';
import type { Page } from '../cases/case-queries.js';
import { listParameters, minRevision, parametersOf } from '../http/parameters.js';
import type { DashboardAnswer } from './dashboard.js';
import { TeamDashboard } from './dashboard.js';
import type { PreviewAnswer } from './framework-preview.js';
import { FrameworkPreview } from './framework-preview.js';
import { TeamFramework } from './framework.js';
import { TeamStuck } from './stuck.js';
import type { TeamAnswer } from './team-queries.js';
import { TeamById } from './team-queries.js';
import { dashboardParameters, waitingParameters } from './parameters.js';
import { TeamWaiting } from './waiting.js';

@Controller('v1/teams')
export class TeamsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(':teamId')
  async team(
    @Caller() caller: Actor,
    @Param('teamId') teamId: string,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TeamAnswer> {
    const team = await this.queries.execute(new TeamById(caller, teamId, parametersOf(minRevision, query).minRevision));
    void reply.header('etag', `"${team.revision}"`);
    return team;
  }

  @Get(':teamId/framework')
  framework(@Caller() caller: Actor, @Param('teamId') teamId: string, @Query() query: unknown): Promise<Record<string, unknown>> {
    return this.queries.execute(new TeamFramework(caller, teamId, parametersOf(minRevision, query).minRevision));
  }

  @Post(':teamId/framework-preview')
  @HttpCode(200)
  preview(@Caller() caller: Actor, @Param('teamId') teamId: string, @Body() body: unknown): Promise<PreviewAnswer> {
    return this.queries.execute(new FrameworkPreview(caller, teamId, body));
  }

  @Get(':teamId/waiting')
  waiting(@Caller() caller: Actor, @Param('teamId') teamId: string, @Query() query: unknown): Promise<Page> {
    return this.queries.execute(new TeamWaiting(caller, teamId, parametersOf(waitingParameters, query)));
  }

  @Get(':teamId/stuck')
  stuck(@Caller() caller: Actor, @Param('teamId') teamId: string, @Query() query: unknown, @Req() request: Asking): Promise<Page> {
    return this.queries.execute(new TeamStuck(caller, teamId, parametersOf(listParameters, query), languageOf(request)));
  }

  @Get(':teamId/dashboard')
  dashboard(@Caller() caller: Actor, @Param('teamId') teamId: string, @Query() query: unknown): Promise<DashboardAnswer> {
    return this.queries.execute(new TeamDashboard(caller, teamId, parametersOf(dashboardParameters, query)));
  }
}
