import { addDays, amsterdamDate, isInstant } from '#domain/calendar/index.js';
import type { Command, Problem } from '#domain/kernel/index.js';
import type { Team } from '#domain/team/state.js';
import { dataOf, problemsOf } from '../validation/body.js';
import { isVisible } from '../validation/plain-text.js';
import type { Ask } from './execute.js';

type Body = Readonly<Record<string, unknown>>;

const occurredWithinDays = 30;

/** The day before which nothing can have occurred that is recorded now (domain.md §3.3). */
const earliestOccurredAt = (now: string): string => `${addDays(now.slice(0, 10), -occurredWithinDays)}${now.slice(10)}`;

/** What any body may carry beside its command's fields (domain.md §3.3). */
const ownFields = ['occurredAt', 'onBehalfOf'] as const;

const without = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !(ownFields as readonly string[]).includes(name)));
const isObject = (body: unknown): body is Body => typeof body === 'object' && body !== null && !Array.isArray(body);

/** Everything that makes a body invalid (400), with its pointers. */
export function bodyProblems(command: Command<never, Team>, ask: Ask, now: string): readonly Problem[] {
  const { body, caller } = ask;
  if (!isObject(body)) return problemsOf(command.takes, body, amsterdamDate(now));
  const problems = [
    ...problemsOf(command.takes, without(body), amsterdamDate(now)),
    ...occurredAtProblems(body, now, caller.scopes.includes('worker')),
    ...onBehalfOfProblems(body, ask),
  ];
  if (problems.length || !command.checks) return problems;
  return command.checks(commandData(command, body, () => '') as never);
}

/** A worker says when a step was due, however long ago; everybody else reports within 30 days. */
function occurredAtProblems(body: Body, now: string, isWorker: boolean): Problem[] {
  const at = body['occurredAt'];
  if (at === undefined || at === null) return [];
  const valid = typeof at === 'string' && isInstant(at);
  const instant = valid ? new Date(at).toISOString() : '';
  if (valid && instant <= now && (isWorker || instant >= earliestOccurredAt(now))) return [];
  return [
    {
      pointer: '/occurredAt',
      message: { en: 'Give an instant of the last 30 days, not after now.', nl: 'Geef een tijdstip van de laatste 30 dagen, niet na nu.' },
    },
  ];
}

function onBehalfOfProblems(body: Body, { caller }: Ask): Problem[] {
  const person = body['onBehalfOf'];
  if (person === undefined || person === null) return [];
  if (caller.scopes.includes('integration') && typeof person === 'string' && isVisible(person, 200)) return [];
  return [
    {
      pointer: '/onBehalfOf',
      message: {
        en: 'Only an integration client may act on behalf of a person, named by a personId.',
        nl: 'Alleen een koppeling mag namens een persoon handelen, genoemd met een personId.',
      },
    },
  ];
}

/** The data of a valid body as the domain takes it. */
export const commandData = (command: Command<never, Team>, body: unknown, madeId: (name: string) => string): Record<string, unknown> =>
  dataOf(command.takes, isObject(body) ? body : {}, madeId);

/** One text for equal bodies: keys in order, nulls left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}
