import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule, Step } from '#domain/deadlines/index.js';
import { mostReminders, ruleIds, ruleOf, rules } from '#domain/deadlines/index.js';
import { packageRoot } from '#infra/package-root.js';

const file = join(packageRoot(), 'docs', 'deadlines.md');
const step = ({ days, to, time }: Step): string => `${days > 0 ? '+' : ''}${days} ${to.join(' and ')}${time ? ` at ${time}` : ''}`;
const steps = (all: readonly Step[]): string => all.map(step).join('; ') || '–';

const fixed = ruleIds.filter((id) => ruleOf(id).fixed);
const due = ({ offset, unit, fromMeeting }: Rule): string =>
  fromMeeting
    ? offset === 0
      ? 'the day of the meeting'
      : `−${offset} working days`
    : offset === undefined
      ? 'on the date given'
      : `+${offset} ${unit ?? 'working days'}`;

const reminders = ({ reminders: all, repeats }: Rule): string =>
  repeats ? `${steps(all)}; then every ${repeats.every} ${repeats.to.join(' and ')}` : steps(all);
const byItself = ({ command }: Rule): string =>
  command ? `; ${command.name} at ${command.time}${command.dayAfter ? ' of the day after' : ''}` : '';

const rows = Object.entries<Rule>(rules).map(
  ([id, rule]) =>
    `| ${id} | ${rule.what.en} (${rule.what.nl}) | ${due(rule)} | ${rule.fromAnchor ? 'anchor' : rule.fromMeeting ? 'meeting' : 'due date'} | ${reminders(rule)} | ${steps(rule.escalations)} | ${
      rule.notice ? 'notice only' : `missed at 17:00${rule.whenMissed ? `, told to ${rule.whenMissed.join(', ')}` : ''}`
    }${byItself(rule)} | ${rule.unpaused ? 'runs on' : 'rests'} |`,
);

const text = `# Deadlines

Printed from the table of rules; do not edit. Steps are working days from the anchor, the meeting or the due date, at 08:30 in Amsterdam; an escalation
of the due day goes out at 17:00 together with the record that the date was missed.

A reminder that falls in the quiet time of somebody whom it would tell moves to its beginning for that person; an escalation waits for its end. A
role that nobody holds is told through the coordinator. A command named under "on the due day" is given by the worker.

A team changes them with \`SetDeadlineSettings\` (a chair or an admin), for deadlines that are stamped from \`effectiveFrom\` on; one that runs
already never moves. Each call is a complete new version, with the next \`policyVersion\`: a rule that it does not name is as printed here.

- \`offset\`: 0–60, in the unit printed under "due"; where the date is given there is none. Steps that are left alone keep their distance from the
  due date.
- \`reminders\`: at most ${mostReminders}, each a number of working days counted as printed under "steps count from" (0–60 from the anchor, −60 to
  60 from the due date) and whom it tells; \`recipients\` says it for all of them. \`escalation\`: the same, at most ${mostReminders}.
- \`channels\`: the only ones by which its messages go out, of \`email\` and \`in_app\`. \`enabled: false\` switches a rule off.
- ${fixed.join(', ')} cannot be switched off and may only be made stricter: sooner, more often, to more people.
- A rule whose offset is set keeps the shorter term of an urgent case when that is shorter.

| rule | what must happen | due | steps count from | reminders | escalations | on the due day | during a hold |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;

if (process.argv.includes('--check')) {
  const isFresh = (await readFile(file, 'utf8').catch(() => '')) === text;
  if (!isFresh) process.stderr.write('docs/deadlines.md is stale: run npm run docs\n');
  process.exitCode = isFresh ? 0 : 1;
} else await writeFile(file, text);
