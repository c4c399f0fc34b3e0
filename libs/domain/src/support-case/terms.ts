import type { Calculation } from '../calendar/index.js';
import { addDays, addYears, workingDaysAfter } from '../calendar/index.js';
import type { CaseContext } from './command.js';
import type { Case } from './state.js';

/** A due date as it is stamped: by which rule, about what, and how it was counted. */
export interface Stamp extends Calculation {
  readonly rule: string;
  readonly subjectId?: string;
}

interface Term {
  readonly days: number;
  /** Days on the public calendar, when the case is urgent. */
  readonly urgent?: number;
  /** Stays on the team's calendar whatever the urgency (marked "(team)" in domain.md §5). */
  readonly teamAlways?: boolean;
}

/** Working days from the anchor to the due date (domain.md §5). */
const terms = {
  D01: { days: 5, teamAlways: true },
  D09: { days: 5 },
  D12: { days: 3, urgent: 1 },
  D13: { days: 5, urgent: 2 },
  D14: { days: 5, teamAlways: true },
  D15: { days: 5 },
  D16: { days: 10 },
  D23: { days: 20 },
  D27: { days: 40 },
} satisfies { readonly [rule: string]: Term };

export type TermRule = keyof typeof terms;

/** Counts a term from a day. `short` takes the urgent term, as for a parent who was absent (D13). */
export function due(
  rule: TermRule,
  from: string,
  kase: Pick<Case, 'urgency'>,
  context: CaseContext,
  more: { subjectId?: string; short?: boolean } = {},
): Stamp {
  const term: Term = terms[rule];
  const urgent = kase.urgency === 'urgent' || more.short === true;
  const calendar = urgent && !term.teamAlways ? 'public' : 'team';
  const days = urgent ? (term.urgent ?? term.days) : term.days;
  const counted = workingDaysAfter(from, days, calendar, context.team.closures);
  return { rule, ...(more.subjectId !== undefined && { subjectId: more.subjectId }), ...counted };
}

/** Whether a review falls 2 to 26 weeks after this day (C24, C48). */
export const reviewInBounds = (reviewOn: string, from: string): boolean => reviewOn >= addDays(from, 14) && reviewOn <= addDays(from, 182);

/** Within twelve months from this day on (C07, C23). */
export const withinYear = (on: string, from: string): boolean => on <= addYears(from, 1);
