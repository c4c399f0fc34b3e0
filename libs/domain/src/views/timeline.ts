import type { Meta, Place } from '../kernel/index.js';
import { Sealed, viewOf } from '../kernel/index.js';
import type { CaseEventType, CaseEvents } from '../support-case/events/index.js';
import type { Fact, TimelineItem } from './fragments/timeline-item.js';
import { entries } from './timeline/entries.js';

/** The history of a case: an item an event, oldest first, texts sealed. The items lie in the rows, the document knows how many. */
export interface Timeline {
  readonly stored: number;
  /** Those that are not rows yet. */
  readonly items: readonly TimelineItem[];
}

type Values = Readonly<Record<string, unknown>>;
interface AnyEntry {
  readonly subject?: string;
  readonly facts: readonly string[];
  readonly texts: readonly string[];
  readonly compartment?: (data: never) => boolean;
}

const isFact = (value: unknown): value is Fact => value !== undefined && value !== null && !(value instanceof Sealed);

function itemOf(type: CaseEventType, entry: AnyEntry, data: Values, meta: Meta, { revision, position }: Place): TimelineItem {
  const subjectId = entry.subject === undefined ? undefined : data[entry.subject];
  const facts: Record<string, Fact> = {};
  for (const name of entry.facts) if (isFact(data[name])) facts[name] = data[name];
  const texts: Record<string, Sealed> = {};
  for (const name of entry.texts) if (data[name] instanceof Sealed) texts[name] = data[name];
  return {
    revision,
    position,
    type,
    occurredAt: meta.occurredAt,
    recordedAt: meta.recordedAt,
    actorId: meta.actorId,
    ...(meta.onBehalfOf !== undefined && { onBehalfOf: meta.onBehalfOf }),
    ...(typeof subjectId === 'string' && { subjectId }),
    facts,
    texts,
    compartment: entry.compartment?.(data as never) === true,
  };
}

type Fold = (document: Timeline, data: Values, meta: Meta, place: Place) => Timeline;
const folds = Object.fromEntries(
  Object.entries<AnyEntry>(entries).map(([type, entry]): [string, Fold] => [
    type,
    (document, data, meta, place) => ({
      ...document,
      items: [...document.items, itemOf(type as CaseEventType, entry, data, meta, place)],
    }),
  ]),
) as { readonly [T in CaseEventType]: Fold };

/** `GET /v1/cases/{caseId}/timeline`. */
export const timeline = viewOf<Timeline, CaseEvents>()({
  name: 'timeline-2',
  of: ['supportCase'],
  initial: () => ({ stored: 0, items: [] }),
  folds,
  ignores: [],
  table: {
    columns: { revision: 'int', type: 'text', compartment: 'bool' },
    indexes: [],
    rows: ({ stored, items }) =>
      items.map((item, index) => ({
        ord: stored + index,
        cells: { revision: item.revision, type: item.type, compartment: item.compartment },
        item,
      })),
    rest: ({ stored, items }) => ({ stored: stored + items.length, items: [] }),
  },
});
