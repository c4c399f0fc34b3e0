import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { kurrentDbAddress } from './event-store/kurrentdb-address.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Everything the environment decides, read once at the start of a process. Paths are absolute; a missing optional value is undefined. */
export interface Config {
  /** NODE_ENV is production: what may lose data or let anybody in is refused. */
  production: boolean;
  /** The address to listen on: loopback unless told otherwise. */
  host: string;
  port: number;
  /** Where a worker serves its metrics; nowhere without one. */
  workerMetricsPort?: number;
  /** How many requests of one caller are answered at the same time by one api; 0 is no limit. */
  callerLimit: number;
  dataDir: string;
  databaseUrl?: string;
  eventStore: 'postgres' | 'kurrentdb';
  kurrentdbUrl?: string;
  /** Stands before the name of each stream in KurrentDB, so that several services can share a server. */
  kurrentdbStreamPrefix: string;
  queue: 'postgres' | 'redis';
  redisUrl?: string;
  keyFile: string;
  /** Gets the signed checkpoints of the log; a copy of it belongs where nobody who can change the log can reach. */
  checkpointFile: string;
  auth: 'dev' | 'oidc';
  oidcIssuer?: string;
  oidcAudience?: string;
  oidcSubjectClaim: string;
  smtpUrl?: string;
  /** The sender of mail, an address with or without a name before it. */
  mailFrom: string;
  /** Where the links in mail lead, without a slash at the end. */
  publicUrl: string;
  /** How many connections the api holds to the database. */
  poolSize: number;
  /** Organisations whose consent to share may not be given by word of mouth. */
  verbalConsentForbidden: string[];
  /** Tenants whose admins operate the whole service; undefined: those of every tenant do. */
  operatorTenants?: string[];
  logLevel: (typeof LOG_LEVELS)[number];
}

type Environment = Record<string, string | undefined>;

/** What may stand in a file instead, so that no secret is in the environment: `DATABASE_URL_FILE` names the file of `DATABASE_URL`. */
const secrets = ['DATABASE_URL', 'REDIS_URL', 'KURRENTDB_URL', 'SMTP_URL'] as const;

