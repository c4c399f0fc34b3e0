import type { Folded } from '#domain/kernel/index.js';
import type { DeadlineStamp } from '#domain/deadlines/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import type { Case } from '#domain/support-case/state.js';
import { noCase } from '#domain/support-case/state.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Team } from '#domain/team/state.js';
import type { Loaded, Streams } from '../execute/streams.js';
import { allOwners } from '../reminders/owners.js';
import type { AddressBook } from './contacts.js';
import type { Books } from './reach.js';

/** Where something told belongs: ids only, as a row keeps it. */
export interface Place {
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly caseId?: string;
  readonly teamId: string;
}

/** What is looked at to find out whether and where somebody can be told. */
export interface Surroundings {
  readonly kase: Case;
  readonly team: Team;
  readonly books: Books;
}

/** Reads what surrounds a delivery, always up to the newest event. */
export class Neighbourhood {
  constructor(
    private readonly streams: Streams,
    private readonly addresses: AddressBook,
  ) {}

  /** Where a deadline of this owner belongs. Throws when no stream of any kind that owns deadlines has this id. */
  async placeOf(ownerId: string, subject: DeadlineStamp['subject']): Promise<Place> {
    for (const { aggregate, caseIdOf } of allOwners) {
      const { revision, state }: Loaded<Folded> = await this.streams.load(aggregate, ownerId);
      if (revision < 0) continue;
      const caseId = caseIdOf(subject, state);
      return {
        ownerKind: aggregate.name,
        ownerId,
        teamId: aggregate.teamOf(state, undefined) ?? '',
        ...(caseId !== undefined && { caseId }),
      };
    }
    throw new Error('No stream owns this deadline.');
  }

  async around({ caseId, teamId }: Pick<Place, 'caseId' | 'teamId'>): Promise<Surroundings> {
    const [kase, team, ofTeam, ofCase] = await Promise.all([
      caseId === undefined ? noCase : this.streams.load(caseAggregate, caseId).then(({ state }) => state),
      this.streams.load(teamAggregate, teamId).then(({ state }) => state),
      this.addresses.ofTeam(teamId),
      caseId === undefined ? new Map<string, never>() : this.addresses.ofCase(caseId),
    ]);
    return { kase, team, books: { team: ofTeam, kase: ofCase } };
  }
}
