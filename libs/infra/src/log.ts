import { pino } from 'pino';

export type Log = pino.Logger;

/** Fields that may hold a token or what somebody wrote, wherever they stand in what is logged, three levels deep. */
const secret = ['authorization', 'cookie', 'token', 'password', 'body', 'data', 'payload', 'text', 'name', 'email'];
const redact = secret.flatMap((field) => [...(field === 'name' ? [] : [field]), `*.${field}`, `*.*.${field}`]);

/**
 * Structured lines on standard error. Only ids, codes and error kinds are ever logged; what may hold anything else is left out here all
 * the same, also the message of an error, which may quote a value.
 */
export const openLog = (name: string, level: string, to: pino.DestinationStream = pino.destination({ dest: 2, sync: false })): Log =>
  pino(
    {
      name,
      level,
      base: { pid: process.pid, name },
      redact,
      serializers: { err: kindOf, error: (error: unknown) => (typeof error === 'string' ? error : kindOf(error)) },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[];
          const [seen, said] = first instanceof Error ? [kindOf(first), rest[0] ?? 'error'] : [first, rest[0]];
          method.apply(this, [seen, said, ...rest.slice(1)] as Parameters<typeof method>);
        },
      },
    },
    to,
  );

/** What of an error may stand in a log: its kind, code and where it arose, not its message, which may quote a value. */
export function kindOf(error: unknown): { readonly error: string; readonly code?: string; readonly at?: string } {
  if (!(error instanceof Error) && typeof (error as Error | undefined)?.stack !== 'string') return { error: typeof error };
  const { name, stack } = error as Error;
  const code = (error as { code?: unknown }).code;
  const at = stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' < ');
  return { error: name, ...(typeof code === 'string' && { code }), ...(at && { at }) };
}
