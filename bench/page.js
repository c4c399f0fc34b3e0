import { writeFile } from 'node:fs/promises';
import { chart } from './chart.js';
import { number, quantile, ratio, spread } from './figures.js';
import { pathOf } from './processes.js';

const of = (rounds, pick) => spread(rounds.map(pick));
const perSecond = (rounds, name) => number(of(rounds, (round) => round[name].perSecond).median);
const p99 = (rounds, name) => number(of(rounds, (round) => round[name].p99).median, 1);
const cpu = (rounds, name) =>
  `${number(of(rounds, (round) => round[name].own).median, 2)} + ${number(of(rounds, (round) => round[name].database).median, 2)}`;
const against = (rounds, name = 'ours') =>
  of(rounds, (round) => (round.plain.perSecond > 0 ? round[name].perSecond / round.plain.perSecond : 0));
const slower = (rounds, name = 'ours') => of(rounds, (round) => round[name].p99 / round.plain.p99);

const workloads = {
  'command-16': ['SavePreparation, 16 connections', 0.6],
  'command-64': ['SavePreparation, 64 connections', 0.6],
  'party-16': ['AddParty (a new key each time), 16 connections', undefined],
  'read-16': ['read of one case, 16 connections', 0.5],
  'read-64': ['read of one case, 64 connections', 0.5],
};

function httpRows(http) {
  return Object.keys(workloads).flatMap((id) => {
    const { rounds, bytes } = http.find((each) => each.id === id);
    const [name, goal] = workloads[id];
    const row = (subject, title) =>
      `| ${title} (${number(bytes)} bytes) | ${perSecond(rounds, subject)} | ${perSecond(rounds, 'plain')} | ${ratio(against(rounds, subject))} | ${goal === undefined || subject !== 'ours' ? '' : `≥ ${goal}×`} | ${p99(rounds, subject)} / ${p99(rounds, 'plain')} (${number(slower(rounds, subject).median, 1)}×) | ${cpu(rounds, subject)} / ${cpu(rounds, 'plain')} |`;
    return [row('ours', name), ...(rounds[0].whole ? [row('whole', `${name}, the worker folding beside it`)] : [])];
  });
}

const percent = (took, whole) => `${number((took / whole) * 100)} %`;

/** The three lines: which process waits for which, what our own time is made of, and what the database does. */
function whereTimeGoes({ http, profile }) {
  const { rounds } = http.find((each) => each.id === 'command-64');
  const own = of(rounds, (round) => round.ours.own).median;
  const database = of(rounds, (round) => round.ours.database).median;
  const plain = of(rounds, (round) => round.plain.own + round.plain.database).median;
  const busy = profile.groups.filter(([name]) => name !== 'waiting');
  const whole = busy.reduce((sum, [, took]) => sum + took, 0);
  const all = profile.groups.reduce((sum, [, took]) => sum + took, 0);
  const parts = busy.map(([name, took]) => `${name} ${percent(took, whole)}`).join(', ');
  return [
    `1. With 64 connections a command costs ${number(own + database, 2)} ms of processor, ${number(own, 2)} in the api and ${number(database, 2)} in PostgreSQL; the plain insert costs ${number(plain, 2)}. The one thread of the api waits for something to do only ${percent(all - whole, all)} of the time: processors are what limits, not the disk.`,
    `2. The rest of its time, a wait for a free processor included: ${parts}.`,
    `3. The database sees ${number(profile.leg.transactionsEach, 2)} transactions and ${number(profile.leg.syncsEach, 2)} syncs a command, because tails, clock and appends travel in groups.`,
  ];
}

const goals = { postgres: ['PostgreSQL', '≥ 3×'], redis: ['Redis with an append-only file', '≥ 1×'] };

function reminderRows({ rounds }) {
  return Object.keys(rounds[0]).map((backend) => {
    const [name, goal] = goals[backend];
    const rate = (subject) => number(of(rounds, (round) => round[backend][subject].perSecond).median);
    const against = of(rounds, (round) => round[backend].ours.perSecond / round[backend].raw.perSecond);
    return `| ${name} | ${rate('ours')} | ${rate('raw')} | ${ratio(against)} | ${goal} |`;
  });
}

