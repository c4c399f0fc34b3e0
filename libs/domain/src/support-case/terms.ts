import type { Calculation } from '../calendar/index.js';
import { addDays, addYears, workingDaysAfter } from '../calendar/index.js';
import type { DeadlineSettings, RuleId } from '../deadlines/index.js';
import { evaluatedWithin, ruleUnder, settingsOn, urgentDays } from '../deadlines/index.js';
import type { CaseContext } from './command.js';
import type { Case } from './state.js';

/** A due date as it is stamped: by which rule, about what, and how it was counted. */
export interface Stamp extends Calculation {
  readonly rule: string;
  readonly subjectId?: string;
}

interface Term {
  /** Stays on the team's calendar whatever the urgency (marked "(team)" in domain.md §5). */
  readonly teamAlways?: boolean;
}

/** How the due date of a rule is counted from its anchor; how far it lies stands in the table of rules (domain.md §5). */
const terms = {
  D01: { teamAlways: true },
  D09: {},
  D12: {},
  D13: {},
  D14: { teamAlways: true },
  D15: {},
  D16: {},
  D23: {},
  D27: {},
} satisfies { readonly [rule: string]: Term };

export type TermRule = keyof typeof terms;

/** The settings by which what is stamped now is counted. */
export const settingsNow = ({ team, today }: Pick<CaseContext, 'team' | 'today'>): DeadlineSettings => settingsOn(team.policies, today);

/** How far after its anchor a rule falls due in this team, in the unit of the rule. */
export const offsetOf = (rule: RuleId, context: CaseContext): number => ruleUnder(settingsNow(context), rule).offset!;

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
  const usual = offsetOf(rule, context);
  const days = urgent ? Math.min(urgentDays[rule] ?? usual, usual) : usual;
  const counted = workingDaysAfter(from, days, calendar, context.team.closures);
  return { rule, ...(more.subjectId !== undefined && { subjectId: more.subjectId }), ...counted };
}

/** When an OPP that was adopted or evaluated on a day is evaluated next (domain.md D18). */
export const evaluatedBy = (on: string, context: CaseContext): Calculation => evaluatedWithin(on, offsetOf('D18', context));

/** Whether a review falls 2 to 26 weeks after this day (C24, C48). */
export const reviewInBounds = (reviewOn: string, from: string): boolean => reviewOn >= addDays(from, 14) && reviewOn <= addDays(from, 182);

/** Within twelve months from this day on (C07, C23). */
export const withinYear = (on: string, from: string): boolean => on <= addYears(from, 1);
