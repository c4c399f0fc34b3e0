import type { Actor, Command, Commands, Consulted, Context, Facts, Role } from './command.js';
import type { Meta, NewEvent, Vocabulary } from './event.js';
import type { Fields, Shape } from './field.js';
import type { Problem, Rejection, Sentence } from './rejection.js';
import { isRefused } from './rejection.js';
import { amsterdamDate } from '../calendar/index.js';

/** What every folded state carries: whether there is one, and which command made each id. */
export interface Folded {
  readonly exists: boolean;
  readonly made: { readonly [id: string]: { readonly command: string; readonly mac: string } };
}

/** One kind of stream: its vocabulary, its folds, its commands, and who may give them. */
export interface Aggregate<S extends Folded, Team> {
  /** Prefix of the stream: `supportCase` gives `supportCase-<uuid>`. */
  readonly name: string;
  readonly initial: (id: string) => S;
  readonly events: Vocabulary;
  readonly folds: { readonly [type: string]: (state: S, data: never, meta: Meta) => S };
  readonly commands: Commands<S, Team>;
  readonly phaseOf: (state: S) => string | undefined;
  /** What is true of the state after an event and is stamped into its metadata, so that no view derives it a second time. */
  readonly stampOf: (state: S) => Meta['after'];
  /** The deadlines that an event sets, moves or ends, stamped into its metadata. */
  readonly deadlinesOf?: (before: S, after: S, event: NewEvent, context: Context<Team>) => Meta['deadlines'];
  readonly isClosed: (state: S) => boolean;
  readonly isOnHold: (state: S) => boolean;
  /** The team stream whose folded state the rules consult; undefined when there is none (yet). */
  readonly teamOf: (state: S, data: { readonly teamId?: unknown } | undefined) => string | undefined;
  /** The other streams that roles and rules consult, from state and unchecked body. They are read, not locked. */
  readonly consults?: (state: S, data: Readonly<Record<string, unknown>>) => readonly Consulted[];
  /** What others that consult it may know of it, judged on a day. */
  readonly tells?: (state: S, on: string) => unknown;
  /** Its id is that of a team, and it can be changed as soon as the team is there. */
  readonly isOfTeam?: boolean;
  readonly rolesOf: (actor: Actor, state: S, team: Team, today: string, facts: Facts) => ReadonlySet<Role>;
  /** Whether the aggregate (or its team) knows the thing an id points at, by the kind named in `known(kind)`. */
  readonly knows: { readonly [kind: string]: (state: S, context: Context<Team>, value: string) => boolean };
  /** The tenant's organisation of the actor, for the envelope. */
  readonly organisationOf: (actor: Actor, state: S, team: Team) => string | undefined;
}

export type Judgement =
  { readonly events: readonly NewEvent[] } | { readonly rejection: Rejection; readonly kind: 'forbidden' | 'phase' | 'rule' };

/** Folds one event; an event without a fold is a programming error and stops the fold. */
export function foldOne<S extends Folded, T>(aggregate: Aggregate<S, T>, state: S, type: string, data: unknown, meta: Meta): S {
  const fold = aggregate.folds[type];
  if (!fold) throw new Error(`${aggregate.name} has no fold for ${type}`);
  const next = fold(state, data as never, meta);
  if (!meta.made?.length || !meta.command || !meta.mac) return next;
  const made = { ...next.made };
  for (const id of meta.made) made[id] = { command: meta.command, mac: meta.mac };
  return { ...next, made };
}

const rejection = (code: string, errors: readonly Problem[] = [], detail?: Sentence): Rejection => ({
  code,
  missing: [],
  errors,
  ...(detail && { detail }),
});

/** The phase guard: the first of `case-closed`, `on-hold`, `wrong-phase`, or nothing in the way (domain.md §3.3). */
export function phaseRefusal<S extends Folded, T>(
  aggregate: Aggregate<S, T>,
  command: Command<S, T>,
  state: S,
  context: Context<T>,
  data?: object,
): string | undefined {
  const phase = aggregate.phaseOf(state);
  if (phase === undefined) return undefined;
  const admitted = command.in.includes(phase) || command.alsoIn?.when(state, context, data as never) === true;
  if (!admitted && aggregate.isClosed(state)) return 'case-closed';
  if (aggregate.isOnHold(state) && !command.onHold) return 'on-hold';
  if (!admitted || (data && command.notIn?.(state, data as never))) return 'wrong-phase';
  return undefined;
}

/** Every code that stands in the way of a command, in order; without a body only those that no body could mend. */
export function refusals<S extends Folded, T>(command: Command<S, T>, state: S, context: Context<T>, data?: object): Rejection | undefined {
  const codes: string[] = [];
  const errors: Problem[] = [];
  for (const [code, refuses] of Object.entries(command.refuses ?? {})) {
    const refusal = refuses(state, context, data as never);
    if (!isRefused(refusal)) continue;
    codes.push(code);
    if (typeof refusal !== 'boolean') errors.push(...refusal);
  }
  const unmet = command.requires?.find((precondition) => !precondition.that(state, context, data as never));
  if (unmet) codes.push('not-possible');
  const [code] = codes;
  if (code === undefined) return undefined;
  return { code, missing: codes, errors, ...(code === 'not-possible' && unmet && { detail: { en: unmet.en, nl: unmet.nl } }) };
}

