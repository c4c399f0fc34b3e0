import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followUpAggregate } from '#domain/follow-up/index.js';
import { frameworkAggregate } from '#domain/framework/index.js';
import type { Aggregate, Folded } from '#domain/kernel/index.js';
import { meetingAggregate } from '#domain/meeting/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { packageRoot } from '#infra/package-root.js';
import { sampleEvent } from './sample-event.js';

// Writes a sample for each event that has none, and locks it. A sample that exists is never written again: it stands for what is stored.
const contracts = join(packageRoot(), 'test', 'contracts');
const lockFile = join(contracts, 'events.lock.json');
mkdirSync(join(contracts, 'events'), { recursive: true });

const lock: Record<string, string> = existsSync(lockFile) ? (JSON.parse(readFileSync(lockFile, 'utf8')) as Record<string, string>) : {};
type Sampled = { readonly events: object; readonly sample: (type: string) => unknown };
const sampled = <S extends Folded, T>(aggregate: Aggregate<S, T>): Sampled => ({
  events: aggregate.events,
  sample: (type) => sampleEvent(aggregate, type),
});
const all: readonly Sampled[] = [
  sampled(caseAggregate),
  sampled(teamAggregate),
  sampled(followUpAggregate),
  sampled(meetingAggregate),
  sampled(frameworkAggregate),
];
const types = all.flatMap(({ events }) => Object.keys(events));
if (new Set(types).size < types.length) throw new Error('Two aggregates have an event of the same name: a sample has one place.');

const written: string[] = [];
for (const type of types) {
  const file = join(contracts, 'events', `${type}.json`);
  if (!existsSync(file)) {
    if (lock[type] !== undefined) throw new Error(`The sample of ${type} is locked but gone: bring it back from the history.`);
    const sample = all.find(({ events }) => type in events)!.sample(type);
    writeFileSync(file, `${JSON.stringify(sample, null, 2)}\n`);
    written.push(type);
  }
  lock[type] ??= createHash('sha256').update(readFileSync(file)).digest('hex');
}
writeFileSync(lockFile, `${JSON.stringify(Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`);
console.log(written.length ? `Written: ${written.join(', ')}` : 'Every event has a sample.');
