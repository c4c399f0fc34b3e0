import { daysBetween } from '#domain/calendar/index.js';
import type { Actor, Role } from '#domain/kernel/index.js';
import type { BoardRow } from '#domain/views/index.js';
import { nextDue } from '#domain/views/index.js';
import type { VisibleBoardRow } from '#domain/visibility.js';
import { levelOf, visibleBoardRow } from '#domain/visibility.js';
import type { Access } from '#infra/access-log.js';
import type { Condition, FoundRow } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import type { Moment } from './viewer.js';
import { rolesAt, teamsOf, viewerOf } from './viewer.js';

export const boardView = 'case-board-1';

export interface Wanted {
  readonly conditions: readonly Condition[];
  /** SQL of ours. */
  readonly order: string;
  readonly limit: number;
  /** Which list it is, for the access log. */
  readonly part: 'board' | 'search' | 'waiting' | 'stuck';
}

export interface ShownRow {
  /** What the caller may see of the row, texts sealed still. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly document: BoardRow;
  readonly roles: ReadonlySet<Role>;
  /** The caller may know the child's name. */
  readonly named: boolean;
}

/** Rows the caller may come across: of the teams it is a member of, of its own children, or of the whole tenant for a client. */
export async function withinReach(service: Service, caller: Actor, moment: Moment): Promise<readonly Condition[]> {
  if (caller.scopes.length > 0) return [];
  const teamIds = await teamsOf(service, caller, moment.today);
  return [{ sql: '(team_id = any($?) or person_ids @> array[$?])', values: [teamIds, caller.personId] }];
}

export interface BoardPage {
  readonly rows: readonly ShownRow[];
  /** The last row that was looked at, when there are more behind it. */
  readonly last: FoundRow | undefined;
}

/** A page of the board with what this caller may see of each row; one it may not know of is left out. */
export async function boardRows(service: Service, caller: Actor, moment: Moment, wanted: Wanted): Promise<BoardPage> {
  const found = await service.readModels.rows(boardView, caller.tenant, wanted.conditions, wanted.order, wanted.limit + 1);
  const page = found.slice(0, wanted.limit);
  const shown = await Promise.all(
    page.map(async ({ item, revision }): Promise<ShownRow | undefined> => {
      const document = item as BoardRow;
      const roles = await rolesAt(service, caller, document.teamId, document.relations, moment.today);
      const visible = visibleBoardRow(document, viewerOf(caller, roles, moment));
      return (
        visible && { shown: { ...rowAnswer(document, visible, moment), revision }, document, roles, named: visible.child !== undefined }
      );
    }),
  );
  const rows = shown.filter((row) => row !== undefined);
  await Promise.all(rows.filter((row) => row.named).map((row) => service.accessLog.write(lookedAt(caller, row, wanted.part, moment))));
  return { rows, last: found.length > wanted.limit ? page.at(-1) : undefined };
}

/** A name that was shown in a list was read, too. */
const lookedAt = (caller: Actor, { document, roles }: ShownRow, part: string, { now }: Moment): Access => ({
  at: now,
  tenant: caller.tenant,
  personId: caller.personId,
  roles: [...roles],
  action: 'R',
  objectType: 'case',
  objectId: document.caseId,
  part,
  level: levelOf(roles, document.relations),
  outcome: 'given',
});

/** The row of api.md: dates compared with today, days counted; at the level of the process a deadline is a date only. */
function rowAnswer(row: BoardRow, visible: VisibleBoardRow, { today }: Moment): Record<string, unknown> {
  const next = nextDue(row.dues);
  const isProcess = visible.aftercare === undefined;
  return {
    ...(!isProcess && { hold: null, caseOwnerId: null }),
    ...visible,
    nextDeadline: next ? { ...(!isProcess && { rule: next.rule }), dueOn: next.dueOn, late: next.dueOn < today } : null,
    nextMeetingOn: row.nextMeetingOn ?? null,
    daysInPhase: daysBetween(row.phaseSince, today),
  };
}
