import { randomUUID } from 'node:crypto';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException } from '@nestjs/common';
import type { Sentence } from '#domain/kernel/index.js';
import { rejectionOf } from '#domain/rejections.js';
import { IssuerUnavailable } from '#infra/auth/oidc.js';
import { Unauthenticated } from '#infra/auth/token.js';
import { StoreUnavailable } from '#infra/event-store/event-store.js';
import { Refused } from '#infra/execute/refused.js';
import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';
import { DataErased } from '#infra/sealing/key-store.js';
import type { Asking, Reply } from './caller.js';
import { languageOf } from './caller.js';

/** RFC 9457, with what this service adds. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly missing?: readonly string[];
  readonly allowedCommands?: readonly string[];
}

export const problemType = 'application/problem+json; charset=utf-8';
const mostErrors = 100;

/** The problem document of a refusal, in the caller's language. */
export function problemOf(refused: Refused, language: keyof Sentence): ProblemDocument {
  const { status, title, detail } = rejectionOf(refused.code);
  return {
    type: `urn:samenspel:problem:${refused.code}`,
    title: title[language],
    status,
    detail: (refused.detail ?? detail)[language],
    code: refused.code,
    ...(refused.errors.length > 0 && {
      errors: refused.errors.slice(0, mostErrors).map(({ pointer, message }) => ({ pointer, message: message[language] })),
    }),
    ...(refused.missing.length > 0 && { missing: refused.missing }),
    ...(refused.allowedCommands && { allowedCommands: refused.allowedCommands }),
  };
}

const byFastify: { readonly [code: string]: string } = {
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'validation',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'validation',
  FST_ERR_CTP_INVALID_JSON_BODY: 'validation',
};
const byStatus: { readonly [status: number]: string } = {
  400: 'validation',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  413: 'too-large',
  414: 'validation',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'unavailable',
};
/** What the database says when it is not there: connection, shutdown, too many connections. */
const isOutage = (code: unknown): boolean => typeof code === 'string' && /^(08|57|53|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code);

/** Turns whatever was thrown into a refusal; undefined for what nobody foresaw. */
export function refusalOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (error instanceof Unauthenticated) return new Refused('unauthenticated');
  if (error instanceof IssuerUnavailable || error instanceof StoreUnavailable) return new Refused('unavailable', { retryAfter: 1 });
  if (error instanceof DataErased) return new Refused('data-erased');
  const { code, statusCode, message } = (error ?? {}) as { code?: unknown; statusCode?: unknown; message?: unknown };
  if (typeof code === 'string' && byFastify[code]) return new Refused(byFastify[code]);
  if (isOutage(code) || (typeof message === 'string' && /Connection terminated|timeout exceeded when trying to connect/.test(message)))
    return new Refused('unavailable', { retryAfter: 1 });
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  return typeof status === 'number' && byStatus[status] ? new Refused(byStatus[status]) : undefined;
}

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<Asking>(), http.getResponse<Reply>());
  }

  answer(error: unknown, request: Asking, reply: Reply): void {
    // A request that never came to the hooks is traced and kept out of caches as well.
    if (request.traceId === undefined)
      void reply.header('x-trace-id', randomUUID().replaceAll('-', '')).header('cache-control', 'no-store');
    const refused = refusalOf(error) ?? new Refused('internal');
    const problem = problemOf(refused, languageOf(request));
    const seen = { ...kindOf(error), traceId: request.traceId, refusal: refused.code };
    if (problem.status === 500) this.log.error(seen, 'request failed');
    else if (problem.status > 500) this.log.warn(seen, 'request could not be answered now');
    if (refused.retryAfter !== undefined) void reply.header('retry-after', String(refused.retryAfter));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).header('content-type', problemType).send(JSON.stringify(problem));
  }
}
