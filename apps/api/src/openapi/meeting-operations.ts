import { minRevision } from '../http/parameters.js';
import { meetingParameters, seriesFields } from '../meetings/parameters.js';
import { agendaParameters } from '../pages/parameters.js';
import { previewFields } from '../teams/framework-preview.js';
import type { Operation } from './operation.js';

/** What is asked about meetings, and about the agreements they are run by. */
export const meetingOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/meetings',
    id: 'listMeetings',
    tag: 'meetings',
    summary: 'The meetings of the caller’s teams, by when they start',
    parameters: meetingParameters,
  },
  {
    method: 'post',
    path: '/v1/meetings/series',
    id: 'planSeries',
    tag: 'meetings',
    summary: 'Plans several meetings at once; the answer lists those that were made, left out and refused',
    body: seriesFields,
    status: 201,
  },
  {
    method: 'get',
    path: '/v1/meetings/{meetingId}',
    id: 'getMeeting',
    tag: 'meetings',
    summary: 'A meeting with its agenda, each item as far as the caller may see it',
    parameters: minRevision,
  },
  {
    method: 'get',
    path: '/v1/meetings/{meetingId}/agenda-proposal',
    id: 'proposeAgenda',
    tag: 'meetings',
    summary:
      'The agenda as planning proposes it: who comes up and why, what blocks it, the command that accepts it, and a dossier (chair, coordinator)',
    parameters: minRevision,
  },
  {
    method: 'get',
    path: '/v1/meetings/{meetingId}/agenda.html',
    id: 'printAgenda',
    tag: 'meetings',
    summary: 'The agenda as a page for print, in Dutch or English, each item as far as the caller may see it',
    parameters: agendaParameters,
    type: 'text/html',
  },
  {
    method: 'post',
    path: '/v1/teams/{teamId}/framework-preview',
    id: 'previewFramework',
    tag: 'teams',
    summary: 'A dry run: what would fall differently under other agreements; it changes nothing (chair, coordinator, scope admin)',
    body: previewFields,
  },
];
