import type { Pool, PoolClient } from 'pg';
import type { Sealed } from '#domain/kernel/index.js';
import { revive, stringify } from '#domain/kernel/index.js';
import type { StoredEvent } from '../event-store/event-store.js';
import type { ReadEvent } from '../event-store/upcast.js';
import { upcast } from '../event-store/upcast.js';
import type { AnyView } from './tables.js';
import { columnsOf, tableOf } from './tables.js';

/** Which generation of a view's documents and rows is meant. */
export interface Target {
  readonly view: AnyView;
  readonly generation: number;
}

/** A document on its way to its row. */
export interface Document {
  readonly target: Target;
  readonly id: string;
  tenant: string;
  revision: number;
  position: string;
  content: unknown;
  /** Why the fold failed; the document is left alone from then on. */
  parked: string | undefined;
  parkedAt: string | undefined;
  attempts: number;
  words: readonly Sealed[];
  wordsChanged: boolean;
  /** The rows as they lie in the table. */
  readonly rows: ReadonlyMap<number, string>;
  /** What the last writing, if it is committed, leaves there. */
  written?: { readonly rows: ReadonlyMap<number, string>; readonly size: number };
}

const keyOf = (target: Target, id: string): string => `${target.view.name}\n${target.generation}\n${id}`;
const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** What makes two lists of sealed texts the same list. */
const fingerprint = (words: readonly Sealed[]): string => words.map((word) => `${word.envelope?.e}/${word.envelope?.f}`).join();

/** Folds events into the documents of some views, in memory. */
export class Batch {
  readonly documents = new Map<string, Document>();
  readonly #targets: readonly Target[];
  readonly #kept: Kept | undefined;

  /** `kept` holds documents as they are at the position from which this batch goes on. */
  constructor(targets: readonly Target[], kept?: Kept) {
    this.#targets = targets;
    this.#kept = kept;
  }

