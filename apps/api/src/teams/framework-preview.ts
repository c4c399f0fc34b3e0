import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { DeadlineSettings, Settled } from '#domain/deadlines/index.js';
import { builtIn, differences, settingsProblems } from '#domain/deadlines/index.js';
import type { AgreedSettings } from '#domain/facts/index.js';
import { agreedSettings } from '#domain/framework/index.js';
import type { Actor } from '#domain/kernel/index.js';
import { optional, ref } from '#domain/kernel/index.js';
import { agendaDifference, beforeSession, meetingAggregate } from '#domain/meeting/index.js';
import type { DeadlineWishes } from '#domain/team/index.js';
import { listedWishes, rolesInTeam } from '#domain/team/index.js';
import type { Team } from '#domain/team/state.js';
import type { Deadline } from '#domain/views/index.js';
import { deadlinesView, meetingsView } from '#domain/views/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { FoundRow } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import type { Moment } from '../cases/viewer.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { bodyOf } from '../http/parameters.js';
import { SERVICE } from '../tokens.js';

export const previewFields = { settings: agreedSettings };

/** As many rows as are read at a time. */
const page = 500;
/** What is to be done still. */
const running = ['open', 'paused', 'missed'];

interface Item {
  readonly kind: 'deadline' | 'reminder' | 'agenda';
  readonly id: string;
  readonly [field: string]: unknown;
}
/** `then` is a word of the wire; it holds no function, so awaiting the answer does no harm. */
const worded = <D extends { readonly would: unknown }>({ would, ...difference }: D) => ({
  ...difference,
  // oxlint-disable-next-line unicorn/no-thenable
  then: would,
});

export interface PreviewAnswer {
  readonly items: readonly Item[];
}

/**
 * A dry run of other agreements: every open deadline, reminder and planned agenda that would fall differently if it were stamped under
 * them, from the same anchor. It changes nothing, and neither would the adoption change what runs: deadlines keep their dates (I11) and
 * planned meetings the agreements they were planned with. For a chair or coordinator of the team, and an admin.
 */
export class FrameworkPreview extends Query<PreviewAnswer> {
  constructor(
    readonly caller: Actor,
    readonly teamId: string,
    readonly body: unknown,
  ) {
    super();
  }
}

@QueryHandler(FrameworkPreview)
export class FrameworkPreviewHandler implements IQueryHandler<FrameworkPreview> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, teamId, body }: FrameworkPreview): Promise<PreviewAnswer> {
    if (!isUuid(teamId)) throw new Refused('not-found');
    const moment = await momentOf(this.service);
    const team = await teamOf(this.service, caller.tenant, teamId.toLowerCase());
    const isClient = caller.scopes.includes('integration');
    const named = isClient ? (body as { readonly onBehalfOf?: unknown } | null)?.onBehalfOf : undefined;
    const roles = rolesInTeam(typeof named === 'string' ? { ...caller, onBehalfOf: named } : caller, team, moment.today);
    if (!team.exists || roles.size === 0) throw new Refused('not-found');
    if (!roles.has('CH') && !roles.has('CO') && !roles.has('AD')) throw new Refused('forbidden');
    const { settings } = bodyOf({ ...previewFields, ...(isClient && { onBehalfOf: optional(ref) }) }, body);
    const { deadlines: wishes, ...agreed } = settings;
    const deadlines = listedWishes((wishes ?? {}) as DeadlineWishes);
    const errors = settingsProblems(deadlines);
    if (errors.length) throw new Refused('validation', { errors });
    const then: DeadlineSettings = { policyVersion: team.policyVersion + 1, effectiveFrom: moment.today, deadlines };
    const [agendas, terms] = await Promise.all([
      this.#agendas(caller.tenant, team, moment, agreed, then),
      this.#deadlines(caller.tenant, team, moment, {
        settings: then,
        ...(agreed.bringInCutOffDays !== undefined && { cutOffDays: agreed.bringInCutOffDays }),
      }),
    ]);
    return { items: [...terms, ...agendas] };
  }

  async #agendas(
    tenant: string,
    { teamId, closures }: Team,
    { now }: Moment,
    agreed: AgreedSettings,
    deadlines: DeadlineSettings,
  ): Promise<readonly Item[]> {
    const rows = await this.#all(meetingsView.name, tenant, [
      { sql: 'team_id = $?', values: [teamId] },
      { sql: 'state = any($?)', values: [beforeSession] },
      { sql: 'starts_at > $?', values: [now] },
    ]);
    const meetings = await Promise.all(rows.map(({ id }) => this.service.streams.load(meetingAggregate, id)));
    return meetings
      .map(({ state }) => state)
      .filter(({ state }) => (beforeSession as readonly string[]).includes(state))
      .flatMap((meeting): Item[] => {
        const difference = agendaDifference(meeting, agreed, deadlines, closures);
        const { meetingId, startsAt } = meeting;
        return difference
          ? [{ kind: 'agenda', id: meetingId, subject: { type: 'meeting', id: meetingId }, startsAt, ...worded(difference) }]
          : [];
      });
  }

  async #deadlines(tenant: string, { teamId, closures, policies }: Team, { now }: Moment, then: Settled): Promise<readonly Item[]> {
    const rows = await this.#all(deadlinesView.name, tenant, [
      { sql: 'team_id = $?', values: [teamId] },
      { sql: 'state = any($?)', values: [running] },
    ]);
    return rows.flatMap(({ item }): Item[] => {
      const { deadlineId, stamp } = item as Deadline;
      const was = policies.find(({ policyVersion }) => policyVersion === stamp.policyVersion) ?? builtIn;
      const { rule, subject } = stamp;
      return differences(stamp, was, then, { now, closures }).map((each) => ({
        ...worded(each),
        id: deadlineId,
        rule,
        subject,
      }));
    });
  }

  /** All rows there are, read some at a time. */
  async #all(view: string, tenant: string, conditions: readonly { readonly sql: string; readonly values: readonly unknown[] }[]) {
    const all: FoundRow[] = [];
    for (;;) {
      const last = all.at(-1);
      const after = last ? [{ sql: '(id, ord) > ($?, $?::int)', values: [last.id, last.ord] }] : [];
      const rows = await this.service.readModels.rows(view, tenant, [...conditions, ...after], 'id, ord', page);
      all.push(...rows);
      if (rows.length < page) return all;
    }
  }
}
