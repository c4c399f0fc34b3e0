import type { Pool } from 'pg';
import type { Projector } from '../read-models/projector.js';

export type ParkedKind = 'view' | 'policy' | 'policy-refused' | 'delivery';

/** Something that failed and is left alone until somebody has it tried again. Ids and codes only. */
export interface ParkedItem {
  /** `view:<view>:<document>`, and so on: what a retry is asked by. */
  readonly id: string;
  readonly kind: ParkedKind;
  readonly tenant: string;
  /** The view or policy it belongs to; of a delivery its state. */
  readonly of: string;
  /** What it is about: the document, the event or the delivery. */
  readonly subjectId: string;
  readonly reason: string;
  readonly attempts: number;
  /** Where in the log it stopped. */
  readonly position?: string;
}

/** One kind of parked work; the ids of its items begin with the kind. */
export interface ParkedSource {
  readonly kind: ParkedKind;
  /** Items in the order of their ids, behind `after`; of one tenant, or of all without one. */
  items(asked: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Promise<readonly ParkedItem[]>;
  find(id: string): Promise<ParkedItem | undefined>;
  count(): Promise<number>;
  /** Whether it is parked no longer. */
  retry(item: ParkedItem): Promise<boolean>;
  /** Takes it off the list because somebody saw to it; a kind without this can only be tried again. */
  acknowledge?(item: ParkedItem): Promise<void>;
}

const id = `'view:' || d.view || ':' || d.id`;

/** The documents of read models whose fold, or whose row, failed. */
export class ParkedDocuments implements ParkedSource {
  readonly kind = 'view';

  constructor(
    private readonly pool: Pool,
    private readonly projector: Pick<Projector, 'replay'>,
  ) {}

  items({ tenant, after, limit }: { tenant?: string; after?: string; limit: number }): Promise<readonly ParkedItem[]> {
    return this.#select(`($1::text is null or d.tenant = $1) and ${id} collate "C" > $2 order by 1 limit $3`, [
      tenant ?? null,
      after ?? '',
      limit,
    ]);
  }

  async find(wanted: string): Promise<ParkedItem | undefined> {
    return (await this.#select(`${id} = $1`, [wanted]))[0];
  }

  async count(): Promise<number> {
    const { rows } = await this.pool.query<{ parked: number }>(
      'select count(*) as parked from views.documents d join views.live l using (view, generation) where d.parked is not null',
    );
    return rows[0]!.parked;
  }

  retry({ of, subjectId }: ParkedItem): Promise<boolean> {
    return this.projector.replay(of, subjectId);
  }

  async #select(where: string, values: unknown[]): Promise<readonly ParkedItem[]> {
    const { rows } = await this.pool.query<Omit<ParkedItem, 'kind'>>(
      `select ${id} collate "C" as id, d.tenant, d.view as of, d.id as "subjectId", d.parked as reason, d.attempts, d.parked_at as position
         from views.documents d join views.live l using (view, generation) where d.parked is not null and ${where}`,
      values,
    );
    return rows.map((row) => ({ ...row, kind: 'view' }));
  }
}

/** Everything that is parked, of every kind, in one list in the order of its ids. */
export class ParkedWork {
  constructor(private readonly sources: readonly ParkedSource[]) {}

  async items(asked: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Promise<readonly ParkedItem[]> {
    const found = await Promise.all(this.sources.map((source) => source.items(asked)));
    return found
      .flat()
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, asked.limit);
  }

  /** One item, by id; undefined when nothing is parked by it, or nothing of this tenant. */
  async find(id: string, tenant: string | undefined): Promise<ParkedItem | undefined> {
    const item = await this.#sourceOf(id)?.find(id);
    return item && (tenant === undefined || item.tenant === tenant) ? item : undefined;
  }

  async counts(): Promise<Readonly<Record<ParkedKind, number>>> {
    const counts = { view: 0, policy: 0, 'policy-refused': 0, delivery: 0 };
    for (const source of this.sources) counts[source.kind] = await source.count();
    return counts;
  }

  /** Tries one again; true when it is parked no longer. */
  async retry(id: string): Promise<boolean> {
    const item = await this.find(id, undefined);
    return item ? this.#sourceOf(id)!.retry(item) : true;
  }

  /** Takes one off the list; false when its kind can only be tried again. */
  async acknowledge(item: ParkedItem): Promise<boolean> {
    const source = this.#sourceOf(item.id);
    if (!source?.acknowledge) return false;
    await source.acknowledge(item);
    return true;
  }

  #sourceOf(id: string): ParkedSource | undefined {
    return this.sources.find(({ kind }) => id.startsWith(`${kind}:`));
  }
}
