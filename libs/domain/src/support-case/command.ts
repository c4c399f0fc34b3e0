import type { MeetingFacts } from '../facts/index.js';
import type { Context } from '../kernel/index.js';
import { commandFor } from '../kernel/index.js';
import type { Team } from '../team/state.js';
import type { Case } from './state.js';
import { openPhases } from './state.js';

export type CaseContext = Context<Team>;
export const command = commandFor<Case, Team>();

export const meetingFacts = ({ facts }: Pick<CaseContext, 'facts'>, meetingId: string): MeetingFacts | undefined =>
  facts.get(`caseMeeting-${meetingId}`) as MeetingFacts | undefined;

/** Any phase but closed. */
export const anyOpen = openPhases;
