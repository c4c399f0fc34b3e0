import type { OtherCommand } from './command.js';
import type { Meta, Vocabulary } from './event.js';
import type { Infer } from './field.js';

/** A command that follows from an event elsewhere; `otherwise` says what follows when it is refused. */
export interface PolicyCommand extends OtherCommand {
  /** Left out, a refusal goes to the operator's list; no commands means: nothing more needs to follow. */
  readonly otherwise?: (code: string) => readonly PolicyCommand[];
}

/** An event as a policy sees it: `id` is that of its stream. */
export interface Occurrence<D = never> {
  readonly id: string;
  readonly data: D;
  readonly meta: Meta;
}

/**
 * A view whose rows are commands: what must follow from an event in other streams (architecture.md §7). It sees one event, reads nothing
 * else, and says the same each time.
 */
export interface Policy {
  readonly name: string;
  /** By kind of stream and type of event. */
  readonly on: { readonly [kind: string]: { readonly [type: string]: (occurrence: Occurrence) => readonly PolicyCommand[] } };
}

/** Ties reactions to a vocabulary: the data of each event is as it was stored. */
export const reactionsTo =
  <V extends Vocabulary>() =>
  (reactions: {
    readonly [T in keyof V]?: (occurrence: Occurrence<Infer<V[T]>>) => readonly PolicyCommand[];
  }): Policy['on'][string] =>
    reactions as unknown as Policy['on'][string];
