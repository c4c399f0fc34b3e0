import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { until } from '../../../../test/e2e/traffic.js';
import { KurrentDbDouble } from '../../../../test/support/kurrentdb-double.js';
import { kurrentDbStores } from '../../../../test/support/kurrentdb.js';
import { StoreUnavailable } from './event-store.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const name = 'a double of KurrentDB behind TLS';
if (!hasOpenssl) process.stderr.write(`SKIPPED, no openssl on this machine: ${name}\n`);

(hasOpenssl ? describe : describe.skip)(name, () => {
  let folder: string;
  let double: KurrentDbDouble;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samenspel-tls-'));
    const authority = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=ca', '-days', '2'];
    const request = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'node.key', '-out', 'node.csr', '-subj', '/CN=node'];
    const run = (...args: readonly string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    run('req', ...authority);
    run('req', ...request);
    await writeFile(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
    const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
    run('x509', '-req', '-in', 'node.csr', '-out', 'node.crt', '-days', '1', ...by);
    const [key, certificate] = await Promise.all([readFile(join(folder, 'node.key')), readFile(join(folder, 'node.crt'))]);
    double = await KurrentDbDouble.start(1, { key, certificate });
  });
  afterAll(async () => {
    await double?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const address = (options: string): string => `esdb://service:p%40ss@127.0.0.1:${double.nodes[0]!.port}${options}`;
  const append = () => ({
    tenant: 'demo',
    stream: `supportCase-${randomUUID()}`,
    expectedRevision: -1,
    events: [{ eventId: randomUUID(), type: 'Happened', data: '{}', meta: '{}' }],
    keys: [],
  });

  it('is trusted by its authority, and hears user and password with each call', async () => {
    const opened = await kurrentDbStores(address(`?tlsCAFile=${join(folder, 'ca.crt')}`), '');
    try {
      expect(await opened.store.append(append())).toMatchObject({ outcome: 'ok' });
      expect(await opened.store.readAll('', 10)).toHaveLength(1);
      const stop = await opened.store.onAppended(() => undefined);
      const basic = `Basic ${Buffer.from('service:p@ss').toString('base64')}`;
      const calls = ['append', 'read', 'subscribe'].map((call) => `${call} ${basic}`);
      await until('each call was made', () => double.callers.size >= calls.length);
      await stop();
      expect([...double.callers].toSorted()).toEqual(calls);
    } finally {
      await opened.close();
    }
  });

  it('is not spoken to when nobody known vouches for it', async () => {
    const before = double.appends;
    const opened = await kurrentDbStores(address(''), '');
    try {
      await expect(opened.store.append(append())).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(opened.store.readAll('', 10)).rejects.toBeInstanceOf(StoreUnavailable);
      expect(double.appends).toBe(before);
    } finally {
      await opened.close();
    }
  });
});
