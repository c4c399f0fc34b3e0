import type { Alarm, DeadlineStamp, Recipient, Told } from '#domain/deadlines/index.js';
import type { Aggregate, Folded } from '#domain/kernel/index.js';
import type { CaseFacts } from '#domain/facts/index.js';
import type { FactsOf, Meeting } from '#domain/meeting/index.js';
import { caseOfSubject, isOpenItem, isStillNeeded, meetingAggregate, meetingRecipients } from '#domain/meeting/index.js';
import type { Case } from '#domain/support-case/index.js';
import { caseAggregate, needsRenewal, recipientsOf } from '#domain/support-case/index.js';
import type { Team } from '#domain/team/state.js';

/** What there is to look at beside the owner's own state when an alarm rings. */
export interface Ringing {
  readonly team: Team;
  /** The Amsterdam date of the alarm's own moment. */
  readonly on: string;
  /** A case of the same tenant at its newest revision, for who is told about a case that another owner holds. */
  readonly caseOf: (caseId: string) => Promise<Case | undefined>;
}

/**
 * A kind of stream on whose events deadlines hang. To add one: its line in `owners` of libs/domain/src/views/deadlines/owners.ts (what sets
 * deadlines), its entry here (who is told, and whether a step is still needed), and `deadlinesOf` of its aggregate stamps them. Its FollowUp
 * stream is `followUp-<id>`; commands that its rules name are given to its aggregate.
 */
export interface DeadlineOwner<S extends Folded> {
  readonly aggregate: Aggregate<S, Team>;
  readonly recipientsOf: (
    to: readonly Recipient[],
    subject: DeadlineStamp['subject'],
    state: S,
    ringing: Ringing,
  ) => Promise<readonly Told[]>;
  /** False where what happened elsewhere has settled it: the step is recorded as skipped, and why. */
  /** The case that a deadline is about, where it is about one; its parties can be told then. */
  readonly caseIdOf: (subject: DeadlineStamp['subject'], state: S) => string | undefined;
  readonly isNeeded?: (stamp: DeadlineStamp, alarm: Alarm, state: S, ringing: Ringing) => Promise<boolean>;
}

const ofCase: DeadlineOwner<Case> = {
  aggregate: caseAggregate,
  recipientsOf: (to, subject, kase, { team, on }) => Promise.resolve(recipientsOf(to, kase, team, subject, on)),
  caseIdOf: (_, { caseId }) => caseId,
  isNeeded: ({ birthday }, { kind }, kase, { on }) =>
    Promise.resolve(!birthday || kind !== 'reminder' || needsRenewal(kase, birthday.age, on)),
};

/** What the cases of a meeting's open items tell on the day of an alarm. */
async function factsAround(meeting: Meeting, { on, caseOf }: Ringing): Promise<FactsOf> {
  const cases = await Promise.all(meeting.items.filter(isOpenItem).map(({ caseId }) => caseOf(caseId)));
  const facts = new Map(cases.flatMap((kase) => (kase ? [[kase.caseId, caseAggregate.tells!(kase, on) as CaseFacts] as const] : [])));
  return (caseId) => facts.get(caseId);
}

const ofMeeting: DeadlineOwner<Meeting> = {
  aggregate: meetingAggregate,
  recipientsOf: async (to, subject, meeting, ringing) =>
    meetingRecipients(to, subject, meeting, ringing.team, ringing.on, await factsAround(meeting, ringing)),
  isNeeded: async (stamp, alarm, meeting, ringing) =>
    isStillNeeded(stamp, alarm, meeting, ringing.team, ringing.on, await factsAround(meeting, ringing)),
  caseIdOf: caseOfSubject,
};

const known = [ofCase, ofMeeting] as unknown as readonly DeadlineOwner<Folded>[];
const owners = new Map(known.map((owner) => [owner.aggregate.name, owner]));

/** Every kind of stream on which deadlines hang. */
export const allOwners: readonly DeadlineOwner<Folded>[] = [...owners.values()];

/** Who owns the deadlines of this kind of stream. */
export const ownerOf = (kind: string): DeadlineOwner<Folded> | undefined => owners.get(kind);
