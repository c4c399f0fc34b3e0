import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Answer, Ask } from '#infra/execute/execute.js';
import type { Service } from '#infra/service.js';
import { SERVICE } from '../tokens.js';

export type AggregateName = 'supportCase' | 'team';

/** Any command of any aggregate, on its way through the command bus. */
export class ExecuteCommand extends Command<Answer> {
  constructor(
    readonly aggregate: AggregateName,
    readonly ask: Ask,
  ) {
    super();
  }
}

@CommandHandler(ExecuteCommand)
export class ExecuteCommandHandler implements ICommandHandler<ExecuteCommand> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  execute({ aggregate, ask }: ExecuteCommand): Promise<Answer> {
    return aggregate === 'team' ? this.service.execute.run(teamAggregate, ask) : this.service.execute.run(caseAggregate, ask);
  }
}
