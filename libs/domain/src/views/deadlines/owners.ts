import type { Vocabulary } from '../../kernel/index.js';
import { meetingEvents } from '../../meeting/events/index.js';
import { caseEvents } from '../../support-case/events/index.js';

/**
 * The kinds of stream whose events set deadlines, each with its vocabulary. A further kind is a line here and one in the list of
 * libs/infra/src/reminders/owners.ts; its FollowUp stream bears the same id.
 */
export const owners: { readonly [kind: string]: Vocabulary } = { supportCase: caseEvents, caseMeeting: meetingEvents };
