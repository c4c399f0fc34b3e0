import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { CaseAnswer } from '../cases/case-queries.js';
import type { Asking, Reply } from '../http/caller.js';
import { Caller } from '../http/caller.js';
import { minRevision, parametersOf } from '../http/parameters.js';
import { GoalWhy } from './goal-queries.js';

@Controller('v1/goals')
export class GoalsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(':goalId/why')
  async why(
    @Caller() caller: Actor,
    @Param('goalId') goalId: string,
    @Query() query: unknown,
    @Req() request: Asking,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CaseAnswer> {
    const why = await this.queries.execute(new GoalWhy(caller, goalId, parametersOf(minRevision, query).minRevision, request.traceId));
    void reply.header('etag', `"${why.revision}"`);
    return why;
  }
}
