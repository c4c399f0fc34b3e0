import { hasRedis } from './redis.js';

/** Tests that need a redis-server; where there is none they are skipped, and that is said. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (hasRedis) describe(name, tests);
  else {
    process.stderr.write(`SKIPPED, no redis-server on this machine: ${name}\n`);
    describe.skip(`${name} (skipped: no redis-server on this machine)`, tests);
  }
}
