import { daysBetween } from '#domain/calendar/index.js';
import type { Actor } from '#domain/kernel/index.js';
import type { BoardRow } from '#domain/views/index.js';
import { nextDue } from '#domain/views/index.js';
import type { VisibleBoardRow } from '#domain/visibility.js';
import { visibleBoardRow } from '#domain/visibility.js';
import type { Condition } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import type { Moment } from './viewer.js';
import { rolesAt, teamsOf, viewerOf } from './viewer.js';

export const boardView = 'case-board-1';

export interface Wanted {
  readonly conditions: readonly Condition[];
  /** SQL of ours. */
  readonly order: string;
  readonly limit: number;
}

export interface ShownRow {
  /** What the caller may see of the row, texts sealed still. */
  readonly shown: Readonly<Record<string, unknown>>;
  readonly document: BoardRow;
  readonly cells: Readonly<Record<string, unknown>>;
  /** The caller may know the child's name. */
  readonly named: boolean;
}

/** Rows the caller may come across: of the teams it is a member of, of its own children, or of the whole tenant for a client. */
export async function withinReach(service: Service, caller: Actor, moment: Moment): Promise<readonly Condition[]> {
  if (caller.scopes.length > 0) return [];
  const teamIds = await teamsOf(service, caller, moment.today);
  return [{ sql: '(team_id = any($?) or person_ids @> array[$?])', values: [teamIds, caller.personId] }];
}

/** Rows of the board with what this caller may see of each; a row it may not know of is left out. */
export async function boardRows(service: Service, caller: Actor, moment: Moment, wanted: Wanted): Promise<readonly ShownRow[]> {
  const rows = await service.readModels.rows(boardView, caller.tenant, wanted.conditions, wanted.order, wanted.limit);
  const shown = await Promise.all(
    rows.map(async ({ item, cells, revision }): Promise<ShownRow | undefined> => {
      const document = item as BoardRow;
      const roles = await rolesAt(service, caller, document.teamId, document.relations, moment.today);
      const visible = visibleBoardRow(document, viewerOf(caller, roles, moment));
      return (
        visible && { shown: { ...rowAnswer(document, visible, moment), revision }, document, cells, named: visible.child !== undefined }
      );
    }),
  );
  return shown.filter((row) => row !== undefined);
}

/** The row of api.md: dates compared with today, days counted; at the level of the process a deadline is a date only. */
function rowAnswer(row: BoardRow, visible: VisibleBoardRow, { today }: Moment): Record<string, unknown> {
  const next = nextDue(row.dues);
  const isProcess = visible.aftercare === undefined;
  return {
    ...visible,
    nextDeadline: next ? { ...(!isProcess && { rule: next.rule }), dueOn: next.dueOn, late: next.dueOn < today } : null,
    nextMeetingOn: null,
    daysInPhase: daysBetween(row.phaseSince, today),
  };
}
