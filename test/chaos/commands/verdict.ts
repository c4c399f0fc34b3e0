import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Running } from '../../support/running.js';
import type { Acknowledged } from './writers.js';

const patienceMs = 60_000;

/** The events that the ledger tells of each case, in the order of their revisions. */
function toldOf(ledger: readonly Acknowledged[]): ReadonlyMap<string, readonly string[]> {
  const told = new Map<string, readonly string[]>();
  for (const { answer } of [...ledger].sort((one, other) => one.answer.revision - other.answer.revision))
    told.set(answer.id, [...(told.get(answer.id) ?? []), ...answer.events]);
  return told;
}

/** Where a case differs from the ledger: a command of it lost, doubled or half there. Waits so long for the views to show it. */
export async function differingCases(
  service: Running,
  ledger: readonly Acknowledged[],
  token: string,
  seenWithinMs = patienceMs,
): Promise<readonly string[]> {
  const amiss: string[] = [];
  for (const [caseId, types] of toldOf(ledger)) {
    const path = `/v1/cases/${caseId}?minRevision=${types.length - 1}`;
    for (const end = performance.now() + seenWithinMs; performance.now() < end; await delay(50))
      if ((await service.get(path, token)).status === 200) break;
    const { body } = await service.get(`/v1/cases/${caseId}/timeline?limit=200`, token);
    const stored = ((body['items'] ?? []) as { type: string }[]).map(({ type }) => type);
    if (!isDeepStrictEqual(stored, types)) amiss.push(`${caseId}: acknowledged ${types.join(', ')}; stored ${stored.join(', ')}`);
  }
  return amiss;
}

/** Cases that nobody was told of, or that are not there. */
export async function differingCounts(
  service: Running,
  ledger: readonly Acknowledged[],
  teamId: string,
  token: string,
): Promise<readonly string[]> {
  const told = toldOf(ledger).size;
  const { body } = await service.get(`/v1/cases/counts?teamId=${teamId}`, token);
  const phases = Object.values((body['phases'] ?? {}) as Record<string, { count: number }>);
  const opened = phases.reduce((sum, { count }) => sum + count, 0);
  return opened === told ? [] : [`${told} cases were opened, ${opened} are there`];
}
