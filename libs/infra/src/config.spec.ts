import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('needs nothing: the defaults are the embedded profile', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      eventStore: 'postgres',
      queue: 'postgres',
      auth: 'dev',
      oidcSubjectClaim: 'sub',
      poolSize: 10,
      host: '127.0.0.1',
      callerLimit: 128,
      logLevel: 'info',
    });
    expect(config.dataDir).toBe(`${process.cwd()}/.data`);
    expect(config.keyFile).toBe(`${process.cwd()}/.data/keys.json`);
    expect(config.verbalConsentForbidden).toEqual([]);
    expect(config.databaseUrl).toBeUndefined();
  });

  it('sends mail from an address, with links that lead to the service itself unless told otherwise', () => {
    expect(readConfig({ PORT: '3100' })).toMatchObject({ mailFrom: 'Samenspel <samenspel@localhost>', publicUrl: 'http://127.0.0.1:3100' });
    const env = { MAIL_FROM: 'post@school.example', PUBLIC_URL: 'https://samen.school.example/' };
    expect(readConfig(env)).toMatchObject({ mailFrom: 'post@school.example', publicUrl: 'https://samen.school.example' });
  });

  it('treats an empty variable as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', AUTH: '' })).toMatchObject({ port: 3000, databaseUrl: undefined, auth: 'dev' });
  });

  it('keeps the keys in the data folder unless told otherwise', () => {
    expect(readConfig({ DATA_DIR: '/var/lib/samenspel' }).keyFile).toBe('/var/lib/samenspel/keys.json');
    expect(readConfig({ DATA_DIR: '/var/lib/samenspel', KEY_FILE: '/etc/keys.json' }).keyFile).toBe('/etc/keys.json');
  });

  it('reads the organisations without verbal consent as a list', () => {
    expect(readConfig({ VERBAL_CONSENT_FORBIDDEN: 'org-1, org-2,,org-1 ' }).verbalConsentForbidden).toEqual(['org-1', 'org-2']);
  });

  it.each([['-1'], ['65536'], ['3000x'], ['1e3']])('refuses PORT=%s and says what a port is', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow(/^PORT is .*from 1 to 65535/);
  });

  it.each([['1'], ['0'], ['1000'], ['16x'], ['-4']])('refuses POOL_SIZE=%s and says what a size is', (POOL_SIZE) => {
    expect(() => readConfig({ POOL_SIZE })).toThrow(/^POOL_SIZE is .*from 2 to 999/);
    expect(readConfig({ POOL_SIZE: '16' }).poolSize).toBe(16);
  });

  it.each([
    [{ AUTH: 'none' }, /^AUTH is "none": set it to one of dev, oidc/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud"/],
    [{ EVENT_STORE: 'files' }, /^EVENT_STORE is "files"/],
    [{ EVENT_STORE: 'kurrentdb' }, /^KURRENTDB_URL is missing: .*kurrentdb:\/\/host:2113\?tls=false/],
    [{ EVENT_STORE: 'kurrentdb', KURRENTDB_URL: 'http://db:2113' }, /^KURRENTDB_URL is not an address/],
    [{ EVENT_STORE: 'kurrentdb', KURRENTDB_URL: 'kurrentdb://db:2113' }, /^KURRENTDB_URL has no user and password/],
    [{ EVENT_STORE: 'kurrentdb', KURRENTDB_URL: 'kurrentdb://a:b@db:2113?colour=red' }, /^KURRENTDB_URL has an option .*"colour"/],
    [{ KURRENTDB_STREAM_PREFIX: 'a-b' }, /^KURRENTDB_STREAM_PREFIX may have letters/],
    [{ QUEUE: 'redis' }, /^REDIS_URL is missing: .*redis:\/\//],
    [{ QUEUE: 'redis', REDIS_URL: 'localhost:6379' }, /^REDIS_URL .* redis:\/\/ or rediss:\/\//],
    [{ AUTH: 'oidc' }, /^OIDC_ISSUER is missing/],
    [{ AUTH: 'oidc', OIDC_ISSUER: 'https://login.example' }, /^OIDC_AUDIENCE is missing/],
    [{ OIDC_ISSUER: 'login.example' }, /^OIDC_ISSUER is not an address/],
    [{ SMTP_URL: 'http://mail.example' }, /^SMTP_URL .* smtp:\/\/ or smtps:\/\//],
    [{ MAIL_FROM: 'Samenspel' }, /^MAIL_FROM is "Samenspel": set it to an address/],
    [{ MAIL_FROM: 'a@b\r\nBcc: c@d' }, /^MAIL_FROM/],
    [{ PUBLIC_URL: 'samenspel.example' }, /^PUBLIC_URL is not an address/],
    [{ NODE_ENV: 'production', AUTH: 'oidc' }, /ALLOW_EMBEDDED=1/],
    [{ NODE_ENV: 'production', DATABASE_URL: 'postgres://db/samenspel' }, /^AUTH=dev lets anybody in/],
  ])('refuses %j with the name of the variable and what to do', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  it('does not repeat a wrong address, which may hold a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:secret-1@db/x' })).toThrow(/^DATABASE_URL(?!.*secret-1)/);
    for (const KURRENTDB_URL of ['mysql://root:secret-1@db', 'kurrentdb://root:secret-1@db?secret-1=1', 'kurrentdb://root:secret-1%@db'])
      expect(() => readConfig({ EVENT_STORE: 'kurrentdb', KURRENTDB_URL })).toThrow(/^KURRENTDB_URL(?!.*secret-1)/);
    expect(() => readConfig({ QUEUE: 'redis', REDIS_URL: 'valkey://root:secret-1@db/0' })).toThrow(/^REDIS_URL(?!.*secret-1)/);
  });

  it.each([
    ['kurrentdb://db:2113?tls=false'],
    ['esdb://admin:changeit@db:2113'],
    ['esdb+discover://admin:p%40ss@cluster.example:2113?nodePreference=leader&keepAliveInterval=10000'],
    ['kurrentdb://admin:changeit@a:2113,b:2113,c:2113?tlsCAFile=/run/secrets/ca.crt'],
  ])('takes %s as the address of the event store', (KURRENTDB_URL) => {
    expect(readConfig({ EVENT_STORE: 'kurrentdb', KURRENTDB_URL })).toMatchObject({ eventStore: 'kurrentdb', kurrentdbUrl: KURRENTDB_URL });
  });

  it.each([['redis://:secret-1@cache:6379/2'], ['rediss://user:secret-1@cache:6380']])(
    'takes %s as the address of the queue',
    (REDIS_URL) => {
      expect(readConfig({ QUEUE: 'redis', REDIS_URL })).toMatchObject({ queue: 'redis', redisUrl: REDIS_URL });
    },
  );

  it('allows the embedded server in production when a flag says so', () => {
    const env = {
      NODE_ENV: 'production',
      ALLOW_EMBEDDED: '1',
      AUTH: 'oidc',
      OIDC_ISSUER: 'https://login.example',
      OIDC_AUDIENCE: 'samenspel',
    };
    expect(readConfig(env)).toMatchObject({ auth: 'oidc', oidcIssuer: 'https://login.example', oidcAudience: 'samenspel' });
  });

  describe('takes a secret from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samenspel-secrets-'));
    const file = join(folder, 'database-url');
    beforeAll(() => writeFileSync(file, 'postgres://user:secret-1@db/samenspel\n'));
    afterAll(() => rmSync(folder, { recursive: true }));

    it('when the variable with _FILE names it', () => {
      expect(readConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://user:secret-1@db/samenspel');
    });

    it('and refuses one that is set twice or cannot be read, without telling the secret', () => {
      expect(() => readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://db/x' })).toThrow(/DATABASE_URL_FILE are both set/);
      expect(() => readConfig({ REDIS_URL_FILE: join(folder, 'nothing') })).toThrow(/^REDIS_URL_FILE names .*ENOENT/);
      expect(() => readConfig({ SMTP_URL_FILE: file })).toThrow(/^SMTP_URL(?!.*secret-1)/);
    });
  });

  it('lets the admins of every tenant operate the service, in production only those of the tenants it names', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://db/x',
      AUTH: 'oidc',
      OIDC_ISSUER: 'https://login.example',
      OIDC_AUDIENCE: 'x',
    };
    expect(readConfig({}).operatorTenants).toBeUndefined();
    expect(readConfig({ OPERATOR_TENANTS: 'a, b' }).operatorTenants).toEqual(['a', 'b']);
    expect(readConfig(production).operatorTenants).toEqual([]);
  });

  it.each([['many'], ['-1'], ['1.5']])('refuses CALLER_LIMIT=%s', (CALLER_LIMIT) => {
    expect(() => readConfig({ CALLER_LIMIT })).toThrow(/^CALLER_LIMIT is /);
    expect(readConfig({ CALLER_LIMIT: '0' }).callerLimit).toBe(0);
  });
});
