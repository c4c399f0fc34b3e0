import type { DeadlineChanges } from '#domain/deadlines/index.js';
import { deadlineKey } from '#domain/deadlines/index.js';
import type { Actor, Aggregate, Context, Folded, Meta, NewEvent } from '#domain/kernel/index.js';
import { foldOne } from '#domain/kernel/index.js';
import type { Team } from '#domain/team/state.js';
import { eventIdOf, uuidOf } from '../uuid.js';

/** What the events of one command have in common. */
export interface Stamp {
  readonly commandId: string;
  readonly tenantId: string;
  readonly actor: Actor;
  readonly role: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly policyVersion: number;
  readonly controllerOrgId: string | undefined;
  readonly command: string;
  readonly mac: string;
  readonly made: readonly string[];
  readonly context: Context<Team>;
  readonly aggregateId: string;
}

/** Gives each deadline the id it keeps for as long as it is about the same thing. */
const withIds = (changes: DeadlineChanges, aggregateId: string): DeadlineChanges => ({
  ...changes,
  set: changes.set.map((stamp) => ({ ...stamp, deadlineId: uuidOf(`deadline\n${aggregateId}\n${deadlineKey(stamp)}`) })),
});

/** The metadata of each event of a command; folds them to say what holds after each. */
export function metadata<S extends Folded>(aggregate: Aggregate<S, Team>, before: S, events: readonly NewEvent[], stamp: Stamp): Meta[] {
  let state = before;
  return events.map((event, index) => {
    const { actor } = stamp;
    const bare: Meta = {
      eventId: eventIdOf(stamp.commandId, index),
      schemaVersion: 1,
      tenantId: stamp.tenantId,
      ...(stamp.controllerOrgId !== undefined && { controllerOrgId: stamp.controllerOrgId }),
      actorId: actor.personId,
      actorRole: stamp.role,
      ...(actor.onBehalfOf !== undefined && { onBehalfOf: actor.onBehalfOf }),
      occurredAt: stamp.occurredAt,
      recordedAt: stamp.recordedAt,
      commandId: stamp.commandId,
      correlationId: stamp.correlationId,
      causationId: stamp.causationId,
      policyVersion: stamp.policyVersion,
      legalBasis: event.legalBasis ?? 'legal_task',
      ...(index === 0 && { command: stamp.command, mac: stamp.mac, ...(stamp.made.length > 0 && { made: stamp.made }) }),
    };
    const was = state;
    state = foldOne(aggregate, state, event.type, event.data, bare);
    const after = aggregate.stampOf(state);
    const deadlines = aggregate.deadlinesOf?.(was, state, event, stamp.context);
    return { ...bare, ...(after && { after }), ...(deadlines && { deadlines: withIds(deadlines, stamp.aggregateId) }) };
  });
}
