import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import { Caller } from '../http/caller.js';
import { MyWork } from './me-queries.js';

@Controller('v1/me')
export class MeController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('work')
  work(@Caller() caller: Actor): Promise<{ readonly items: readonly unknown[] }> {
    return this.queries.execute(new MyWork(caller));
  }
}
