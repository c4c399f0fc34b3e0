import { createHash } from 'node:crypto';
import type { Aggregate, Envelope, Field, Fields, Folded, Meta, Subject } from '#domain/kernel/index.js';
import { foldOne, revive } from '#domain/kernel/index.js';

/** A stored event as the contract keeps it: everything the vocabulary declares is filled, also what is optional. */
export interface SampleEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: Meta;
}

const hash = (of: string): Buffer => createHash('sha256').update(of).digest();

/** A UUID that is the same for the same words, so that samples can be made again. */
function uuidOf(words: string): string {
  const hex = hash(words).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Fields whose name does not say what thing their id is of. */
const ids: { readonly [name: string]: string } = {
  addresseeId: 'party-1',
  askedOf: 'party-1',
  basedOn: 'plan-version-2',
  byPartyId: 'party-1',
  guestIds: 'party-2',
  handedOver: 'action-1',
  newMeetingId: 'meeting-2',
  replacedBy: 'goal-2',
  requiredDeciders: 'party-1',
  subjectId: 'party-1',
};

/** A readable id from the name of its field: `goalId` is `goal-1`, `carriedGoalIds` holds `goal-1`. */
function readableId(name: string): string {
  const known = ids[name];
  if (known) return known;
  const noun = name.replace(/Ids?$/, '').replace(/^carried(?=[A-Z])/, '');
  const kebab = noun.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
  return `${kebab}-1`;
}

const refs: { readonly [name: string]: string } = {
  organisationId: 'org-school-1',
  stoppedOrganisationIds: 'org-school-1',
  lateParts: 'report',
  owedParts: 'plan',
  recipientPartyId: 'party-1',
  coordinatorId: 'femke',
  byId: 'joost',
  ownerId: 'joost',
  introducerId: 'joost',
  authorId: 'bas',
  approvedById: 'karin',
  newResponsibleId: 'bas',
  substituteId: 'karin',
  supporters: 'karin',
};
const words: { readonly [name: string]: string } = {
  rule: 'D12',
  why: 'weekend',
  formSchema: '1',
  discipline: 'intern begeleider',
  to: 'MT',
  recipients: 'MT',
};
const earlierDays = /^(?:from|startOn|since|oldDueOn|validFrom)$/;

interface Place {
  readonly type: string;
  readonly eventId: string;
  readonly data: Record<string, unknown>;
}

function envelope(subject: Subject, path: string, { eventId }: Place): Envelope {
  const place = `${eventId}/${path}`;
  return {
    v: 1,
    s: uuidOf(`subject ${subject}-1`),
    e: eventId,
    f: path,
    n: hash(`nonce ${place}`).subarray(0, 12).toString('base64'),
    d: hash(`text ${place}`).toString('base64'),
  };
}

function value(name: string, { shape }: Field<unknown>, path: string, place: Place): unknown {
  switch (shape.kind) {
    case 'id':
      return readableId(name);
    case 'ref':
      return refs[name] ?? 'joost';
    case 'word':
      return (words[name] ?? hash(name).toString('hex')).slice(0, shape.max);
    case 'code':
      return shape.values[0];
    case 'date':
      return earlierDays.test(name) ? '2026-11-03' : '2026-11-06';
    case 'instant':
      return '2026-11-03T15:00:00.000Z';
    case 'time':
      return '20:00';
    case 'int':
      return Math.min(Math.max(1, shape.min), shape.max);
    case 'bool':
      return true;
    case 'language':
      return 'nl';
    case 'scope':
      return 'discuss_team';
    case 'list':
      return [value(name, shape.of, `${path}.0`, place)];
    case 'object':
      return object(shape.fields, `${path}.`, place);
    case 'sealed':
      return envelope(typeof shape.about === 'function' ? shape.about(place.data) : shape.about, path, place);
    default:
      throw new Error(`${place.type}.${path} would store a ${shape.kind} in clear.`);
  }
}

/** Fields in clear come first, because they may say whose key seals the others. */
function object(fields: Fields, prefix: string, place: Place, into: Record<string, unknown> = {}): Record<string, unknown> {
  const names = Object.keys(fields);
  for (const name of names) if (fields[name]!.shape.kind !== 'sealed') into[name] = value(name, fields[name]!, prefix + name, place);
  for (const name of names) if (fields[name]!.shape.kind === 'sealed') into[name] = value(name, fields[name]!, prefix + name, place);
  return Object.fromEntries(names.map((name) => [name, into[name]]));
}

/** Makes the sample of one event, the same at each call. Throws on a type that the vocabulary does not have. */
export function sampleEvent<S extends Folded, T>(aggregate: Aggregate<S, T>, type: string): SampleEvent {
  const fields = aggregate.events[type];
  if (!fields) throw new Error(`${aggregate.name} has no event ${type}.`);
  const eventId = uuidOf(`event ${type}`);
  const place: Place = { type, eventId, data: {} };
  const data = object(fields, '', place, place.data);
  const commandId = uuidOf(`command ${type}`);
  const meta: Meta = {
    eventId,
    schemaVersion: 1,
    tenantId: 'demo',
    controllerOrgId: 'org-school-1',
    actorId: 'femke',
    actorRole: 'CO',
    occurredAt: '2026-11-03T15:30:00.000Z',
    recordedAt: '2026-11-03T15:30:01.000Z',
    commandId,
    correlationId: commandId,
    causationId: commandId,
    policyVersion: 0,
    legalBasis: 'legal_task',
  };
  const after = aggregate.stampOf(foldOne(aggregate, aggregate.initial(`${aggregate.name}-1`), type, revive(data), meta));
  return { type, schemaVersion: 1, data, meta: after ? { ...meta, after } : meta };
}
