import { pino } from 'pino';

export type Log = pino.Logger;

/** Structured lines on standard error. Only ids, codes and error kinds are ever logged; bodies and tokens are not handed to it. */
export const openLog = (name: string, level: string): Log =>
  pino(
    { name, level, base: { pid: process.pid, name }, redact: ['req.headers.authorization', '*.authorization', '*.token', '*.body'] },
    pino.destination({ dest: 2, sync: false }),
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
