import type { Aggregate, Consulted, Facts, Folded } from '#domain/kernel/index.js';
import type { Team } from '#domain/team/state.js';
import { meetingsView } from '#domain/views/index.js';
import type { ReadModels } from '../read-models/read-models.js';
import { isUuid } from '../uuid.js';
import { aggregates } from './aggregates.js';
import type { Streams } from './streams.js';

/** Reads what the streams that an aggregate consults tell of themselves, folded to their newest events. */
export class Consultation {
  constructor(
    private readonly streams: Streams,
    private readonly readModels: ReadModels,
  ) {}

  /** What an aggregate consults, before a command with this body. */
  facts<S extends Folded>(aggregate: Aggregate<S, Team>, state: S, body: unknown, tenant: string, on: string): Promise<Facts> {
    return this.told(aggregate.consults?.(state, (body ?? {}) as Readonly<Record<string, unknown>>) ?? [], tenant, on);
  }

  async told(asked: readonly Consulted[], tenant: string, on: string): Promise<Facts> {
    const named = await Promise.all(asked.map((each) => this.#ids(tenant, each)));
    const facts = new Map<string, unknown>();
    await Promise.all(
      named.flat().map(async ({ kind, id }) => {
        const other = aggregates[kind]!;
        const loaded = await this.streams.load(other, id);
        if (loaded.revision >= 0 && loaded.tenant === tenant) facts.set(`${kind}-${id}`, other.tells?.(loaded.state, on));
      }),
    );
    return facts;
  }

  async #ids(tenant: string, asked: Consulted): Promise<readonly { kind: string; id: string }[]> {
    if (!isUuid(asked.id)) return [];
    const id = asked.id.toLowerCase();
    const ids = asked.around ? await this.#meetingsAround(tenant, id, asked.around) : [id];
    return ids.map((each) => ({ kind: asked.kind, id: each }));
  }

  /** The team's meetings around a span, as far as the list knows them; their streams then say how they stand. */
  async #meetingsAround(tenant: string, teamId: string, { from, to }: NonNullable<Consulted['around']>): Promise<readonly string[]> {
    const rows = await this.readModels.rows(
      meetingsView.name,
      tenant,
      [
        { sql: 'team_id = $?', values: [teamId] },
        { sql: 'starts_at < $? and ends_at > $?', values: [to, from] },
      ],
      'starts_at, id',
      50,
    );
    return rows.map(({ id }) => id);
  }
}
