import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule, Step } from '#domain/deadlines/index.js';
import { rules } from '#domain/deadlines/index.js';
import { packageRoot } from '#infra/package-root.js';

const file = join(packageRoot(), 'docs', 'deadlines.md');
const step = ({ days, to, time }: Step): string => `${days > 0 ? '+' : ''}${days} ${to.join(' and ')}${time ? ` at ${time}` : ''}`;
const steps = (all: readonly Step[]): string => all.map(step).join('; ') || '–';

const rows = Object.entries<Rule>(rules).map(
  ([id, rule]) =>
    `| ${id} | ${rule.what.en} (${rule.what.nl}) | ${rule.days === undefined ? 'due date' : 'anchor'} | ${steps(rule.reminders)} | ${steps(rule.escalations)} | ${
      rule.notice ? 'notice only' : `missed at 17:00${rule.whenMissed ? `, told to ${rule.whenMissed.join(', ')}` : ''}`
    } | ${rule.unpaused ? 'runs on' : 'rests'} |`,
);

const text = `# Deadlines

Printed from the table of rules; do not edit. Steps are working days from the anchor or from the due date, at 08:30 in Amsterdam; an escalation
of the due day goes out at 17:00 together with the record that the date was missed.

| rule | what must happen | steps count from | reminders | escalations | on the due day | during a hold |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;

if (process.argv.includes('--check')) {
  const isFresh = (await readFile(file, 'utf8').catch(() => '')) === text;
  if (!isFresh) process.stderr.write('docs/deadlines.md is stale: run npm run docs\n');
  process.exitCode = isFresh ? 0 : 1;
} else await writeFile(file, text);
