import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followUpAggregate } from '#domain/follow-up/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { packageRoot } from '#infra/package-root.js';
import { sampleEvent } from './sample-event.js';

// Writes a sample for each event that has none, and locks it. A sample that exists is never written again: it stands for what is stored.
const contracts = join(packageRoot(), 'test', 'contracts');
const lockFile = join(contracts, 'events.lock.json');
mkdirSync(join(contracts, 'events'), { recursive: true });

const lock: Record<string, string> = existsSync(lockFile) ? (JSON.parse(readFileSync(lockFile, 'utf8')) as Record<string, string>) : {};
const types = [...Object.keys(caseAggregate.events), ...Object.keys(teamAggregate.events), ...Object.keys(followUpAggregate.events)];
if (new Set(types).size < types.length) throw new Error('Two aggregates have an event of the same name: a sample has one place.');

const written: string[] = [];
for (const type of types) {
  const file = join(contracts, 'events', `${type}.json`);
  if (!existsSync(file)) {
    if (lock[type] !== undefined) throw new Error(`The sample of ${type} is locked but gone: bring it back from the history.`);
    const sample =
      type in caseAggregate.events
        ? sampleEvent(caseAggregate, type)
        : type in teamAggregate.events
          ? sampleEvent(teamAggregate, type)
          : sampleEvent(followUpAggregate, type);
    writeFileSync(file, `${JSON.stringify(sample, null, 2)}\n`);
    written.push(type);
  }
  lock[type] ??= createHash('sha256').update(readFileSync(file)).digest('hex');
}
writeFileSync(lockFile, `${JSON.stringify(Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`);
console.log(written.length ? `Written: ${written.join(', ')}` : 'Every event has a sample.');
