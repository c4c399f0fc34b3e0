import type { Calculation } from '../calendar/index.js';
import { calendarDaysAfter, daysBetween, monthsAfter } from '../calendar/index.js';
import type { RuleId } from './rules.js';

/** Days on the public calendar within which something is done for an urgent case, where the rule has less time then (domain.md D12, D13). */
export const urgentDays: { readonly [rule in RuleId]?: number } = { D12: 1, D13: 2 };

/** An OPP is evaluated within so many months, and by 31 July at the latest (domain.md D18). */
export function evaluatedWithin(on: string, months: number): Calculation {
  const within = monthsAfter(on, months);
  const july = `${on.slice(5) <= '07-31' ? on.slice(0, 4) : Number(on.slice(0, 4)) + 1}-07-31`;
  return within.dueOn <= july ? within : calendarDaysAfter(on, daysBetween(on, july));
}
