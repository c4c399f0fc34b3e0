import { formsOf } from '../../e2e/byte-search.js';
import { everything } from '../../moving/houses.js';
import { canary } from './child.js';
import { cellProblems } from './book.js';
import type { SchoolYear } from './school-year.js';

type Json = Readonly<Record<string, unknown>>;
interface Breakdown {
  readonly count: number | null;
  readonly cells: readonly Json[];
}

const isDone: readonly string[] = ['done', 'skipped', 'removed'];
const settlesSlot = ['DiscussionPostponed', 'CaseSuspended', 'CaseClosed', 'BringInWithdrawn'];

/** Open cases of which the service does not say why they stand where they stand. */
export async function withoutReason({ ground, teamId, children }: SchoolYear): Promise<readonly string[]> {
  const token = await ground.api.token('femke');
  const told = new Set<string>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await ground.api.get(`/v1/teams/${teamId}/stuck?limit=100${query}`, token).expect(200);
    for (const item of body.items as Json[]) {
      const blocked = item['blocked'] as Json | null;
      const isNext = blocked !== null && blocked['command'] !== null;
      if (isNext || (item['waitsFor'] as unknown[]).length > 0) told.add(item['caseId'] as string);
    }
    cursor = body.nextCursor as string | null;
  }
  const states = await Promise.all(children.filter(({ caseId }) => caseId !== '').map(({ caseId }) => ground.case(caseId)));
  return states.filter(({ caseId, phase }) => phase !== 'closed' && !told.has(caseId)).map(({ caseId, phase }) => `${caseId} in ${phase}`);
}

/** Slots that were lost: given and nowhere to be found, still open after the meeting, or left without the case hearing of it. */
export async function lostSlots({ ground, meetings }: SchoolYear): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { meetingId, items } of meetings.all) {
    const meeting = await ground.meeting(meetingId);
    if (meeting.state !== 'closed') lost.push(`meeting ${meetingId} is ${meeting.state}`);
    if (meeting.items.length !== items.length) lost.push(`meeting ${meetingId} knows ${meeting.items.length} of ${items.length} items`);
    for (const { child, itemId } of items) {
      const item = meeting.items.find((each) => each.itemId === itemId);
      if (!item || !isDone.includes(item.status)) lost.push(`item ${itemId} is ${item?.status}`);
      if (item?.status !== 'skipped' && item?.status !== 'removed') continue;
      const { events } = await ground.api.service.store.read(`supportCase-${child.caseId}`, -1);
      if (!events.some(({ type }) => settlesSlot.includes(type)))
        lost.push(`the case of item ${itemId} does not know that it was ${item.status}`);
    }
  }
  return lost;
}

/** Tables of the service in which a child's name lies open, in whatever form. */
export async function openNames({ ground }: SchoolYear): Promise<readonly string[]> {
  const { pool } = ground.api.service;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    for (const [form, bytes] of formsOf(canary)) {
      const { rows } = await pool.query<{ found: number }>(`select count(*)::int as found from ${name} t where strpos(t::text, $1) > 0`, [
        bytes.toString('latin1').replaceAll('\u0000', ''),
      ]);
      if (rows[0]!.found > 0) found.push(`${name}: ${rows[0]!.found} rows as ${form}`);
    }
  }
  for (const mail of await ground.api.service.deliveries.outbox(undefined, 10_000))
    if (JSON.stringify(mail).includes(canary)) found.push('a mail');
  return found;
}

/** Where the dashboard of the service differs from what the simulation wrote down itself. */
export async function differences({
  ground,
  begins,
  teamId,
  book,
}: SchoolYear): Promise<{ readonly problems: readonly string[]; readonly seen: Json }> {
  const path = `/v1/teams/${teamId}/dashboard?from=${begins}&to=${ground.today}`;
  const seen = (await ground.api.get(path, await ground.api.token('lars')).expect(200)).body as Json;
  const problems = Object.entries(book.figures(ground.today)).flatMap(([name, expected]) =>
    JSON.stringify(seen[name]) === JSON.stringify(expected)
      ? []
      : [`${name}: ${JSON.stringify(seen[name])}, not ${JSON.stringify(expected)}`],
  );
  const cellsOf = (name: string, code: string): ReadonlyMap<string, number | null> =>
    new Map((seen[name] as Breakdown).cells.map((cell) => [String(cell[code]), cell['count'] as number | null]));
  const postponed = (await everything(ground.api.service.store))
    .filter(({ type }) => type === 'DiscussionPostponed')
    .map(({ stream, data }) => ({ child: stream, code: (JSON.parse(data) as { reason: string }).reason }));
  const scores = book.results.map(({ child, score }) => ({ child, code: String(score) }));
  return {
    seen,
    problems: [
      ...problems,
      ...cellProblems(cellsOf('postponements', 'reason'), postponed).map((problem) => `postponements: ${problem}`),
      ...cellProblems(cellsOf('goalResults', 'score'), scores).map((problem) => `goalResults: ${problem}`),
    ],
  };
}
