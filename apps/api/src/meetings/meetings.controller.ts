import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { Page } from '../cases/case-queries.js';
import type { Asking, Reply } from '../http/caller.js';
import { Caller, idempotencyKeyOf, languageOf } from '../http/caller.js';
import { minRevision, parametersOf } from '../http/parameters.js';
import { MeetingAgenda } from '../pages/agenda-query.js';
import { answerPage } from '../pages/page.js';
import { agendaParameters } from '../pages/parameters.js';
import { AgendaProposal } from './agenda-proposal.js';
import type { MeetingAnswer } from './meeting-queries.js';
import { ListMeetings, MeetingById } from './meeting-queries.js';
import type { SeriesAnswer } from './meeting-series.js';
import { PlanSeries } from './meeting-series.js';
import { meetingParameters } from './parameters.js';

@Controller('v1/meetings')
export class MeetingsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get()
  list(@Caller() caller: Actor, @Query() query: unknown): Promise<Page> {
    return this.queries.execute(new ListMeetings(caller, parametersOf(meetingParameters, query)));
  }

  @Post('series')
  @HttpCode(201)
  series(@Caller() caller: Actor, @Body() body: unknown, @Req() request: Asking): Promise<SeriesAnswer> {
    return this.commands.execute(new PlanSeries(caller, body, idempotencyKeyOf(request), request.traceId));
  }

  @Get(':meetingId/agenda-proposal')
  proposal(
    @Caller() caller: Actor,
    @Param('meetingId') meetingId: string,
    @Query() query: unknown,
    @Req() request: Asking,
  ): Promise<Record<string, unknown>> {
    const { minRevision: revision } = parametersOf(minRevision, query);
    return this.queries.execute(new AgendaProposal(caller, meetingId, revision, languageOf(request), request.traceId));
  }

  @Get(':meetingId/agenda.html')
  async agenda(
    @Caller() caller: Actor,
    @Param('meetingId') meetingId: string,
    @Query() query: unknown,
    @Req() request: Asking,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const { language = languageOf(request), minRevision: revision } = parametersOf(agendaParameters, query);
    return answerPage(reply, await this.queries.execute(new MeetingAgenda(caller, meetingId, revision, language, request.traceId)));
  }

  @Get(':meetingId')
  async one(
    @Caller() caller: Actor,
    @Param('meetingId') meetingId: string,
    @Query() query: unknown,
    @Req() request: Asking,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeetingAnswer> {
    const asked = new MeetingById(caller, meetingId, parametersOf(minRevision, query).minRevision, request.traceId);
    const meeting = await this.queries.execute(asked);
    void reply.header('etag', `"${meeting.revision}"`);
    return meeting;
  }
}
