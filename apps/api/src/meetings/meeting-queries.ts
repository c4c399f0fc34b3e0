import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { addDays, amsterdamInstant } from '#domain/calendar/index.js';
import type { CaseFacts } from '#domain/facts/index.js';
import type { Actor, Facts, Infer } from '#domain/kernel/index.js';
import type { Meeting } from '#domain/meeting/index.js';
import { invitedTo, meetingAggregate, startOf } from '#domain/meeting/index.js';
import type { MeetingDocument } from '#domain/views/index.js';
import { meetingsView } from '#domain/views/index.js';
import type { MeetingViewer } from '#domain/visibility.js';
import { canSeeItem, meetingLevelOf, visibleMeeting, visibleSections } from '#domain/visibility.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Condition } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import type { Page } from '../cases/case-queries.js';
import { momentOf, teamOf, teamsOf } from '../cases/viewer.js';
import { found } from '../http/found.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import type { meetingParameters } from './parameters.js';

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
    if (!isUuid(meetingId)) throw new Refused('not-found');
    const id = meetingId.toLowerCase();
    const [moment, loaded] = await Promise.all([momentOf(this.service), this.service.streams.load(meetingAggregate, id)]);
    const { state: meeting, tenant } = loaded;
    if (loaded.revision < 0 || tenant !== caller.tenant) throw new Refused('not-found');
    const cases = meeting.items.map(({ caseId }) => ({ kind: 'supportCase', id: caseId }));
    const [team, facts] = await Promise.all([
      teamOf(this.service, tenant, meeting.teamId),
      this.service.consultation.told(cases, tenant, moment.today),
    ]);
    const roles = meetingAggregate.rolesOf(caller, meeting, team, moment.today, facts);
    const viewer = viewerOf(caller, meetingLevelOf(roles), meeting, facts);
    if (viewer.level === 'none') throw new Refused('not-found');
    const { document, revision } = await found<MeetingDocument>(this.service, meetingsView.name, tenant, id, minRevision);
    const seen = new Set(document.items.filter(({ itemId }) => canSeeItem(viewer, itemId)).map(({ caseId }) => caseId));
    await Promise.all(
      [...seen].map((caseId) =>
        this.service.accessLog.write({
          at: moment.now,
          tenant,
          personId: caller.personId,
          roles: [...roles],
          action: 'R',
          objectType: 'case',
          objectId: caseId,
          part: 'agenda',
          level: viewer.level,
          outcome: 'given',
          ...(traceId !== undefined && { traceId }),
        }),
      ),
    );
    const answer = {
      ...visibleMeeting(document, viewer),
      sections: visibleSections(document, viewer, (item) => startOf(document, item)),
    };
    return { ...((await this.service.vault.opened(answer)) as Record<string, unknown>), revision, asOfRevision: revision };
  }
}

/** Whose items are the caller's: those they introduce, whose case they own, and those they were invited to. */
function viewerOf(caller: Actor, level: MeetingViewer['level'], meeting: Meeting, facts: Facts): MeetingViewer {
  const personId = caller.onBehalfOf ?? caller.personId;
  const invited = invitedTo(personId, meeting, facts);
  const partiesOf = (caseId: string) => (facts.get(`supportCase-${caseId}`) as CaseFacts | undefined)?.parties ?? [];
  const isMine = (caseId: string, reference: string | undefined): boolean =>
    reference !== undefined &&
    (reference === personId || partiesOf(caseId).some((party) => party.partyId === reference && party.personId === personId && party.role));
  const own = meeting.items.filter(
    ({ caseId, introducerId, substituteId }) =>
      level === 'member' &&
      [introducerId, substituteId, (facts.get(`supportCase-${caseId}`) as CaseFacts | undefined)?.caseOwnerId].some((each) =>
        isMine(caseId, each),
      ),
  );
  return {
    level,
    ownItems: new Set([...own, ...invited].map(({ itemId }) => itemId)),
    ownParties: new Set(
      meeting.items.flatMap(({ caseId }) =>
        partiesOf(caseId)
          .filter((party) => party.personId === personId)
          .map(({ partyId }) => partyId),
      ),
    ),
  };
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

export const meetingQueries = [MeetingByIdHandler, ListMeetingsHandler];
