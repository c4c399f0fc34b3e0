import type { Policy } from '#domain/kernel/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { actor, deLinde, openSami } from '../../../../test/support/people.js';
import { testService } from '../../../../test/support/open.js';
import type { Execute } from '../execute/execute.js';
import { Refused } from '../execute/refused.js';
import { RefusedCommands } from '../operations/refused-commands.js';
import { Policies } from './policies.js';

let service: Awaited<ReturnType<typeof testService>>;
let teamId: string;
let child = 0;

beforeAll(async () => {
  service = await testService();
  teamId = (await service.execute.run(teamAggregate, { caller: actor('beheer', 'admin'), command: 'RegisterTeam', body: deLinde })).id;
});
afterAll(() => service?.dispose());
beforeEach(() => service.pool.query('truncate policies.checkpoint, policies.parked, policies.refused'));

const openCase = async (): Promise<string> => {
  child += 1;
  const body = openSami(teamId);
  const ask = { caller: actor('femke'), command: 'OpenCase', body: { ...body, child: { ...body.child, familyName: `Kind ${child}` } } };
  return (await service.execute.run(caseAggregate, ask)).id;
};
const typesOf = async (caseId: string): Promise<string[]> =>
  (await service.store.read(`supportCase-${caseId}`, -1)).events.map(({ type }) => type);

type Reaction = (id: string) => ReturnType<Policy['on'][string][string]>;
/** A policy that postpones every case that is opened: refused, as nothing was brought in. */
const onOpened = (name: string, reaction: Reaction): Policy => ({
  name,
  on: { supportCase: { CaseOpened: ({ id }) => reaction(id) } },
});
const escalate = (id: string) => ({
  kind: 'supportCase',
  id,
  command: 'RaiseEscalation',
  body: { kind: 'capacity', to: 'chair', question: 'Who takes this up?', neededBy: '2030-01-01' },
});
const postpone = (id: string) => ({ kind: 'supportCase', id, command: 'PostponeDiscussion', body: { reason: 'no_show' } });
const runner = (execute: Pick<Execute, 'run'>, ...policies: Policy[]): Policies =>
  new Policies(service.pool, service.store, execute as Execute, service.clock, policies);

