import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export type Body = Readonly<Record<string, unknown>>;

/** The answer of a command (api.md "Commands"). */
export interface Done {
  readonly id: string;
  readonly revision: number;
  readonly events: readonly string[];
  readonly replayed: boolean;
}

/** A refusal as the service words it (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** What the caller of the demo can mend: shown as it is, without a stack. */
export class CannotPlay extends Error {}

/** The service said no where the story expects a yes. */
export class Refused extends CannotPlay {
  constructor(
    asked: string,
    readonly problem: Problem,
  ) {
    const { status, code, detail, errors = [] } = problem;
    super(
      `${asked} was refused: ${status} ${code}. ${[detail, ...errors.map(({ pointer, message }) => `${pointer}: ${message}`)].join(' ')}`,
    );
  }
}

export interface Service {
  readonly origin: string;
  readonly tenant: string;
  /** A token of the built-in issuer, asked for once a person. */
  token(personId: string, scope?: 'admin'): Promise<string>;
  get<T>(path: string, personId: string): Promise<T>;
  /** Sends a command; the key makes a repetition harmless, so a busy service is asked again. Throws Refused. */
  post(path: string, body: Body, token: string, key?: string): Promise<Done>;
  /** Sets the clock of the whole service; the read models have caught up when it returns. */
  setClock(now: string): Promise<void>;
  /** Back to real time; works also after the story was cut off. */
  resetClock(): Promise<void>;
}

const answersWithinMs = 60_000;
const readyWithinMs = 30_000;
const mostAttempts = 5;
const passing = [429, 503];
const never = new AbortController().signal;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Speaks to the running service on behalf of people of one tenant; every request ends with `cut`, but those that turn the clock. */
export function serviceOn(origin: string, tenant: string, cut: AbortSignal): Service {
  const tokens = new Map<string, Promise<string>>();

  const once = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: Body,
    signal: AbortSignal = cut,
  ): Promise<Answer> => {
    const response = await fetch(origin + path, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answersWithinMs)]),
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new CannotPlay(`${origin} gave no answer to ${method} ${path}: ${error instanceof Error ? error.message : String(error)}.`);
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: Body,
    signal: AbortSignal = cut,
  ): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(method, path, { 'accept-language': 'en', ...headers }, body, signal);
      if (answer.status < 400) return answer;
      if (!passing.includes(answer.status) || attempt === mostAttempts) throw new Refused(`${method} ${path}`, problemOf(answer));
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1), undefined, { signal: cut });
    }
  };

  const service: Service = {
    origin,
    tenant,
    token: (personId, scope) => {
      const key = `${personId} ${scope ?? ''}`;
      const issued =
        tokens.get(key) ??
        ask('POST', '/dev/tokens', {}, { personId, tenant, ...(scope && { scope }) }).then(({ body }) => (body as { token: string }).token);
      tokens.set(key, issued);
      return issued;
    },
    get: async <T>(path: string, personId: string) => {
      const { body } = await ask('GET', path, { authorization: `Bearer ${await service.token(personId)}` });
      return body as T;
    },
    post: async (path, body, token, key = randomUUID()) => {
      const answer = await ask('POST', path, { authorization: `Bearer ${token}`, 'idempotency-key': key }, body);
      return { ...(answer.body as Omit<Done, 'replayed'>), replayed: answer.headers.get('idempotent-replayed') === 'true' };
    },
    setClock: async (now) => {
      // Cut off half way it might still be carried out, after the reset.
      await ask('POST', '/dev/clock', {}, { now, settle: true }, never);
      cut.throwIfAborted();
    },
    resetClock: async () => {
      const { status } = await once('DELETE', '/dev/clock', {}, undefined, never);
      if (status >= 400) throw new Error(`DELETE /dev/clock answered ${status}`);
    },
  };
  return service;
}

function problemOf({ status, body }: Answer): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem;
  return { status, code: 'no problem document', title: '', detail: String(body).slice(0, 200) };
}

/** Waits until the service is ready. Throws CannotPlay with what to do when none answers, or one that has no built-in issuer. */
export async function findService(service: Service, cut: AbortSignal): Promise<void> {
  const { origin } = service;
  const port = new URL(origin).port;
  const until = Date.now() + readyWithinMs;
  for (;;) {
    const seen = await fetch(`${origin}/health/ready`, { signal: AbortSignal.any([cut, AbortSignal.timeout(5_000)]) }).catch(
      () => undefined,
    );
    cut.throwIfAborted();
    if (seen?.status === 200) break;
    if (!seen) {
      const start = port === '3000' ? 'npm start' : `PORT=${port || '3000'} npm start`;
      throw new CannotPlay(
        `No service answers on ${origin}.\nStart it in another terminal, wait until it says that it is ready, and run the demo again:\n\n    ${start}\n\nElsewhere? Set PORT, or ORIGIN=http://host:port, for the demo.`,
      );
    }
    if (seen.status !== 503 || Date.now() > until)
      throw new CannotPlay(`${origin}/health/ready answered ${seen.status}: this is no Samenspel that is ready to work.`);
    await delay(500, undefined, { signal: cut });
  }
  await service.token('beheer', 'admin').catch((error: unknown) => {
    if (!(error instanceof Refused) || ![401, 403, 404].includes(error.problem.status)) throw error;
    throw new CannotPlay(
      `The service on ${origin} runs without AUTH=dev, so it has neither the built-in issuer of tokens nor the movable clock that the demo needs.\nStart one of its own for the demo, then run it there:\n\n    AUTH=dev DATA_DIR=./.demo PORT=3001 npm start\n    PORT=3001 npm run demo`,
    );
  });
}
