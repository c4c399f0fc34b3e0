import { randomUUID } from 'node:crypto';
import type { View } from '#domain/kernel/index.js';
import { viewOf } from '#domain/kernel/index.js';
import type { CaseEvents } from '#domain/support-case/events/index.js';
import { caseEvents } from '#domain/support-case/events/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { views } from '#domain/views/index.js';
import { testService } from '../../../../test/support/open.js';
import { actor, deLinde, openSami } from '../../../../test/support/people.js';
import { Projector } from './projector.js';
import type { AnyView } from './tables.js';

type Opened = Awaited<ReturnType<typeof testService>>;
let service: Opened;
let teamId: string;
let child = 0;

beforeEach(async () => {
  service = await testService();
  teamId = (await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: deLinde })).id;
});
afterEach(() => service?.dispose());

async function aCase(): Promise<string> {
  child += 1;
  const body = openSami(teamId);
  const { id } = await service.execute.run(caseAggregate, {
    caller: actor('femke'),
    command: 'OpenCase',
    body: { ...body, child: { ...body.child, familyName: `Nummer ${child}` } },
  });
  return id;
}
const give = (id: string, command: string, body: unknown) =>
  service.execute.run(caseAggregate, { caller: actor('femke'), command, id, body });
const projectorOf = (of: Opened, more: readonly AnyView[] = views as readonly AnyView[]): Projector =>
  new Projector({ pool: of.pool, store: of.store, views: more, vault: of.vault, tenantKeys: of.tenantKeys });
const catchUp = async (projector: Projector): Promise<void> => {
  while ((await projector.catchUp()) > 0);
};

/** Everything the read models hold, without what differs between generations. */
async function contents(of: Opened): Promise<unknown> {
  const { rows } = await of.pool.query(
    `select view, id, tenant, revision, position, body, parked from views.documents join views.live using (view, generation) order by 1, 2`,
  );
  const board = await of.pool.query(
    `select * from views.case_board_1 join views.live l on l.view = 'case-board-1' and l.generation = case_board_1.generation order by id, ord`,
  );
  const lines = await of.pool.query(
    `select t.* from views.timeline_2 t join views.live l on l.view = 'timeline-2' and l.generation = t.generation order by id, ord`,
  );
  const words = await of.pool.query('select encode(word, $1) as word, case_id from keys.words order by 1, 2', ['hex']);
  const plain = (all: readonly Record<string, unknown>[]) => all.map(({ generation: _, ...row }) => row);
  return { documents: rows, board: plain(board.rows), timeline: plain(lines.rows), words: words.rows };
}

/** A view that fails on one case, until it is mended. */
function touchy(poison: { id: string }): View<{ seen: number }> {
  const types = Object.keys(caseEvents);
  return {
    name: 'touchy-1',
    of: ['supportCase'],
    initial: () => ({ seen: 0 }),
    folds: Object.fromEntries(
      types.map((type) => [
        type,
        (document: { seen: number }, data: { teamId?: string; reason?: unknown; urgency?: string; new?: string }) => {
          if (data.new === 'urgent' && poison.id !== '') throw new TypeError('poisoned');
          return { seen: document.seen + 1 };
        },
      ]),
    ) as never,
    ignores: [],
    table: { columns: { seen: 'int' }, indexes: [], rows: ({ seen }) => [{ cells: { seen } }] },
  };
}

