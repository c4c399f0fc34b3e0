import { fileURLToPath } from 'node:url';
import { start } from './start.js';

// Whatever we or our children write into the data folder is for this user only.
process.umask(0o077);
// A terminal that was closed must not keep us from stopping in good order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const sibling = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

process.exit(
  await start(process.env, [
    { name: 'api', path: sibling('../../api/src/main.js') },
    { name: 'worker', path: sibling('../../worker/src/main.js') },
  ]),
);
