import { randomBytes } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { TokenVerifier } from '#infra/auth/token.js';
import { bearerToken } from '#infra/auth/token.js';
import { Refused } from '#infra/execute/refused.js';
import type { Asking, Reply } from './caller.js';
import { metrics } from './metrics.js';
import type { ProblemFilter } from './problems.js';

const bodyLimit = 256 * 1024;
const mostInFlight = 512;
const openPaths = ['/health', '/openapi.json', '/docs', '/dev'];
/** Judged by the route that will serve it, not by the text of the URL. */
const isOpen = (route: string | undefined): boolean =>
  route !== undefined && openPaths.some((path) => route === path || route.startsWith(`${path}/`));

/**
 * Fastify as this service speaks HTTP: JSON in UTF-8 only, 256 KiB at most, and who the caller is settled before the body is read
 * (401 comes before 415 and 413). The hook runs on the matched route, so no spelling of a path gets round it.
 */
export function httpServer(verifier: TokenVerifier, problems: ProblemFilter, callerLimit: number): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // Whoever still comes through while the listening socket closes is answered like everybody else.
    return503OnClosing: false,
    // What Fastify refuses before any route is found (a URL it cannot read) is a problem document as well, and does not quote it.
    frameworkErrors: (error: unknown, request: unknown, reply: unknown) => problems.answer(error, request as Asking, reply as Reply),
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return;
      const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body as Buffer);
    } catch {
      done(notJson());
      return;
    }
    void parseJson(request, text, (error, parsed) => (error ? done(notJson()) : done(null, parsed)));
  });
  fastify.addHook('onRequest', async (request: Asking, reply) => {
    request.traceId =
      /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(request.headers['traceparent'] ?? ''))?.[1] ??
      randomBytes(16).toString('hex');
    void reply.header('x-trace-id', request.traceId).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    const route = request.is404 ? undefined : request.routeOptions.url;
    if (route?.startsWith('/v1') === true) admit(reply);
    if (route === undefined || isOpen(route)) return;
    request.caller = await verifier.verify(bearerToken(request.headers.authorization));
    share(reply, `${request.caller.tenant}\n${request.caller.personId}`);
    if (request.method === 'POST' && !hasJson(request)) throw new Refused('unsupported-media-type');
  });
  let inFlight = 0;
  const counted = new WeakSet<object>();
  /** Sheds what comes on top of all that can be answered soon; whoever is let in gets an answer. */
  function admit(reply: object): void {
    if (inFlight >= mostInFlight) throw shed('busy');
    inFlight += 1;
    metrics.inFlight.set(inFlight);
    counted.add(reply);
  }
  const ofCaller = new Map<string, number>();
  const callers = new WeakMap<object, string>();
  /** Nobody takes so much at once that nothing is left for others; a limit of 0 is none. */
  function share(reply: object, caller: string): void {
    if (callerLimit === 0) return;
    const held = ofCaller.get(caller) ?? 0;
    if (held >= callerLimit) throw shed('too-many-requests');
    ofCaller.set(caller, held + 1);
    callers.set(reply, caller);
  }
  function giveBack(reply: object): void {
    const caller = callers.get(reply);
    if (caller === undefined) return;
    const left = (ofCaller.get(caller) ?? 1) - 1;
    if (left > 0) ofCaller.set(caller, left);
    else ofCaller.delete(caller);
  }
  fastify.addHook('onResponse', async (request, reply) => {
    if (counted.delete(reply)) inFlight -= 1;
    metrics.inFlight.set(inFlight);
    giveBack(reply);
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  return adapter;
}

function shed(code: 'busy' | 'too-many-requests'): Refused {
  metrics.shed.inc({ code });
  return new Refused(code, { retryAfter: 1 });
}

const notJson = (): Refused =>
  new Refused('validation', {
    errors: [{ pointer: '', message: { en: 'The body is not JSON in UTF-8.', nl: 'De inhoud is geen JSON in UTF-8.' } }],
  });

/** Without a body there is nothing to have a type; that the body is missing is said by the command. */
const hasJson = (request: Asking): boolean => {
  const type = request.headers['content-type'];
  const isEmpty = (request.headers['content-length'] ?? '0') === '0' && request.headers['transfer-encoding'] === undefined;
  if (type === undefined) return isEmpty;
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type.trim());
};
