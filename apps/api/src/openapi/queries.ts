import { boardParameters, countsParameters, searchFields, timelineParameters } from '../cases/parameters.js';
import { deadlineParameters, notificationParameters } from '../deadlines/parameters.js';
import { clockFields, mailParameters, tokenFields } from '../dev/fields.js';
import { listParameters, minRevision } from '../http/parameters.js';
import { workFields } from '../operations/fields.js';
import { workParameters } from '../me/parameters.js';
import { reportParameters } from '../pages/parameters.js';
import { dashboardParameters, waitingParameters } from '../teams/parameters.js';
import { examples } from './examples.js';
import { meetingOperations } from './meeting-operations.js';
import type { Operation } from './operation.js';
import type { Schema } from './schemas.js';
import { exampleBody, objectSchema, schemaOf } from './schemas.js';

const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/cases',
    id: 'listCases',
    tag: 'cases',
    summary: 'The board: one row a case the caller may know of',
    parameters: boardParameters,
  },
  {
    method: 'get',
    path: '/v1/cases/counts',
    id: 'countCases',
    tag: 'cases',
    summary: 'How many cases stand where, each count with the query that lists it',
    parameters: countsParameters,
  },
  {
    method: 'post',
    path: '/v1/cases/search',
    id: 'searchCases',
    tag: 'cases',
    summary: 'Rows of the board by whole words of a child’s name',
    body: searchFields,
  },
  {
    method: 'get',
    path: '/v1/cases/{caseId}',
    id: 'getCase',
    tag: 'cases',
    summary: 'One case, as far as the caller may see it',
    parameters: minRevision,
  },
  {
    method: 'get',
    path: '/v1/cases/{caseId}/allowed-commands',
    id: 'getAllowedCommands',
    tag: 'cases',
    summary: 'What the caller can do now, and what is in the way',
  },
  {
    method: 'get',
    path: '/v1/cases/{caseId}/timeline',
    id: 'getTimeline',
    tag: 'cases',
    summary: 'What happened, oldest first',
    parameters: timelineParameters,
  },
  {
    method: 'get',
    path: '/v1/cases/{caseId}/report.html',
    id: 'printReport',
    tag: 'cases',
    summary: 'The report of a child’s discussion as a page for print, in Dutch or English',
    parameters: reportParameters,
    type: 'text/html',
  },
  {
    method: 'get',
    path: '/v1/goals/{goalId}/why',
    id: 'explainGoal',
    tag: 'goals',
    summary: 'From a goal back to the decision, the views and the question it came from, and on to its actions and scores',
    parameters: minRevision,
  },
  {
    method: 'get',
    path: '/v1/teams/{teamId}',
    id: 'getTeam',
    tag: 'teams',
    summary: 'A team with its members and closures',
    parameters: minRevision,
  },
  {
    method: 'get',
    path: '/v1/teams/{teamId}/framework',
    id: 'getFramework',
    tag: 'teams',
    summary: 'The agreements of a team that are in force, and the versions there are',
    parameters: minRevision,
  },
  {
    method: 'get',
    path: '/v1/teams/{teamId}/waiting',
    id: 'getWaiting',
    tag: 'teams',
    summary: 'The children who wait for a place on an agenda, each with its reason',
    parameters: waitingParameters,
  },
  {
    method: 'get',
    path: '/v1/teams/{teamId}/stuck',
    id: 'getStuck',
    tag: 'teams',
    summary: 'The open cases by how long they stand in their phase: what is in the way, whose move it is, which date is at risk',
    parameters: listParameters,
  },
  {
    method: 'get',
    path: '/v1/teams/{teamId}/dashboard',
    id: 'getDashboard',
    tag: 'teams',
    summary: 'The figures of a team over a period, for its chair and its lead: counts and medians, none of fewer than five children',
    parameters: dashboardParameters,
  },
  ...meetingOperations,
  { method: 'get', path: '/v1/me/work', id: 'getMyWork', tag: 'me', summary: 'What waits for the caller', parameters: workParameters },
  {
    method: 'get',
    path: '/v1/deadlines',
    id: 'listDeadlines',
    tag: 'deadlines',
    summary: 'Deadlines with what was sent and what comes next',
    parameters: deadlineParameters,
  },
  {
    method: 'get',
    path: '/v1/deadlines/{deadlineId}/explain',
    id: 'explainDeadline',
    tag: 'deadlines',
    summary: 'Everything about one deadline in one reading',
  },
  {
    method: 'get',
    path: '/v1/notifications',
    id: 'listNotifications',
    tag: 'deadlines',
    summary: 'What people were told',
    parameters: notificationParameters,
  },
  {
    method: 'get',
    path: '/v1/operations/status',
    id: 'getStatus',
    tag: 'operations',
    summary: 'How the whole service is: lag, backlog, what is parked, paused or being rebuilt (scope admin)',
  },
  {
    method: 'get',
    path: '/v1/operations/parked',
    id: 'listParked',
    tag: 'operations',
    summary: 'What failed and is left alone until it is tried again (scope admin)',
    parameters: listParameters,
  },
  {
    method: 'post',
    path: '/v1/operations/parked/{parkedId}/retry',
    id: 'retryParked',
    tag: 'operations',
    summary: 'Has something parked tried again (scope admin)',
    body: {},
  },
  {
    method: 'post',
    path: '/v1/operations/parked/{parkedId}/acknowledge',
    id: 'acknowledgeParked',
    tag: 'operations',
    summary: 'Takes a command that a policy gave and that was refused off the list (scope admin)',
    body: {},
  },
  {
    method: 'post',
    path: '/v1/operations/pause',
    id: 'pauseWork',
    tag: 'operations',
    summary: 'Lets background work rest in every worker until it is resumed (an operator)',
    body: workFields,
  },
  {
    method: 'post',
    path: '/v1/operations/resume',
    id: 'resumeWork',
    tag: 'operations',
    summary: 'Lets background work go on (an operator)',
    body: workFields,
  },
  {
    method: 'post',
    path: '/v1/operations/views/{view}/rebuild',
    id: 'rebuildView',
    tag: 'operations',
    summary: 'Has a view built anew beside the live one (an operator)',
    body: {},
  },
  {
    method: 'get',
    path: '/v1/operations/views/{view}/rebuild',
    id: 'getRebuild',
    tag: 'operations',
    summary: 'How far the newest rebuild of a view is (scope admin)',
  },
  { method: 'get', path: '/health/live', id: 'live', tag: 'operations', summary: 'The process answers', open: true },
  {
    method: 'get',
    path: '/health/ready',
    id: 'ready',
    tag: 'operations',
    summary: 'Store, database, queue and keys can be reached and the views are up',
    open: true,
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'metrics',
    tag: 'operations',
    summary: 'Figures for Prometheus (scope admin)',
    type: 'text/plain',
  },
  { method: 'get', path: '/openapi.json', id: 'openapi', tag: 'operations', summary: 'This document', open: true },
  {
    method: 'post',
    path: '/dev/tokens',
    id: 'devToken',
    tag: 'dev',
    summary: 'A token of the built-in issuer (only under AUTH=dev)',
    body: tokenFields,
    open: true,
  },
  {
    method: 'post',
    path: '/dev/clock',
    id: 'devClock',
    tag: 'dev',
    summary: 'Sets the clock (only under AUTH=dev)',
    body: clockFields,
    open: true,
  },
  { method: 'delete', path: '/dev/clock', id: 'devClockReset', tag: 'dev', summary: 'Back to real time (only under AUTH=dev)', open: true },
  {
    method: 'get',
    path: '/dev/mails',
    id: 'devMails',
    tag: 'dev',
    summary: 'Mail of the local outbox, newest last (only under AUTH=dev and without SMTP_URL)',
    parameters: mailParameters,
    open: true,
  },
];

/** The paths of everything that is not a command. */
export function queryOperations(problem: Schema, pathId: (name: string) => Schema): readonly (readonly [string, Schema])[] {
  return operations.map((operation) => {
    const ids = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathId(name!));
    const query = Object.entries(operation.parameters ?? {}).map(([name, field]) => ({
      name,
      in: 'query',
      required: false,
      schema: schemaOf(field.shape),
    }));
    return [
      operation.path,
      {
        [operation.method]: {
          operationId: operation.id,
          tags: [operation.tag],
          summary: operation.summary,
          ...(operation.open && { security: [] }),
          ...(ids.length + query.length > 0 && { parameters: [...ids, ...query] }),
          ...(operation.body && {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: objectSchema(operation.body), example: exampleBody(operation.body) } },
            },
          }),
          responses: {
            [operation.status ?? 200]: {
              description: 'The answer.',
              content: {
                [operation.type ?? 'application/json']: {
                  schema: operation.type ? { type: 'string' } : { type: 'object' },
                  example: examples[operation.id],
                },
              },
            },
            default: problem,
          },
        },
      },
    ] as const;
  });
}
