import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '#infra/package-root.js';

interface ComposeService {
  readonly image: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly command?: readonly string[];
  readonly deploy?: { readonly replicas: number };
}
interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown };
const text = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');
const compose = load(text('docker-compose.yml')) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('samenspel:'));

describe('docker-compose.yml', () => {
  it('starts the distributed profile: both stores, the queue, a catcher of mail, an api and two workers', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'kurrentdb', 'mail', 'migrate', 'postgres', 'redis', 'worker']);
    expect(compose.services['worker']!.deploy!.replicas).toBe(2);
  });

  it.each(services)('gives %s no more than it needs: no capabilities, nothing to write to but volumes, a pinned image', (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service.image).toMatch(/:v?\d+\.?\S*$/);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('keeps stores and queue on a network without a way out', () => {
    expect(compose.networks['inside']).toEqual({ internal: true });
    for (const name of ['kurrentdb', 'postgres', 'redis', 'migrate']) expect(compose.services[name]!.networks).toEqual(['inside']);
  });

  it('waits for what is healthy, and names only what it declares', () => {
    for (const [, { depends_on: needs = {}, secrets = [], volumes = [], networks = [] }] of services) {
      for (const [name, { condition }] of Object.entries(needs))
        expect([name, compose.services[name]?.healthcheck?.test !== undefined || condition === 'service_completed_successfully']).toEqual([
          name,
          true,
        ]);
      for (const name of secrets) expect(compose.secrets).toHaveProperty([name]);
      for (const volume of volumes) expect(compose.volumes).toHaveProperty([volume.split(':')[0]!]);
      for (const name of networks) expect(compose.networks).toHaveProperty([name]);
    }
  });

  it('hands secrets over in files alone, which are made by tools/make-secrets.js', () => {
    for (const [, { environment = {} }] of ours)
      for (const name of ['DATABASE_URL', 'REDIS_URL', 'KURRENTDB_URL', 'SMTP_URL']) {
        expect(environment).not.toHaveProperty(name);
        expect(environment[`${name}_FILE`]).toMatch(/^\/run\/secrets\//);
      }
    for (const { file } of Object.values(compose.secrets))
      expect(text('tools/make-secrets.js')).toContain(`'${file.replace('./secrets/', '')}'`);
  });

  it('runs programs that are built', () => {
    for (const [, { command = [] }] of ours) {
      const program = command.find((word) => word.startsWith('dist/'))!;
      expect(text(program.replace('dist/', '').replace('.js', '.ts'))).toBeTruthy();
    }
  });
});

describe('the Dockerfile', () => {
  const lines = text('Dockerfile').split('\n');
  it('ends in an image that is not built in, runs as another user than root and says how it is', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER node');
    expect(last.some((line) => line.startsWith('HEALTHCHECK'))).toBe(true);
    expect(last.filter((line) => /npm|--from=build \/app\/node_modules/.test(line))).toEqual([]);
  });
});
