import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem, type, release } from 'node:os';
import { pathOf } from './processes.js';

const versionOf = (path) => JSON.parse(readFileSync(pathOf(path), 'utf8')).version;

/** What the figures were taken on and with. */
export const machine = () => ({
  cpu: `${cpus().length} × ${cpus()[0].model.trim()}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  load: loadavg()
    .map((each) => each.toFixed(2))
    .join(', '),
  versions: {
    node: process.versions.node,
    samenspel: versionOf('../package.json'),
    'samenspel: nest': versionOf('../node_modules/@nestjs/core/package.json'),
    'samenspel: pg': versionOf('../node_modules/pg/package.json'),
    'samenspel: bullmq': versionOf('../node_modules/bullmq/package.json'),
    'peer: fastify': versionOf('node_modules/fastify/package.json'),
    'peer: pg': versionOf('node_modules/pg/package.json'),
  },
});
