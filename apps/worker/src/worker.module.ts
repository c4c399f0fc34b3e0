import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Module } from '@nestjs/common';
import type { Config } from '#infra/config.js';
import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';
import { postgresQueue } from '#infra/queue/queue.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { CatchUp } from './catch-up.js';

const SERVICE = Symbol('service');
const poolSize = 6;

/** What the worker runs: one queue, `catch-up`, and the sweep that makes it certain. */
@Module({})
export class WorkerModule implements OnApplicationShutdown {
  constructor(
    @Inject(SERVICE) private readonly service: Service,
    @Inject(CatchUp) private readonly catchUp: CatchUp,
  ) {}

  static with(config: Config & { readonly databaseUrl: string }, log: Log): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        { provide: SERVICE, useFactory: () => openService(config, 'worker', poolSize) },
        {
          provide: CatchUp,
          useFactory: (service: Service) =>
            new CatchUp(
              service.projector,
              service.store,
              postgresQueue('catch-up', config.databaseUrl, (error) => log.warn(kindOf(error), 'queue')),
              log,
            ),
          inject: [SERVICE],
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.catchUp.stop();
    await this.service.close();
  }
}