  /** Fetches the documents that these events change. */
  async load(pool: Pool | PoolClient, events: readonly StoredEvent[]): Promise<void> {
    const wanted = new Map<string, { target: Target; id: string }>();
    for (const event of events)
      for (const target of this.#targets)
        if (target.view.of.includes(kindOf(event.stream))) {
          const key = keyOf(target, idOf(event.stream));
          if (this.documents.has(key)) continue;
          const kept = this.#kept?.take(key);
          if (kept) this.documents.set(key, { ...kept, target });
          else wanted.set(key, { target, id: idOf(event.stream) });
        }
    if (wanted.size === 0) return;
    const all = [...wanted.values()];
    const { rows } = await pool.query<{
      ask: number;
      tenant: string;
      revision: number;
      position: string;
      body: string | null;
      parked: string | null;
      parked_at: string | null;
      attempts: number;
    }>({
      name: 'load-documents',
      text: `select a.ask::int, d.tenant, d.revision, d.position, d.body, d.parked, d.parked_at, d.attempts
               from unnest($1::text[], $2::int[], $3::text[]) with ordinality a(view, generation, id, ask)
               join views.documents d using (view, generation, id)`,
      values: [all.map(({ target }) => target.view.name), all.map(({ target }) => target.generation), all.map(({ id }) => id)],
    });
    const found = new Map(rows.map((row) => [row.ask - 1, row]));
    all.forEach(({ target, id }, index) => {
      const row = found.get(index);
      const content = row?.body ? revive(JSON.parse(row.body) as unknown) : target.view.initial(id);
      this.documents.set(keyOf(target, id), {
        target,
        id,
        tenant: row?.tenant ?? '',
        revision: row?.revision ?? -1,
        position: row?.position ?? '',
        content,
        parked: row?.parked ?? undefined,
        parkedAt: row?.parked_at ?? undefined,
        attempts: row?.attempts ?? 0,
        words: row?.body ? (target.view.words?.(content) ?? []) : [],
        wordsChanged: false,
        rows: row?.body && !row.parked ? rowsOf(target.view, content) : new Map(),
      });
    });
  }

  /** Starts a document from nothing, or from what is known of it. */
  begin(target: Target, id: string, known?: unknown): void {
    const empty = {
      tenant: '',
      revision: -1,
      position: '',
      content: known ?? target.view.initial(id),
      parked: undefined,
      parkedAt: undefined,
      attempts: 0,
    };
    this.documents.set(keyOf(target, id), { target, id, ...empty, words: [], wordsChanged: false, rows: new Map() });
  }

  /** Folds events that were loaded for; a fold that fails parks its document and disturbs nobody else. */
  fold(events: readonly StoredEvent[]): void {
    for (const stored of events) {
      let read: ReadEvent | undefined;
      for (const target of this.#targets) {
        const document = this.documents.get(keyOf(target, idOf(stored.stream)));
        if (!document || !target.view.of.includes(kindOf(stored.stream))) continue;
        const isFirst = target.view.of[0] === kindOf(stored.stream);
        if (isFirst && stored.revision <= document.revision) continue;
        try {
          if (!read) {
            const parsed = upcast(stored);
            read = { ...parsed, data: revive(parsed.data) };
          }
          foldInto(document, stored, read);
        } catch (error) {
          park(document, stored, error);
        }
        if (isFirst) document.revision = stored.revision;
        document.position = stored.position;
      }
    }
    for (const document of this.documents.values()) {
      if (document.parked !== undefined || !document.target.view.words) continue;
      const words = document.target.view.words(document.content);
      document.wordsChanged ||= fingerprint(words) !== fingerprint(document.words);
      document.words = words;
    }
  }
}

function foldInto(document: Document, stored: StoredEvent, read: ReadEvent): void {
  const { view } = document.target;
  document.tenant = read.meta.tenantId;
  if (document.parked !== undefined || view.ignores.includes(read.type)) return;
  const fold = view.folds[read.type];
  if (!fold) throw new Error(`${view.name} neither folds nor ignores ${read.type}`);
  document.content = fold(document.content, read.data as never, read.meta, { revision: stored.revision, position: stored.position });
}

/** Characters of the documents that are kept, as they are stored. */
const keepMost = 8_000_000;

/**
 * Documents as one pass left them, for the next: what did not change hands need not be fetched and parsed again. They hold at one position
 * of the checkpoint only; when somebody else has moved it, all are forgotten.
 */
export class Kept {
  readonly #documents = new Map<string, Document>();
  #position: string | undefined;
  #size = 0;

