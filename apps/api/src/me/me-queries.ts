import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { addDays, weekday } from '#domain/calendar/index.js';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import type { Condition } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import type { CaseDetail } from '#domain/views/index.js';
import { boardView } from '../cases/board.js';
import { momentOf, rolesAt, teamOf, teamsOf } from '../cases/viewer.js';
import type { Page } from '../cases/case-queries.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import type { workParameters } from './parameters.js';

const view = 'my-work-1';
const farAway = '9999-12-31';
const order = `coalesce(due_on, '${farAway}'), id, ord`;

function filters({ kind, week }: Infer<typeof workParameters>): readonly Condition[] {
  const monday = week === undefined ? undefined : addDays(week, 1 - weekday(week));
  return [
    ...(kind === undefined ? [] : [{ sql: 'kind = $?', values: [kind] }]),
    ...(monday === undefined ? [] : [{ sql: 'due_on between $? and $?', values: [monday, addDays(monday, 6)] }]),
  ];
}

/** What waits for the caller: actions, preparations, reports, feedback owed; soonest due first. */
export class MyWork extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly page: Infer<typeof workParameters>,
  ) {
    super();
  }
}

@QueryHandler(MyWork)
export class MyWorkHandler implements IQueryHandler<MyWork> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, page }: MyWork): Promise<Page> {
    const { today } = await momentOf(this.service);
    const teamIds = await teamsOf(this.service, caller, today);
    const byRole = await Promise.all(
      teamIds.map(async (teamId) => ({
        teamId,
        roles: [...rolesInTeam(caller, await teamOf(this.service, caller.tenant, teamId), today)],
      })),
    );
    const mine: Condition = {
      sql: '(person_id = $? or (person_id is null and (team_id, role) in (select * from unnest($?::text[], $?::text[]))))',
      values: [caller.personId, byRole.flatMap(({ teamId, roles }) => roles.map(() => teamId)), byRole.flatMap(({ roles }) => roles)],
    };
    const { tenantKeys, readModels, vault } = this.service;
    const list = `work\n${caller.personId}`;
    const asked = [mine, ...filters(page)];
    const onwards =
      page.cursor === undefined
        ? []
        : [{ sql: `(${order}) > ($?::date, $?, $?::int)`, values: openCursor(tenantKeys, caller.tenant, list, page.cursor) }];
    const limit = page.limit ?? defaultLimit;
    const looked = await readModels.rows(view, caller.tenant, [...asked, ...onwards], order, limit + 1);
    const rows = looked.slice(0, limit);
    const related = await this.#related(
      caller,
      rows.map(({ id }) => id),
      today,
    );
    const items = rows
      .filter(({ id }) => related.has(id))
      .map(({ item, cells }) => {
        const dueOn = cells['due_on'] as string | null;
        return {
          ...(item as object),
          late: dueOn !== null && dueOn < today && cells['on_hold'] !== true,
          onHold: cells['on_hold'] === true,
        };
      });
    const last = looked.length > limit ? rows.at(-1) : undefined;
    return {
      items: (await vault.opened(items)) as readonly unknown[],
      nextCursor: last
        ? sealCursor(tenantKeys, caller.tenant, list, [(last.cells['due_on'] as string | null) ?? farAway, last.id, last.ord])
        : null,
    };
  }

  /** The cases to which the caller still is something: work of an ended membership is shown no more. */
  async #related(caller: Actor, caseIds: readonly string[], today: string): Promise<ReadonlySet<string>> {
    const cases = await this.service.readModels.documents<Pick<CaseDetail, 'teamId' | 'relations'>>(boardView, caller.tenant, [
      ...new Set(caseIds),
    ]);
    const roles = await Promise.all(cases.map(({ document }) => rolesAt(this.service, caller, document.teamId, document.relations, today)));
    return new Set(cases.filter((_, index) => roles[index]!.size > 0).map(({ id }) => id));
  }
}

export const meQueries = [MyWorkHandler];
