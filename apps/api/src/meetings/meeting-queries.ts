import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { addDays, amsterdamInstant } from '#domain/calendar/index.js';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { startOf } from '#domain/meeting/index.js';
import { meetingsView } from '#domain/views/index.js';
import { visibleMeeting, visibleSections } from '#domain/visibility.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import type { Condition } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import type { Page } from '../cases/case-queries.js';
import { momentOf, teamsOf } from '../cases/viewer.js';
import { defaultLimit } from '../http/parameters.js';
import { stepClockOf } from './step-clock.js';
import { SERVICE } from '../tokens.js';
import { AgendaProposalHandler } from './agenda-proposal.js';
import { loggedItems, sightOfMeeting } from './meeting-sight.js';
import type { meetingParameters } from './parameters.js';
import { preparationOf, shareOf } from './preparation.js';

export interface MeetingAnswer {
  readonly revision: number;
  readonly [field: string]: unknown;
}

/** One meeting with its agenda, each item as far as the caller may see it. */
export class MeetingById extends Query<MeetingAnswer> {
  constructor(
    readonly caller: Actor,
    readonly meetingId: string,
    readonly minRevision: number | undefined,
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(MeetingById)
export class MeetingByIdHandler implements IQueryHandler<MeetingById> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, meetingId, minRevision, traceId }: MeetingById): Promise<MeetingAnswer> {
    const sight = await sightOfMeeting(this.service, caller, meetingId, minRevision);
    const { document, revision, viewer } = sight;
    const [preparation] = await Promise.all([
      preparationOf(this.service, caller.tenant, sight),
      loggedItems(this.service, caller, sight, 'agenda', traceId),
    ]);
    const stepClock = stepClockOf(sight);
    const answer = {
      ...visibleMeeting(document, viewer),
      ...(stepClock && { stepClock }),
      sections: visibleSections(document, viewer, (item) => startOf(document, item)),
      ...(viewer.level !== 'guest' && { preparation: shareOf(preparation) }),
    };
    return { ...((await this.service.vault.opened(answer)) as Record<string, unknown>), revision, asOfRevision: revision };
  }
}

/** The meetings of the caller's teams, by when they start. */
export class ListMeetings extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly asked: Infer<typeof meetingParameters>,
  ) {
    super();
  }
}

@QueryHandler(ListMeetings)
export class ListMeetingsHandler implements IQueryHandler<ListMeetings> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, asked: { teamId, from, to, state, limit = defaultLimit, cursor } }: ListMeetings): Promise<Page> {
    const { today } = await momentOf(this.service);
    const { tenantKeys, readModels } = this.service;
    const teamIds = await teamsOf(this.service, caller, today);
    const conditions: (Condition | false)[] = [
      { sql: 'team_id = any($?)', values: [teamId === undefined ? teamIds : teamIds.filter((each) => each === teamId)] },
      from !== undefined && { sql: 'starts_at >= $?', values: [amsterdamInstant(from, '00:00')] },
      to !== undefined && { sql: 'starts_at < $?', values: [amsterdamInstant(addDays(to, 1), '00:00')] },
      state !== undefined && { sql: 'state = $?', values: [state] },
      cursor !== undefined && { sql: '(starts_at, id) > ($?, $?)', values: openCursor(tenantKeys, caller.tenant, 'meetings', cursor) },
    ];
    const rows = await readModels.rows(
      meetingsView.name,
      caller.tenant,
      conditions.filter((each) => each !== false),
      'starts_at, id',
      limit + 1,
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map(({ item, revision }) => ({ ...(item as object), revision })),
      nextCursor: last ? sealCursor(tenantKeys, caller.tenant, 'meetings', [String(last.cells['starts_at']), last.id]) : null,
    };
  }
}

export const meetingQueries = [MeetingByIdHandler, ListMeetingsHandler, AgendaProposalHandler];
