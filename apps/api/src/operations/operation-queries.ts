import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { views } from '#domain/views/index.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Request } from '#infra/operations/operations.js';
import type { Status } from '#infra/operations/status.js';
import { statusOf } from '#infra/operations/status.js';
import type { Service } from '#infra/service.js';
import type { Page } from '../cases/case-queries.js';
import type { listParameters } from '../http/parameters.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import { adminOf, isOperator } from './operator.js';

/** How the service is; who paused what is for operators to know. */
export class ServiceStatus extends Query<Status> {
  constructor(readonly caller: Actor) {
    super();
  }
}

@QueryHandler(ServiceStatus)
export class ServiceStatusHandler implements IQueryHandler<ServiceStatus> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller }: ServiceStatus): Promise<Status> {
    adminOf(caller);
    const status = await statusOf(this.service);
    if (isOperator(this.service.config, caller)) return status;
    return { ...status, paused: status.paused.map(({ work, since }) => ({ work, since })) };
  }
}

/** What is parked: of the caller's tenant, and for an operator of every tenant. */
export class ListParked extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly page: Infer<typeof listParameters>,
  ) {
    super();
  }
}

@QueryHandler(ListParked)
export class ListParkedHandler implements IQueryHandler<ListParked> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, page }: ListParked): Promise<Page> {
    adminOf(caller);
    const { config, parkedWork, tenantKeys } = this.service;
    const list = 'parked';
    const limit = page.limit ?? defaultLimit;
    const found = await parkedWork.items({
      ...(!isOperator(config, caller) && { tenant: caller.tenant }),
      ...(page.cursor !== undefined && { after: String(openCursor(tenantKeys, caller.tenant, list, page.cursor)[0]) }),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? sealCursor(tenantKeys, caller.tenant, list, [items.at(-1)!.id]) : null };
  }
}

/** How far the newest rebuild of a view is. */
export class RebuildOf extends Query<Record<string, unknown>> {
  constructor(
    readonly caller: Actor,
    readonly view: string,
  ) {
    super();
  }
}

@QueryHandler(RebuildOf)
export class RebuildOfHandler implements IQueryHandler<RebuildOf> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, view }: RebuildOf): Promise<Record<string, unknown>> {
    adminOf(caller);
    const request = await this.service.operations.latest('rebuild', viewNamed(view));
    if (!request) throw new Refused('not-found');
    return rebuildAnswer(request);
  }
}

/** A view by its name in a URL; one that is not there is a 404. */
export function viewNamed(name: string): string {
  if (!views.some((view) => view.name === name)) throw new Refused('not-found');
  return name;
}

export const rebuildAnswer = ({ subject, kind: _, outcome, ...request }: Request): Record<string, unknown> => ({
  view: subject,
  state: outcome ?? (request.startedAt === undefined ? 'asked' : 'running'),
  ...request,
});

export const operationQueries = [ServiceStatusHandler, ListParkedHandler, RebuildOfHandler];
