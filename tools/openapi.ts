import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { openApi } from '../apps/api/src/openapi/openapi.js';

const file = join(packageRoot(), 'docs', 'openapi.json');
const text = `${JSON.stringify(openApi, null, 2)}\n`;
if (process.argv.includes('--check')) {
  const isFresh = (await readFile(file, 'utf8').catch(() => '')) === text;
  if (!isFresh) process.stderr.write('docs/openapi.json is stale: run npm run docs\n');
  process.exitCode = isFresh ? 0 : 1;
} else await writeFile(file, text);
