import type { Fields, Infer } from './field.js';
import type { DeadlineChanges } from '../deadlines/index.js';
import { date, id, int, list, object, oneOf, optional, word } from './field.js';

/** The named tables of fields of a part: what is stored for ever. */
export type Vocabulary = { readonly [type: string]: Fields };

export type LegalBasis = 'legal_task' | 'consent' | 'youth_act' | 'vital_interest';

/** What a command decided; sealing, ids and metadata are added when it is appended. */
export interface NewEvent<T extends string = string, D = Readonly<Record<string, unknown>>> {
  readonly type: T;
  readonly data: D;
  readonly legalBasis?: LegalBasis;
}

/** The envelope of domain.md §3.5, as it lies beside the data. `command`, `mac` and `made` stand on the first event of a command. */
export interface Meta {
  readonly eventId: string;
  readonly schemaVersion: number;
  readonly tenantId: string;
  readonly controllerOrgId?: string;
  readonly actorId: string;
  readonly actorRole: string;
  readonly onBehalfOf?: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly policyVersion: number;
  readonly legalBasis: LegalBasis;
  /** What holds after this event, so that no view derives it a second time. */
  readonly after?: { readonly phase?: string; readonly consent?: string; readonly consentUntil?: string; readonly meetingId?: string };
  /** The deadlines this event set, moved or ended. */
  readonly deadlines?: DeadlineChanges;
  readonly command?: string;
  /** HMAC of the body under the tenant key: tells a retry from another body. */
  readonly mac?: string;
  /** The ids this command made. */
  readonly made?: readonly string[];
}

/** An event as it was read back from the store. `revision` counts from 0 within its stream, `position` is opaque. */
export interface Recorded<D = Readonly<Record<string, unknown>>> {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly type: string;
  readonly data: D;
  readonly meta: Meta;
}

/** Every event of a part has a fold; a forgotten one does not compile. */
export type Folds<S, V extends Vocabulary> = { readonly [T in keyof V]: (state: S, data: Infer<V[T]>, meta: Meta) => S };

/** How a due date came about: counted from a day by a rule of domain.md §5, each day that did not count with its reason. */
export const calculation = object({
  rule: word(8),
  subjectId: optional(id),
  from: date,
  offset: int(-1000, 1000),
  unit: oneOf('wd', 'days', 'months'),
  calendar: oneOf('team', 'public', 'legal'),
  skipped: list(object({ on: date, why: word(40) }), 0, 1000),
  dueOn: date,
});
