import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { Page } from '../cases/case-queries.js';
import type { Asking } from '../http/caller.js';
import { Caller, languageOf } from '../http/caller.js';
import { parametersOf } from '../http/parameters.js';
import { ExplainDeadline, ListDeadlines, ListNotifications } from './deadline-queries.js';
import { deadlineParameters, notificationParameters } from './parameters.js';

@Controller('v1')
export class DeadlinesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('deadlines')
  list(@Caller() caller: Actor, @Query() query: unknown, @Req() request: Asking): Promise<Page> {
    return this.queries.execute(new ListDeadlines(caller, parametersOf(deadlineParameters, query), languageOf(request)));
  }

  @Get('deadlines/:deadlineId/explain')
  explain(@Caller() caller: Actor, @Param('deadlineId') deadlineId: string, @Req() request: Asking): Promise<Record<string, unknown>> {
    return this.queries.execute(new ExplainDeadline(caller, deadlineId, languageOf(request)));
  }

  @Get('notifications')
  notifications(@Caller() caller: Actor, @Query() query: unknown): Promise<Page> {
    return this.queries.execute(new ListNotifications(caller, parametersOf(notificationParameters, query)));
  }
}
