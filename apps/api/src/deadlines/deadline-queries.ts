import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Infer, Sentence } from '#domain/kernel/index.js';
import type { CaseRelations, Deadline, Deadlines } from '#domain/views/index.js';
import { explained, notSent } from '#domain/views/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import { levelOf } from '#domain/visibility.js';
import type { Place, Told } from '#infra/deliveries/notifications.js';
import { notificationsOf } from '#infra/deliveries/notifications.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Condition } from '#infra/read-models/read-models.js';
import { withBirthdays } from '#infra/reminders/birthdays.js';
import { ownerOf } from '#infra/reminders/owners.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { boardView, withinReach } from '../cases/board.js';
import type { Page } from '../cases/case-queries.js';
import type { Moment } from '../cases/viewer.js';
import { momentOf, rolesAt, teamOf } from '../cases/viewer.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import { deadlineAnswer } from './deadline-answer.js';
import type { deadlineParameters, notificationParameters } from './parameters.js';

const deadlinesView = 'deadlines-2';
const farAway = '9999-12-31';
/** Soonest first; a birthday, whose day no table holds, comes last. */
const order = `coalesce(due_on, '${farAway}'), id, ord`;

interface BoardDocument {
  readonly teamId: string;
  readonly relations: CaseRelations;
}

/** The deadlines of these cases, of which the caller may see the content, and of these other owners, in whose team the caller is. */
async function openTo(service: Service, caller: Actor, ids: readonly string[], { today }: Moment): Promise<ReadonlyMap<string, Deadlines>> {
  const wanted = [...new Set(ids)];
  const [documents, boards] = await Promise.all([
    service.readModels.documents<Deadlines>(deadlinesView, caller.tenant, wanted),
    service.readModels.documents<BoardDocument>(boardView, caller.tenant, wanted),
  ]);
  const byCase = new Map(boards.map((each) => [each.id, each.document]));
  const isOpen = await Promise.all(
    documents.map(async ({ id, document }) => {
      const board = byCase.get(id);
      if (board) return levelOf(await rolesAt(service, caller, board.teamId, board.relations, today), board.relations) === 'content';
      return document.kind !== 'supportCase' && rolesInTeam(caller, await teamOf(service, caller.tenant, document.teamId), today).size > 0;
    }),
  );
  return new Map(documents.filter((_, index) => isOpen[index]).map(({ id, document }) => [id, document]));
}

/** A deadline that waits for a birthday, with its day. */
async function withBirthday(service: Service, caller: Actor, all: Deadlines, deadline: Deadline): Promise<Deadline> {
  if (!deadline.birth) return deadline;
  const { closures } = await teamOf(service, caller.tenant, all.teamId);
  return (await withBirthdays(service.vault, [deadline], closures))[0]!;
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
      cursor !== undefined && { sql: `(${order}) > ($?::date, $?, $?::int)`, values: cursor },
      ...(await this.#reach(caller, moment)),
    ];
    const limit = asked.limit ?? defaultLimit;
    const found = await readModels.rows(
      deadlinesView,
      caller.tenant,
      conditions.filter((each) => each !== false),
      order,
      limit + 1,
    );
    const page = found.slice(0, limit);
    const open = await openTo(
      this.service,
      caller,
      page.map(({ id }) => id),
      moment,
    );
    const items = await Promise.all(
      page.map(async ({ id, item }) => {
        const all = open.get(id);
        if (!all || (asked.mine === true && !(await isMine(this.service, caller, id, all, item as Deadline, moment)))) return [];
        return [deadlineAnswer(all, id, await withBirthday(this.service, caller, all, item as Deadline), language)];
      }),
    );
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      items: items.flat(),
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

/** The caller was told about it, or is among those whom a step to come would tell, who is responsible for it included. */
async function isMine(
  service: Service,
  { personId, tenant }: Actor,
  id: string,
  all: Deadlines,
  { done, ended, stamp }: Deadline,
  { today }: Moment,
): Promise<boolean> {
  if (done.some(({ told = [] }) => told.some(({ recipientId }) => recipientId === personId))) return true;
  const owner = ended ? undefined : ownerOf(all.kind);
  if (!owner) return false;
  const taken = new Set(done.map(({ step }) => step));
  const steps = [
    ...stamp.alarms.filter(({ step }) => !taken.has(step)),
    ...(stamp.birthday?.reminders ?? []),
    ...(stamp.repeats ? [stamp.repeats] : []),
  ];
  const to = [...new Set(steps.flatMap((step) => step.to))];
  const [{ state }, team] = await Promise.all([service.streams.load(owner.aggregate, id), teamOf(service, tenant, all.teamId)]);
  const caseOf = async (caseId: string) => (await service.streams.load(caseAggregate, caseId)).state;
  const told = await owner.recipientsOf(to, stamp.subject, state, { team, on: today, caseOf });
  return told.some(({ recipientId }) => recipientId === personId);
}

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
    const rows = await this.service.readModels.rows(
      deadlinesView,
      caller.tenant,
      [{ sql: 'deadline_id = $?', values: [deadlineId.toLowerCase()] }],
      'ord desc',
      1,
    );
    const row = rows[0];
    const all = row && (await openTo(this.service, caller, [row.id], await momentOf(this.service))).get(row.id);
    if (!row || !all) throw new Refused('not-found');
    const deadline = await withBirthday(this.service, caller, all, row.item as Deadline);
    const reading = explained(all, deadline).map((sentence) => sentence[language]);
    return {
      ...deadlineAnswer(all, row.id, deadline, language),
      explanation: reading.join(' '),
      reading,
      setBy: { ...deadline.set, policyVersion: deadline.stamp.policyVersion },
      counted: deadline.stamp.counted,
      alarms: deadline.stamp.alarms,
      done: deadline.done,
      notSent: notSent(deadline),
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
    const recipientId = asked.personId ?? (ofCase ? undefined : caller.personId);
    if (!ofCase && recipientId !== caller.personId) return { items: [], nextCursor: null };
    const limit = asked.limit ?? defaultLimit;
    const found = await notificationsOf(this.service.pool, {
      tenant: caller.tenant,
      ...(recipientId !== undefined && { recipientId }),
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