/** Writes docs/performance.md and docs/performance.svg from the figures of one full run. */
export async function writePage(found) {
  const { http, visible, alone, machine, database, fsyncs } = found;
  const commandTook = { p50: quantile(visible.commandTook, 0.5), p99: quantile(visible.commandTook, 0.99) };
  const behind = { p50: quantile(visible.behind, 0.5), p99: quantile(visible.behind, 0.99) };
  const rebuild = of(alone.rebuild, ({ ours, byHand }) => byHand.ms / ours.ms);
  const rate = (name) => of(alone.rebuild, (round) => round[name].events / (round[name].ms / 1_000));
  const load = (name) => {
    const { median, min, max } = of(alone.loads, (each) => each[name]);
    return `${number(median)} (${number(min)}–${number(max)})`;
  };
  const [long] = alone.loads;
  const httpOf = (id) => http.find((each) => each.id === id).rounds;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const text = `# Performance

Written by \`npm run bench\` in one run on ${new Date().toISOString().slice(0, 10)}; do not edit. Every figure stands beside that of a peer which was
measured in the same minutes on the same PostgreSQL: on another machine the absolute figures differ, the ratios less so.

![Throughput of Samenspel as a share of its peer's](performance.svg)

## Over HTTP

A full command is token, rights, validation, two sealed texts and a durable event. The peer is Fastify with one prepared insert of the same
bytes (for reads: one select of the same answer), with no token, no rights, no validation, no sealing, no access log and no history. The ratio is
the median of ${found.rounds} rounds, with the least and greatest.

| workload | Samenspel a second | plain a second | ratio | goal | p99 in ms, ours / plain | CPU ms an operation, node + database, ours / plain |
|---|---|---|---|---|---|---|
${httpRows(http).join('\n')}

A read opens every text the caller may see, and its answer leaves only after its entry in the access log is durable.

## Where the time of a command goes

${whereTimeGoes(found).join('\n')}

## Append → visible

${visible.perSecond} commands a second by a timetable fixed in advance, ${number(visible.count)} counted, ${visible.refused} refused; api and worker as in \`npm start\`. Visible: the read
models hold the revision, measured from the moment the command was answered, by looking every millisecond or two.

| | p50 | p99 | goal |
|---|---|---|---|
| the command itself | ${number(commandTook.p50, 1)} ms | ${number(commandTook.p99, 1)} ms | |
| answered → visible | ${number(behind.p50, 1)} ms (${number(behind.p50 / commandTook.p50, 1)}×) | ${number(behind.p99, 1)} ms (${number(behind.p99 / commandTook.p50, 1)}× the command's p50) | ≤ 3×, ≤ 10× |

## Reminders due at once

${number(found.reminders.count)} reminders, one of each of as many cases, fall due at one moment under a worker as it is deployed; each is judged against the newest revision
of its case and recorded as an event. The peer is a worker of raw BullMQ, 64 jobs at once, that does nothing for as many delayed jobs due
at one moment. The cases are opened by commands; their alarms are given moments an hour apart before they are stored. What a leg recorded is counted.

| queue | Samenspel a second | raw BullMQ a second | ratio | goal |
|---|---|---|---|---|
${reminderRows(found.reminders).join('\n')}

## Rebuild and loads

The board (\`case-board-1\`) from ${number(alone.events)} events of ${number(alone.cases)} cases that happened through one another, ${number(alone.bytesEach)} bytes each, rows sealed, beside a script that
reads the same table, parses the same JSON, folds a smaller board in memory and inserts its rows. Each run is a fresh process.

| | events a second | ratio | goal |
|---|---|---|---|
| Samenspel | ${number(rate('ours').median)} | ${ratio(rebuild)} | ≥ 0.6× |
| by hand | ${number(rate('byHand').median)} | | |

| a sealed case of ${long.events} events (${number(long.bytes / 1024)} KiB), nothing kept | a second |
|---|---|
| load, store read included, one caller | ${load('loadBy1')} |
| load, store read included, 16 callers | ${load('loadBy16')} |
| fold alone | ${load('fold')} |
| no more than \`JSON.parse\` of the same bytes | ${load('parse')} |

## How it was measured

* Machine: ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}; an 8 KiB write made durable ${number(fsyncs)} times a second. Load (1, 5, 15 minutes) before the run ${machine.load}, after it ${found.loadAfter}: whatever else ran took its share from both sides.
* PostgreSQL ${database.version}, embedded, one server for all, a database for each subject: ${database.settings.join(', ')}.
* Versions: ${versions.join(', ')}.
* A pool of 16 connections for every subject (\`POOL_SIZE\`; the worker keeps its 6). Closed loop, ${found.rounds} rounds in shuffled order, ${found.times.warmMs / 1000} s warm-up and ${found.times.countMs / 1000} s counted, the peer's leg beside ours, a checkpoint of the database before each leg. Each process was warmed once before the first round.
* The load generator is a process of its own that shares the processors with what it measures.
* Each leg of commands has 1,000 newly opened cases, so that streams stay short; about half of them are not among the 500 streams that the api keeps.
* After each leg its rows were counted; a leg that lost an acknowledged operation, or had one refused, scores 0. ${lostLegs(http)}
`;
  await writeFile(pathOf('../docs/performance.md'), text);
  await writeFile(
    pathOf('../docs/performance.svg'),
    chart([
      ...Object.entries(workloads).map(([id, [name, goal]]) => ({ name, goal, ...against(httpOf(id)) })),
      { name: 'rebuild of the board', goal: 0.6, ...rebuild },
    ]),
  );
  console.log('Written: docs/performance.md, docs/performance.svg');
}

function lostLegs(http) {
  const legs = http.flatMap(({ rounds }) => rounds.flatMap((round) => Object.values(round)));
  const zero = legs.filter(({ perSecond: rate }) => rate === 0).length;
  return zero === 0 ? `None of the ${legs.length} legs did.` : `${zero} of the ${legs.length} legs did.`;
}
