import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Infer } from '#domain/kernel/index.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Condition } from '#infra/read-models/read-models.js';
import { blindWords } from '#infra/sealing/blind.js';
import type { Service } from '#infra/service.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';
import { boardRows, boardView, withinReach } from './board.js';
import type { Page } from './case-queries.js';
import type { boardParameters, countsParameters, searchFields } from './parameters.js';
import type { Moment } from './viewer.js';
import { momentOf } from './viewer.js';

const farAway = '9999-12-31';
/** What each sort compares; ties are broken by the id. More days in a phase means an earlier day. */
const sorts: { readonly [sort: string]: { readonly by: string; readonly column: string; readonly turned: boolean } } = {
  dueOn: { by: `coalesce(next_due, '${farAway}')`, column: 'next_due', turned: false },
  daysInPhase: { by: 'phase_since', column: 'phase_since', turned: true },
  openedOn: { by: 'opened_on', column: 'opened_on', turned: false },
};

type BoardFilter = Infer<typeof boardParameters>;

function filters({ teamId, phase, urgency, late, hold, ownerId, consent }: BoardFilter, { today }: Moment): Condition[] {
  const conditions: (Condition | false)[] = [
    teamId !== undefined && { sql: 'team_id = $?', values: [teamId] },
    phase !== undefined ? { sql: 'phase = $?', values: [phase] } : { sql: `phase <> 'closed'`, values: [] },
    urgency !== undefined && { sql: 'urgency = $?', values: [urgency] },
    late !== undefined && { sql: late ? 'next_due < $?' : '(next_due is null or next_due >= $?)', values: [today] },
    hold !== undefined && { sql: 'on_hold = $?', values: [hold] },
    ownerId !== undefined && { sql: 'owner_id = $?', values: [ownerId] },
    consent === 'waiting' && waitingForConsent(today),
  ];
  return conditions.filter((condition) => condition !== false);
}

const waitingForConsent = (today: string): Condition => ({
  sql: `(phase = 'preparation' and (consent <> 'complete' or consent_until < $?))`,
  values: [today],
});

/** The board's rows, filtered, sorted, a page at a time. */
export class ListCases extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly asked: BoardFilter,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, asked }: ListCases): Promise<Page> {
    const moment = await momentOf(this.service);
    const conditions = [...filters(asked, moment), ...(await withinReach(this.service, caller, moment))];
    const [page, counted] = await Promise.all([
      pageOf(this.service, caller, moment, conditions, asked.sort ?? 'dueOn', asked),
      asked.count === undefined ? undefined : this.service.readModels.count(boardView, caller.tenant, conditions, `'all'`),
    ]);
    return { ...page, ...(counted && { count: counted.get('all') ?? 0 }) };
  }
}

async function pageOf(
  service: Service,
  caller: Actor,
  moment: Moment,
  conditions: readonly Condition[],
  sort: string,
  asked: { readonly limit?: number; readonly cursor?: string },
): Promise<Page> {
  const { by, column, turned } = sorts[sort.replace('-', '')]!;
  const descending = sort.startsWith('-') !== turned;
  const list = `board\n${sort}`;
  const after = asked.cursor === undefined ? undefined : openCursor(service.tenantKeys, caller.tenant, list, asked.cursor);
  const onwards: Condition[] = after ? [{ sql: `(${by}, id) ${descending ? '<' : '>'} ($?::date, $?)`, values: after }] : [];
  const direction = descending ? 'desc' : 'asc';
  const order = `${by} ${direction}, id ${direction}`;
  const limit = asked.limit ?? defaultLimit;
  const { rows, last } = await boardRows(service, caller, moment, { conditions: [...conditions, ...onwards], order, limit, part: 'board' });
  return {
    items: (await service.vault.opened(rows.map((row) => row.shown))) as unknown[],
    nextCursor: last
      ? sealCursor(service.tenantKeys, caller.tenant, list, [(last.cells[column] as string | null) ?? farAway, last.id])
      : null,
  };
}

