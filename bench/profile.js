import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where self time belongs, by the first pattern that fits the function's file; what has no file goes to whoever called it. */
const groups = [
  ['waiting', (frame) => frame.functionName === '(idle)'],
  ['garbage collection', (frame) => frame.functionName === '(garbage collector)'],
  ['node itself: sockets, HTTP, timers', (frame) => frame.functionName === '(program)'],
  ['sealing and hashing', (frame) => /node:(internal\/)?crypto/.test(frame.url) || /infra\/src\/(sealing|uuid|auth)/.test(frame.url)],
  ['PostgreSQL driver', (frame) => /node_modules\/(pg|pg-[a-z]+|postgres-[a-z]+)\//.test(frame.url)],
  [
    'Nest and Fastify',
    (frame) => /node_modules\/(@nestjs|fastify|@fastify|rxjs|find-my-way|light-my-request|avvio|reflect-metadata)/.test(frame.url),
  ],
  ['validation', (frame) => /class-validator|infra\/src\/validation|execute\/body/.test(frame.url)],
  ['domain', (frame) => /dist\/libs\/domain/.test(frame.url)],
  ['execute, streams, store', (frame) => /dist\/(libs\/infra|apps)/.test(frame.url)],
  ['node itself: sockets, HTTP, timers', (frame) => frame.url.startsWith('node:')],
];

/** Reads the one profile of a folder between two moments (µs of the monotonic clock): microseconds by group and by function. */
export function readProfile(folder, from, until) {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const groupOf = (id) => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const frame = nodes.get(at).callFrame;
      const found = groups.find(([, fits]) => fits(frame));
      if (found) return found[0];
    }
    return 'the rest';
  };
  const byGroup = new Map();
  const byFunction = new Map();
  let at = profile.startTime;
  profile.samples.forEach((id, index) => {
    const took = profile.timeDeltas[index];
    at += took;
    if (at < from || at > until) return;
    const { functionName, url, lineNumber } = nodes.get(id).callFrame;
    const group = groupOf(id);
    byGroup.set(group, (byGroup.get(group) ?? 0) + took);
    const name = `${functionName || '(anonymous)'} ${url.replace(/^.*\/(node_modules|dist)\//, '')}:${lineNumber + 1}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + took);
  });
  const sorted = (map) => [...map].sort(([, a], [, b]) => b - a);
  return { groups: sorted(byGroup), functions: sorted(byFunction) };
}
