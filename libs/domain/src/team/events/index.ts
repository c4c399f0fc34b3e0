import type { Infer, NewEvent } from '../../kernel/index.js';
import { about, date, language, list, object, oneOf, optional, ref, word } from '../../kernel/index.js';

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
const closures = list(object({ from: date, to: date, name: about('team') }));

/** Every event of a team (domain.md §2, api.md "RegisterTeam"). */
export const teamEvents = {
  TeamRegistered: { name: about('team'), closures, members: list(object(person)) },
  MemberAdded: { ...person, from: date },
  MembershipEnded: { personId: ref, to: date, reason: about('staff') },
  ClosuresSet: { closures },
};

export type TeamEvents = typeof teamEvents;

/** Makes an event of a team; its data must be all the vocabulary declares and nothing else. */
export const teamEvent = <T extends keyof TeamEvents>(type: T, data: Infer<TeamEvents[T]>): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
});
