import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Module } from '@nestjs/common';
import type { Config } from '#infra/config.js';
import type { Log } from '#infra/log.js';
import { kindOf } from '#infra/log.js';
import { queueOf } from '#infra/queue/queue.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { Duties } from './duties.js';
import { metrics } from './metrics.js';

const SERVICE = Symbol('service');
const poolSize = 6;

/** What the worker runs: the queues `catch-up`, `ring` and `deliver`, and the sweeps that make them certain. */
@Module({})
export class WorkerModule implements OnApplicationShutdown {
  constructor(
    @Inject(SERVICE) private readonly service: Service,
    @Inject(Duties) private readonly duties: Duties,
  ) {}

  static with(config: Config & { readonly databaseUrl: string }, log: Log): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        { provide: SERVICE, useFactory: () => openService(config, 'worker', poolSize) },
        {
          provide: Duties,
          useFactory: (service: Service) => {
            service.alarms.observe((seconds) => metrics.lateness.observe(seconds));
            return new Duties(service, (name) => queueOf(config, name, (error) => log.warn(kindOf(error), 'queue')), log);
          },
          inject: [SERVICE],
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.duties.stop();
    await this.service.close();
  }
}