describe('the read models', () => {
  it('rebuilt beside live traffic hold what the live ones hold', async () => {
    const projector = projectorOf(service);
    await projector.prepare();
    const ids = [await aCase(), await aCase(), await aCase()];
    for (const id of ids) {
      await give(id, 'AddParty', { kind: 'child', name: 'Sami', relation: 'kind', contact: {}, language: 'nl', interpreter: false });
      await give(id, 'SavePreparation', { question: 'Wat helpt?', background: 'Achtergrond' });
    }
    await catchUp(projector);
    const before = await contents(service);
    for (const view of views) await projectorOf(service).rebuild(view.name);
    expect(await contents(service)).toEqual(before);
    const writing = (async () => {
      for (let index = 0; index < 20; index += 1) await give(ids[index % 3]!, 'SavePreparation', { question: `Vraag ${index}` });
    })();
    await Promise.all([
      writing,
      projector.rebuild('case-detail-1'),
      projectorOf(service).rebuild('timeline-2'),
      catchUp(projectorOf(service)),
    ]);
    await catchUp(projector);
    const live = await contents(service);
    for (const view of views) await projector.rebuild(view.name);
    expect(await contents(service)).toEqual(live);
  });

  it('are rebuilt while commands keep coming and the live pass runs on', async () => {
    const projector = projectorOf(service);
    await projector.prepare();
    const ids = await Promise.all(Array.from({ length: 4 }, aCase));
    let writing = true;
    let written = 0;
    const traffic = Promise.all(
      ids.map(async (id) => {
        while (writing) {
          await give(id, 'SavePreparation', { question: `Vraag ${(written += 1)}` });
          await projector.catchUp();
        }
      }),
    );
    const before = written;
    await projectorOf(service).rebuild('case-board-1');
    const during = written - before;
    writing = false;
    await traffic;
    expect(during).toBeLessThan(300);
    await catchUp(projector);
    const live = await contents(service);
    await projector.rebuild('case-board-1');
    expect(await contents(service)).toEqual(live);
  });

  it('of two workers at once fold each event once', async () => {
    const second = await service.again();
    const [one, other] = [projectorOf(service), projectorOf({ ...service, ...second } as Opened)];
    await Promise.all([one.prepare(), other.prepare()]);
    const ids = await Promise.all(Array.from({ length: 5 }, aCase));
    await Promise.all([
      ...ids.map(async (id) => {
        for (let index = 0; index < 5; index += 1) await give(id, 'SavePreparation', { question: `Vraag ${index}` });
      }),
      ...Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).catchUp()),
    ]);
    await catchUp(one);
    const live = await contents(service);
    for (const view of views) await one.rebuild(view.name);
    expect(await contents(service)).toEqual(live);
  });

  it('finish a rebuild that was killed half way', async () => {
    const projector = projectorOf(service);
    await projector.prepare();
    const ids = await Promise.all(Array.from({ length: 10 }, aCase));
    await Promise.all(
      ids.map(async (id) => {
        for (let index = 0; index < 55; index += 1) await give(id, 'SavePreparation', { question: `Vraag ${index}` });
      }),
    );
    await catchUp(projector);
    const before = await contents(service);
    const killed = projectorOf(service).rebuild('case-board-1', () => {
      throw new Error('killed after its first pass');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await contents(service)).toEqual(before);
    await projectorOf(service).rebuild('case-board-1');
    expect(await contents(service)).toEqual(before);
    const { rows } = await service.pool.query(`select name from views.checkpoint`);
    expect(rows).toEqual([{ name: 'live' }]);
  });

  it('park a document whose fold fails, go on with the others, and replay it after the fix to what a rebuild gives', async () => {
    const poison = { id: 'yes' };
    const view = touchy(poison) as unknown as AnyView;
    const projector = projectorOf(service, [...(views as readonly AnyView[]), view]);
    await projector.prepare();
    const [bad, good] = [await aCase(), await aCase()];
    await give(bad, 'ChangeUrgency', { urgency: 'urgent', reason: 'spoed' });
    await give(bad, 'SavePreparation', { question: 'Wat helpt?' });
    await give(good, 'SavePreparation', { question: 'Wat helpt?' });
    await catchUp(projector);
    expect(await projector.parked()).toMatchObject([{ view: 'touchy-1', id: bad, reason: 'UrgencyChanged: poisoned', attempts: 1 }]);
    const seen = async () =>
      (
        await service.pool.query(
          `select id, seen from views.touchy_1 t join views.live l on l.view = 'touchy-1' and l.generation = t.generation order by seen, id`,
        )
      ).rows;
    expect(await seen()).toEqual([{ id: good, seen: 3 }]);
    expect(await projector.replay('touchy-1', bad)).toBe(false);
    poison.id = '';
    expect(await projector.replay('touchy-1', bad)).toBe(true);
    expect(await projector.parked()).toEqual([]);
    const replayed = await seen();
    expect(replayed).toEqual([
      { id: good, seen: 3 },
      { id: bad, seen: 4 },
    ]);
    await projector.rebuild('touchy-1');
    expect(await seen()).toEqual(replayed);
  });

  it('halve a batch that the database refuses until the one event is found', async () => {
    const broken = viewOf<{ text: string }, CaseEvents>()({
      name: 'broken-1',
      of: ['supportCase'],
      initial: () => ({ text: '' }),
      folds: Object.fromEntries(
        Object.keys(caseEvents).map((type) => [
          type,
          (document: { text: string }) => (type === 'UrgencyChanged' ? { text: 'x' } : document),
        ]),
      ) as never,
      ignores: [],
      table: {
        columns: { number: 'int' },
        indexes: [],
        rows: ({ text }: { text: string }) => [{ cells: { number: text === '' ? 1 : ('no number' as unknown as number) } }],
      },
    } as never) as unknown as AnyView;
    const projector = projectorOf(service, [...(views as readonly AnyView[]), broken]);
    await projector.prepare();
    const [bad, good] = [await aCase(), await aCase()];
    await give(good, 'SavePreparation', { question: 'Wat helpt?' });
    await give(bad, 'ChangeUrgency', { urgency: 'urgent', reason: 'spoed' });
    await give(good, 'SavePreparation', { question: 'En verder?' });
    await catchUp(projector);
    expect((await projector.parked()).map(({ view, id }) => [view, id])).toEqual([['broken-1', bad]]);
    expect(await projector.position()).toBe(await service.store.lastPosition());
    expect(
      (await service.readModels.document<{ preparation: { formVersion: number } }>('case-detail-1', 'demo', good))!.document.preparation
        .formVersion,
    ).toBe(2);
  });

  it('stamp the revision of every event, also of one they ignore', async () => {
    const projector = projectorOf(service);
    await projector.prepare();
    const id = await aCase();
    await give(id, 'SavePreparation', { question: randomUUID() });
    await catchUp(projector);
    expect(await service.readModels.waitFor('case-board-1', id, 2)).toBe(true);
  });
});
