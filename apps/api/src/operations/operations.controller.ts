import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { Log } from '#infra/log.js';
import type { Pause } from '#infra/operations/operations.js';
import type { Status } from '#infra/operations/status.js';
import type { Service } from '#infra/service.js';
import type { Page } from '../cases/case-queries.js';
import { Caller } from '../http/caller.js';
import { bodyOf, listParameters, parametersOf } from '../http/parameters.js';
import { LOG, SERVICE } from '../tokens.js';
import { workFields } from './fields.js';
import { ListParked, RebuildOf, ServiceStatus, rebuildAnswer, viewNamed } from './operation-queries.js';
import { adminOf, isOperator, operatorOf } from './operator.js';

const waitMs = 5_000;
const lookEveryMs = 50;

/** What an operator sees and asks. The api writes down what was asked; the workers do it. */
@Controller('v1/operations')
export class OperationsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(SERVICE) private readonly service: Service,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get('status')
  status(@Caller() caller: Actor, @Query() query: unknown): Promise<Status> {
    parametersOf({}, query);
    return this.queries.execute(new ServiceStatus(caller));
  }

  @Get('parked')
  parked(@Caller() caller: Actor, @Query() query: unknown): Promise<Page> {
    adminOf(caller);
    return this.queries.execute(new ListParked(caller, parametersOf(listParameters, query)));
  }

  /** Answers when a worker has tried, or after five seconds with `asked`: it is tried all the same. */
  @Post('parked/:parkedId/retry')
  @HttpCode(200)
  async retry(@Caller() caller: Actor, @Param('parkedId') id: string, @Body() body: unknown): Promise<{ id: string; state: string }> {
    adminOf(caller);
    const { operations, parkedWork, config } = this.service;
    if (!(await parkedWork.find(id, isOperator(config, caller) ? undefined : caller.tenant))) throw new Refused('not-found');
    nothing(body);
    await operations.ask('retry', id, caller.personId);
    this.log.info({ parked: id, by: caller.personId }, 'a retry was asked for');
    const until = performance.now() + waitMs;
    while (performance.now() < until) {
      const outcome = (await operations.latest('retry', id))?.outcome;
      if (outcome) return { id, state: outcome };
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return { id, state: 'asked' };
  }

  /** Takes a command that a policy gave and that was refused off the list: somebody saw to it. What can only be tried again is not-possible. */
  @Post('parked/:parkedId/acknowledge')
  @HttpCode(200)
  async acknowledge(@Caller() caller: Actor, @Param('parkedId') id: string, @Body() body: unknown): Promise<{ id: string; state: string }> {
    adminOf(caller);
    const { parkedWork, config } = this.service;
    const item = await parkedWork.find(id, isOperator(config, caller) ? undefined : caller.tenant);
    if (!item) throw new Refused('not-found');
    nothing(body);
    if (!(await parkedWork.acknowledge(item))) throw new Refused('not-possible', { detail: onlyRetry });
    this.log.warn({ parked: id, reason: item.reason, by: caller.personId }, 'a refused command was acknowledged');
    return { id, state: 'acknowledged' };
  }

  @Post('pause')
  @HttpCode(200)
  async pause(@Caller() caller: Actor, @Body() body: unknown): Promise<{ paused: readonly Pause[] }> {
    operatorOf(this.service.config, caller);
    const { work } = bodyOf(workFields, body);
    await this.service.operations.pause(work, caller.personId);
    this.log.warn({ work, by: caller.personId }, 'background work was paused');
    return { paused: await this.service.operations.pauses() };
  }

  @Post('resume')
  @HttpCode(200)
  async resume(@Caller() caller: Actor, @Body() body: unknown): Promise<{ paused: readonly Pause[] }> {
    operatorOf(this.service.config, caller);
    const { work } = bodyOf(workFields, body);
    await this.service.operations.resume(work);
    this.log.warn({ work, by: caller.personId }, 'background work was resumed');
    return { paused: await this.service.operations.pauses() };
  }

  @Post('views/:view/rebuild')
  @HttpCode(200)
  async rebuild(@Caller() caller: Actor, @Param('view') view: string, @Body() body: unknown): Promise<Record<string, unknown>> {
    operatorOf(this.service.config, caller);
    const name = viewNamed(view);
    nothing(body);
    this.log.warn({ view: name, by: caller.personId }, 'a rebuild was asked for');
    return rebuildAnswer(await this.service.operations.ask('rebuild', name, caller.personId));
  }

  @Get('views/:view/rebuild')
  progress(@Caller() caller: Actor, @Param('view') view: string): Promise<Record<string, unknown>> {
    return this.queries.execute(new RebuildOf(caller, view));
  }
}

const onlyRetry = {
  en: 'This was not refused, it failed: it can be tried again.',
  nl: 'Dit is niet geweigerd maar mislukt: het kan opnieuw worden geprobeerd.',
};

/** A body that is left out, or an object without anything in it. */
const nothing = (body: unknown): unknown => bodyOf({}, body === undefined ? {} : body);