/** Rows of the board by whole words of a child's name, of children whose name the caller may know. */
export class SearchCases extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly asked: Infer<typeof searchFields>,
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(SearchCases)
export class SearchCasesHandler implements IQueryHandler<SearchCases> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, asked, traceId }: SearchCases): Promise<Page> {
    const { readModels, tenantKeys, accessLog, vault } = this.service;
    const words = blindWords(tenantKeys, caller.tenant, asked.q);
    if (words.length === 0)
      throw new Refused('validation', {
        errors: [
          { pointer: '/q', message: { en: 'Give at least one whole word of a name.', nl: 'Geef minstens één heel woord van een naam.' } },
        ],
      });
    const moment = await momentOf(this.service);
    const ids = await readModels.idsByWords(caller.tenant, words);
    const phase = asked.phase === undefined ? [] : [{ sql: 'phase = $?', values: [asked.phase] }];
    const conditions = [
      { sql: 'id = any($?)', values: [ids] },
      ...(asked.teamId === undefined ? [] : [{ sql: 'team_id = $?', values: [asked.teamId] }]),
      ...phase,
      ...(await withinReach(this.service, caller, moment)),
    ];
    const list = 'search';
    const after = asked.cursor === undefined ? [] : [{ sql: 'id > $?', values: openCursor(tenantKeys, caller.tenant, list, asked.cursor) }];
    const limit = asked.limit ?? defaultLimit;
    const { rows, last } = await boardRows(this.service, caller, moment, {
      conditions: [...conditions, ...after],
      order: 'id',
      limit,
      part: 'search',
    });
    // A name that the caller may not know is not found by it either.
    const named = rows.filter((row) => row.named);
    await accessLog.write({
      at: moment.now,
      tenant: caller.tenant,
      personId: caller.personId,
      roles: [],
      action: 'R',
      objectType: 'search',
      objectId: `${named.length} found`,
      part: 'search',
      level: 'content',
      outcome: 'given',
      ...(traceId !== undefined && { traceId }),
    });
    return {
      items: (await vault.opened(named.map((row) => row.shown))) as unknown[],
      nextCursor: last ? sealCursor(tenantKeys, caller.tenant, list, [last.id]) : null,
    };
  }
}

export interface Counted {
  readonly count: number;
  /** Lists what was counted. */
  readonly query: string;
}
export interface Counts {
  readonly phases: Readonly<Record<string, Counted>>;
  readonly late: Counted;
  readonly onHold: Counted;
  readonly waitingForConsent: Counted;
}

/** How many cases stand where. */
export class CountCases extends Query<Counts> {
  constructor(
    readonly caller: Actor,
    readonly asked: Infer<typeof countsParameters>,
  ) {
    super();
  }
}

@QueryHandler(CountCases)
export class CountCasesHandler implements IQueryHandler<CountCases> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, asked: { teamId } }: CountCases): Promise<Counts> {
    const moment = await momentOf(this.service);
    const reach = [
      ...(teamId === undefined ? [] : [{ sql: 'team_id = $?', values: [teamId] }]),
      ...(await withinReach(this.service, caller, moment)),
    ];
    const { readModels } = this.service;
    const count = async (more: readonly Condition[], by: string): Promise<ReadonlyMap<string, number>> =>
      readModels.count(boardView, caller.tenant, [...reach, ...more], by);
    const open: Condition = { sql: `phase <> 'closed'`, values: [] };
    const [phases, late, held, waiting] = await Promise.all([
      count([], 'phase'),
      count([open, { sql: 'next_due < $?', values: [moment.today] }], `'all'`),
      count([open, { sql: 'on_hold', values: [] }], `'all'`),
      count([waitingForConsent(moment.today)], `'all'`),
    ]);
    const query = (rest: string): string => `/v1/cases?${teamId === undefined ? '' : `teamId=${teamId}&`}${rest}`;
    const total = (counted: ReadonlyMap<string, number>, rest: string): Counted => ({ count: counted.get('all') ?? 0, query: query(rest) });
    const names = ['preparation', 'discussion', 'aftercare', 'intervention', 'evaluation', 'closed'];
    return {
      phases: Object.fromEntries(names.map((name) => [name, { count: phases.get(name) ?? 0, query: query(`phase=${name}`) }])),
      late: total(late, 'late=true'),
      onHold: total(held, 'hold=true'),
      waitingForConsent: total(waiting, 'consent=waiting'),
    };
  }
}

export const listQueries = [ListCasesHandler, SearchCasesHandler, CountCasesHandler];
