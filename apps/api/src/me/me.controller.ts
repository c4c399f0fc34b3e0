import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { Page } from '../cases/case-queries.js';
import { Caller } from '../http/caller.js';
import { parametersOf } from '../http/parameters.js';
import { MyWork } from './me-queries.js';
import { workParameters } from './parameters.js';

@Controller('v1/me')
export class MeController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('work')
  work(@Caller() caller: Actor, @Query() query: unknown): Promise<Page> {
    return this.queries.execute(new MyWork(caller, parametersOf(workParameters, query)));
  }
}
