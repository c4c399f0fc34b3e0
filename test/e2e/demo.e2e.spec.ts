import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';
import { deLinde, openSami } from '../support/people.js';
import type { Running } from '../support/running.js';
import { startSamenspel } from '../support/running.js';

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly complaints: string;
}
const aMinute = 60_000;

/** Runs the demo as `npm run demo` does; interrupts it as Ctrl-C does once its output holds a text. */
async function demo(env: Record<string, string>, interruptAt?: string): Promise<Run> {
  const child = spawn(process.execPath, [join(packageRoot(), 'dist/tools/demo.js')], {
    env: { ...process.env, NODE_OPTIONS: '', ORIGIN: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, complaints, interrupted] = ['', '', false];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (interruptAt === undefined || interrupted || !output.includes(interruptAt)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, complaints })));
}

/** A port on which something listened, and no longer does. */
async function portOfNobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** Minutes between this machine's clock and the one with which the service stamps a command. */
async function minutesOff(service: Running): Promise<number> {
  const [teamId, tenant] = [randomUUID(), `clock-${randomUUID()}`];
  await service.post('/v1/teams', { teamId, ...deLinde }, await service.token('beheer', 'admin', tenant));
  const femke = await service.token('femke', undefined, tenant);
  const opened = await service.post('/v1/cases', openSami(teamId), femke);
  expect(opened.status).toBe(201);
  const { body } = await service.get(`/v1/cases/${String(opened.body['id'])}?minRevision=1`, femke);
  expect(body['asOfRevision']).toBe(1);
  const timeline = await service.get(`/v1/cases/${String(opened.body['id'])}/timeline`, femke);
  const [first] = timeline.body['items'] as { occurredAt: string }[];
  return Math.abs(Date.parse(first!.occurredAt) - Date.now()) / aMinute;
}

describe('The demo', () => {
  let service: Running;

  beforeAll(async () => {
    service = await startSamenspel();
  }, 120_000);
  afterAll(() => service?.dispose());

  it.each(['first', 'second'])('plays its case to the closing the %s time, and leaves the clock at real time', async () => {
    const { code, output, complaints } = await demo({ ORIGIN: service.origin });
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/Hanneke +CaseClosed +The case was closed on 2027-01-26/);
    for (const shown of ['consent-incomplete', 'self-approval', 'family-not-informed', 'plan adopted', 'Tue 3 Nov'])
      expect(output).toContain(shown);
    expect(output).not.toContain('\u001B');
    expect(output).not.toMatch(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\/timeline)/);
    expect(await minutesOff(service)).toBeLessThan(5);
  });

  it('puts the clock back when it is interrupted half way', async () => {
    const { code, output, complaints } = await demo({ ORIGIN: service.origin }, 'GoalAgreed');
    expect(code).toBe(130);
    expect(output).not.toContain('CaseClosed');
    expect(complaints).toBe('Stopped half way.\n');
    expect(await minutesOff(service)).toBeLessThan(5);
  });

  it('says how to start a service when none answers', async () => {
    const port = await portOfNobody();
    const { code, output, complaints } = await demo({ PORT: port });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(complaints).toContain(`No service answers on http://127.0.0.1:${port}.`);
    expect(complaints).toContain(`PORT=${port} npm start`);
  });

  it('says what it needs when the service has no built-in issuer', async () => {
    const strict = await startSamenspel({ AUTH: 'oidc', OIDC_ISSUER: 'https://login.example.org', OIDC_AUDIENCE: 'samenspel' });
    const { code, complaints } = await demo({ ORIGIN: strict.origin }).finally(() => strict.dispose());
    expect(code).toBe(1);
    expect(complaints).toContain('runs without AUTH=dev');
  }, 120_000);
});
