import type { Command } from '#domain/kernel/index.js';
import { instant, optional, ref } from '#domain/kernel/index.js';
import { rejectionOf } from '#domain/rejections.js';
import type { Team } from '#domain/team/state.js';
import { collections, commandPath } from '../commands/command-controllers.js';
import { queryOperations } from './queries.js';
import type { Schema } from './schemas.js';
import { exampleBody, objectSchema } from './schemas.js';

const anyBody = { occurredAt: optional(instant), onBehalfOf: optional(ref) };
const json = 'application/json';
const header = (name: string, description: string, schema: Schema): Schema => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});
/** Names and ids of ours that are no UUIDs. */
const words: readonly string[] = ['view', 'parkedId'];
export const pathId = (name: string): Schema => ({
  name,
  in: 'path',
  required: true,
  schema: words.includes(name) ? { type: 'string' } : { type: 'string', format: 'uuid' },
});

const commandHeaders = [
  header('Idempotency-Key', 'Makes a retry safe: the same key, path and body give the first answer again.', {
    type: 'string',
    format: 'uuid',
  }),
  header('If-Match', 'The revision the caller has seen, as an ETag; refused with 412 when it moved on.', {
    type: 'string',
    pattern: '^("[0-9]{1,9}"|\\*)$',
  }),
];
const problem = {
  description: 'A problem document (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const exampleAnswer = (events: readonly string[]): unknown => ({
  id: '0193a5c2-7d10-7000-8000-0193a5c27d10',
  revision: 12,
  position: '0000000000004711',
  events,
  created: {},
});

/** The paths of one command; every one of them is a path of its own. */
function commandOperation(name: string, command: Command<never, Team>, collection: (typeof collections)[number]): [string, Schema] {
  const below = commandPath(name, command.opens, collection.idName).replace(/:(\w+)/g, '{$1}');
  const path = `/${collection.path}${below === '' ? '' : `/${below}`}`;
  const codes = Object.keys(command.refuses ?? {});
  const who = command.by.join(', ');
  const when = command.in.length > 0 ? ` Phases: ${[...command.in].join(', ')}${command.alsoIn ? `; ${command.alsoIn.note}` : ''}.` : '';
  const refusals = codes.map((code) => `\`${code}\`: ${rejectionOf(code).detail.en}`).join('\n');
  return [
    path,
    {
      post: {
        operationId: name,
        tags: [collection.path.slice(3)],
        summary: name.replace(/(?<=[a-z])(?=[A-Z])/g, ' '),
        description: `By: ${who}.${when}${codes.length > 0 ? `\n\nRefused with:\n${refusals}` : ''}`,
        parameters: [...(command.opens ? [] : [pathId(collection.idName)]), ...commandHeaders],
        requestBody: {
          required: true,
          content: { [json]: { schema: objectSchema({ ...command.takes, ...anyBody }), example: exampleBody(command.takes) } },
        },
        responses: {
          [command.opens ? 201 : 200]: {
            description: 'Carried out, or so already.',
            headers: { ETag: { schema: { type: 'string' } }, 'Idempotent-Replayed': { schema: { type: 'string', enum: ['true'] } } },
            content: { [json]: { schema: { $ref: '#/components/schemas/Answer' }, example: exampleAnswer([]) } },
          },
          default: problem,
        },
        'x-roles': command.by,
        'x-refuses': codes,
      },
    },
  ];
}

/** Commands that only a worker gives are no part of the contract: whoever calls one is refused. */
const isForCallers = ({ by }: Command<never, Team>): boolean => by.some((role) => role !== 'WK');
const commandPaths = collections.flatMap((collection) =>
  Object.entries(collection.commands)
    .filter(([, command]) => isForCallers(command))
    .map(([name, command]) => commandOperation(name, command, collection)),
);

/** Paths that two operations share (`/v1/cases` is opened and listed) become one entry. */
function merged(entries: readonly (readonly [string, Schema])[]): Schema {
  const paths: Record<string, Schema> = {};
  for (const [path, item] of entries) paths[path] = { ...paths[path], ...item };
  return paths;
}

/** The contract, made from the same entries that carry out the commands. */
export const openApi: Schema = {
  openapi: '3.1.0',
  info: {
    title: 'Samenspel',
    version: '1',
    description:
      'Workflow service for the interprofessional case discussion around a child. Everything but health, this document and /dev needs a bearer token.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  security: [{ token: [] }],
  paths: merged([...commandPaths, ...queryOperations(problem, pathId)]),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    schemas: {
      Answer: {
        type: 'object',
        required: ['id', 'revision', 'position', 'events', 'created'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          revision: { type: 'integer', minimum: 0 },
          position: { type: 'string' },
          events: { type: 'array', items: { type: 'string' } },
          created: { type: 'object', additionalProperties: { type: 'string', format: 'uuid' } },
        },
      },
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail', 'code'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          errors: {
            type: 'array',
            items: {
              type: 'object',
              required: ['pointer', 'message'],
              properties: { pointer: { type: 'string' }, message: { type: 'string' } },
            },
          },
          missing: { type: 'array', items: { type: 'string' } },
          allowedCommands: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
};
