import { amsterdamInstant } from '#domain/calendar/index.js';
import type { Aggregate, Field, Fields, Folded, Meta, Shape, View } from '#domain/kernel/index.js';
import { Sealed, foldOne, revive, stringify } from '#domain/kernel/index.js';
import type { CaseEventType } from '#domain/support-case/events/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { sampleEvent } from '../../tools/sample-event.js';

type Values = Readonly<Record<string, unknown>>;

/** Where and by whom an event happened; a day holds until another is named. */
export interface When {
  readonly on?: string;
  readonly by?: string;
  readonly for?: string;
}
/** An event as a test writes it: only what it is about; the rest is the stored sample's. */
export interface Step extends When {
  readonly type: string;
  readonly data: Values;
}
export const step = (
  type: CaseEventType | 'TeamRegistered' | 'MemberAdded' | 'MembershipEnded' | 'ClosuresSet',
  data: Values = {},
  when: When = {},
): Step => ({ type, data, ...when });

/** A stored text that reads as its plain one, so that a test can tell which text was copied where. */
export const sealed = (text: string): Sealed => Sealed.stored({ v: 1, s: 'subject', e: 'event', f: 'field', n: 'nonce', d: text });

/** A document with its texts legible. */
export function read(value: unknown): unknown {
  if (value instanceof Sealed) return value.envelope?.d;
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, read(each)]),
  );
}

const sealedValue = (shape: Shape, value: unknown): unknown => {
  if (shape.kind === 'sealed') return typeof value === 'string' ? sealed(value) : value;
  if (shape.kind === 'list') return Array.isArray(value) ? value.map((each) => sealedValue(shape.of.shape, each)) : value;
  return shape.kind === 'object' && typeof value === 'object' && value !== null ? sealedData(shape.fields, value as Values) : value;
};
const sealedData = (fields: Fields, data: Values): Values =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, sealedValue((fields[name] as Field<unknown>).shape, value)]),
  );

/** An event with its place and its metadata, stamped by the aggregate as `Execute` does it. */
export interface Happening {
  readonly type: string;
  readonly data: Values;
  readonly meta: Meta;
  readonly revision: number;
}

function history<S extends Folded, T>(
  aggregate: Aggregate<S, T>,
  id: string,
  steps: readonly Step[],
): { readonly events: readonly Happening[]; readonly states: readonly S[] } {
  let state = aggregate.initial(id);
  let on = '2026-09-21';
  const states: S[] = [];
  const events = steps.map((given, revision): Happening => {
    on = given.on ?? on;
    const sample = sampleEvent(aggregate, given.type);
    const data = sealedData(aggregate.events[given.type]!, { ...(revive(sample.data) as Values), ...given.data });
    const at = amsterdamInstant(on, '12:00');
    const base: Meta = {
      ...sample.meta,
      after: undefined,
      actorId: given.by ?? 'femke',
      ...(given.for !== undefined && { onBehalfOf: given.for }),
      occurredAt: at,
      recordedAt: at,
    };
    state = foldOne(aggregate, state, given.type, data, base);
    states.push(state);
    const after = aggregate.stampOf(state);
    return { type: given.type, data, meta: after ? { ...base, after } : base, revision };
  });
  return { events, states };
}

export const caseHistory = (id: string, steps: readonly Step[]) => history(caseAggregate, id, steps);

/** Folds events into a document as the projector does: stored and read back between any two of them. */
export function folded<D>(view: View<D>, id: string, events: readonly Happening[], through: (document: D) => D = storedAndRead): D {
  return events.reduce((document, { type, data, meta, revision }) => {
    if (view.ignores.includes(type)) return document;
    const fold = view.folds[type];
    if (!fold) throw new Error(`${view.name} neither folds nor ignores ${type}`);
    return through(fold(document, data as never, meta, { revision, position: `p${revision}` }));
  }, view.initial(id));
}
export const storedAndRead = <D>(document: D): D => revive(JSON.parse(stringify(document)) as D);

/** The document of a case after these events. */
export const caseAfter = <D>(view: View<D>, ...steps: readonly Step[]): D => folded(view, 'case-1', caseHistory('case-1', steps).events);
/** The document of a team after these events. */
export const teamAfter = <D>(view: View<D>, ...steps: readonly Step[]): D =>
  folded(view, 'team-1', history(teamAggregate, 'team-1', steps).events);
