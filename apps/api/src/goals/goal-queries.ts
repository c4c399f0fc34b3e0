import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import { visibleCase } from '#domain/visibility.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import type { CaseAnswer } from '../cases/case-queries.js';
import { logged, sightOf } from '../cases/look.js';
import { SERVICE } from '../tokens.js';
import { showsGoals, whyOf } from './why-of.js';

const view = 'goals-1';

/** Why a goal is there and what became of it, as far as the caller may see the case it is in. */
export class GoalWhy extends Query<CaseAnswer> {
  constructor(
    readonly caller: Actor,
    readonly goalId: string,
    readonly minRevision: number | undefined,
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GoalWhy)
export class GoalWhyHandler implements IQueryHandler<GoalWhy> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, goalId, minRevision, traceId }: GoalWhy): Promise<CaseAnswer> {
    if (!isUuid(goalId)) throw new Refused('not-found');
    const id = goalId.toLowerCase();
    const { readModels, vault } = this.service;
    const cases = await readModels.rows(view, caller.tenant, [{ sql: 'goal_id = $?', values: [id] }], 'id', 10);
    // A client chooses the ids of its goals, so two cases may have the same one: the first that this caller may see.
    for (const { id: caseId } of cases) {
      const sight = await sightOf(this.service, caller, caseId, minRevision).catch(ifUnknown);
      const visible = sight && visibleCase(sight.document, sight.viewer);
      const why = visible && showsGoals(visible) ? whyOf(visible, id) : undefined;
      if (!sight || !why) continue;
      const [opened] = await Promise.all([vault.opened(why), logged(this.service, caller, sight, 'goal', traceId)]);
      return { ...(opened as Record<string, unknown>), revision: sight.revision, asOfRevision: sight.revision };
    }
    throw new Refused('not-found');
  }
}

function ifUnknown(error: unknown): undefined {
  if (error instanceof Refused && error.code === 'not-found') return undefined;
  throw error;
}

export const goalQueries = [GoalWhyHandler];
