// The e2e tier over every combination of queue and event store. What this machine cannot run is skipped, and that is said. Arguments go to
// jest, such as --testPathPatterns=scenario.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const say = (line) => process.stdout.write(`${line}\n`);

function lackFor(queue, store) {
  const lacks = [];
  if (queue === 'redis' && !hasRedis && !process.env.REDIS_URL) lacks.push('no redis-server on the path');
  if (store === 'kurrentdb' && !process.env.KURRENTDB_URL) lacks.push('KURRENTDB_URL is not set');
  return lacks.join(', ');
}

const verdicts = [];
for (const store of ['postgres', 'kurrentdb'])
  for (const queue of ['postgres', 'redis']) {
    const name = `QUEUE=${queue} EVENT_STORE=${store}`;
    const lack = lackFor(queue, store);
    if (lack !== '') {
      verdicts.push({ line: `SKIPPED ${name}: ${lack}`, failed: false });
      continue;
    }
    say(`\n${name}`);
    const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', jest, '--selectProjects=e2e', ...process.argv.slice(2)], {
      cwd: root,
      env: { ...process.env, QUEUE: queue, EVENT_STORE: store },
      stdio: 'inherit',
    });
    verdicts.push({ line: `${status === 0 ? 'PASSED ' : 'FAILED '} ${name}`, failed: status !== 0 });
  }
say('');
for (const { line } of verdicts) say(line);
process.exit(verdicts.some(({ failed }) => failed) ? 1 : 0);
