import type { Fields, Infer } from './field.js';
import type { NewEvent } from './event.js';
import type { Problem, Refusal, Sentence } from './rejection.js';

/**
 * CO coordinator, OW case owner, IN introducer, CH chair or co-chair, MT minute-taker, OB observer, PR team professional,
 * EX external guest, PA parent with authority or guardian, CI child from 12, LD formal lead, SO safety officer, PO privacy officer,
 * AD functional admin, SY integration client, WK worker (domain.md §3.3); RS is who is responsible for an action of the case.
 */
export type Role = 'CO' | 'OW' | 'IN' | 'CH' | 'MT' | 'OB' | 'PR' | 'EX' | 'PA' | 'CI' | 'LD' | 'SO' | 'PO' | 'AD' | 'SY' | 'WK' | 'RS';

/** Who gives a command. With `onBehalfOf` the rights are that person's; `personId` is then the client. */
export interface Actor {
  readonly personId: string;
  readonly tenant: string;
  readonly scopes: readonly ('admin' | 'integration' | 'worker')[];
  readonly onBehalfOf?: string;
}

/** Everything a rule may know beside state and data. No rule reads a clock. */
export interface Context<Team> {
  /** The instant the command happened (`occurredAt`), UTC. */
  readonly at: string;
  /** Its date in Amsterdam: what due dates count from. */
  readonly on: string;
  /** The Amsterdam date of the service's clock: what "after today" is judged by. */
  readonly today: string;
  readonly actor: Actor;
  readonly roles: ReadonlySet<Role>;
  readonly team: Team;
  readonly settings: Settings;
  /** The same child has another open case in this team (I1). */
  readonly openElsewhere: boolean;
  /** What the streams that the aggregate consults tell of themselves, by stream name. */
  readonly facts: Facts;
}

/** What other streams tell, by stream name; one that is not there, or is another tenant's, tells nothing. */
export type Facts = ReadonlyMap<string, unknown>;

/** A stream whose facts the rules consult; its id comes from state or body, so it may be anything. */
export interface Consulted {
  readonly kind: string;
  readonly id: unknown;
  /** Instead of one stream: those of this kind that the team has around a span of time. */
  readonly around?: { readonly from: string; readonly to: string };
}

/** What an organisation decides outside the streams. */
export interface Settings {
  /** Organisations whose consent to share may not be given by word of mouth (C08). */
  readonly verbalConsentForbidden: readonly string[];
}

type Rule<S, Team, F extends Fields, R> = (state: S, context: Context<Team>, data: Infer<F> | undefined) => R;

/** One entry says all there is to say about a command. */
export interface Command<S, Team, F extends Fields = Fields> {
  readonly takes: F;
  readonly by: readonly Role[];
  /** The phases in which it may be given (domain.md §3.3, phase guard). */
  readonly in: readonly string[];
  /** What also lets it through the phase guard, such as aftercare parts that were carried over. */
  readonly alsoIn?: { readonly when: Rule<S, Team, F, boolean>; readonly note: string };
  /** What the phase guard asks of the body on top; judged only when there is one. */
  readonly notIn?: (state: S, data: Infer<F>) => boolean;
  /** Allowed while the case is on hold. */
  readonly onHold?: boolean;
  /** Opens the stream, rather than changing it. */
  readonly opens?: boolean;
  /** What must be accepted by another stream before this command is recorded; undefined when there is nothing to ask. */
  readonly first?: (state: S, data: Infer<F>, context: Context<Team>) => OtherCommand | undefined;
  /** What it does to the child's place in the team, of which there is one (I1): take it, move it to corrected details, give it up. */
  readonly place?: 'takes' | 'moves' | 'gives-up';
  /** What the body must satisfy beyond its fields; any problem is a 400. */
  readonly checks?: (data: Infer<F>) => readonly Problem[];
  /** Where the right hangs on the body; false is a 403. */
  readonly mayWith?: (state: S, context: Context<Team>, data: Infer<F>) => boolean;
  /** Codes in the order of domain.md's column. All are asked, with or without a body. */
  readonly refuses?: { readonly [code: string]: Rule<S, Team, F, Refusal> };
  /** Preconditions without a code; the first unmet one gives `not-possible` with its sentence. */
  readonly requires?: readonly ({ readonly that: Rule<S, Team, F, boolean> } & Sentence)[];
  /** The events; none when what is asked is so already. Refuses nothing. */
  readonly does: (state: S, data: Infer<F>, context: Context<Team>) => readonly NewEvent[];
}

/** A command for another stream, as a body over HTTP would give it. */
export interface OtherCommand {
  readonly kind: string;
  readonly id: string;
  readonly command: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Commands<S, Team> = { readonly [name: string]: Command<S, Team> };

/** Ties the entries of an aggregate to its state; the fields of each are inferred from its `takes`. */
export const commandFor =
  <S, Team>() =>
  <F extends Fields>(entry: Command<S, Team, F>): Command<S, Team> =>
    entry as unknown as Command<S, Team>;
