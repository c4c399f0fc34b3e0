import type { Pool } from 'pg';
import type { Closure } from '#domain/calendar/index.js';
import { addDays, amsterdamDate, amsterdamInstant, isLocalDate } from '#domain/calendar/index.js';
import { nextAlarmOf, onBirthday } from '#domain/deadlines/index.js';
import type { Sealed } from '#domain/kernel/index.js';
import { revive } from '#domain/kernel/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Deadline } from '#domain/views/index.js';
import { deadlinesView } from '#domain/views/index.js';
import type { Streams } from '../execute/streams.js';
import { tableOf } from '../read-models/tables.js';
import type { Vault } from '../sealing/vault.js';

const table = tableOf(deadlinesView);
const live = `(select generation from views.live where view = '${deadlinesView.name}')`;

/** Deadlines with the days of those that wait for a birthday, opened in one batch; where the key was destroyed the day stays unknown. */
export async function withBirthdays(
  vault: Vault,
  deadlines: readonly Deadline[],
  closures: readonly Closure[],
): Promise<readonly Deadline[]> {
  const births = deadlines.flatMap(({ birth }) => (birth ? [birth] : []));
  if (births.length === 0) return deadlines;
  const opened = await vault.open(births);
  return deadlines.map((deadline) => {
    const birth = opened.get(deadline.birth as Sealed) ?? '';
    return isLocalDate(birth) ? { ...deadline, stamp: onBirthday(deadline.stamp, birth, closures, deadline.set.occurredAt) } : deadline;
  });
}

interface BirthdayRow {
  readonly id: string;
  readonly tenant: string;
  readonly generation: number;
  readonly team_id: string;
  readonly item: string;
}

/** A case of whose child a birthday, or the reminder before it, comes today or came before. */
export interface Awaited {
  readonly id: string;
  readonly tenant: string;
  readonly generation: number;
  readonly at: string;
}

/**
 * The birthdays that matter (D22). No row says when: the date of birth lies sealed in it. So once in a night every date of birth that a
 * running case waits for is opened, in memory, and what comes on that day is kept until it has been; a look more does no harm.
 */
export class Birthdays {
  readonly #pool: Pool;
  readonly #streams: Streams;
  readonly #vault: Vault;
  #day = '';
  #today: readonly Awaited[] = [];

  constructor(pool: Pool, streams: Streams, vault: Vault) {
    this.#pool = pool;
    this.#streams = streams;
    this.#vault = vault;
  }

  /** The cases in which a moment has come that nothing was recorded of. */
  async due(now: string): Promise<readonly Awaited[]> {
    const day = amsterdamDate(now);
    if (day !== this.#day) {
      this.#today = await this.#until(amsterdamInstant(addDays(day, 1), '00:00'));
      this.#day = day;
    }
    const come = this.#today.filter(({ at }) => at <= now);
    if (come.length === 0) return [];
    const still = await this.#until(
      now,
      come.map(({ id }) => id),
    );
    this.#today = [...this.#today.filter(({ at }) => at > now), ...still];
    return still;
  }

  /** The next moment of today that is known of. */
  next(): string | undefined {
    return this.#today.map(({ at }) => at).toSorted()[0];
  }

  async #until(end: string, ids?: readonly string[]): Promise<readonly Awaited[]> {
    const { rows } = await this.#pool.query<BirthdayRow>({
      name: ids ? 'birthdays-of' : 'birthdays',
      text: `select id, tenant, generation, team_id, item from ${table}
              where generation = ${live} and rule = 'D22' and state in ('open', 'paused') ${ids ? 'and id = any($1)' : ''}`,
      values: ids ? [ids] : [],
    });
    const found: Awaited[] = [];
    for (let start = 0; start < rows.length; start += batchSize) {
      for (const { id, tenant, generation, deadline } of await this.#opened(rows.slice(start, start + batchSize))) {
        const done = new Set(deadline.done.filter((each) => each.setAt === deadline.set.revision).map(({ step }) => step));
        const at = nextAlarmOf(deadline.stamp, done)?.at;
        if (at !== undefined && at <= end) found.push({ id, tenant, generation, at });
      }
    }
    return found;
  }

  async #opened(rows: readonly BirthdayRow[]): Promise<readonly (BirthdayRow & { readonly deadline: Deadline })[]> {
    const closures = new Map<string, readonly Closure[]>();
    for (const { team_id: teamId } of rows)
      if (!closures.has(teamId)) closures.set(teamId, (await this.#streams.load(teamAggregate, teamId)).state.closures);
    const items = rows.map((row) => ({ row, deadline: revive(JSON.parse(row.item) as unknown) as Deadline }));
    const births = await this.#vault.open(items.flatMap(({ deadline }) => (deadline.birth ? [deadline.birth] : [])));
    return items.flatMap(({ row, deadline }) => {
      const birth = deadline.birth && births.get(deadline.birth);
      if (birth === undefined || !isLocalDate(birth)) return [];
      return [
        {
          ...row,
          deadline: { ...deadline, stamp: onBirthday(deadline.stamp, birth, closures.get(row.team_id)!, deadline.set.occurredAt) },
        },
      ];
    });
  }
}

const batchSize = 500;
