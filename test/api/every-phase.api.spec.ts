import { wireName } from '#domain/kernel/index.js';
import { amsterdamDate } from '#domain/calendar/index.js';
import { caseCommands } from '#domain/support-case/index.js';
import { exampleBody } from '../../apps/api/src/openapi/schemas.js';
import type { TestApi } from '../support/api.js';
import { testApi } from '../support/api.js';
import { aWorld } from '../support/everybody.js';
import { Lifecycle } from '../support/lifecycle.js';

let api: TestApi;
let lifecycle: Lifecycle;
beforeAll(async () => {
  api = await testApi();
  lifecycle = new Lifecycle(api, await aWorld(api), amsterdamDate(await api.service.clock.now()));
});
afterAll(() => api?.dispose());

const commands = Object.entries(caseCommands).filter(([, command]) => !command.opens);

/** Gives every command with its example body, about the things this case really has, and on a revision that is gone, so that none is carried out. */
async function tryAll(phase: string): Promise<ReadonlyMap<string, string>> {
  const { world, goalId, actionId, reportId, planVersionId } = lifecycle;
  const real = { goalId, actionId, reportId, planVersionId, partyId: world.mother, addresseeId: world.child, formVersion: 1 };
  const codes = new Map<string, string>();
  for (const [name, command] of commands) {
    const example = exampleBody(command.takes);
    for (const [field, value] of Object.entries(real)) if (field in example && value !== '') example[field] = value;
    const { status, headers } = await api.post(`/v1/cases/${world.caseId}/${wireName(name)}`, example, world.all, {
      'if-match': '"999999"',
    });
    expect([phase, name, status, headers['content-type']]).toEqual([
      phase,
      name,
      expect.any(Number),
      'application/problem+json; charset=utf-8',
    ]);
    expect([phase, name, [403, 412, 400].includes(status)]).toEqual([phase, name, true]);
    // Without If-Match the rules themselves answer; an accepted command would move the case, so only refusals are looked at.
    const allowed = await api.get(`/v1/cases/${world.caseId}/allowed-commands`, world.all);
    const entry = (allowed.body.items as { command: string; allowed: boolean; reasons: string[] }[]).find(
      (each) => each.command === wireName(name),
    )!;
    codes.set(name, entry.allowed ? 'allowed' : entry.reasons.join());
    if (entry.allowed) continue;
    const refused = await api.post(`/v1/cases/${world.caseId}/${wireName(name)}`, example, world.all);
    expect([phase, name, entry.reasons, refused.status >= 400 && refused.status < 500, refused.body.code]).toEqual([
      phase,
      name,
      entry.reasons,
      true,
      expect.any(String),
    ]);
    if (refused.status === 409) expect(entry.reasons).toContain(refused.body.code);
  }
  return codes;
}

describe('every command in every phase', () => {
  it.each([
    ['preparation', async () => undefined],
    ['preparation, brought in', () => lifecycle.toBroughtIn()],
    ['discussion', () => lifecycle.toDiscussion()],
    ['aftercare', () => lifecycle.toAftercare()],
    ['intervention', () => lifecycle.toIntervention()],
    ['evaluation', () => lifecycle.toEvaluation()],
    ['closed', () => lifecycle.toClosed()],
  ])('%s: a problem document, never a 5xx, and allowed-commands says why', async (phase, reach) => {
    await reach();
    await api.settle();
    const { body } = await api.get(`/v1/cases/${lifecycle.world.caseId}`, lifecycle.world.all).expect(200);
    expect(body.phase).toBe(phase.split(',')[0]);
    const codes = await tryAll(phase);
    expect([...codes.values()].some((code) => code === 'allowed')).toBe(true);
    expect(codes.get('MarkEvaluationDue')).toContain('forbidden');
  });

  it('on hold: what a hold stops is refused with on-hold', async () => {
    const other = new Lifecycle(api, await aWorld(api), amsterdamDate(await api.service.clock.now()));
    await other.toBroughtIn();
    await other.give('suspend-case', { reason: 'family_request', reviewOn: amsterdamDate(await api.service.clock.now()) });
    const refused = await api
      .post(`/v1/cases/${other.world.caseId}/start-discussion`, { presentPartyIds: [], absent: [] }, other.world.all)
      .expect(409);
    expect(refused.body.code).toBe('on-hold');
    expect(refused.body.allowedCommands).toContain('resume-case');
    await api.post(`/v1/cases/${other.world.caseId}/resume-case`, {}, other.world.all).expect(200);
  });
});