describe('A policy', () => {
  it('starts from now, and gives its commands once, as the worker', async () => {
    const before = await openCase();
    const policies = runner(
      service.execute,
      onOpened('escalate', (id) => [escalate(id)]),
    );
    expect(await policies.position()).toBeUndefined();
    await policies.prepare();
    expect(await policies.run()).toBe(0);
    const caseId = await openCase();
    expect(await policies.run()).toBe(1);
    expect(await policies.run()).toBe(0);
    expect([await typesOf(before), await typesOf(caseId)]).toEqual([
      ['CaseOpened', 'CycleStarted'],
      ['CaseOpened', 'CycleStarted', 'CaseEscalated'],
    ]);
    const { events } = await service.store.read(`supportCase-${caseId}`, 1);
    expect(JSON.parse(events[0]!.meta)).toMatchObject({ actorId: 'worker', actorRole: 'WK' });
    expect(await policies.position()).toBe(await service.store.lastPosition());
  });

  it('has one effect however often a crash repeats it, and however many run at once', async () => {
    const reaction: Reaction = (id) => [escalate(id)];
    await runner(service.execute, onOpened('crash', reaction)).prepare();
    const caseId = await openCase();
    // It dies after the command and before its checkpoint.
    const dies = {
      run: async (...ask: Parameters<Execute['run']>) => {
        await service.execute.run(...ask);
        throw Object.assign(new Error('killed'), { code: 'ECONNRESET' });
      },
    };
    await expect(runner(dies as unknown as Execute, onOpened('crash', reaction)).run()).rejects.toThrow('killed');
    const two = [runner(service.execute, onOpened('crash', reaction)), runner(service.execute, onOpened('crash', reaction))];
    await Promise.all(two.map((each) => each.run()));
    expect(await typesOf(caseId)).toEqual(['CaseOpened', 'CycleStarted', 'CaseEscalated']);
    expect(await two[0]!.parked()).toEqual([]);
  });

  it('goes on with what follows from a refusal, or puts it on the operator’s list', async () => {
    const told = onOpened('told', (id) => [{ ...postpone(id), otherwise: (code) => (code === 'not-possible' ? [escalate(id)] : []) }]);
    const silent = onOpened('silent', (id) => [postpone(id)]);
    const policies = runner(service.execute, told, silent);
    await policies.prepare();
    const caseId = await openCase();
    expect(await policies.run()).toBe(3);
    expect(await typesOf(caseId)).toContain('CaseEscalated');
    expect(await policies.refused()).toMatchObject([
      {
        policy: 'silent',
        stream: `supportCase-${caseId}`,
        command: 'PostponeDiscussion',
        toStream: `supportCase-${caseId}`,
        code: 'not-possible',
      },
    ]);
  });

  it('gives a refused command again on demand, and lets an operator acknowledge it', async () => {
    const name = 'again';
    const policies = runner(
      service.execute,
      onOpened(name, (id) => [postpone(id)]),
    );
    await policies.prepare();
    await openCase();
    await policies.run();
    const list = new RefusedCommands(policies);
    const [item] = await list.items({ limit: 10 });
    expect(item).toMatchObject({ kind: 'policy-refused', of: name, tenant: 'demo' });
    expect([await list.retry(item!), await list.count()]).toEqual([false, 1]);
    const relented = runner(
      service.execute,
      onOpened(name, (id) => [escalate(id)]),
    );
    expect([await new RefusedCommands(relented).retry(item!), await list.count()]).toEqual([true, 0]);
    await openCase();
    await policies.run();
    const [other] = await list.items({ limit: 10 });
    await list.acknowledge(other!);
    expect(await list.items({ limit: 10 })).toEqual([]);
  });

  it('stops at an outage and goes on from there', async () => {
    const policy = onOpened('outage', (id) => [escalate(id)]);
    await runner(service.execute, policy).prepare();
    const caseId = await openCase();
    const out = { run: () => Promise.reject(new Refused('busy', { retryAfter: 1 })) };
    await expect(runner(out as unknown as Execute, policy).run()).rejects.toThrow('busy');
    expect(await typesOf(caseId)).not.toContain('CaseEscalated');
    expect(await runner(service.execute, policy).run()).toBe(1);
    expect(await typesOf(caseId)).toContain('CaseEscalated');
  });

  it('parks an event at which it has a bug; other policies and events go on', async () => {
    let poisoned = '';
    const mended = () => (poisoned = '');
    const broken = onOpened('broken', (id) => {
      if (id === poisoned) throw new TypeError('undefined is not an item');
      return [escalate(id)];
    });
    const policies = runner(
      service.execute,
      broken,
      onOpened('sound', () => []),
    );
    await policies.prepare();
    poisoned = await openCase();
    const next = await openCase();
    await policies.run();
    expect(await typesOf(next)).toContain('CaseEscalated');
    expect(await policies.parked()).toMatchObject([
      { policy: 'broken', stream: `supportCase-${poisoned}`, reason: 'CaseOpened: undefined is not an item' },
    ]);
    expect(await policies.position()).toBe(await service.store.lastPosition());
    const [parked] = await policies.parked();
    const was = poisoned;
    expect(await policies.retry('broken', parked!.eventId)).toBe(false);
    expect((await policies.parked()).map(({ attempts }) => attempts)).toEqual([2]);
    mended();
    expect(await policies.retry('broken', parked!.eventId)).toBe(true);
    expect([await policies.parked(), (await typesOf(was)).includes('CaseEscalated')]).toEqual([[], true]);
  });

  it('parks a command that does not exist or whose body is not valid, for it will never be', async () => {
    const policies = runner(
      service.execute,
      onOpened('nameless', (id) => [{ ...postpone(id), command: 'Vanish' }]),
      onOpened('shapeless', (id) => [{ ...postpone(id), body: {} }]),
    );
    await policies.prepare();
    await openCase();
    await policies.run();
    expect((await policies.parked()).map(({ policy }) => policy).sort()).toEqual(['nameless', 'shapeless']);
  });
});
