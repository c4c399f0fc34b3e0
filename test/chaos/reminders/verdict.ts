import type { Pool } from 'pg';
import type { Due } from './oracle.js';

/** A stretch of real time in which something that recording needs was not there. */
export interface Outage {
  readonly what: string;
  readonly from: number;
  /** Infinity while it lasts. */
  until: number;
}

export interface Lateness {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export interface Verdict {
  readonly due: number;
  readonly lost: number;
  readonly doubled: number;
  readonly early: number;
  /** Recorded though nobody had them on the list. */
  readonly unexpected: number;
  /** Later than a second without an outage, or than five seconds after the end of one. */
  readonly late: number;
  readonly calm: Lateness;
  readonly inOutage: Lateness;
}

const mayBeLateMs = 1_000;
const caughtUpMs = 5_000;

interface Recorded {
  readonly case_id: string;
  readonly rule: string;
  readonly step: string;
  readonly type: string;
  readonly stored_at: Date;
  readonly times: number;
}

const recorded = `select substr(stream, 10) as case_id, data::json->>'rule' as rule, data::json->>'step' as step, type, min(stored_at) as stored_at, count(*)::int as times
  from log.events where stream like 'followUp-%' group by 1, 2, 3, 4`;

const keyOf = ({ rule, step }: Pick<Due, 'rule' | 'step'>, caseId: string): string => `${caseId} ${rule} ${step}`;

/** How many of the due ones are recorded. */
export async function countRecorded(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(distinct (stream, data::json->>'rule', data::json->>'step'))::int as count from log.events where stream like 'followUp-%'`,
  );
  return rows[0]!.count;
}

/** Holds what the log says against the list. Moments are real ones, of the database: `shiftMs` is what the movable clock is ahead. */
export async function judge(pool: Pool, due: readonly Due[], outages: readonly Outage[], shiftMs: number): Promise<Verdict> {
  const { rows } = await pool.query<Recorded>(recorded);
  const found = new Map<string, { at: number; times: number }>();
  for (const row of rows) {
    const key = keyOf(row, row.case_id);
    const before = found.get(key);
    found.set(key, { at: Math.min(before?.at ?? Infinity, row.stored_at.getTime()), times: Math.max(before?.times ?? 0, row.times) });
  }
  const listed = new Set(due.map((each) => keyOf(each, each.caseId)));
  const calm: number[] = [];
  const inOutage: number[] = [];
  let [lost, doubled, early, late] = [0, 0, 0, 0];
  for (const each of due) {
    const record = found.get(keyOf(each, each.caseId));
    if (!record) {
      lost += 1;
      continue;
    }
    if (record.times > 1) doubled += 1;
    const dueAt = Date.parse(each.at) - shiftMs;
    const lateness = record.at - dueAt;
    if (lateness < 0) early += 1;
    const excused = outages.some(({ from, until }) => record.at >= from && dueAt <= until + caughtUpMs && record.at <= until + caughtUpMs);
    (excused ? inOutage : calm).push(lateness);
    if (!excused && lateness > mayBeLateMs) late += 1;
  }
  const unexpected = [...found.keys()].filter((key) => !listed.has(key)).length;
  return { due: due.length, lost, doubled, early, unexpected, late, calm: spread(calm), inOutage: spread(inOutage) };
}

function spread(numbers: readonly number[]): Lateness {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? 0 };
}

export const isGood = ({ lost, doubled, early, unexpected, late }: Verdict): boolean => lost + doubled + early + unexpected + late === 0;

const line = (name: string, { count, p50, p99, most }: Lateness): string =>
  `  ${name.padEnd(26)} ${String(count).padStart(6)}   p50 ${Math.round(p50)} ms   p99 ${Math.round(p99)} ms   most ${Math.round(most)} ms`;

export const shown = (verdict: Verdict): string =>
  [
    `  due ${verdict.due}, lost ${verdict.lost}, doubled ${verdict.doubled}, early ${verdict.early}, unexpected ${verdict.unexpected}, late ${verdict.late}`,
    line('lateness, all well', verdict.calm),
    line('during an outage and 5 s on', verdict.inOutage),
  ].join('\n');
