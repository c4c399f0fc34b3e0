import { readdirSync } from 'node:fs';

/** Runs one of the files beside this one: each exports `run(args)`, which throws, or gives false, when a promise was broken. */
const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.js') && name !== 'main.js')
  .map((name) => name.slice(0, -3));
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Give a name, as npm run chaos -- ${names[0]}: ${names.join(', ')}.\n`);
  process.exit(2);
}
// The test server's connection keeps no process alive: a run that waits for it alone would end without a word.
setInterval(() => undefined, 60_000);
const { run } = (await import(`./${name}.js`)) as { readonly run: (args: readonly string[]) => Promise<boolean | void> };
process.exit((await run(args)) === false ? 1 : 0);
