import type { CaseFacts, FrameworkFacts, MeetingFacts } from '../facts/index.js';
import type { Context } from '../kernel/index.js';
import { commandFor } from '../kernel/index.js';
import type { Team } from '../team/state.js';
import type { Meeting } from './state.js';

export type MeetingContext = Context<Team>;
export const command = commandFor<Meeting, Team>();

export const caseFacts = ({ facts }: Pick<MeetingContext, 'facts'>, caseId: string): CaseFacts | undefined =>
  facts.get(`supportCase-${caseId.toLowerCase()}`) as CaseFacts | undefined;

export const frameworkFacts = ({ facts }: MeetingContext, teamId: string): FrameworkFacts | undefined =>
  facts.get(`framework-${teamId.toLowerCase()}`) as FrameworkFacts | undefined;

/** Other meetings that the consultation brought in. */
export const otherMeetings = ({ facts }: MeetingContext, meetingId: string): readonly MeetingFacts[] =>
  [...facts]
    .filter(([stream]) => stream.startsWith('caseMeeting-'))
    .map(([, told]) => told as MeetingFacts)
    .filter((other) => other.meetingId !== meetingId);
