import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { clockFields, mailParameters, tokenFields } from './fields.js';
import type { DevIssuer } from '#infra/auth/dev-issuer.js';
import { isTenant } from '#infra/auth/token.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { OpenToAll } from '../http/caller.js';
import type { Page } from '../cases/case-queries.js';
import { bodyOf, parametersOf } from '../http/parameters.js';
import { outboxPage } from './outbox.js';
import { DEV_ISSUER, SERVICE } from '../tokens.js';

const settleMs = 30_000;
const lookEveryMs = 20;

/** The built-in issuer and the movable clock, for trying things out; these routes exist only under AUTH=dev. */
@Controller('dev')
@OpenToAll()
export class DevController {
  constructor(
    @Inject(DEV_ISSUER) private readonly issuer: DevIssuer,
    @Inject(SERVICE) private readonly service: Service,
  ) {}

  @Post('tokens')
  @HttpCode(200)
  async token(@Body() body: unknown): Promise<{ token: string }> {
    const { personId, tenant, scope } = bodyOf(tokenFields, body);
    if (!isTenant(tenant))
      throw new Refused('validation', {
        errors: [
          { pointer: '/tenant', message: { en: 'Give 1 to 64 letters, digits, _ or -.', nl: 'Geef 1 tot 64 letters, cijfers, _ of -.' } },
        ],
      });
    return { token: await this.issuer.issue({ personId, tenant, ...(scope && { scope }) }) };
  }

  /** Sets the time; with `settle` the answer comes when every alarm due by then has been decided, what it told was sent, and the views have caught up. */
  @Post('clock')
  @HttpCode(200)
  async setClock(@Body() body: unknown): Promise<{ now: string }> {
    const { now, settle } = bodyOf(clockFields, body);
    await this.service.clock.set(now);
    if (settle) await this.#settle();
    return { now: await this.service.clock.now() };
  }

  @Delete('clock')
  async realTime(): Promise<{ now: string }> {
    await this.service.clock.reset();
    return { now: await this.service.clock.now() };
  }

  /** Mail that would have gone out if there were an SMTP_URL, newest last. */
  @Get('mails')
  mails(@Query() query: unknown): Promise<Page> {
    return outboxPage(this.service, parametersOf(mailParameters, query));
  }

  /** Waits until every alarm due has been decided, every mail due tried, policies have answered, and the views hold everything. */
  async #settle(): Promise<void> {
    const until = performance.now() + settleMs;
    const { store, projector, policies, alarms, deliveries } = this.service;
    const isAtRest = async (): Promise<boolean> => {
      const last = await store.lastPosition();
      const [folded, answered, isDue, isSent] = await Promise.all([
        projector.position(),
        policies.position(),
        alarms.isDue(),
        deliveries.isAtRest(),
      ]);
      return folded >= last && answered !== undefined && answered >= last && !isDue && isSent;
    };
    while (!(await isAtRest())) {
      if (performance.now() > until) throw new Refused('view-behind', { retryAfter: 1 });
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }
}
