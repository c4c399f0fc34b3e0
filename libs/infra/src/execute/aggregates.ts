import type { Aggregate, Folded } from '#domain/kernel/index.js';
import { frameworkAggregate } from '#domain/framework/index.js';
import { meetingAggregate } from '#domain/meeting/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Team } from '#domain/team/state.js';

/** An aggregate whatever its state; a stream gives each what it folded itself. */
export type AnyAggregate = Aggregate<Folded, Team>;
const any = <S extends Folded>(aggregate: Aggregate<S, Team>): AnyAggregate => aggregate as unknown as AnyAggregate;

/** Every aggregate that takes commands, by the name of its streams. */
export const aggregates: { readonly [name: string]: AnyAggregate } = Object.fromEntries(
  [any(caseAggregate), any(teamAggregate), any(meetingAggregate), any(frameworkAggregate)].map((each) => [each.name, each]),
);
