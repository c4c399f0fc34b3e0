import { randomBytes } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { Subject } from '#domain/kernel/index.js';
import type { EventKey } from '../event-store/event-store.js';
import { Grouped } from '../grouped.js';
import { newUuid } from '../uuid.js';
import { unwrap, wrap } from './cipher.js';
import type { TenantKeys } from './tenant-keys.js';

/** The key of a subject was destroyed: whatever it sealed is gone, and nothing new can be sealed about it (410). */
export class DataErased extends Error {
  override readonly name = 'DataErased';
}

export interface SubjectRef {
  readonly tenant: string;
  readonly kind: Subject;
  /** Id of the case, party, team or staff member. */
  readonly subject: string;
}

export interface SubjectKey {
  readonly keyId: string;
  readonly key: Buffer;
}

export interface EventKeyRef {
  readonly eventId: string;
  readonly subjectKey: string;
}

export interface OpenedKey {
  readonly tenant: string;
  readonly stream: string;
  readonly key: Buffer;
  /** Until when (process time, ms) it may be used; then it is asked for again. */
  readonly until: number;
}

const keepMs = 10_000;
const keepMost = 10_000;

/** Opened keys, for ten seconds at the most, so that a destroyed one is not used for long. */
class Opened<T> {
  readonly #keys = new Map<string, { readonly key: T; readonly until: number }>();

  get(id: string): T | undefined {
    const found = this.#keys.get(id);
    return found && found.until > performance.now() ? found.key : undefined;
  }

  keep(id: string, key: T, until = performance.now() + keepMs): void {
    this.#keys.delete(id);
    this.#keys.set(id, { key, until });
    if (this.#keys.size > keepMost) this.#keys.delete(this.#keys.keys().next().value!);
  }

  forget(): void {
    this.#keys.clear();
  }
}

const nameOf = ({ tenant, kind, subject }: SubjectRef): string => `${tenant}\n${kind}\n${subject}`;

/** Keys of subjects and of events, wrapped (architecture: tenant → subject → event and subject). */
export class KeyStore {
  readonly #pool: Pool;
  readonly #tenantKeys: TenantKeys;
  readonly #destroyedFile: string;
  readonly #subjects = new Opened<SubjectKey>();
  readonly #events = new Opened<OpenedKey>();
  readonly #deaths: Grouped<SubjectRef, boolean>;
  /** How many destructions this process has carried out: who keeps what it opened throws it away when this moved. */
  deaths = 0;

  /** `destroyedFile` lists every destruction beside the key file, so that a restored database brings nobody back. */
  constructor(pool: Pool, tenantKeys: TenantKeys, destroyedFile: string) {
    this.#pool = pool;
    this.#tenantKeys = tenantKeys;
    this.#destroyedFile = destroyedFile;
    this.#deaths = new Grouped(async (refs) => {
      const dead = new Set((await this.#select(refs)).flatMap((row) => (row.wrapped === null ? [nameOf(row)] : [])));
      return refs.map((ref) => dead.has(nameOf(ref)));
    });
  }

