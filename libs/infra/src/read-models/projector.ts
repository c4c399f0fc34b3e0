import type { Pool, PoolClient } from 'pg';
import type { EventStore, StoredEvent } from '../event-store/event-store.js';
import { blindWords } from '../sealing/blind.js';
import type { TenantKeys } from '../sealing/tenant-keys.js';
import type { Vault } from '../sealing/vault.js';
import { erased } from '../sealing/vault.js';
import { transaction, within } from '../transaction.js';
import type { Document, Target } from './batch.js';
import { Batch, Kept, park, write } from './batch.js';
import type { AnyView } from './tables.js';
import { makeTables, tableOf } from './tables.js';
import type { Words } from './words.js';
import { writeWords } from './words.js';

const passSize = 500;
/** A rebuild commits seldom: nobody waits for it, and what lies close together in the log is written once. */
const rebuildSize = 10_000;
/** How far ahead the live pass may be when it is held. */
const joinSize = 2_000;
const live = 'live';

export interface Progress {
  readonly view: string;
  readonly done: number;
  readonly position: string;
  readonly of: string;
}

export interface Parked {
  readonly view: string;
  readonly id: string;
  readonly reason: string;
  readonly position: string;
  readonly attempts: number;
}

/** Data that the database refuses, as opposed to a database that is not there. */
const isRefusal = (error: unknown): boolean => /^(22|23|54)/.test((error as { code?: string }).code ?? '');

/** Brings the read models up to the log. Everything here may run twice, at once, anywhere: the checkpoint is the fence. */
export class Projector {
  readonly #pool: Pool;
  readonly #store: EventStore;
  readonly #views: readonly AnyView[];
  readonly #vault: Vault;
  readonly #keys: TenantKeys;
  readonly #kept = new Kept();
  #running: Promise<number> | undefined;
  #resting = false;

  constructor(parts: { pool: Pool; store: EventStore; views: readonly AnyView[]; vault: Vault; tenantKeys: TenantKeys }) {
    this.#pool = parts.pool;
    this.#store = parts.store;
    this.#views = parts.views;
    this.#vault = parts.vault;
    this.#keys = parts.tenantKeys;
  }

