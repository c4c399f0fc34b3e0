import type { Pool } from 'pg';

export interface Place {
  readonly tenant: string;
  readonly teamId: string;
  readonly caseId: string;
  readonly external: Buffer | null;
  readonly person: Buffer;
}

/** The place of a child in a team, of which there is one open case (I1). Rows of cases that closed or never came about are free. */
export class Places {
  readonly #pool: Pool;
  readonly #isOpen: (caseId: string) => Promise<boolean | undefined>;

  /** `isOpen` tells from the stream whether a case is open; undefined when it has no events (yet). */
  constructor(pool: Pool, isOpen: (caseId: string) => Promise<boolean | undefined>) {
    this.#pool = pool;
    this.#isOpen = isOpen;
  }

  /** Whether another case holds the place of this child. */
  async isTaken(place: Place): Promise<boolean> {
    return (await this.#look(place)).held;
  }

  /** Takes or moves the place of the case; false when another case holds it. */
  async take(place: Place): Promise<boolean> {
    for (;;) {
      const { held, free } = await this.#look(place);
      if (held) return false;
      const { rows } = await this.#pool.query('select keys.take_place($1, $2, $3, $4, $5, $6)', [
        place.tenant,
        place.teamId,
        place.caseId,
        place.external,
        place.person,
        free,
      ]);
      if (rows.length === 0) return true;
    }
  }

  /** Gives up the place of a case; what a crash leaves behind is found free when somebody wants it. */
  async giveUp(caseId: string): Promise<void> {
    await this.#pool.query('delete from keys.places where case_id = $1', [caseId]);
  }

  /** The row of a case without events counts as held for a minute, because they may be about to come. */
  async #look(place: Place): Promise<{ readonly held: boolean; readonly free: readonly string[] }> {
    const { rows } = await this.#pool.query<{ case_id: string; fresh: boolean }>(
      `select case_id, taken_at > clock_timestamp() - interval '1 minute' as fresh from keys.places
        where tenant = $1 and team_id = $2 and case_id <> $3
          and (external = $4 or ((external is null or $4::bytea is null) and person = $5))`,
      [place.tenant, place.teamId, place.caseId, place.external, place.person],
    );
    const states = await Promise.all(rows.map((row) => this.#isOpen(row.case_id)));
    const held = rows.some((row, index) => states[index] ?? row.fresh);
    return { held, free: rows.map((row) => row.case_id) };
  }
}
