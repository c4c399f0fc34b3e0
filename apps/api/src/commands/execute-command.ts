import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { aggregates } from '#infra/execute/aggregates.js';
import type { Answer, Ask } from '#infra/execute/execute.js';
import type { Service } from '#infra/service.js';
import { metrics } from '../http/metrics.js';
import { refusalOf } from '../http/problems.js';
import { SERVICE } from '../tokens.js';

export type AggregateName = 'supportCase' | 'team' | 'caseMeeting' | 'framework';

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

  async execute({ aggregate, ask }: ExecuteCommand): Promise<Answer> {
    const { execute } = this.service;
    const count = (outcome: string): void => metrics.commands.inc({ command: ask.command, outcome });
    try {
      const answer = await execute.run(aggregates[aggregate]!, ask);
      count(answer.replayed ? 'replayed' : 'accepted');
      if (!answer.replayed) metrics.appended.inc({ aggregate }, answer.events.length);
      return answer;
    } catch (error) {
      count(refusalOf(error)?.code ?? 'internal');
      throw error;
    }
  }
}
