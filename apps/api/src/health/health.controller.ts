import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Actor } from '#domain/kernel/index.js';
import { Refused } from '#infra/execute/refused.js';
import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';
import type { Parked } from '#infra/read-models/projector.js';
import { statusOf } from '#infra/operations/status.js';
import type { Service } from '#infra/service.js';
import type { Reply } from '../http/caller.js';
import { Caller, OpenToAll } from '../http/caller.js';
import { metrics, takeOver } from '../http/metrics.js';
import { LOG, SERVICE } from '../tokens.js';

const mostSecondsBehind = 10;

interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
  readonly viewsBehindSeconds?: number;
  /** Ids only: view, document, and where it stopped. */
  readonly parked: readonly Pick<Parked, 'view' | 'id' | 'position'>[];
}

@Controller()
export class HealthController {
  constructor(
    @Inject(SERVICE) private readonly service: Service,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get('health/live')
  @OpenToAll()
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when store, database, queue and keys can be reached and the views are less than ten seconds behind, else 503. */
  @Get('health/ready')
  @OpenToAll()
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<Readiness> {
    const { pool, store, projector } = this.service;
    const checks: Record<string, 'ok' | 'failed'> = {};
    const check = async <T>(name: string, look: () => Promise<T>, isWell: (seen: T) => boolean = () => true): Promise<T | undefined> => {
      const seen = await look().catch((error: unknown) => void this.log.warn(kindOf(error), `not ready: ${name}`));
      checks[name] = seen !== undefined && isWell(seen as T) ? 'ok' : 'failed';
      return seen as T | undefined;
    };
    await check('database', () => pool.query('select 1'));
    await check('store', () => store.lastPosition());
    await check('keys', () => pool.query('select 1 from keys.subjects limit 1'));
    await check(
      'queue',
      () => this.service.queueHealth(),
      (health) => health === 'ok',
    );
    const behind = await check(
      'views',
      () => projector.secondsBehind(),
      (seconds) => seconds < mostSecondsBehind,
    );
    const parked = (await projector.parked().catch(() => [])).map(({ view, id, position }) => ({ view, id, position }));
    const isReady = Object.values(checks).every((state) => state === 'ok');
    if (!isReady) void reply.status(503).header('retry-after', '1');
    return {
      status: isReady ? 'ready' : 'not-ready',
      checks,
      ...(behind !== undefined && { viewsBehindSeconds: Math.round(behind * 10) / 10 }),
      parked,
    };
  }

  /** For Prometheus, with a token of scope admin. */
  @Get('metrics')
  async metrics(@Caller() caller: Actor, @Res() reply: Reply): Promise<void> {
    if (!caller.scopes.includes('admin')) throw new Refused('forbidden');
    takeOver(await statusOf(this.service));
    void reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics());
  }
}
