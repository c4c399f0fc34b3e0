import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { lifecyclePage } from './lifecycle-page.js';

// Writes docs/lifecycle.md; with --check it writes nothing and exits with 1 when the page is stale.
const file = join(packageRoot(), 'docs', 'lifecycle.md');
const page = lifecyclePage();
const isStale = !existsSync(file) || readFileSync(file, 'utf8') !== page;

if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
  console.log(isStale ? 'docs/lifecycle.md was written anew.' : 'docs/lifecycle.md had not changed.');
} else if (isStale) {
  console.error('docs/lifecycle.md is stale: run npm run docs and commit the page.');
  process.exitCode = 1;
}
