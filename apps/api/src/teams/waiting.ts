import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { addDays, daysBetween } from '#domain/calendar/index.js';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import type { WaitingItem } from '#domain/views/index.js';
import { levelOf } from '#domain/visibility.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { boardRows } from '../cases/board.js';
import type { Page } from '../cases/case-queries.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import type { waitingParameters } from './parameters.js';

/** From when on a review waits for a place: some 15 working days before it is due, when it is to be reserved (domain.md D27). */
const reviewAheadDays = 21;

interface Order {
  readonly order: string;
  readonly after: string;
}
const orders: { readonly [sort in NonNullable<Infer<typeof waitingParameters>['sort']>]: Order } = {
  urgency: { order: `(urgency <> 'urgent')::int, since, id`, after: `((urgency <> 'urgent')::int, since, id) > ($?::int, $?::date, $?)` },
  '-waitingDays': { order: 'since, id', after: '(since, id) > ($?::date, $?)' },
  waitingDays: { order: 'since desc, id desc', after: '(since, id) < ($?::date, $?)' },
};

/** The children who wait for a place on an agenda, urgent ones first, then by how long they wait (domain.md §6). */
export class TeamWaiting extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly page: Infer<typeof waitingParameters>,
  ) {
    super();
  }
}

@QueryHandler(TeamWaiting)
export class TeamWaitingHandler implements IQueryHandler<TeamWaiting> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId, page }: TeamWaiting): Promise<Page> {
    if (!isUuid(teamId)) throw new Refused('not-found');
    const moment = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId.toLowerCase());
    if (!team.exists || rolesInTeam(caller, team, moment.today).size === 0) throw new Refused('not-found');
    const { tenantKeys, readModels, vault } = this.service;
    const sort = page.sort ?? 'urgency';
    const { order, after } = orders[sort];
    const list = `waiting\n${team.teamId}\n${sort}`;
    const limit = page.limit ?? defaultLimit;
    const found = await readModels.rows(
      'waiting-1',
      caller.tenant,
      [
        { sql: 'team_id = $?', values: [team.teamId] },
        { sql: '(review_on is null or review_on <= $?)', values: [addDays(moment.today, reviewAheadDays)] },
        ...(page.part === undefined ? [] : [{ sql: 'part = $?', values: [page.part] }]),
        ...(page.cursor === undefined ? [] : [{ sql: after, values: openCursor(tenantKeys, caller.tenant, list, page.cursor) }]),
      ],
      order,
      limit + 1,
    );
    const rows = found.slice(0, limit);
    // What of each case this caller may see is told by its row of the board.
    const { rows: shown } = await boardRows(this.service, caller, moment, {
      conditions: [{ sql: 'id = any($?)', values: [rows.map(({ id }) => id)] }],
      order: 'id',
      limit,
      part: 'waiting',
    });
    const byCase = new Map(shown.map((row) => [row.document.caseId, row]));
    const items = rows.flatMap(({ id, item }) => {
      const row = byCase.get(id);
      if (!row) return [];
      const { postponedFor, ...waiting } = item as WaitingItem;
      const isContent = levelOf(row.roles, row.document.relations) === 'content';
      return [
        {
          ...row.shown,
          ...waiting,
          ...(isContent && { postponedFor: postponedFor ?? null }),
          waitingDays: Math.max(0, daysBetween(waiting.since, moment.today)),
        },
      ];
    });
    const last = found.length > limit ? rows.at(-1) : undefined;
    const place = last && [String(last.cells['since']), last.id];
    const cursor = place && (sort === 'urgency' ? [last.cells['urgency'] === 'urgent' ? 0 : 1, ...place] : place);
    return {
      items: (await vault.opened(items)) as readonly unknown[],
      nextCursor: cursor ? sealCursor(tenantKeys, caller.tenant, list, cursor) : null,
    };
  }
}
