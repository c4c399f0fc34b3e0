import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Infer, Sentence } from '#domain/kernel/index.js';
import type { CaseRelations, Deadline, Deadlines } from '#domain/views/index.js';
import { explained } from '#domain/views/index.js';
import { levelOf } from '#domain/visibility.js';
import type { Place, Told } from '#infra/deliveries/notifications.js';
import { notificationsOf } from '#infra/deliveries/notifications.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Condition } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { boardView, withinReach } from '../cases/board.js';
import type { Page } from '../cases/case-queries.js';
import type { Moment } from '../cases/viewer.js';
import { momentOf, rolesAt } from '../cases/viewer.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import { deadlineAnswer } from './deadline-answer.js';
import type { deadlineParameters, notificationParameters } from './parameters.js';

const deadlinesView = 'deadlines-2';
const farAway = '9999-12-31';

interface BoardDocument {
  readonly teamId: string;
  readonly relations: CaseRelations;
}

/** The cases of these ids of which the caller may see the content. */
async function openTo(service: Service, caller: Actor, caseIds: readonly string[], { today }: Moment): Promise<ReadonlySet<string>> {
  const cases = await service.readModels.documents<BoardDocument>(boardView, caller.tenant, [...new Set(caseIds)]);
  const levels = await Promise.all(
    cases.map(async ({ document }) =>
      levelOf(await rolesAt(service, caller, document.teamId, document.relations, today), document.relations),
    ),
  );
  return new Set(cases.filter((_, index) => levels[index] === 'content').map(({ id }) => id));
}

/** Deadlines the caller may know of, soonest first. */
export class ListDeadlines extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly asked: Infer<typeof deadlineParameters>,
    readonly language: keyof Sentence,
  ) {
    super();
  }
}

@QueryHandler(ListDeadlines)
export class ListDeadlinesHandler implements IQueryHandler<ListDeadlines> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, asked, language }: ListDeadlines): Promise<Page> {
    const { readModels, tenantKeys } = this.service;
    const moment = await momentOf(this.service);
    const list = 'deadlines';
    const cursor = asked.cursor === undefined ? undefined : openCursor(tenantKeys, caller.tenant, list, asked.cursor);
    const conditions: (Condition | false)[] = [
      asked.caseId !== undefined && { sql: 'id = $?', values: [asked.caseId] },
      asked.teamId !== undefined && { sql: 'team_id = $?', values: [asked.teamId] },
      asked.state !== undefined && { sql: 'state = $?', values: [asked.state] },
      asked.rule !== undefined && { sql: 'rule = $?', values: [asked.rule] },
      cursor !== undefined && { sql: '(due_on, id, ord) > ($?::date, $?, $?::int)', values: cursor },
      ...(await this.#reach(caller, moment)),
    ];
    const limit = asked.limit ?? defaultLimit;
    const found = await readModels.rows(
      deadlinesView,
      caller.tenant,
      conditions.filter((each) => each !== false),
      'due_on, id, ord',
      limit + 1,
    );
    const page = found.slice(0, limit);
    const open = await openTo(
      this.service,
      caller,
      page.map(({ id }) => id),
      moment,
    );
    const documents = await readModels.documents<Deadlines>(deadlinesView, caller.tenant, [...open]);
    const byId = new Map(documents.map((each) => [each.id, each.document]));
    const shown = page.filter(({ id, item }) => byId.has(id) && (asked.mine !== true || isMine(item as Deadline, caller)));
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      items: shown.map(({ id, item }) => deadlineAnswer(byId.get(id)!, id, item as Deadline, language)),
      nextCursor: last
        ? sealCursor(tenantKeys, caller.tenant, list, [(last.cells['due_on'] as string | null) ?? farAway, last.id, last.ord])
        : null,
    };
  }

  async #reach(caller: Actor, moment: Moment): Promise<readonly Condition[]> {
    const reach = await withinReach(this.service, caller, moment);
    return reach.map(({ values }) => ({ sql: 'team_id = any($?)', values: values.slice(0, 1) }));
  }
}

