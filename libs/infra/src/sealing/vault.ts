import type { Envelope, Fields, Shape, Subject } from '#domain/kernel/index.js';
import { Sealed } from '#domain/kernel/index.js';
import type { EventKey } from '../event-store/event-store.js';
import { decrypt, encrypt } from './cipher.js';
import type { SubjectRef } from './key-store.js';
import { KeyStore } from './key-store.js';

/** What is given where a key is gone. */
export const erased = 'erased';

export interface ToSeal {
  readonly eventId: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SealedEvents {
  /** The data of each event as it is stored. */
  readonly data: readonly string[];
  readonly keys: readonly EventKey[];
}

type Place = (path: string, subject: SubjectRef, sealed: Sealed) => unknown;
const aadOf = (tenant: string, stream: string, eventId: string, field: string): string => `${tenant}\n${stream}\n${eventId}\n${field}`;

/** Seals personal texts on their way into the store and opens them on their way to a person. */
export class Vault {
  readonly #keys: KeyStore;
  /** Texts opened a moment ago, for as long as their key would be kept, and gone with whatever holds the sealed text. */
  #opened = new WeakMap<Sealed, { readonly text: string; readonly until: number }>();
  #deaths = 0;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /**
   * Seals the events of one append, field by field as the vocabulary marks them. Refuses (Error) an event with a field the vocabulary
   * does not declare, without one it requires, or with a text in the clear where it asks for a sealed one.
   */
  async seal(
    tenant: string,
    stream: string,
    vocabulary: { readonly [type: string]: Fields },
    events: readonly ToSeal[],
  ): Promise<SealedEvents> {
    const aggregateId = stream.slice(stream.indexOf('-') + 1);
    const subjects = new Map<string, SubjectRef>();
    for (const event of events) {
      walk(event, vocabulary, tenant, aggregateId, (_, subject) => {
        subjects.set(KeyStore.nameOf(subject), subject);
        return null;
      });
    }
    const subjectKeys = await this.#keys.subjectKeys([...subjects.values()]);
    const rows: EventKey[] = [];
    const data = events.map((event) => {
      const opened = new Map<string, Buffer>();
      const sealedData = walk(event, vocabulary, tenant, aggregateId, (path, subject, sealed): Envelope => {
        if (sealed.envelope) return sealed.envelope;
        const name = KeyStore.nameOf(subject);
        const subjectKey = subjectKeys.get(name)!;
        let key = opened.get(name);
        if (!key) {
          const made = this.#keys.eventKey(event.eventId, subjectKey, tenant, stream);
          rows.push(made.row);
          opened.set(name, (key = made.key));
        }
        const { nonce, data: content } = encrypt(
          key,
          Buffer.from(Sealed.plainOf(sealed)!, 'utf8'),
          aadOf(tenant, stream, event.eventId, path),
        );
        return { v: 1, s: subjectKey.keyId, e: event.eventId, f: path, n: nonce.toString('base64'), d: content.toString('base64') };
      });
      return JSON.stringify(sealedData);
    });
    return { data, keys: rows };
  }

  /** Opens texts in one batch; where a key was destroyed it gives `erased`. */
  async open(sealeds: readonly Sealed[]): Promise<ReadonlyMap<Sealed, string>> {
    const now = performance.now();
    if (this.#deaths !== this.#keys.deaths) {
      this.#deaths = this.#keys.deaths;
      this.#opened = new WeakMap();
    }
    const texts = new Map<Sealed, string>();
    const closed: Sealed[] = [];
    for (const sealed of sealeds) {
      const opened = this.#opened.get(sealed);
      if (opened && opened.until > now) texts.set(sealed, opened.text);
      else if (sealed.envelope) closed.push(sealed);
      else texts.set(sealed, Sealed.plainOf(sealed) ?? erased);
    }
    if (closed.length === 0) return texts;
    const keys = await this.#keys.openEventKeys(closed.map(({ envelope }) => ({ eventId: envelope!.e, subjectKey: envelope!.s })));
    for (const sealed of closed) {
      const { e, s, f, n, d } = sealed.envelope!;
      const key = keys.get(`${e}/${s}`);
      if (!key) {
        texts.set(sealed, erased);
        continue;
      }
      const aad = aadOf(key.tenant, key.stream, e, f);
      const text = decrypt(key.key, Buffer.from(n, 'base64'), Buffer.from(d, 'base64'), aad).toString('utf8');
      texts.set(sealed, text);
      this.#opened.set(sealed, { text, until: key.until });
    }
    return texts;
  }

  /** Any value with every sealed text in it opened; the value itself stays as it is. */
  async opened(value: unknown): Promise<unknown> {
    const sealeds: Sealed[] = [];
    collect(value, sealeds);
    const texts = await this.open(sealeds);
    return replace(value, texts);
  }
}

function collect(value: unknown, into: Sealed[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Sealed) into.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, into);
  else for (const name in value) collect((value as Record<string, unknown>)[name], into);
}

/** A copy with the texts in their places; what holds no sealed text is not copied. */
function replace(value: unknown, texts: ReadonlyMap<Sealed, string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Sealed) return texts.get(value);
  if (Array.isArray(value)) return value.map((item) => replace(item, texts));
  let copy: Record<string, unknown> | undefined;
  for (const name in value) {
    const item = (value as Record<string, unknown>)[name];
    const replaced = replace(item, texts);
    if (replaced !== item) (copy ??= { ...value })[name] = replaced;
  }
  return copy ?? value;
}

function walk(event: ToSeal, vocabulary: { readonly [type: string]: Fields }, tenant: string, aggregateId: string, place: Place): unknown {
  const fields = vocabulary[event.type];
  if (!fields) throw new Error(`The vocabulary has no event ${event.type}.`);
  const wrong = (path: string, what: string): never => {
    throw new Error(`${event.type}.${path} ${what}.`);
  };

  const idOf = (subject: Subject, owner: Readonly<Record<string, unknown>>, via: string): string =>
    subject === 'party' || subject === 'staff'
      ? String(owner[via] ?? event.data[via] ?? wrong(via, 'names nobody whose key could seal'))
      : aggregateId;

  const object = (declared: Fields, values: Readonly<Record<string, unknown>>, path: string): Record<string, unknown> => {
    const copy: Record<string, unknown> = {};
    for (const name in values) if (!Object.hasOwn(declared, name)) wrong(path + name, 'is not declared');
    for (const [name, field] of Object.entries(declared)) {
      const value = values[name];
      if (value !== undefined) copy[name] = one(field.shape, value, path + name, values);
      else if (!field.optional) wrong(path + name, 'is missing');
    }
    return copy;
  };

  const one = (shape: Shape, value: unknown, path: string, owner: Readonly<Record<string, unknown>>): unknown => {
    if (shape.kind === 'sealed') {
      if (!(value instanceof Sealed)) return wrong(path, 'is not sealed');
      const kind = typeof shape.about === 'function' ? shape.about(event.data) : shape.about;
      return place(path, { tenant, kind, subject: idOf(kind, owner, shape.via) }, value);
    }
    if (value instanceof Sealed) return wrong(path, 'is not declared as sealed');
    if (shape.kind === 'list') return (value as unknown[]).map((item, index) => one(shape.of.shape, item, `${path}.${index}`, owner));
    if (shape.kind === 'object') return object(shape.fields, value as Record<string, unknown>, `${path}.`);
    return value;
  };

  return object(fields, event.data, '');
}