  /** Makes sure that what is kept holds at this position. */
  at(position: string): this {
    if (this.#position === position) return this;
    this.#documents.clear();
    this.#size = 0;
    this.#position = position;
    return this;
  }

  take(key: string): Document | undefined {
    return this.#documents.get(key);
  }

  /** Keeps what was just committed with the checkpoint at `position`; who was not touched the longest makes room. */
  keep(position: string, documents: readonly Document[]): void {
    this.#position = position;
    for (const document of documents) {
      const key = keyOf(document.target, document.id);
      this.#forget(key);
      if (document.parked !== undefined) continue;
      const { table } = document.target.view;
      const content = table?.rest ? table.rest(document.content) : document.content;
      this.#documents.set(key, { ...document, content, wordsChanged: false, rows: document.written!.rows });
      this.#size += document.written!.size;
    }
    while (this.#size > keepMost) this.#forget(this.#documents.keys().next().value!);
  }

  #forget(key: string): void {
    this.#size -= this.#documents.get(key)?.written?.size ?? 0;
    this.#documents.delete(key);
  }
}

export function park(document: Document, stored: StoredEvent, error: unknown): void {
  if (document.tenant === '') document.tenant = (JSON.parse(stored.meta) as { tenantId?: string }).tenantId ?? '';
  document.parked ??= `${stored.type}: ${error instanceof Error ? error.message : 'failed'}`.slice(0, 500);
  document.parkedAt ??= stored.position;
  document.attempts += 1;
}

/** Writes documents and their rows, inside the caller's transaction. */
export async function write(client: PoolClient, documents: readonly Document[]): Promise<void> {
  if (documents.length === 0) return;
  const bodies = documents.map(({ target: { view }, content, parked }) =>
    stringify(view.table?.rest && parked === undefined ? view.table.rest(content) : content),
  );
  documents.forEach((document, index) => (document.written = { rows: document.rows, size: bodies[index]!.length }));
  await client.query({
    name: 'write-documents',
    text: `insert into views.documents (view, generation, id, tenant, revision, position, body, parked, parked_at, attempts)
           select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[])
           on conflict (view, generation, id) do update set tenant = excluded.tenant, revision = excluded.revision, position = excluded.position,
             body = excluded.body, parked = excluded.parked, parked_at = excluded.parked_at, attempts = excluded.attempts`,
    values: [
      documents.map((each) => each.target.view.name),
      documents.map((each) => each.target.generation),
      documents.map((each) => each.id),
      documents.map((each) => each.tenant),
      documents.map((each) => each.revision),
      documents.map((each) => each.position),
      bodies,
      documents.map((each) => each.parked ?? null),
      documents.map((each) => each.parkedAt ?? null),
      documents.map((each) => each.attempts),
    ],
  });
  const groups = new Map<string, Document[]>();
  for (const document of documents) {
    if (!document.target.view.table || document.parked !== undefined) continue;
    const key = `${document.target.view.name}\n${document.target.generation}`;
    groups.set(key, [...(groups.get(key) ?? []), document]);
  }
  for (const group of groups.values()) await writeRows(client, group);
}

/** The rows of a document as they are stored, by place; what two of them have in common need not be written again. */
function rowsOf(view: AnyView, content: unknown): ReadonlyMap<number, string> {
  const rows = view.table?.rows(content) ?? [];
  return new Map(
    rows.map((row, index) => {
      const ord = row.ord ?? index;
      return [ord, JSON.stringify({ ord, item: row.item === undefined ? null : stringify(row.item), ...row.cells })];
    }),
  );
}

/** Writes the rows that changed, and removes those that are no more. */
async function writeRows(client: PoolClient, documents: readonly Document[]): Promise<void> {
  const { view, generation } = documents[0]!.target;
  const table = tableOf(view);
  const columns = columnsOf(view);
  const changed: string[] = [];
  const gone: { readonly id: string; readonly ord: number }[] = [];
  for (const document of documents) {
    const after = rowsOf(view, document.content);
    for (const [ord, row] of after) {
      if (document.rows.get(ord) !== row)
        changed.push(`{"id":${JSON.stringify(document.id)},"tenant":${JSON.stringify(document.tenant)},${row.slice(1)}`);
    }
    if (view.table?.rest) continue;
    for (const ord of document.rows.keys()) if (!after.has(ord)) gone.push({ id: document.id, ord });
    document.written = { ...document.written!, rows: after };
  }
  if (gone.length > 0)
    await client.query(
      `delete from ${table} t using unnest($2::text[], $3::int[]) g(id, ord) where t.generation = $1 and t.id = g.id and t.ord = g.ord`,
      [generation, gone.map(({ id }) => id), gone.map(({ ord }) => ord)],
    );
  if (changed.length === 0) return;
  const own = ['item', ...columns.map(([name]) => name)];
  const names = ['tenant', 'id', 'ord', ...own].join(', ');
  const types = ['tenant text', 'id text', 'ord integer', 'item text', ...columns.map(([name, type]) => `${name} ${type}`)].join(', ');
  await client.query(
    `insert into ${table} (generation, ${names}) select $2, ${names} from json_to_recordset($1::json) as r(${types})
     on conflict (generation, id, ord) do update set ${own.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [`[${changed.join(',')}]`, generation],
  );
}
