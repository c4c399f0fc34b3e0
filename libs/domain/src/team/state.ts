import type { Closure } from '../calendar/index.js';
import type { Channel, DeadlineSettings } from '../deadlines/index.js';
import type { Folded, Folds, Infer } from '../kernel/index.js';
import type { collaborationPhase, defaultRole, teamEvents, teamRole } from './events/index.js';

export type TeamRole = NonNullable<(typeof teamRole)['type']>;

export type DefaultRole = NonNullable<(typeof defaultRole)['type']>;
export type CollaborationPhase = NonNullable<(typeof collaborationPhase)['type']>;

export interface Member {
  readonly personId: string;
  readonly organisationId: string;
  readonly discipline: string;
  readonly language?: string;
  readonly roles: readonly TeamRole[];
  /** First day; a member without one was there from the beginning. */
  readonly from?: string;
  /** The day on which access ends. */
  readonly to?: string;
}

export interface Preferences {
  readonly channels: readonly Channel[];
  /** Quiet time in Amsterdam, `HH:MM`; it may pass midnight. */
  readonly quietFrom?: string;
  readonly quietUntil?: string;
}

export interface Team extends Folded {
  readonly teamId: string;
  readonly active: boolean;
  readonly members: readonly Member[];
  readonly closures: readonly Closure[];
  /** The newest version of the team's deadline settings; 0 = the built-in defaults. */
  readonly policyVersion: number;
  /** Every version of the settings, oldest first; the one in force on a day is `settingsOn`. */
  readonly policies: readonly DeadlineSettings[];
  /** The newest framework whose settings the team's deadlines follow. */
  readonly frameworkVersion?: number;
  /** How a person wants to be told, by personId. */
  readonly preferences: { readonly [personId: string]: Preferences };
  /** Who usually has which role in a meeting; a role nobody was given is left out. */
  readonly defaultRoles: { readonly [role in DefaultRole]?: string };
  readonly collaborationPhase?: CollaborationPhase;
}

export const noTeam: Team = {
  exists: false,
  made: {},
  teamId: '',
  active: false,
  members: [],
  closures: [],
  policyVersion: 0,
  policies: [],
  preferences: {},
  defaultRoles: {},
};

/** The membership of a person that holds on this day: from `from` on, until the day before `to`. */
export const memberOn = (team: Team, personId: string, on: string): Member | undefined =>
  team.members.find(
    (member) =>
      member.personId === personId && (member.from === undefined || member.from <= on) && (member.to === undefined || on < member.to),
  );

/** Members on this day, each person once. */
export const membersOn = (team: Team, on: string): readonly Member[] =>
  team.members.filter((member) => memberOn(team, member.personId, on) === member);

/** The index of a person's newest membership; -1 when there never was one. */
const lastMembership = (team: Team, personId: string): number => team.members.findLastIndex((each) => each.personId === personId);

/** A person's newest membership, over or not. */
export const newestMembership = (team: Team, personId: string): Member | undefined => team.members[lastMembership(team, personId)];

const dates = (closures: readonly Closure[]): Closure[] => closures.map(({ from, to }) => ({ from, to }));

type Person = Infer<typeof teamEvents.MemberAdded> | Infer<typeof teamEvents.TeamRegistered>['members'][number];
const member = (person: Person): Member => ({
  personId: person.personId,
  organisationId: person.organisationId,
  discipline: person.discipline,
  roles: person.roles,
  ...(person.language !== undefined && { language: person.language }),
  ...('from' in person && { from: person.from }),
});

export const teamFolds: Folds<Team, typeof teamEvents> = {
  TeamRegistered: (team, data) => ({
    ...team,
    exists: true,
    active: true,
    members: data.members.map(member),
    closures: dates(data.closures),
  }),
  MemberAdded: (team, data) => ({ ...team, members: [...team.members, member(data)] }),
  MembershipEnded: (team, { personId, to }) => ({
    ...team,
    members: team.members.map((each, index) => (index === lastMembership(team, personId) ? { ...each, to } : each)),
  }),
  ClosuresSet: (team, data) => ({ ...team, closures: dates(data.closures) }),
  DeadlineSettingsSet: (team, data) => ({
    ...team,
    policyVersion: data.policyVersion,
    policies: [...team.policies, data as DeadlineSettings],
    ...(data.frameworkVersion !== undefined && { frameworkVersion: data.frameworkVersion }),
  }),
  DefaultRoleAssigned: (team, { role, personId }) => {
    const { [role]: _, ...others } = team.defaultRoles;
    return { ...team, defaultRoles: personId === undefined ? others : { ...others, [role]: personId } };
  },
  CollaborationPhaseSet: (team, { phase }) => ({ ...team, collaborationPhase: phase }),
  TeamDeactivated: (team) => ({ ...team, active: false }),
  NotificationPreferencesSet: (team, { personId, ...preferences }) => ({
    ...team,
    preferences: { ...team.preferences, [personId]: preferences },
  }),
};
