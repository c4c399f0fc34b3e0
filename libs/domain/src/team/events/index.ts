import type { Infer, NewEvent } from '../../kernel/index.js';
import { about, bool, date, int, language, list, object, oneOf, optional, ref, time, word } from '../../kernel/index.js';

export const teamRole = oneOf(
  'coordinator',
  'chair',
  'minute-taker',
  'professional',
  'lead',
  'safety-officer',
  'privacy-officer',
  'observer',
);
export const discipline = word(60);
const person = {
  personId: ref,
  name: about('staff'),
  email: optional(about('staff')),
  language: optional(language),
  organisationId: ref,
  discipline,
  roles: list(teamRole),
};
/** Whom a team usually asks for a role in a meeting. */
export const defaultRole = oneOf('chair', 'co_chair', 'minute_taker', 'observer');
/** Where a team stands in working together, in the words of the method. */
export const collaborationPhase = oneOf('verkennen', 'delen', 'overeenkomen', 'vormgeven', 'uitvoeren');
export const channels = list(oneOf('email', 'in_app'), 1, 2);
const step = { days: int(-60, 60), to: list(word(20)) };
const deadline = object({
  rule: word(8),
  offset: optional(int(0, 60)),
  reminders: optional(list(object({ ...step, to: optional(step.to) }))),
  recipients: optional(step.to),
  escalation: optional(list(object(step))),
  channels: optional(channels),
  enabled: optional(bool),
});
const closures = list(object({ from: date, to: date, name: about('team') }));

/** Every event of a team (domain.md §2, api.md "RegisterTeam"). */
export const teamEvents = {
  TeamRegistered: { name: about('team'), closures, members: list(object(person)) },
  MemberAdded: { ...person, from: date },
  MembershipEnded: { personId: ref, to: date, reason: about('staff') },
  ClosuresSet: { closures },
  DeadlineSettingsSet: {
    deadlines: list(deadline),
    effectiveFrom: date,
    policyVersion: int(1, 1_000_000),
    frameworkVersion: optional(int(1, 100_000)),
  },
  DefaultRoleAssigned: { role: defaultRole, personId: optional(ref) },
  CollaborationPhaseSet: { phase: collaborationPhase },
  TeamDeactivated: { reason: about('team') },
  NotificationPreferencesSet: { personId: ref, channels, quietFrom: optional(time), quietUntil: optional(time) },
};

export type TeamEvents = typeof teamEvents;

/** Makes an event of a team; its data must be all the vocabulary declares and nothing else. */
export const teamEvent = <T extends keyof TeamEvents>(type: T, data: Infer<TeamEvents[T]>): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
});
