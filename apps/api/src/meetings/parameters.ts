import { date, id, int, object, oneOf, optional } from '#domain/kernel/index.js';
import { meetingCommands, meetingStates } from '#domain/meeting/index.js';
import { bool, instant } from '#domain/kernel/index.js';
import { listParameters } from '../http/parameters.js';

/** Days of Amsterdam, both included. */
export const meetingParameters = {
  teamId: optional(id),
  from: optional(date),
  to: optional(date),
  state: optional(oneOf(...meetingStates)),
  ...listParameters,
};

const { meetingId: _, ...planned } = meetingCommands.PlanMeeting.takes;

/** What a series is planned with: a meeting, how often, until when, and whether days without work are left out. */
export const seriesFields = {
  ...planned,
  startsAt: instant,
  rule: object({ weekly: int(1, 26) }),
  until: date,
  skipClosures: bool,
};
