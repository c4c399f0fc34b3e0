import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Infer, Sentence } from '#domain/kernel/index.js';
import { wireName } from '#domain/kernel/index.js';
import type { Standstill, Wait } from '#domain/support-case/index.js';
import { caseAggregate, standstillOf, standstillWords } from '#domain/support-case/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import { canSeeSafety, levelOf } from '#domain/visibility.js';
import { openCursor, sealCursor } from '#infra/cursor.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import type { ShownRow } from '../cases/board.js';
import { boardRows } from '../cases/board.js';
import type { Page } from '../cases/case-queries.js';
import type { Moment } from '../cases/viewer.js';
import { momentOf, teamOf, viewerOf } from '../cases/viewer.js';
import type { listParameters } from '../http/parameters.js';
import { defaultLimit } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';

/** Whoever stands in a phase longest comes first. */
const order = 'phase_since, id';

/** The open cases of a team by how long they stand in their phase, with what is in the way, whose move it is and what is at risk. */
export class TeamStuck extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly page: Infer<typeof listParameters>,
    readonly language: keyof Sentence,
  ) {
    super();
  }
}

@QueryHandler(TeamStuck)
export class TeamStuckHandler implements IQueryHandler<TeamStuck> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId, page, language }: TeamStuck): Promise<Page> {
    if (!isUuid(teamId)) throw new Refused('not-found');
    const moment = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId.toLowerCase());
    if (!team.exists || rolesInTeam(caller, team, moment.today).size === 0) throw new Refused('not-found');
    const { tenantKeys, vault } = this.service;
    const list = `stuck\n${team.teamId}`;
    const after =
      page.cursor === undefined
        ? []
        : [{ sql: `(${order}) > ($?::date, $?)`, values: openCursor(tenantKeys, caller.tenant, list, page.cursor) }];
    const { rows, last } = await boardRows(this.service, caller, moment, {
      conditions: [{ sql: 'team_id = $?', values: [team.teamId] }, { sql: `phase <> 'closed'`, values: [] }, ...after],
      order,
      limit: page.limit ?? defaultLimit,
      part: 'stuck',
    });
    // Only the cases of this page are folded, each to its newest event.
    const items = await Promise.all(
      rows.map(async (row) => ({ ...row.shown, ...(await this.#standstill(row, caller, moment, language)) })),
    );
    return {
      items: (await vault.opened(items)) as readonly unknown[],
      nextCursor: last ? sealCursor(tenantKeys, caller.tenant, list, [String(last.cells['phase_since']), last.id]) : null,
    };
  }

  /** Nothing for who sees only that there is a case. */
  async #standstill({ document, roles }: ShownRow, caller: Actor, moment: Moment, language: keyof Sentence): Promise<object> {
    if (levelOf(roles, document.relations) !== 'content') return {};
    const { state: kase } = await this.service.streams.load(caseAggregate, document.caseId);
    const team = await teamOf(this.service, caller.tenant, document.teamId);
    const settings = { verbalConsentForbidden: this.service.config.verbalConsentForbidden };
    const { now, today } = moment;
    const found = standstillOf(kase, {
      at: now,
      on: today,
      today,
      actor: caller,
      roles,
      team,
      settings,
      openElsewhere: false,
      facts: new Map(),
    });
    if (!found) return { blocked: null, waitsFor: [] };
    const shown = canSeeSafety(viewerOf(caller, roles, moment), document.relations) ? found : withoutSafety(found);
    return {
      blocked: { command: shown.command === undefined ? null : wireName(shown.command), reasons: shown.reasons },
      waitsFor: shown.waitsFor.map((wait) => waitAnswer(wait, document.phaseSince, today, language)),
    };
  }
}

/** That somebody's safety is in question is for few to know. */
const withoutSafety = ({ waitsFor, reasons, ...rest }: Standstill): Standstill => ({
  ...rest,
  reasons: reasons.filter((code) => code !== 'open-escalation'),
  waitsFor: waitsFor.filter((wait) => wait.for !== 'escalation'),
});

const waitAnswer = (wait: Wait, phaseSince: string, today: string, language: keyof Sentence): Record<string, unknown> => ({
  for: wait.for,
  explanation: standstillWords[wait.for][language],
  command: wireName(wait.command),
  reasons: wait.reasons,
  ...(wait.subjectId !== undefined && { subjectId: wait.subjectId }),
  move: wait.move,
  since: wait.since !== undefined && wait.since > phaseSince ? wait.since : phaseSince,
  atRisk: wait.due ? { ...wait.due, late: wait.due.dueOn < today } : null,
});
