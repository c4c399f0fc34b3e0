import pg from 'pg';

// The peer of a rebuild: what one writes in an hour. It reads the same table, parses the same JSON, keeps a small board in memory and
// puts its rows into a table at the end. It has no upcasting, no due dates, no checkpoint, and cannot run beside live traffic.

const size = 2_000;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });

const fresh = (caseId) => ({
  caseId,
  teamId: '',
  phase: '',
  cycleNo: 0,
  urgency: 'regular',
  ownerId: null,
  coordinatorId: null,
  reviewOn: null,
  openedOn: null,
  phaseSince: null,
  consent: 'none',
  people: [],
  held: false,
});
const folds = {
  CaseOpened: (row, { teamId, urgency, coordinatorId, child }, { occurredAt }) =>
    Object.assign(row, {
      teamId,
      urgency,
      coordinatorId,
      child: { givenName: child.givenName, familyName: child.familyName },
      openedOn: occurredAt.slice(0, 10),
    }),
  CycleStarted: (row, { cycleNo }) => Object.assign(row, { cycleNo }),
  CaseOwnerAssigned: (row, { ownerId }) => Object.assign(row, { ownerId }),
  UrgencyChanged: (row, data) => Object.assign(row, { urgency: data.new }),
  PartyAdded: (row, { personId }) => personId !== undefined && row.people.push(personId),
  CaseSuspended: (row) => Object.assign(row, { held: true }),
  CaseResumed: (row) => Object.assign(row, { held: false }),
  PlanAdopted: (row, { reviewOn }) => Object.assign(row, { reviewOn: reviewOn ?? row.reviewOn }),
};

async function run() {
  const begun = performance.now();
  await pool.query(
    'create table if not exists board_by_hand (case_id text primary key, team_id text, phase text, urgency text, owner_id text, on_hold boolean, opened_on date, phase_since date, consent text, review_on date, people text[], item text)',
  );
  await pool.query('truncate board_by_hand');
  const board = new Map();
  let events = 0;
  for (let position = 0; ;) {
    const { rows } = await pool.query({
      name: 'read',
      text: 'select stream, position, type, data, meta from log.events where position > $1 order by position limit $2',
      values: [position, size],
    });
    if (rows.length === 0) break;
    position = rows.at(-1).position;
    events += rows.length;
    for (const { stream, type, data, meta } of rows) {
      if (!stream.startsWith('supportCase-')) continue;
      const caseId = stream.slice('supportCase-'.length);
      let row = board.get(caseId);
      if (!row) board.set(caseId, (row = fresh(caseId)));
      const about = JSON.parse(meta);
      folds[type]?.(row, JSON.parse(data), about);
      if (about.after?.phase !== undefined && about.after.phase !== row.phase)
        Object.assign(row, { phase: about.after.phase, phaseSince: about.occurredAt.slice(0, 10) });
      if (about.after?.consent !== undefined) row.consent = about.after.consent;
    }
  }
  const all = [...board.values()];
  for (let from = 0; from < all.length; from += 1_000) {
    const rows = all.slice(from, from + 1_000).map((row) => ({ ...row, item: JSON.stringify(row) }));
    await pool.query(
      `insert into board_by_hand select r."caseId", r."teamId", r.phase, r.urgency, r."ownerId", r.held, r."openedOn", r."phaseSince", r.consent, r."reviewOn", r.people, r.item
         from json_to_recordset($1::json) r("caseId" text, "teamId" text, phase text, urgency text, "ownerId" text, held boolean, "openedOn" date, "phaseSince" date, consent text, "reviewOn" date, people text[], item text)`,
      [JSON.stringify(rows)],
    );
  }
  return { ms: performance.now() - begun, events, cases: all.length };
}

process.on('message', async () => {
  try {
    process.send({ result: await run() });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
