import type { FrameworkFacts } from '../facts/index.js';
import { settingsProblems } from '../deadlines/index.js';
import type { Aggregate, Context, Folded, Folds, Problem } from '../kernel/index.js';
import { commandFor, date, int, judged, known, list, object, optional, ref, text } from '../kernel/index.js';
import type { DeadlineWishes } from '../team/index.js';
import { deadlineWishes, listedWishes, rolesInTeam } from '../team/index.js';
import type { Team } from '../team/state.js';
import { memberOn, membersOn } from '../team/state.js';
import type { FrameworkEvents } from './events/index.js';
import { aspectKey, frameworkEvent, frameworkEvents, meetingSettings } from './events/index.js';

/** The agreements of a team, version by version, oldest first; their id is the team's. */
export interface Framework extends Folded {
  readonly teamId: string;
  readonly versions: FrameworkFacts['versions'];
}

const command = commandFor<Framework, Team>();
export const aspectKeys = (aspectKey.shape as { readonly values: readonly string[] }).values;
const nextVersion = ({ versions }: Framework): number => (versions.at(-1)?.version ?? 0) + 1;

/** At least two thirds of those who are members today. */
const isCarried = (agreed: readonly string[], { team, today }: Context<Team>): boolean => {
  const members = new Set(membersOn(team, today).map(({ personId }) => personId));
  return 3 * new Set(agreed.filter((personId) => members.has(personId))).size >= 2 * members.size;
};

const missingAspects = (aspects: readonly { readonly key: string }[] | undefined): readonly Problem[] =>
  aspectKeys.flatMap((key): Problem[] =>
    aspects?.some((aspect) => aspect.key === key)
      ? []
      : [{ pointer: '/aspects', message: { en: `Agree on: ${key}.`, nl: `Maak afspraken over: ${key}.` } }],
  );

/** What a team agrees on that the service works by. */
export const agreedSettings = object({ ...meetingSettings, deadlines: optional(deadlineWishes) });

export const frameworkCommands = {
  AdoptFramework: command({
    takes: {
      version: int(1, 100000),
      effectiveFrom: date,
      aspects: judged(list(object({ key: aspectKey, text: text(2000) }), 0, 18)),
      settings: agreedSettings,
      agreedByMemberIds: list(known('member', ref), 1, 100),
    },
    by: ['CH'],
    in: [],
    checks: ({ aspects, settings }): Problem[] => [
      ...settingsProblems(listedWishes((settings.deadlines ?? {}) as DeadlineWishes)),
      ...(aspects ?? []).flatMap(({ key }, index) =>
        aspects!.findIndex((each) => each.key === key) < index
          ? [{ pointer: `/aspects/${index}/key`, message: { en: 'Name each aspect once.', nl: 'Noem ieder aspect één keer.' } }]
          : [],
      ),
    ],
    refuses: {
      'aspect-missing': (_, __, data) => (data ? missingAspects(data.aspects) : false),
      quorum: (_, context, data) => data !== undefined && !isCarried(data.agreedByMemberIds, context),
    },
    requires: [
      {
        that: (framework, _, data) => !data || data.version === nextVersion(framework),
        en: 'A framework gets the number after the newest version.',
        nl: 'Een kader krijgt het nummer na de nieuwste versie.',
      },
      {
        that: (_, { today }, data) => !data || data.effectiveFrom >= today,
        en: 'Agreements hold from today or a later day on.',
        nl: 'Afspraken gelden vanaf vandaag of een latere dag.',
      },
    ],
    does: (_, { aspects, agreedByMemberIds, settings, ...data }, { team, today }) => [
      frameworkEvent('FrameworkAdopted', {
        ...data,
        aspects: aspects!,
        settings: { ...settings, deadlines: listedWishes((settings.deadlines ?? {}) as DeadlineWishes) },
        agreedByMemberIds: [...new Set(agreedByMemberIds)],
        members: membersOn(team, today).length,
      }),
    ],
  }),
};

const folds: Folds<Framework, FrameworkEvents> = {
  FrameworkAdopted: (framework, { version, effectiveFrom, settings: agreed }) => ({
    ...framework,
    exists: true,
    versions: [...framework.versions, { version, effectiveFrom, settings: agreed }],
  }),
};

/** The collaboration framework (domain.md §2): what a team agreed about working together, and the settings that follow from it. */
export const frameworkAggregate: Aggregate<Framework, Team> = {
  name: 'framework',
  initial: (teamId) => ({ exists: false, made: {}, teamId, versions: [] }),
  events: frameworkEvents,
  folds,
  commands: frameworkCommands,
  phaseOf: () => undefined,
  stampOf: () => undefined,
  isClosed: () => false,
  isOnHold: () => false,
  teamOf: (framework) => framework.teamId,
  isOfTeam: true,
  tells: ({ versions }): FrameworkFacts => ({ versions }),
  rolesOf: (actor, _, team, today) => rolesInTeam(actor, team, today),
  knows: { member: (_, { team, today }, personId) => memberOn(team, personId, today) !== undefined },
  organisationOf: (actor, _, team) => team.members.find((each) => each.personId === (actor.onBehalfOf ?? actor.personId))?.organisationId,
};
