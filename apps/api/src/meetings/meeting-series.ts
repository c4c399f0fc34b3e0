import { Inject } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandBus, CommandHandler } from '@nestjs/cqrs';
import type { Actor, Problem } from '#domain/kernel/index.js';
import { longestSeries, seriesDays } from '#domain/meeting/index.js';
import { rolesInTeam } from '#domain/team/index.js';
import { noTeam } from '#domain/team/state.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid, newUuid, uuidOf } from '#infra/uuid.js';
import { problemsOf } from '#infra/validation/body.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { ExecuteCommand } from '../commands/execute-command.js';
import { SERVICE } from '../tokens.js';
import { seriesFields } from './parameters.js';

export interface SeriesAnswer {
  readonly meetings: readonly { readonly id: string; readonly startsAt: string; readonly revision: number; readonly position: string }[];
  /** Days left out because the team does not work then. */
  readonly skipped: readonly string[];
  /** Days on which no meeting could be planned, each with the code. */
  readonly refused: readonly { readonly on: string; readonly code: string }[];
}

/** Several meetings from one body: each is planned by a command of its own, under a key that follows from the series' key and the day. */
export class PlanSeries extends Command<SeriesAnswer> {
  constructor(
    readonly caller: Actor,
    readonly body: unknown,
    readonly idempotencyKey: string | undefined,
    readonly correlationId: string | undefined,
  ) {
    super();
  }
}

const tooLong: Problem = {
  pointer: '/until',
  message: {
    en: 'A series ends within twelve months of its first meeting.',
    nl: 'Een reeks eindigt binnen twaalf maanden na het eerste overleg.',
  },
};
const ends: Problem = {
  pointer: '/until',
  message: { en: 'A series ends on or after its first meeting.', nl: 'Een reeks eindigt op of na het eerste overleg.' },
};
/** What may be wrong with one day of a series and not with the others. */
const ofOneDay: readonly string[] = ['team-double-booked', 'not-possible'];

@CommandHandler(PlanSeries)
export class PlanSeriesHandler implements ICommandHandler<PlanSeries> {
  constructor(
    @Inject(SERVICE) private readonly service: Service,
    @Inject(CommandBus) private readonly bus: CommandBus,
  ) {}

  async execute({ caller, body, idempotencyKey = newUuid(), correlationId }: PlanSeries): Promise<SeriesAnswer> {
    const raw = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Record<string, unknown>;
    const { onBehalfOf, ...asked } = raw;
    const isFor = caller.scopes.includes('integration') && typeof onBehalfOf === 'string';
    const { today } = await momentOf(this.service);
    const team = isUuid(raw['teamId']) ? await teamOf(this.service, caller.tenant, raw['teamId'].toLowerCase()) : noTeam;
    const problems = body === raw ? problemsOf(seriesFields, isFor ? asked : raw, today) : problemsOf(seriesFields, body, today);
    if (problems.length) throw new Refused('validation', { errors: problems });
    const roles = rolesInTeam(isFor ? { ...caller, onBehalfOf } : caller, team, today);
    if (!roles.has('CO') && !roles.has('CH')) throw new Refused('forbidden');

    const { rule, until, skipClosures, ...plan } = raw as {
      rule: { weekly: number };
      until: string;
      skipClosures: boolean;
      startsAt: string;
    };
    if (until > longestSeries(plan.startsAt)) throw new Refused('validation', { errors: [tooLong] });
    const days = seriesDays(plan.startsAt, { weekly: rule.weekly, until, skipClosures }, team.closures);
    if (days.length === 0) throw new Refused('validation', { errors: [ends] });

    const meetings: SeriesAnswer['meetings'][number][] = [];
    const refused: SeriesAnswer['refused'][number][] = [];
    for (const { on, startsAt, isSkipped } of days) {
      if (isSkipped) continue;
      const key = uuidOf(`series\n${idempotencyKey.toLowerCase()}\n${on}`);
      try {
        const ask = {
          caller,
          command: 'PlanMeeting',
          body: { ...plan, startsAt },
          idempotencyKey: key,
          ...(correlationId && { correlationId }),
        };
        const { id, revision, position } = await this.bus.execute(new ExecuteCommand('caseMeeting', ask));
        meetings.push({ id, startsAt, revision, position });
      } catch (error) {
        if (!(error instanceof Refused) || !ofOneDay.includes(error.code)) throw error;
        refused.push({ on, code: error.code });
      }
    }
    return { meetings, skipped: days.filter(({ isSkipped }) => isSkipped).map(({ on }) => on), refused };
  }
}