/** Somebody has been told about it: it is that person's, too. */
const isMine = ({ done }: Deadline, { personId }: Actor): boolean =>
  done.some((each) => (each.told ?? []).some((told) => told.recipientId === personId));

/** Everything about one deadline in one reading. */
export class ExplainDeadline extends Query<Record<string, unknown>> {
  constructor(
    readonly caller: Actor,
    readonly deadlineId: string,
    readonly language: keyof Sentence,
  ) {
    super();
  }
}

@QueryHandler(ExplainDeadline)
export class ExplainDeadlineHandler implements IQueryHandler<ExplainDeadline> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, deadlineId, language }: ExplainDeadline): Promise<Record<string, unknown>> {
    if (!isUuid(deadlineId)) throw new Refused('not-found');
    const { readModels } = this.service;
    const rows = await readModels.rows(
      deadlinesView,
      caller.tenant,
      [{ sql: 'deadline_id = $?', values: [deadlineId.toLowerCase()] }],
      'ord desc',
      1,
    );
    const row = rows[0];
    if (!row || !(await openTo(this.service, caller, [row.id], await momentOf(this.service))).has(row.id)) throw new Refused('not-found');
    const found = await readModels.document<Deadlines>(deadlinesView, caller.tenant, row.id);
    if (!found || found.parked) throw new Refused('view-behind', { retryAfter: 1 });
    const deadline = row.item as Deadline;
    return {
      ...deadlineAnswer(found.document, row.id, deadline, language),
      explanation: explained(found.document, deadline)
        .map((sentence) => sentence[language])
        .join(' '),
      reading: explained(found.document, deadline).map((sentence) => sentence[language]),
      setBy: { ...deadline.set, policyVersion: deadline.stamp.policyVersion },
      counted: deadline.stamp.counted,
      alarms: deadline.stamp.alarms,
      done: deadline.done,
      movedFrom: deadline.movedFrom,
      ...(deadline.ended && { ended: deadline.ended }),
    };
  }
}

/** What people were told: one's own, or of a case whose content one may see. */
export class ListNotifications extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly asked: Infer<typeof notificationParameters>,
  ) {
    super();
  }
}

@QueryHandler(ListNotifications)
export class ListNotificationsHandler implements IQueryHandler<ListNotifications> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, asked }: ListNotifications): Promise<Page> {
    const { tenantKeys } = this.service;
    const list = 'notifications';
    const cursor = asked.cursor === undefined ? undefined : openCursor(tenantKeys, caller.tenant, list, asked.cursor);
    const ofCase =
      asked.caseId !== undefined && (await openTo(this.service, caller, [asked.caseId], await momentOf(this.service))).has(asked.caseId);
    const recipientIds = [asked.personId, ofCase ? undefined : caller.personId].filter((each) => each !== undefined);
    const limit = asked.limit ?? defaultLimit;
    const found = await notificationsOf(this.service.pool, {
      tenant: caller.tenant,
      recipientIds,
      limit: limit + 1,
      ...(asked.caseId !== undefined && { caseId: asked.caseId }),
      ...(cursor !== undefined && { after: cursor as unknown as Place }),
    });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(notificationAnswer), nextCursor: last ? sealCursor(tenantKeys, caller.tenant, list, last.place) : null };
  }
}

function notificationAnswer({ notification, place: _, ...told }: Told): Record<string, unknown> {
  const { deadlineId, step, as } = notification ?? {};
  return {
    ...told,
    kind: notification?.kind ?? 'digest',
    rule: notification?.rule ?? null,
    subject: notification?.subject ?? null,
    ...(notification && { deadlineId, step, ...(as !== undefined && { as }) }),
    sentAt: told.sentAt ?? null,
  };
}

export const deadlineQueries = [ListDeadlinesHandler, ExplainDeadlineHandler, ListNotificationsHandler];
