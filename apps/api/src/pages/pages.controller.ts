import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { Asking, Reply } from '../http/caller.js';
import { Caller, languageOf } from '../http/caller.js';
import { parametersOf } from '../http/parameters.js';
import { answerPage } from './page.js';
import { reportParameters } from './parameters.js';
import { CaseReport } from './report-query.js';

@Controller('v1/cases')
export class PagesController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(':caseId/report.html')
  async report(
    @Caller() caller: Actor,
    @Param('caseId') caseId: string,
    @Query() query: unknown,
    @Req() request: Asking,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const { language, ...asked } = parametersOf(reportParameters, query);
    return answerPage(
      reply,
      await this.queries.execute(new CaseReport(caller, caseId, asked, language ?? languageOf(request), request.traceId)),
    );
  }
}
