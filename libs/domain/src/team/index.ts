import type { Closure } from '../calendar/index.js';
import { addDays, daysBetween, isWorkingDay } from '../calendar/index.js';
import type { Actor, Aggregate, Context, Problem, Role } from '../kernel/index.js';
import { commandFor, date, email, known, language, list, newId, object, optional, ref, text } from '../kernel/index.js';
import { collaborationPhase, defaultRole, discipline, teamEvent, teamEvents, teamRole } from './events/index.js';
import type { Member, Team } from './state.js';
import { settingsCommands } from './settings.js';
import { memberOn, newestMembership, noTeam, teamFolds } from './state.js';

export type { DeadlineWishes } from './settings.js';
export { deadlineWishes, listedWishes } from './settings.js';
export * from './state.js';

const command = commandFor<Team, Team>();
const person = {
  personId: ref,
  name: text(200),
  email: optional(email),
  language: optional(language),
  organisationId: ref,
  discipline,
  roles: list(teamRole, 1, 8),
};
const closure = object({ from: date, to: date, name: text(200) });
const closures = list(closure, 0, 200);

const longestClosure = 366;

/** A closure runs forward, and leaves a working day to count from within a year; so that every due date can be counted. */
const closureProblems = (items: readonly Closure[]): Problem[] => [
  ...items.flatMap((item, index): Problem[] =>
    item.to < item.from
      ? [
          {
            pointer: `/closures/${index}/to`,
            message: { en: 'A closure ends on or after its first day.', nl: 'Een sluiting eindigt op of na de eerste dag.' },
          },
        ]
      : daysBetween(item.from, item.to) > longestClosure
        ? [
            {
              pointer: `/closures/${index}/to`,
              message: { en: 'A closure lasts a year at the most.', nl: 'Een sluiting duurt hoogstens een jaar.' },
            },
          ]
        : [],
  ),
  ...(leavesWorkingDays(items)
    ? []
    : [
        {
          pointer: '/closures',
          message: {
            en: 'Together these closures leave no working day for more than a year.',
            nl: 'Samen laten deze sluitingen meer dan een jaar geen werkdag over.',
          },
        },
      ]),
];

/** Whether after each closure a working day comes within a year. */
function leavesWorkingDays(items: readonly Closure[]): boolean {
  const forward = items.filter((item) => item.from <= item.to);
  return forward.every(({ from }) => {
    for (let on = from, days = 0; days <= longestClosure; on = addDays(on, 1), days += 1)
      if (isWorkingDay(on, 'team', forward)) return true;
    return false;
  });
}

export const teamCommands = {
  RegisterTeam: command({
    takes: { teamId: newId('team'), name: text(200), closures, members: list(object(person), 1, 100) },
    by: ['AD'],
    in: [],
    opens: true,
    checks: (data) => [
      ...closureProblems(data.closures),
      ...data.members.flatMap((each, index) =>
        data.members.findIndex((other) => other.personId === each.personId) < index
          ? [
              {
                pointer: `/members/${index}/personId`,
                message: { en: 'Each person is a member once.', nl: 'Iedere persoon is één keer lid.' },
              },
            ]
          : [],
      ),
    ],
    does: (_, { name, closures: closed, members }) => [teamEvent('TeamRegistered', { name, closures: closed, members })],
  }),
  AddMember: command({
    takes: { ...person, from: date },
    by: ['AD', 'CO'],
    in: [],
    requires: [
      {
        that: (team, _, data) =>
          !data || !team.members.some((each) => each.personId === data.personId && (each.to === undefined || each.to > data.from)),
        en: 'This person is a member of the team already.',
        nl: 'Deze persoon is al lid van het team.',
      },
    ],
    does: (_, data) => [teamEvent('MemberAdded', data)],
  }),
  EndMembership: command({
    takes: { personId: known('member', ref), to: date, reason: text(500) },
    by: ['AD', 'CO'],
    in: [],
    requires: [
      {
        that: (team, { today }, data) => {
          const last = data && newestMembership(team, data.personId);
          return !last || last.to === undefined || last.to > today || last.to === data.to;
        },
        en: 'This membership is over already.',
        nl: 'Dit lidmaatschap is al afgelopen.',
      },
    ],
    does: (team, data) => (newestMembership(team, data.personId)?.to === data.to ? [] : [teamEvent('MembershipEnded', data)]),
  }),
  SetClosures: command({
    takes: { closures },
    by: ['AD', 'CO'],
    in: [],
    checks: (data) => closureProblems(data.closures),
    does: (_, data) => [teamEvent('ClosuresSet', data)],
  }),
  AssignDefaultRole: command({
    takes: { role: defaultRole, personId: optional(known('currentMember', ref)) },
    by: ['AD', 'CO', 'CH'],
    in: [],
    does: (team, { role, personId }) =>
      team.defaultRoles[role] === personId ? [] : [teamEvent('DefaultRoleAssigned', { role, ...(personId !== undefined && { personId }) })],
  }),
  SetCollaborationPhase: command({
    takes: { phase: collaborationPhase },
    by: ['CH'],
    in: [],
    does: (team, { phase }) => (team.collaborationPhase === phase ? [] : [teamEvent('CollaborationPhaseSet', { phase })]),
  }),
  DeactivateTeam: command({
    takes: { reason: text(500) },
    by: ['AD'],
    in: [],
    does: (team, { reason }) => (team.active ? [teamEvent('TeamDeactivated', { reason })] : []),
  }),
  ...settingsCommands,
};

const roleCodes: { readonly [role in Member['roles'][number]]: Role } = {
  coordinator: 'CO',
  chair: 'CH',
  'minute-taker': 'MT',
  professional: 'PR',
  lead: 'LD',
  'safety-officer': 'SO',
  'privacy-officer': 'PO',
  observer: 'OB',
};

/** What a person is by membership, and a client by its scope. With `onBehalfOf` the scope does not count, the person does. */
export function rolesInTeam(actor: Actor, team: Team, today: string): Set<Role> {
  const roles = new Set<Role>();
  if (actor.onBehalfOf === undefined) {
    if (actor.scopes.includes('admin')) roles.add('AD');
    if (actor.scopes.includes('integration')) roles.add('SY');
    if (actor.scopes.includes('worker')) roles.add('WK');
  }
  for (const role of memberOn(team, actor.onBehalfOf ?? actor.personId, today)?.roles ?? []) roles.add(roleCodes[role]);
  return roles;
}

/** The team aggregate (domain.md §2): a team consults nobody but itself. */
export const teamAggregate: Aggregate<Team, Team> = {
  name: 'team',
  initial: (teamId) => ({ ...noTeam, teamId }),
  events: teamEvents,
  folds: teamFolds,
  commands: teamCommands,
  phaseOf: () => undefined,
  stampOf: () => undefined,
  isClosed: () => false,
  isOnHold: () => false,
  teamOf: () => undefined,
  rolesOf: (actor, team, _, today) => rolesInTeam(actor, team, today),
  knows: {
    member: (team: Team, _: Context<Team>, personId: string) => newestMembership(team, personId) !== undefined,
    currentMember: (team: Team, { today }: Context<Team>, personId: string) => memberOn(team, personId, today) !== undefined,
  },
  organisationOf: (actor, team) => team.members.find((each) => each.personId === (actor.onBehalfOf ?? actor.personId))?.organisationId,
};
