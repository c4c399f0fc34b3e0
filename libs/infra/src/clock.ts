import type { Pool } from 'pg';
import { Grouped } from './grouped.js';

/** The one clock: the database's plus the shift of the movable clock. Real time serves time-outs, back-off and tokens only. */
export class Clock {
  readonly #pool: Pool;
  readonly #asks: Grouped<null, string>;

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#asks = new Grouped(async (asks) => {
      const { rows } = await pool.query<{ now: Date }>({ name: 'clock', text: 'select clock_timestamp() + shift as now from clock.shift' });
      const now = rows[0]!.now.toISOString();
      return asks.map(() => now);
    });
  }

  /** The present instant, UTC with milliseconds. */
  now(): Promise<string> {
    return this.#asks.send(null);
  }

  /** From now on the clock runs on from this instant; it may lie in the past. */
  async set(now: string): Promise<void> {
    await this.#pool.query(
      `with moved as (update clock.shift set shift = $1::timestamptz - clock_timestamp()) select pg_notify('samenspel_appended', '')`,
      [now],
    );
  }

  /** Back to real time. */
  async reset(): Promise<void> {
    await this.#pool.query(`update clock.shift set shift = interval '0'`);
  }
}
