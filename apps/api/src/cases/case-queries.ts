import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { allowances, wireName } from '#domain/kernel/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import type { Deadlines, TimelineItem } from '#domain/views/index.js';
import { levelOf, visibleCase, visibleTimelineItem } from '#domain/visibility.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import { withBirthdays } from '#infra/reminders/birthdays.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { deadlineAnswer } from '../deadlines/deadline-answer.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import { look } from './look.js';
import type { timelineParameters } from './parameters.js';
import { withSentence } from './timeline.js';
import { momentOf, teamOf } from './viewer.js';

export interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
  /** How many there are in all, when it was asked for. */
  readonly count?: number;
}
export interface CaseAnswer {
  readonly revision: number;
  readonly [field: string]: unknown;
}

/** What a case may not have (yet) is said with null to who would see it. */
const whatThereIsNot = {
  hold: null,
  caseOwnerId: null,
  broughtIn: null,
  discussion: null,
  aftercare: null,
  statutoryTerm: null,
  closure: null,
};

/** One case, as far as the caller may see it. */
export class CaseById extends Query<CaseAnswer> {
  constructor(
    readonly caller: Actor,
    readonly caseId: string,
    readonly minRevision: number | undefined,
    readonly language: 'en' | 'nl',
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(CaseById)
export class CaseByIdHandler implements IQueryHandler<CaseById> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, caseId, minRevision, language, traceId }: CaseById): Promise<CaseAnswer> {
    const { id, document, revision, viewer, logged } = await look(this.service, caller, caseId, 'detail', minRevision, traceId);
    const isContent = levelOf(viewer.roles, document.relations) === 'content';
    const [opened, deadlines] = await Promise.all([
      this.service.vault.opened(visibleCase(document, viewer)),
      isContent ? this.#deadlines(caller, id, language) : undefined,
      logged,
    ]);
    return {
      ...(isContent && whatThereIsNot),
      ...(opened as Record<string, unknown>),
      ...(deadlines && { deadlines }),
      revision,
      asOfRevision: revision,
    };
  }

  /** The deadlines that run, the soonest first. */
  async #deadlines(caller: Actor, caseId: string, language: 'en' | 'nl'): Promise<readonly unknown[]> {
    const found = await this.service.readModels.document<Deadlines>('deadlines-2', caller.tenant, caseId);
    if (!found) return [];
    const team = await teamOf(this.service, caller.tenant, found.document.teamId);
    const opened = await withBirthdays(
      this.service.vault,
      found.document.deadlines.filter((each) => !each.ended),
      team.closures,
    );
    const running = opened.toSorted((a, b) => ((a.stamp.dueOn ?? '') < (b.stamp.dueOn ?? '') ? -1 : 1));
    return running.map((each) => deadlineAnswer(found.document, caseId, each, language));
  }
}

/** What the caller can do now, and what is in the way, judged on the newest state without a body. */
export class AllowedCommands extends Query<{ readonly items: readonly unknown[] }> {
  constructor(
    readonly caller: Actor,
    readonly caseId: string,
  ) {
    super();
  }
}

@QueryHandler(AllowedCommands)
export class AllowedCommandsHandler implements IQueryHandler<AllowedCommands> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, caseId }: AllowedCommands): Promise<{ items: readonly unknown[] }> {
    if (!isUuid(caseId)) throw new Refused('not-found');
    const [{ now, today }, loaded] = await Promise.all([
      momentOf(this.service),
      this.service.streams.load(caseAggregate, caseId.toLowerCase()),
    ]);
    if (loaded.revision < 0 || loaded.tenant !== caller.tenant) throw new Refused('not-found');
    const [team, facts] = await Promise.all([
      teamOf(this.service, caller.tenant, loaded.state.teamId),
      this.service.consultation.facts(caseAggregate, loaded.state, {}, caller.tenant, today),
    ]);
    const roles = caseAggregate.rolesOf(caller, loaded.state, team, today, facts);
    if (roles.size === 0) throw new Refused('not-found');
    const settings = { verbalConsentForbidden: this.service.config.verbalConsentForbidden };
    const context = { at: now, on: today, today, actor: caller, roles, team, settings, openElsewhere: false, facts };
    return {
      items: allowances(caseAggregate, loaded.state, context).map(({ command, ...rest }) => ({ command: wireName(command), ...rest })),
    };
  }
}

/** What happened in a case, oldest first, in sentences the caller may read. */
export class Timeline extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly caseId: string,
    readonly page: Infer<typeof timelineParameters>,
    readonly language: 'en' | 'nl',
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(Timeline)
export class TimelineHandler implements IQueryHandler<Timeline> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, caseId, page, language, traceId }: Timeline): Promise<Page> {
    const { id, document, viewer, logged } = await look(this.service, caller, caseId, 'timeline', undefined, traceId);
    await logged;
    const { tenantKeys, readModels, vault } = this.service;
    const list = `timeline\n${id}`;
    const after = page.cursor === undefined ? -1 : Number(openCursor(tenantKeys, caller.tenant, list, page.cursor)[0]);
    const limit = page.limit ?? defaultLimit;
    const rows = await readModels.rows(
      'timeline-2',
      caller.tenant,
      [
        { sql: 'id = $?', values: [id] },
        { sql: 'ord > $?', values: [after] },
      ],
      'ord',
      limit + 1,
    );
    const shown = rows.slice(0, limit);
    const items = shown.flatMap(({ item }) => {
      const visible = visibleTimelineItem(item as TimelineItem, document.relations, viewer);
      return visible ? [visible] : [];
    });
    const opened = (await vault.opened(items)) as Parameters<typeof withSentence>[0][];
    return {
      items: opened.map((item) => withSentence(item, language)),
      nextCursor: rows.length > limit ? sealCursor(tenantKeys, caller.tenant, list, [shown.at(-1)!.ord]) : null,
    };
  }
}

export const caseQueries = [CaseByIdHandler, AllowedCommandsHandler, TimelineHandler];
