import { int, oneOf, optional } from '#domain/kernel/index.js';
import { minRevision } from '../http/parameters.js';

/** What a page for print takes: a language other than that of the request. */
export const pageParameters = { language: optional(oneOf('nl', 'en')) };
export const reportParameters = { ...pageParameters, cycleNo: optional(int(1, 1000)), ...minRevision };
export const agendaParameters = { ...pageParameters, ...minRevision };
