import type { Aggregate, Command, Fields, Folded, Role, Vocabulary } from '#domain/kernel/index.js';
import { frameworkAggregate } from '#domain/framework/index.js';
import { meetingAggregate, meetingStates } from '#domain/meeting/index.js';
import { rejectionOf } from '#domain/rejections.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { fieldRows, requiredWords } from './field-words.js';
import { phaseDiagram, phases } from './phase-changes.js';

const roles: { readonly [role in Role]: string } = {
  CO: 'coordinator',
  OW: 'case owner',
  IN: 'introducer',
  CH: 'chair or co-chair',
  MT: 'minute-taker',
  OB: 'observer',
  PR: 'team professional',
  EX: 'external guest',
  PA: 'parent with authority or guardian',
  CI: 'child from 12',
  LD: 'formal lead',
  SO: 'safety officer',
  PO: 'privacy officer',
  AD: 'functional admin',
  SY: 'integration client',
  WK: 'worker',
  RS: 'who is responsible for the action',
};

/** The name of a command on the wire: `RecordConsent` is `record-consent`. */
const wireName = (name: string): string => name.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
const code = (value: string): string => `\`${value}\``;
const cell = (value: string): string => value.replaceAll('|', String.raw`\|`);

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const anchor = (name: string): string => `[${code(wireName(name))}](#${wireName(name)})`;

type AnyCommand<S extends Folded, T> = Command<S, T>;

/** In which phases a command may be given, in words; an aggregate without phases takes any command at any time. */
function when<S extends Folded, T>(command: AnyCommand<S, T>, states: readonly string[]): string {
  if (command.opens) return 'it opens the stream';
  if (states.length === 0) return 'any time';
  const open = phases.filter((phase) => phase !== 'closed');
  const everyOpen = states === phases && open.every((phase) => command.in.includes(phase));
  const named = everyOpen ? ['any open phase', ...(command.in.includes('closed') ? ['closed'] : [])] : command.in;
  const also = command.alsoIn ? `; also ${command.alsoIn.note}` : '';
  const some = command.notIn ? '; what the body asks for may narrow this' : '';
  return `${named.join(', ')}${also}${some}`;
}

function commandSection<S extends Folded, T>(name: string, command: AnyCommand<S, T>, states: readonly string[]): string {
  const codes = Object.keys(command.refuses ?? {}).map((each) => {
    const { title, detail } = rejectionOf(each);
    return [code(each), title.en, detail.en];
  });
  const conditions = (command.requires ?? []).map(({ en }) => [code('not-possible'), rejectionOf('not-possible').title.en, en]);
  const refusals = [...codes, ...conditions];
  const rows = fieldRows(command.takes).map(({ path, words, field }) => [code(path), words, requiredWords(field)]);
  return [
    `#### ${wireName(name)}`,
    [
      `- **who:** ${command.by.map((role) => `${role} ${roles[role]}`).join(', ')}${command.mayWith ? '; the body may narrow this' : ''}`,
      `- **when:** ${when(command, states)}`,
      ...(states === phases && !command.opens ? [`- **while on hold:** ${command.onHold ? 'yes' : 'no'}`] : []),
    ].join('\n'),
    rows.length ? table(['field', 'holds', 'required'], rows) : 'It takes no fields.',
    refusals.length ? table(['refused with', 'because', 'what to do'], refusals) : 'No rule of its own refuses it.',
  ].join('\n\n');
}

function matrix<S extends Folded, T>(aggregate: Aggregate<S, T>, states: readonly string[]): string {
  const holds = states === phases;
  const mark = (command: AnyCommand<S, T>, phase: string): string =>
    command.in.includes(phase) ? (command.notIn ? '(●)' : '●') : command.alsoIn && phase !== 'closed' ? '○' : '';
  const rows = Object.entries(aggregate.commands)
    .filter(([, command]) => !command.opens)
    .map(([name, command]) => [
      anchor(name),
      ...states.map((state) => mark(command, state)),
      ...(holds ? [command.onHold ? '●' : ''] : []),
    ]);
  return table(['command', ...states, ...(holds ? ['on hold'] : [])], rows);
}

function eventSection(type: string, fields: Fields): string {
  const rows = fieldRows(fields).map(({ path, words, field }) => [code(path), words, field.optional ? 'may be missing' : 'always']);
  return [`#### ${type}`, table(['field', 'holds', 'there'], rows)].join('\n\n');
}

function part<S extends Folded, T>(title: string, aggregate: Aggregate<S, T>, states: readonly string[]): string {
  return [
    `## ${title}`,
    '### Commands',
    ...Object.entries(aggregate.commands).map(([name, command]) => commandSection(name, command, states)),
    '### Events',
    ...Object.entries(aggregate.events as Vocabulary).map(([type, fields]) => eventSection(type, fields)),
  ].join('\n\n');
}

/** The whole of docs/lifecycle.md, printed from the entries of the case, the meeting, the team and its framework. */
export function lifecyclePage(): string {
  return `${[
    '# The life cycle of a case',
    'This page is printed from the entries of the domain by `npm run docs`: change the entry, not the page. A check fails when it is stale.',
    'A command is a POST to its name below the case, meeting or team, for example `POST /v1/cases/{caseId}/record-consent`. Beside the fields listed here a body may carry `occurredAt`. Whatever the rules say, a reference that is not known gives `unknown-reference` and a day that is still to come `future-date`.',
    '## Phases',
    ['```mermaid', phaseDiagram(), '```'].join('\n'),
    'When a command may be given: ● always, (●) depending on the body, ○ only under the condition named at the command.',
    matrix(caseAggregate, phases),
    '## States of a meeting',
    'planned → agenda_open (from the first item on) → agenda_sent → in_session → closed, or cancelled. An item is proposed, accepted, blocked, in_discussion, done, skipped or removed.',
    matrix(meetingAggregate, meetingStates),
    part('The case', caseAggregate, phases),
    part('The meeting', meetingAggregate, meetingStates),
    part('The team', teamAggregate, []),
    part('The collaboration framework', frameworkAggregate, []),
  ].join('\n\n')}\n`;
}