/** Pointers to references the aggregate does not know, and to days after today. */
export function referenceProblems<S extends Folded, T>(
  aggregate: Aggregate<S, T>,
  command: Command<S, T>,
  state: S,
  context: Context<T>,
  data: object,
): { readonly unknown: Problem[]; readonly future: Problem[] } {
  const unknown: Problem[] = [];
  const future: Problem[] = [];
  const visit = (fields: Fields, values: Readonly<Record<string, unknown>>, path: string): void => {
    for (const [name, field] of Object.entries(fields)) {
      if (values[name] !== undefined) look(field.shape, field.refersTo, values[name], `${path}/${name}`);
    }
  };
  const look = (shape: Shape, refersTo: string | undefined, value: unknown, pointer: string): void => {
    if (shape.kind === 'object') visit(shape.fields, value as Record<string, unknown>, pointer);
    else if (shape.kind === 'list')
      (value as unknown[]).forEach((item, index) => look(shape.of.shape, shape.of.refersTo, item, `${pointer}/${index}`));
    else if (shape.kind === 'date' && shape.past && (value as string) > context.today) future.push({ pointer, message: notLater });
    else if (shape.kind === 'instant' && shape.past && amsterdamDate(value as string) > context.today)
      future.push({ pointer, message: notLater });
    else if (refersTo && aggregate.knows[refersTo]?.(state, context, value as string) === false)
      unknown.push({ pointer, message: doesNotExist });
  };
  visit(command.takes, data as Record<string, unknown>, '');
  return { unknown, future };
}

const notLater: Sentence = { en: 'Give a day that is not after today.', nl: 'Geef een dag die niet na vandaag ligt.' };
const doesNotExist: Sentence = { en: 'Nothing is known here by this id.', nl: 'Er is hier niets bekend met dit kenmerk.' };

/** Which command made the ids of a body, and the keyed hash of that body: tells a repeated making from an id taken for something else. */
export interface Asked {
  readonly name: string;
  readonly mac: string;
}

/** Ids in the body that exist already: `same` when this very command made them all, else the places that are in use. */
function idsInUse<S extends Folded, T>(command: Command<S, T>, state: S, data: object, asked: Asked): 'same' | readonly Problem[] {
  const taken = Object.entries(command.takes).flatMap(([name, field]) => {
    const id = field.makes === undefined ? undefined : (data as Record<string, unknown>)[name];
    const made = typeof id === 'string' ? state.made[id] : undefined;
    return made ? [{ name, made }] : [];
  });
  if (taken.length > 0 && taken.every(({ made }) => made.command === asked.name && made.mac === asked.mac)) return 'same';
  return taken.map(({ name }) => ({ pointer: `/${name}`, message: inUse }));
}

const inUse: Sentence = {
  en: 'This id stands for something else already: choose another one.',
  nl: 'Dit kenmerk is al voor iets anders in gebruik: kies een ander.',
};

/** Judges a command whose body is valid and whose giver may give it: phase, ids, references, rules, then what it does. Pure. */
export function decide<S extends Folded, T>(
  aggregate: Aggregate<S, T>,
  command: Command<S, T>,
  state: S,
  context: Context<T>,
  data: object,
  asked?: Asked,
): Judgement {
  const phase = phaseRefusal(aggregate, command, state, context, data);
  if (phase) return { kind: 'phase', rejection: rejection(phase) };
  const taken = asked ? idsInUse(command, state, data, asked) : [];
  if (taken === 'same') return { events: [] };
  if (taken.length) return { kind: 'rule', rejection: rejection('id-in-use', taken) };
  const { unknown, future } = referenceProblems(aggregate, command, state, context, data);
  if (unknown.length) return { kind: 'rule', rejection: rejection('unknown-reference', unknown) };
  if (future.length) return { kind: 'rule', rejection: rejection('future-date', future) };
  const refused = refusals(command, state, context, data);
  if (refused) return { kind: 'rule', rejection: refused };
  return { events: command.does(state, data as never, context) };
}

export interface Allowance {
  readonly command: string;
  readonly allowed: boolean;
  /** Every code in the way that no body could mend. */
  readonly reasons: readonly string[];
}

/** What a caller can do now, and what is in the way, for every command that does not open a stream; judged without a body. */
export const allowances = <S extends Folded, T>(aggregate: Aggregate<S, T>, state: S, context: Context<T>): Allowance[] =>
  Object.entries(aggregate.commands)
    .filter(([, command]) => !command.opens)
    .map(([name, command]) => {
      const mayGive = command.by.some((role) => context.roles.has(role));
      const phase = phaseRefusal(aggregate, command, state, context);
      // Who may not give a command is not told what else stands in its way: that may be something they may not know.
      const inTheWay = [...(phase ? [phase] : []), ...((mayGive && refusals(command, state, context)?.missing) || [])];
      const reasons = mayGive ? inTheWay : ['forbidden', ...inTheWay];
      return { command: name, allowed: reasons.length === 0, reasons };
    });