  /** Makes what the views need and builds those that are new; a new build tries parked documents again. */
  async prepare(): Promise<void> {
    await makeTables(this.#pool, this.#views);
    const { rows } = await this.#pool.query<{ view: string }>('select view from views.live');
    for (const view of this.#views) if (!rows.some((row) => row.view === view.name)) await this.rebuild(view.name);
    for (const parked of await this.parked()) await this.replay(parked.view, parked.id);
  }

  /** One pass until nothing is left, shared by everybody who asks while it runs. Gives the number of events folded. */
  catchUp(): Promise<number> {
    this.#running ??= this.#passes().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Ends the pass that goes on at its next commit, however much is left: another process goes on from there. */
  rest(): void {
    this.#resting = true;
  }

  async #passes(): Promise<number> {
    let total = 0;
    for (;;) {
      const { position, targets } = await this.#liveTargets();
      const events = await this.#store.readAll(position, passSize);
      if (events.length === 0 || this.#resting) return total;
      try {
        const moved = await this.#pass(live, position, targets, events, this.#kept);
        if (!moved) return total;
        total += moved;
      } catch (error) {
        // A view was switched between reading and writing: these events are folded again, into what is live now.
        if (!(error instanceof Switched)) throw error;
      }
    }
  }

  /** Folds events and commits them with the checkpoint; 0 when somebody else moved it. A batch the database refuses is halved. */
  async #pass(checkpoint: string, from: string, targets: readonly Target[], events: readonly StoredEvent[], kept: Kept): Promise<number> {
    const batch = new Batch(targets, kept.at(from));
    await batch.load(this.#pool, events);
    batch.fold(events);
    const documents = [...batch.documents.values()];
    const words = await this.#words(documents);
    try {
      const to = events.at(-1)!.position;
      if (!(await this.#commit(checkpoint, from, to, targets, documents, words))) return 0;
      kept.keep(to, documents);
      return events.length;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (events.length > 1) return this.#pass(checkpoint, from, targets, events.slice(0, Math.ceil(events.length / 2)), kept);
      for (const document of documents) if (!(await this.#accepts(document))) park(document, events[0]!, error);
      return (await this.#commit(checkpoint, from, events[0]!.position, targets, documents, [])) ? 1 : 0;
    }
  }

  #commit(
    checkpoint: string,
    from: string,
    to: string,
    targets: readonly Target[],
    documents: readonly Document[],
    words: readonly Words[],
  ): Promise<boolean> {
    return this.#transaction(async (client) => {
      const { rowCount } = await client.query('update views.checkpoint set position = $1 where name = $2 and position = $3', [
        to,
        checkpoint,
        from,
      ]);
      if (rowCount === 0) return false;
      // The row is ours until the end, so no view can be switched from here on.
      if (checkpoint === live && !(await areLive(client, targets))) throw new Switched();
      await write(client, documents);
      await writeWords(client, words);
      return true;
    });
  }

  #transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return transaction(this.#pool, work, isSound);
  }

  /** Whether the database takes this document; nothing is kept of the try. */
  async #accepts(document: Document): Promise<boolean> {
    try {
      await this.#transaction(async (client) => {
        await write(client, [document]);
        throw new TriedOnly();
      });
      return true;
    } catch (error) {
      return error instanceof TriedOnly;
    }
  }

  /**
   * Builds the next generation of a view beside the live one, from the beginning or from where a killed build stopped, and puts it in
   * place in the transaction in which both stand at the same position. Reads go on meanwhile. False when another process is at it already.
   */
  async rebuild(name: string, onProgress: (progress: Progress) => void = () => undefined): Promise<boolean> {
    const view = this.#view(name);
    await makeTables(this.#pool, [view]);
    const lock = await this.#pool.connect();
    try {
      const { rows } = await lock.query<{ mine: boolean }>('select pg_try_advisory_lock(1935764334, hashtext($1)) as mine', [name]);
      if (!rows[0]?.mine) return false;
      await this.#rebuildLocked(view, lock, onProgress);
      return true;
    } finally {
      lock.release(true);
    }
  }

  async #rebuildLocked(view: AnyView, lock: PoolClient, onProgress: (progress: Progress) => void): Promise<void> {
    const { rows } = await this.#pool.query<{ generation: number }>('select generation from views.live where view = $1', [view.name]);
    const generation = (rows[0]?.generation ?? 0) + 1;
    const target: Target = { view, generation };
    const checkpoint = `${view.name}@${generation}`;
    await this.#pool.query(`insert into views.checkpoint values ($1, '') on conflict do nothing`, [checkpoint]);
    let done = 0;
    const kept = new Kept();
    let next: { readonly after: string; readonly read: Promise<readonly StoredEvent[]> } | undefined;
    for (;;) {
      const [position, ahead] = await Promise.all([this.#position(checkpoint), this.#position(live)]);
      const read = await (next?.after === position ? next.read : this.#store.readAll(position, rebuildSize));
      // Never beyond the live pass: it may be held while the last stretch is folded, but it cannot be hurried.
      const events = read.filter((event) => event.position <= ahead);
      if (events.length < passSize) {
        const joined = await this.#join(target, checkpoint, lock).catch((error: unknown) => {
          if (!isRefusal(error) || events.length === 0) throw error;
          return undefined;
        });
        if (joined) break;
        // What the database refuses is parked by a pass of its own, before the view is joined again.
        if (joined === false) continue;
      }
      const after = events.at(-1)!.position;
      // The next stretch is read while this one is folded; a failure to read it is met when it is needed.
      next = { after, read: this.#store.readAll(after, rebuildSize) };
      next.read.catch(() => undefined);
      done += await this.#pass(checkpoint, position, [target], events, kept);
      onProgress({ view: view.name, done, position: after, of: await this.#store.lastPosition() });
    }
    const of = await this.#store.lastPosition();
    onProgress({ view: view.name, done, position: of, of });
    await this.#drop(view, generation);
  }

  /** Holds the live pass, folds the stretch that it is ahead, and switches; false when that stretch is too long to hold it for. */
  #join(target: Target, checkpoint: string, lock: PoolClient): Promise<boolean> {
    return within(lock, async (client) => {
      const { rows } = await client.query<{ name: string; position: string }>(
        'select name, position from views.checkpoint where name in ($1, $2) order by name for update',
        [live, checkpoint],
      );
      const at = (name: string): string => rows.find((row) => row.name === name)?.position ?? '';
      const events = (await this.#store.readAll(at(checkpoint), joinSize)).filter((event) => event.position <= at(live));
      if (events.length === joinSize) return false;
      const batch = new Batch([target]);
      await batch.load(client, events);
      batch.fold(events);
      const documents = [...batch.documents.values()];
      await write(client, documents);
      await writeWords(client, await this.#words(documents));
      await client.query('insert into views.live values ($1, $2) on conflict (view) do update set generation = excluded.generation', [
        target.view.name,
        target.generation,
      ]);
      await client.query('delete from views.checkpoint where name = $1', [checkpoint]);
      return true;
    });
  }

  async #drop(view: AnyView, generation: number): Promise<void> {
    await this.#pool.query('delete from views.documents where view = $1 and generation <> $2', [view.name, generation]);
    if (view.table) await this.#pool.query(`delete from ${tableOf(view)} where generation <> $1`, [generation]);
  }

  /** Folds the stream of a parked document from nothing and takes it back in; false when the fold still fails. */
  async replay(name: string, id: string): Promise<boolean> {
    const view = this.#view(name);
    return this.#transaction(async (client) => {
      const { rows } = await client.query<{ position: string; generation: number }>(
        `select c.position, l.generation from views.checkpoint c, views.live l where c.name = $1 and l.view = $2 for update of c`,
        [live, name],
      );
      if (!rows[0]) return false;
      const target: Target = { view, generation: rows[0].generation };
      const streams = await Promise.all(view.of.map((kind) => this.#store.read(`${kind}-${id}`, -1)));
      const events = streams.flatMap((tail) => tail.events).toSorted((a, b) => (a.position < b.position ? -1 : 1));
      const seen = events.filter((event) => event.position <= rows[0]!.position);
      await client.query('update views.documents set attempts = attempts + 1 where view = $1 and generation = $2 and id = $3', [
        name,
        target.generation,
        id,
      ]);
      if (seen.length === 0) return false;
      const batch = new Batch([target]);
      batch.begin(target, id);
      batch.fold(seen);
      const documents = [...batch.documents.values()];
      if (documents.some((document) => document.parked !== undefined)) return false;
      if (view.table) await client.query(`delete from ${tableOf(view)} where generation = $1 and id = $2`, [target.generation, id]);
      await write(client, documents);
      await writeWords(client, await this.#words(documents));
      return true;
    });
  }

  /** Up to where the live read models are folded. */
  position(): Promise<string> {
    return this.#position(live);
  }

  /** How long the oldest event that is not folded yet has been waiting, in seconds of real time; 0 when there is none. */
  async secondsBehind(): Promise<number> {
    const [next] = await this.#store.readAll(await this.position(), 1);
    return next ? Math.max(0, (Date.now() - next.storedAt.getTime()) / 1000) : 0;
  }

  /** The documents whose fold failed: what an operator looks at. */
  async parked(): Promise<readonly Parked[]> {
    const { rows } = await this.#pool.query<Parked>(
      `select d.view, d.id, d.parked as reason, d.parked_at as position, d.attempts
         from views.documents d join views.live l using (view, generation) where d.parked is not null order by d.view, d.id limit 200`,
    );
    return rows;
  }

  #view(name: string): AnyView {
    const view = this.#views.find((each) => each.name === name);
    if (!view) throw new Error(`There is no view ${name}: choose one of ${this.#views.map((each) => each.name).join(', ')}.`);
    return view;
  }

  async #liveTargets(): Promise<{ position: string; targets: readonly Target[] }> {
    const { rows } = await this.#pool.query<{ position: string; view: string | null; generation: number }>({
      name: 'live-targets',
      text: `select c.position, l.view, l.generation from views.checkpoint c left join views.live l on true where c.name = 'live'`,
    });
    const targets = rows.flatMap((row) => {
      const view = this.#views.find((each) => each.name === row.view);
      return view ? [{ view, generation: row.generation }] : [];
    });
    return { position: rows[0]?.position ?? '', targets };
  }

  async #position(checkpoint: string): Promise<string> {
    const { rows } = await this.#pool.query<{ position: string }>('select position from views.checkpoint where name = $1', [checkpoint]);
    return rows[0]?.position ?? '';
  }

  /** The blind words of documents whose searched texts changed. */
  async #words(documents: readonly Document[]): Promise<readonly Words[]> {
    const changed = documents.filter((document) => document.wordsChanged && document.parked === undefined);
    if (changed.length === 0) return [];
    const texts = await this.#vault.open(changed.flatMap((document) => document.words));
    return changed.map((document) => ({
      tenant: document.tenant,
      id: document.id,
      words: document.words.flatMap((word) => {
        const text = texts.get(word) ?? erased;
        return text === erased ? [] : blindWords(this.#keys, document.tenant, text);
      }),
    }));
  }
}

class TriedOnly extends Error {}
class Switched extends Error {}
const isSound = (error: Error): boolean => isRefusal(error) || error instanceof TriedOnly || error instanceof Switched;

/** Whether the generations that were folded into are still the live ones. */
async function areLive(client: PoolClient, targets: readonly Target[]): Promise<boolean> {
  const { rows } = await client.query<{ view: string; generation: number }>({
    name: 'live-now',
    text: 'select view, generation from views.live',
  });
  const now = new Map(rows.map((row) => [row.view, row.generation]));
  return targets.every(({ view, generation }) => now.get(view.name) === generation);
}
