import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import { optional, ref } from '#domain/kernel/index.js';
import type { Asking, Reply } from '../http/caller.js';
import { Caller, languageOf } from '../http/caller.js';
import { bodyOf, minRevision, parametersOf } from '../http/parameters.js';
import type { CaseAnswer, Page } from './case-queries.js';
import { AllowedCommands, CaseById, Timeline } from './case-queries.js';
import type { Counts } from './list-queries.js';
import { CountCases, ListCases, SearchCases } from './list-queries.js';
import { boardParameters, countsParameters, searchFields, timelineParameters } from './parameters.js';

@Controller('v1/cases')
export class CasesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get()
  list(@Caller() caller: Actor, @Query() query: unknown): Promise<Page> {
    return this.queries.execute(new ListCases(caller, parametersOf(boardParameters, query)));
  }

  @Get('counts')
  counts(@Caller() caller: Actor, @Query() query: unknown): Promise<Counts> {
    return this.queries.execute(new CountCases(caller, parametersOf(countsParameters, query)));
  }

  @Post('search')
  @HttpCode(200)
  search(@Caller() caller: Actor, @Body() body: unknown, @Req() request: Asking): Promise<Page> {
    const { onBehalfOf, ...asked } = bodyOf(
      { ...searchFields, ...(caller.scopes.includes('integration') && { onBehalfOf: optional(ref) }) },
      body,
    );
    // A client that searches for a person has that person's rights, and no more.
    const searcher = onBehalfOf === undefined ? caller : { tenant: caller.tenant, personId: onBehalfOf, scopes: [] };
    return this.queries.execute(new SearchCases(searcher, asked, request.traceId));
  }

  @Get(':caseId')
  async one(
    @Caller() caller: Actor,
    @Param('caseId') caseId: string,
    @Query() query: unknown,
    @Req() request: Asking,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CaseAnswer> {
    const kase = await this.queries.execute(
      new CaseById(caller, caseId, parametersOf(minRevision, query).minRevision, languageOf(request), request.traceId),
    );
    void reply.header('etag', `"${kase.revision}"`);
    return kase;
  }

  @Get(':caseId/allowed-commands')
  allowed(@Caller() caller: Actor, @Param('caseId') caseId: string): Promise<{ readonly items: readonly unknown[] }> {
    return this.queries.execute(new AllowedCommands(caller, caseId));
  }

  @Get(':caseId/timeline')
  timeline(@Caller() caller: Actor, @Param('caseId') caseId: string, @Query() query: unknown, @Req() request: Asking): Promise<Page> {
    return this.queries.execute(
      new Timeline(caller, caseId, parametersOf(timelineParameters, query), languageOf(request), request.traceId),
    );
  }
}
