import type { Service } from '#infra/service.js';
import { amiss } from './many.js';
import type { Many } from './many.js';

export interface Restarted {
  readonly acknowledged: number;
  readonly refused: number;
  readonly failed: readonly string[];
  readonly exits: readonly { readonly code: number | null; readonly ms: number }[];
  readonly amiss: readonly string[];
}

/** Restarts every process in turn, so many times, while cases are opened: quality.md R-10 over many processes. */
export async function restartInTurn(many: Many, service: Service, times: number, writers: number): Promise<Restarted> {
  const traffic = many.traffic(writers);
  const exits: { code: number | null; ms: number }[] = [];
  for (let round = 0; round < times; round += 1)
    for (const process of [...many.workers, ...many.apis]) {
      exits.push(await process.stop());
      await process.start();
    }
  await traffic.stop();
  return {
    acknowledged: traffic.acknowledged.length,
    refused: traffic.refused,
    failed: traffic.failed,
    exits,
    amiss: await amiss(service, traffic.acknowledged),
  };
}

export interface Frozen {
  readonly acknowledged: number;
  readonly failed: readonly string[];
  /** How often a worker was caught inside a transaction. */
  readonly inBatch: number;
  /** Appends while a worker and an api stood still. */
  readonly whileFrozen: number;
  readonly amiss: readonly string[];
}

/** Freezes a worker again and again, inside a transaction where it can be caught in one, and lets it go on: quality.md R-9. */
export async function freezeInBatch(many: Many, service: Service, times: number, frozenMs: number): Promise<Frozen> {
  const traffic = many.traffic(4);
  let [inBatch, whileFrozen] = [0, 0];
  for (let round = 0; round < times; round += 1) {
    const worker = many.workers[round % many.workers.length]!;
    const until = performance.now() + 3_000;
    for (;;) {
      worker.freeze();
      const { rows } = await service.pool.query<{ held: number }>(
        `select count(*) as held from pg_stat_activity where application_name = 'samenspel-worker' and datname = current_database() and state = 'idle in transaction'`,
      );
      if (rows[0]!.held > 0) inBatch += 1;
      if (rows[0]!.held > 0 || performance.now() > until) break;
      worker.thaw();
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const before = traffic.acknowledged.length;
    await new Promise((resolve) => setTimeout(resolve, frozenMs));
    whileFrozen += traffic.acknowledged.length - before;
    worker.thaw();
  }
  await traffic.stop();
  return {
    acknowledged: traffic.acknowledged.length,
    failed: traffic.failed,
    inBatch,
    whileFrozen,
    amiss: await amiss(service, traffic.acknowledged),
  };
}
