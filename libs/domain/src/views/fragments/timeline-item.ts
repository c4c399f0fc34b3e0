import type { Sealed } from '../../kernel/index.js';
import type { CaseEventType } from '../../support-case/events/index.js';

export type Fact = string | number | boolean | readonly string[];

/** One event of a case as its history shows it. */
export interface TimelineItem {
  readonly revision: number;
  readonly position: string;
  readonly type: CaseEventType;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actorId: string;
  /** The person for whom a client acted. */
  readonly onBehalfOf?: string;
  /** What it is about: a party, goal, action, report, plan version … */
  readonly subjectId?: string;
  /** Ids, codes, dates and numbers that its sentence is made of. */
  readonly facts: { readonly [name: string]: Fact };
  /** The texts that say most, by the name of their field. */
  readonly texts: { readonly [name: string]: Sealed };
  /** Texts or facts in it belong to the protected compartment (mark X of domain.md §3.5). */
  readonly compartment: boolean;
  /** What stood in it was left out for this reader. */
  readonly restricted?: boolean;
}
