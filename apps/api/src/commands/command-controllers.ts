import type { Type } from '@nestjs/common';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Actor, Commands } from '#domain/kernel/index.js';
import { wireName } from '#domain/kernel/index.js';
import { frameworkCommands } from '#domain/framework/index.js';
import { meetingCommands } from '#domain/meeting/index.js';
import { caseCommands } from '#domain/support-case/index.js';
import { teamCommands } from '#domain/team/index.js';
import type { Team } from '#domain/team/state.js';
import type { Answer } from '#infra/execute/execute.js';
import type { Asking, Reply } from '../http/caller.js';
import { Caller, idempotencyKeyOf, ifMatchOf } from '../http/caller.js';
import type { AggregateName } from './execute-command.js';
import { ExecuteCommand } from './execute-command.js';

/** The collections under which commands are given, and the name of the id in their paths. */
export const collections: readonly {
  readonly aggregate: AggregateName;
  readonly path: string;
  readonly idName: string;
  readonly commands: Commands<never, Team>;
}[] = [
  { aggregate: 'supportCase', path: 'v1/cases', idName: 'caseId', commands: caseCommands },
  { aggregate: 'team', path: 'v1/teams', idName: 'teamId', commands: teamCommands },
  { aggregate: 'framework', path: 'v1/teams', idName: 'teamId', commands: frameworkCommands },
  { aggregate: 'caseMeeting', path: 'v1/meetings', idName: 'meetingId', commands: meetingCommands },
];

/** The path of a command below its collection: the collection itself for an opening, else the thing it changes. */
export const commandPath = (name: string, opens: boolean | undefined, idName: string): string =>
  opens ? '' : `:${idName}/${wireName(name)}`;

type AnswerBody = Omit<Answer, 'replayed'>;

/** One controller a collection, with a route for each of its commands, made from their names. */
export const commandControllers: readonly Type[] = collections.map(({ aggregate, path, idName, commands }) => {
  class CommandController {
    constructor(readonly bus: CommandBus) {}
  }
  Inject(CommandBus)(CommandController, undefined, 0);
  for (const [name, command] of Object.entries(commands)) {
    const give = async function (
      this: CommandController,
      caller: Actor,
      id: string | undefined,
      body: unknown,
      request: Asking,
      reply: Reply,
    ): Promise<AnswerBody> {
      const idempotencyKey = idempotencyKeyOf(request);
      const ifMatch = ifMatchOf(request);
      const ask = {
        caller,
        command: name,
        body,
        ...(id !== undefined && { id }),
        ...(idempotencyKey !== undefined && { idempotencyKey }),
        ...(ifMatch !== undefined && { ifMatch }),
        ...(request.traceId !== undefined && { correlationId: request.traceId }),
      };
      const { replayed, ...answer } = await this.bus.execute(new ExecuteCommand(aggregate, ask));
      void reply.header('etag', `"${answer.revision}"`);
      if (replayed) void reply.header('idempotent-replayed', 'true');
      return answer;
    };
    const prototype = CommandController.prototype as unknown as Record<string, unknown>;
    prototype[name] = give;
    const place = [prototype, name] as const;
    Caller()(...place, 0);
    Param(idName)(...place, 1);
    Body()(...place, 2);
    Req()(...place, 3);
    Res({ passthrough: true })(...place, 4);
    const descriptor = { value: give } as PropertyDescriptor;
    Post(commandPath(name, command.opens, idName))(...place, descriptor);
    HttpCode(command.opens ? 201 : 200)(...place, descriptor);
  }
  Object.defineProperty(CommandController, 'name', { value: `${aggregate}Commands` });
  Controller(path)(CommandController);
  return CommandController;
});
