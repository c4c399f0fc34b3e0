import type { Alarm, DeadlineStamp, Recipient, Told } from '#domain/deadlines/index.js';
import type { Aggregate, Folded } from '#domain/kernel/index.js';
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
  readonly isNeeded?: (stamp: DeadlineStamp, alarm: Alarm, state: S, ringing: Ringing) => Promise<boolean>;
}

const ofCase: DeadlineOwner<Case> = {
  aggregate: caseAggregate,
  recipientsOf: (to, subject, kase, { team, on }) => Promise.resolve(recipientsOf(to, kase, team, subject, on)),
  isNeeded: ({ birthday }, { kind }, kase, { on }) =>
    Promise.resolve(!birthday || kind !== 'reminder' || needsRenewal(kase, birthday.age, on)),
};

const owners = new Map([ofCase].map((owner) => [owner.aggregate.name, owner as unknown as DeadlineOwner<Folded>]));

/** Every kind of stream on which deadlines hang. */
export const allOwners: readonly DeadlineOwner<Folded>[] = [...owners.values()];

/** Who owns the deadlines of this kind of stream. */
export const ownerOf = (kind: string): DeadlineOwner<Folded> | undefined => owners.get(kind);
