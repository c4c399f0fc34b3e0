/** Where KurrentDB is, as its client wants to hear it, and who we are there. */
export interface KurrentDbAddress {
  /** The connection string; it may hold a password and is never logged. */
  readonly connection: string;
  /** What each append says of itself; nothing looks at it where TLS is off. */
  readonly credentials: { readonly username: string; readonly password: string };
}

const schemes = ['kurrentdb', 'kurrent', 'kdb', 'esdb'];
/** The client prints the whole string, password and all, when it meets an option that it does not know. */
const options = [
  'tls',
  'tlsVerifyCert',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'maxDiscoverAttempts',
  'keepAliveInterval',
  'keepAliveTimeout',
  'nodePreference',
];
const known = new Set(options.map((option) => option.toLowerCase()));
const form = /^([a-z]+)(\+discover)?:\/\/(?:([^:@/?]+):([^@/?]+)@)?[^@/?]+\/?(?:\?(.*))?$/;

/** Judges a connection string. Throws an Error that says what to do and repeats nothing of the string. */
export function kurrentDbAddress(text: string): KurrentDbAddress {
  const parts = form.exec(text);
  const scheme = parts?.[1] ?? '';
  if (!parts || !schemes.includes(scheme))
    throw new Error(
      'KURRENTDB_URL is not an address we can use: write kurrentdb://user:password@host:2113 for one node, kurrentdb+discover://… or several hosts with commas for a cluster (esdb:// means the same). In user and password write : / @ ? as %3A %2F %40 %3F.',
    );
  const given = (parts[5] ?? '').split('&').filter((option) => option !== '');
  const unknown = given.map((option) => option.split('=')[0]!).find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined)
    throw new Error(
      `KURRENTDB_URL has an option that is not used here${/^[A-Za-z]{1,40}$/.test(unknown) ? ` ("${unknown}")` : ''}: leave it out, or take one of ${options.join(', ')}.`,
    );
  const [username, password] = [decoded(parts[3]), decoded(parts[4])];
  const isPlain = given.some((option) => option.toLowerCase() === 'tls=false');
  if (!isPlain && username === '')
    throw new Error('KURRENTDB_URL has no user and password: add them, or add ?tls=false when the server runs with --insecure.');
  return { connection: text.replace(/^esdb/, 'kurrentdb'), credentials: { username, password } };
}

function decoded(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    throw new Error('KURRENTDB_URL has a % in user or password that is not a code: write it as %25.');
  }
}
