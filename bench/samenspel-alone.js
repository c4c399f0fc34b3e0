import { caseAggregate } from '../dist/libs/domain/src/support-case/index.js';
import { fold, Streams } from '../dist/libs/infra/src/execute/streams.js';
import { openParts } from './over-http.js';

// One of our own measured runs, in a process of its own.

const service = await openParts(process.env.DATABASE_URL, process.env.DATA_DIR);

async function rebuild() {
  const begun = performance.now();
  let events = 0;
  await service.projector.rebuild('case-board-1', ({ done }) => (events = done));
  const ms = performance.now() - begun;
  const { rows } = await service.pool.query(
    'select count(*) as cases from views.case_board_1 r join views.live l on l.view = $1 and l.generation = r.generation',
    ['case-board-1'],
  );
  return { ms, events, cases: rows[0].cases };
}

/** How often a second `work` is done by `callers` at once, after a tenth of the time to warm up. */
async function perSecond(work, forMs, callers = 1) {
  const begun = performance.now();
  const from = begun + forMs / 4;
  let counted = 0;
  const caller = async () => {
    for (;;) {
      await work();
      const at = performance.now();
      if (at > from + forMs) return;
      if (at > from) counted += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return counted / (forMs / 1_000);
}

/** Loads of one long case with nothing kept, and the fold of it alone, beside no more than parsing the same bytes. */
async function loads({ id, forMs }) {
  const stream = `supportCase-${id}`;
  const { events } = await service.store.read(stream, -1);
  const nothing = { stream, tenant: undefined, state: caseAggregate.initial(id), revision: -1, position: '', carried: new Map() };
  const load = () => new Streams(service.store).load(caseAggregate, id);
  return {
    events: events.length,
    bytes: events.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0),
    loadBy1: await perSecond(load, forMs),
    loadBy16: await perSecond(load, forMs, 16),
    fold: await perSecond(() => fold(caseAggregate, nothing, events), forMs),
    parse: await perSecond(() => events.forEach(({ data, meta }) => [JSON.parse(data), JSON.parse(meta)]), forMs),
  };
}

process.on('message', async (ask) => {
  try {
    process.send({ result: ask.what === 'rebuild' ? await rebuild() : await loads(ask) });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
