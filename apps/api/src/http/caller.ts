import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Sentence } from '#domain/kernel/index.js';
import { Refused } from '#infra/execute/refused.js';
import { isUuid } from '#infra/uuid.js';

/** A request with what the hooks found out about it. */
export interface Asking extends FastifyRequest {
  caller?: Actor;
  traceId?: string;
}
export type Reply = FastifyReply;

const openToAll = 'open-to-all';
/** Only these routes are served without a token. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(openToAll, true);

/** Denies by default: a route is served to a known caller, or it says that it is open to all. */
@Injectable()
export class KnownCaller implements CanActivate {
  readonly #reflector = new Reflector();

  canActivate(context: ExecutionContext): boolean {
    const isOpen = this.#reflector.getAllAndOverride<boolean>(openToAll, [context.getHandler(), context.getClass()]);
    if (!isOpen && !context.switchToHttp().getRequest<Asking>().caller) throw new Refused('unauthenticated');
    return true;
  }
}

/** The caller, as the token says it. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { caller } = context.switchToHttp().getRequest<Asking>();
  if (!caller) throw new Refused('unauthenticated');
  return caller;
});

/** Dutch when the caller asks for it first, else English. */
export const languageOf = (request: Pick<FastifyRequest, 'headers'>): keyof Sentence =>
  /^\s*nl\b/i.test(request.headers['accept-language'] ?? '') ? 'nl' : 'en';

const wrongHeader = (en: string, nl: string): Refused => new Refused('validation', { errors: [{ pointer: '', message: { en, nl } }] });

/** The `Idempotency-Key`, a UUID; undefined without one. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!isUuid(key)) throw wrongHeader('The header Idempotency-Key is a UUID.', 'De header Idempotency-Key is een UUID.');
  return key;
}

/** The revision of `If-Match: "12"`; undefined without one, or with `*`. */
export function ifMatchOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = /^\s*"(\d{1,9})"\s*$/.exec(header)?.[1];
  if (revision === undefined)
    throw wrongHeader('The header If-Match is an ETag such as "12".', 'De header If-Match is een ETag zoals "12".');
  return Number(revision);
}