/** The environment with the contents of the files that hold secrets; a variable and its file at once, or a file that cannot be read, is an Error. */
function withSecrets(given: Environment): Environment {
  const env = { ...given };
  for (const name of secrets) {
    const path = text(given, `${name}_FILE`);
    if (path === undefined) continue;
    if (text(given, name) !== undefined) throw new Error(`${name} and ${name}_FILE are both set: leave one of them out.`);
    try {
      env[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw new Error(`${name}_FILE names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
    }
  }
  return env;
}

/** Reads and judges the environment; an empty value counts as unset. Throws an Error that names the variable and says what to do. */
export function readConfig(given: Environment): Config {
  const env = withSecrets(given);
  const production = env['NODE_ENV'] === 'production';
  const dataDir = resolve(text(env, 'DATA_DIR') ?? '.data');
  const databaseUrl = address(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  if (production && databaseUrl === undefined && text(env, 'ALLOW_EMBEDDED') !== '1') {
    throw new Error(
      'DATABASE_URL is not set and NODE_ENV is production: set DATABASE_URL to a PostgreSQL of version 14 or newer, or set ALLOW_EMBEDDED=1 to use the embedded server all the same.',
    );
  }
  const eventStore = oneOf(env, 'EVENT_STORE', ['postgres', 'kurrentdb'], 'postgres');
  const kurrentdbUrl = text(env, 'KURRENTDB_URL');
  if (eventStore === 'kurrentdb') {
    if (kurrentdbUrl === undefined)
      throw new Error(
        'KURRENTDB_URL is missing: with EVENT_STORE=kurrentdb set it to the connection string of your KurrentDB or EventStoreDB, such as kurrentdb://user:password@host:2113 (for one that runs with --insecure: kurrentdb://host:2113?tls=false).',
      );
    kurrentDbAddress(kurrentdbUrl);
  }
  const queue = oneOf(env, 'QUEUE', ['postgres', 'redis'], 'postgres');
  const redisUrl = address(env, 'REDIS_URL', ['redis:', 'rediss:']);
  if (queue === 'redis' && redisUrl === undefined) {
    throw new Error(
      'REDIS_URL is missing: with QUEUE=redis set it to the address of your Redis, such as redis://user:password@host:6379/0.',
    );
  }
  const auth = oneOf(env, 'AUTH', ['dev', 'oidc'], 'dev');
  if (production && auth === 'dev') {
    throw new Error('AUTH=dev lets anybody in and is refused when NODE_ENV is production: set AUTH=oidc, OIDC_ISSUER and OIDC_AUDIENCE.');
  }
  const oidcIssuer = address(env, 'OIDC_ISSUER', ['https:', 'http:']);
  const oidcAudience = text(env, 'OIDC_AUDIENCE');
  if (auth === 'oidc' && oidcIssuer === undefined) {
    throw new Error('OIDC_ISSUER is missing: with AUTH=oidc set it to the exact "iss" of your tokens.');
  }
  if (auth === 'oidc' && oidcAudience === undefined) {
    throw new Error('OIDC_AUDIENCE is missing: with AUTH=oidc set it to the exact "aud" of your tokens.');
  }
  const keyFile = resolve(text(env, 'KEY_FILE') ?? join(dataDir, 'keys.json'));
  return {
    production,
    host: text(env, 'HOST') ?? '127.0.0.1',
    port: port(env, 'PORT') ?? 3000,
    workerMetricsPort: port(env, 'WORKER_METRICS_PORT'),
    callerLimit: callerLimit(env),
    dataDir,
    databaseUrl,
    eventStore,
    kurrentdbUrl,
    kurrentdbStreamPrefix: streamPrefix(env),
    queue,
    redisUrl,
    keyFile,
    checkpointFile: resolve(text(env, 'CHECKPOINT_FILE') ?? join(dirname(keyFile), 'checkpoints.ndjson')),
    auth,
    oidcIssuer,
    oidcAudience,
    oidcSubjectClaim: text(env, 'OIDC_SUBJECT_CLAIM') ?? 'sub',
    smtpUrl: address(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: sender(env),
    publicUrl: (address(env, 'PUBLIC_URL', ['https:', 'http:']) ?? `http://127.0.0.1:${port(env, 'PORT') ?? 3000}`).replace(/\/+$/, ''),
    poolSize: poolSize(env),
    verbalConsentForbidden: list(env, 'VERBAL_CONSENT_FORBIDDEN'),
    operatorTenants: operatorTenants(env, production),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
  };
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function list(env: Environment, name: string): string[] {
  const items = (text(env, name) ?? '').split(',').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/** In production nobody operates the whole service unless it is said who. */
function operatorTenants(env: Environment, production: boolean): string[] | undefined {
  const named = list(env, 'OPERATOR_TENANTS');
  return named.length === 0 && !production ? undefined : named;
}

function oneOf<T extends string>(env: Environment, name: string, allowed: readonly T[], otherwise: T): T {
  const value = text(env, name) ?? otherwise;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new Error(`${name} is "${value}": set it to one of ${allowed.join(', ')}, or leave it out for ${otherwise}.`);
  return found;
}

function port(env: Environment, name: string): number | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) {
    throw new Error(`${name} is "${value}": set it to a whole number from 1 to 65535, or to 0 for any free port.`);
  }
  return Number(value);
}

function callerLimit(env: Environment): number {
  const value = text(env, 'CALLER_LIMIT') ?? '128';
  if (!/^\d{1,5}$/.test(value)) throw new Error(`CALLER_LIMIT is "${value}": set it to a whole number, or to 0 for no limit.`);
  return Number(value);
}

function streamPrefix(env: Environment): string {
  const value = text(env, 'KURRENTDB_STREAM_PREFIX') ?? '';
  if (!/^[A-Za-z0-9_.]{0,60}$/.test(value))
    throw new Error('KURRENTDB_STREAM_PREFIX may have letters, digits, _ and . only, at most 60 of them.');
  return value;
}

function poolSize(env: Environment): number {
  const value = text(env, 'POOL_SIZE') ?? '10';
  if (!/^\d{1,3}$/.test(value) || Number(value) < 2) throw new Error(`POOL_SIZE is "${value}": set it to a whole number from 2 to 999.`);
  return Number(value);
}

function sender(env: Environment): string {
  const value = text(env, 'MAIL_FROM') ?? 'Samenspel <samenspel@localhost>';
  if (!/^(?:[^<>\r\n]{0,100}<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(value)) {
    throw new Error(`MAIL_FROM is "${value}": set it to an address, such as Samenspel <samenspel@school.example>.`);
  }
  return value;
}

/** The value itself may hold a password, so the message never repeats it. */
function address(env: Environment, name: string, schemes: readonly string[]): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
    throw new Error(`${name} is not an address we can use: it must begin with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}.`);
  }
  return value;
}