  /**
   * The keys of these subjects, made where there is none yet: committed and read back before anybody uses them, so that two makers at
   * once agree. Throws `DataErased` where one was destroyed.
   */
  async subjectKeys(refs: readonly SubjectRef[]): Promise<ReadonlyMap<string, SubjectKey>> {
    const keys = new Map<string, SubjectKey>();
    const missing = new Map<string, SubjectRef>();
    for (const ref of refs) {
      const opened = this.#subjects.get(nameOf(ref));
      if (opened) keys.set(nameOf(ref), opened);
      else missing.set(nameOf(ref), ref);
    }
    if (missing.size === 0) return keys;
    const wanted = [...missing.values()];
    let rows = await this.#select(wanted);
    if (rows.length < wanted.length) {
      const found = new Set(rows.map(nameOf));
      await this.#make(wanted.filter((ref) => !found.has(nameOf(ref))));
      rows = await this.#select(wanted);
    }
    for (const row of rows) {
      if (row.wrapped === null) throw new DataErased(`The ${row.kind} key was destroyed.`);
      const opened = { keyId: row.key_id, key: unwrap(this.#tenantKeys.wrapKey(row.tenant), row.wrapped, row.key_id) };
      this.#subjects.keep(nameOf(row), opened);
      keys.set(nameOf(row), opened);
    }
    return keys;
  }

  static nameOf = nameOf;

  /** A fresh random key for one event and subject, and the row that keeps it. */
  eventKey(eventId: string, subject: SubjectKey, tenant: string, stream: string): { readonly key: Buffer; readonly row: EventKey } {
    const key = randomBytes(32);
    return {
      key,
      row: { eventId, subjectKey: subject.keyId, tenant, stream, wrapped: wrap(subject.key, key, `${subject.keyId}\n${eventId}`) },
    };
  }

  /** The keys of these events that can still be opened, by `eventId/subjectKey`. */
  async openEventKeys(refs: readonly EventKeyRef[]): Promise<ReadonlyMap<string, OpenedKey>> {
    const keys = new Map<string, OpenedKey>();
    const missing = new Map<string, EventKeyRef>();
    for (const ref of refs) {
      const id = `${ref.eventId}/${ref.subjectKey}`;
      const opened = this.#events.get(id);
      if (opened) keys.set(id, opened);
      else missing.set(id, ref);
    }
    if (missing.size === 0) return keys;
    const { rows } = await this.#pool.query<{
      event_id: string;
      subject_key: string;
      tenant: string;
      stream: string;
      wrapped: Buffer;
      subject: Buffer;
    }>({
      name: 'event-keys',
      text: `select k.event_id, k.subject_key, k.tenant, k.stream, k.wrapped, s.wrapped as subject
               from unnest($1::uuid[], $2::uuid[]) a(event_id, subject_key)
               join keys.events k using (event_id, subject_key)
               join keys.subjects s on s.key_id = k.subject_key
              where k.wrapped is not null and s.wrapped is not null`,
      values: [[...missing.values()].map((ref) => ref.eventId), [...missing.values()].map((ref) => ref.subjectKey)],
    });
    const subjects = new Map<string, Buffer>();
    const until = performance.now() + keepMs;
    for (const row of rows) {
      let subject = subjects.get(row.subject_key);
      if (!subject) subjects.set(row.subject_key, (subject = unwrap(this.#tenantKeys.wrapKey(row.tenant), row.subject, row.subject_key)));
      const id = `${row.event_id}/${row.subject_key}`;
      const opened = {
        tenant: row.tenant,
        stream: row.stream,
        key: unwrap(subject, row.wrapped, `${row.subject_key}\n${row.event_id}`),
        until,
      };
      this.#events.keep(id, opened, until);
      keys.set(id, opened);
    }
    return keys;
  }

  /** Destroys the keys of a subject for ever; the row stays as its tombstone. */
  async destroySubject(ref: SubjectRef): Promise<void> {
    await this.#destroy([{ subject: ref }]);
  }

  /** Destroys the keys of events for ever: their content cannot be opened again. */
  async destroyEvents(eventIds: readonly string[]): Promise<void> {
    await this.#destroy(eventIds.map((eventId) => ({ event: eventId })));
  }

  /** Whether a subject is among the dead. */
  isDestroyed(ref: SubjectRef): Promise<boolean> {
    return this.#deaths.send(ref);
  }

  /** Applies the list of destructions again; called at every start. Gives how many it lists. */
  async applyDestroyed(): Promise<number> {
    const text = await readFile(this.#destroyedFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const lines = text.split('\n').filter((line) => line !== '');
    await this.#erase(lines.map((line) => JSON.parse(line) as Destruction));
    return lines.length;
  }

  async #destroy(destructions: readonly Destruction[]): Promise<void> {
    await appendFile(this.#destroyedFile, destructions.map((each) => `${JSON.stringify(each)}\n`).join(''), { mode: 0o600, flush: true });
    await this.#erase(destructions);
  }

  async #erase(destructions: readonly Destruction[]): Promise<void> {
    const subjects = destructions.flatMap((each) => ('subject' in each ? [each.subject] : []));
    const events = destructions.flatMap((each) => ('event' in each ? [each.event] : []));
    await this.#pool.query(
      `insert into keys.subjects (key_id, tenant, kind, subject, destroyed_at)
       select gen_random_uuid(), * , clock_timestamp() from unnest($1::text[], $2::text[], $3::text[])
       on conflict (tenant, kind, subject) do update set wrapped = null, destroyed_at = coalesce(keys.subjects.destroyed_at, clock_timestamp())`,
      [subjects.map((ref) => ref.tenant), subjects.map((ref) => ref.kind), subjects.map((ref) => ref.subject)],
    );
    await this.#pool.query('update keys.events set wrapped = null where event_id = any($1::uuid[])', [events]);
    const cases = subjects.filter((ref) => ref.kind === 'case').map((ref) => ref.subject);
    await this.#pool.query('delete from keys.words where case_id = any($1::uuid[])', [cases]);
    await this.#pool.query('delete from keys.places where case_id = any($1::uuid[])', [cases]);
    this.#subjects.forget();
    this.#events.forget();
    this.deaths += 1;
  }

  async #select(refs: readonly SubjectRef[]): Promise<(SubjectRef & { key_id: string; wrapped: Buffer | null })[]> {
    const { rows } = await this.#pool.query({
      name: 'subject-keys',
      text: `select s.key_id, s.tenant, s.kind, s.subject, s.wrapped
               from unnest($1::text[], $2::text[], $3::text[]) a(tenant, kind, subject) join keys.subjects s using (tenant, kind, subject)`,
      values: [refs.map((ref) => ref.tenant), refs.map((ref) => ref.kind), refs.map((ref) => ref.subject)],
    });
    return rows;
  }

  async #make(refs: readonly SubjectRef[]): Promise<void> {
    const made = refs.map((ref) => {
      const keyId = newUuid();
      return { ...ref, keyId, wrapped: wrap(this.#tenantKeys.wrapKey(ref.tenant), randomBytes(32), keyId) };
    });
    await this.#pool.query(
      `insert into keys.subjects (key_id, tenant, kind, subject, wrapped)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[]) on conflict do nothing`,
      [
        made.map((m) => m.keyId),
        made.map((m) => m.tenant),
        made.map((m) => m.kind),
        made.map((m) => m.subject),
        made.map((m) => m.wrapped),
      ],
    );
  }
}

type Destruction = { readonly subject: SubjectRef } | { readonly event: string };
