import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { Inject, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { DevIssuer } from '#infra/auth/dev-issuer.js';
import type { Config } from '#infra/config.js';
import type { Log } from '#infra/log.js';
import type { Service } from '#infra/service.js';
import { openService } from '#infra/service.js';
import { CasesController } from './cases/cases.controller.js';
import { caseQueries } from './cases/case-queries.js';
import { listQueries } from './cases/list-queries.js';
import { commandControllers } from './commands/command-controllers.js';
import { ExecuteCommandHandler } from './commands/execute-command.js';
import { deadlineQueries } from './deadlines/deadline-queries.js';
import { DeadlinesController } from './deadlines/deadlines.controller.js';
import { DevController } from './dev/dev.controller.js';
import { DocsController } from './docs/docs.controller.js';
import { GoalsController } from './goals/goals.controller.js';
import { goalQueries } from './goals/goal-queries.js';
import { HealthController } from './health/health.controller.js';
import { KnownCaller } from './http/caller.js';
import { MeController } from './me/me.controller.js';
import { meQueries } from './me/me-queries.js';
import { meetingQueries } from './meetings/meeting-queries.js';
import { PlanSeriesHandler } from './meetings/meeting-series.js';
import { MeetingsController } from './meetings/meetings.controller.js';
import { OperationsController } from './operations/operations.controller.js';
import { operationQueries } from './operations/operation-queries.js';
import { PagesController } from './pages/pages.controller.js';
import { pageQueries } from './pages/report-query.js';
import { TeamsController } from './teams/teams.controller.js';
import { teamQueries } from './teams/team-queries.js';
import { DEV_ISSUER, LOG, SERVICE } from './tokens.js';

/** The whole wiring of the api: commands by name, queries by resource, and what is open to all. */
@Module({})
export class ApiModule implements OnApplicationShutdown {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  static with(config: Config & { readonly databaseUrl: string }, log: Log, issuer: DevIssuer | undefined): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CasesController,
        PagesController,
        TeamsController,
        GoalsController,
        MeetingsController,
        MeController,
        DeadlinesController,
        OperationsController,
        ...commandControllers,
        HealthController,
        DocsController,
        ...(issuer ? [DevController] : []),
      ],
      providers: [
        { provide: SERVICE, useFactory: () => openService(config, 'api', config.poolSize) },
        { provide: LOG, useValue: log },
        { provide: DEV_ISSUER, useValue: issuer },
        { provide: APP_GUARD, useClass: KnownCaller },
        ExecuteCommandHandler,
        PlanSeriesHandler,
        ...caseQueries,
        ...listQueries,
        ...pageQueries,
        ...teamQueries,
        ...goalQueries,
        ...meetingQueries,
        ...meQueries,
        ...deadlineQueries,
        ...operationQueries,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.service.close();
  }
}
