import { int, known, newId, optional } from '../kernel/index.js';
import {
  inOtherTeam,
  mayBeDiscussed,
  caseIsReady,
  isUrgentInVariable,
  isDuplicate,
  acuteItems,
  exceeds,
  added,
  onlyHere,
  isReplaceable,
  notReplaceable,
  removed,
} from './agenda-rules.js';
import { withNotice } from './agenda-sending.js';
import { caseFacts, command } from './command.js';
import { skipReason } from './events/index.js';
import { beforeSession, isOpenItem, itemOf } from './state.js';

/** What changes an agenda that is there: items that leave, children that take their place, acute ones (domain.md M10, M15). */
export const agendaChangeCommands = {
  RemoveItem: command({
    takes: { itemId: known('item'), reason: skipReason },
    by: ['CH'],
    in: [...beforeSession, 'in_session'],
    requires: [{ that: (meeting, _, data) => !data || isReplaceable(meeting, data.itemId), ...notReplaceable }],
    does: (meeting, { itemId, reason }, context) => withNotice(meeting, [removed(itemOf(meeting, itemId)!, reason)], context),
  }),

  SwapItem: command({
    takes: { itemId: known('item'), reason: skipReason, replacementCaseId: known('case'), replacementItemId: newId('item') },
    by: ['CH'],
    in: [...beforeSession, 'in_session'],
    requires: [
      { that: (meeting, _, data) => !data || isReplaceable(meeting, data.itemId), ...notReplaceable },
      {
        that: (meeting, context, data) => !inOtherTeam(meeting, context, data?.replacementCaseId),
        en: 'The case belongs to another team.',
        nl: 'De casus hoort bij een ander team.',
      },
      { that: (meeting, _, data) => !data || !isDuplicate(meeting, data.replacementCaseId), ...onlyHere },
      {
        that: (meeting, context, data) => {
          const facts = data && caseFacts(context, data.replacementCaseId);
          const item = data && itemOf(meeting, data.itemId);
          return !facts || !item || (mayBeDiscussed(facts, item.itemKind) && isUrgentInVariable(facts, item));
        },
        en: 'The other child may not be discussed now: it must be brought in, with consent, not on hold, and urgent for the variable part.',
        nl: 'Het andere kind kan nu niet worden besproken: het moet zijn ingebracht, met toestemming, niet opgeschort, en acuut voor het variabele deel.',
      },
    ],
    does: (meeting, { itemId, reason, replacementCaseId, replacementItemId }, context) => {
      const item = itemOf(meeting, itemId)!;
      const { part: where, slotNo, itemKind: kind, minutes, acute } = item;
      const next = { itemId: replacementItemId, caseId: replacementCaseId, part: where, itemKind: kind, minutes, acute };
      return withNotice(
        meeting,
        [removed(item, reason, replacementCaseId), added(meeting, { ...next, ...(slotNo !== undefined && { slotNo }) }, context)],
        context,
      );
    },
  }),

  AddAcuteItem: command({
    takes: { itemId: newId('item'), caseId: known('case'), minutes: int(5, 45), takenFromItemId: optional(known('item')) },
    by: ['CH'],
    in: [...beforeSession, 'in_session'],
    refuses: {
      'not-urgent': (_, context, data) => data !== undefined && caseFacts(context, data.caseId)?.isUrgent === false,
      'variable-full': (meeting, _, data) =>
        data !== undefined &&
        (acuteItems(meeting) >= meeting.agreement.maxAcute ||
          (data.takenFromItemId === undefined && exceeds(meeting, 'variable', data.minutes))),
      'consent-incomplete': (_, context, data) => data !== undefined && caseFacts(context, data.caseId)?.isConsented === false,
    },
    requires: [
      {
        that: (meeting, context, data) => !inOtherTeam(meeting, context, data?.caseId),
        en: 'The case belongs to another team.',
        nl: 'De casus hoort bij een ander team.',
      },
      { that: (meeting, _, data) => !data || !isDuplicate(meeting, data.caseId), ...onlyHere },
      ...caseIsReady,
      {
        that: (meeting, _, data) => {
          const from = data?.takenFromItemId === undefined ? undefined : itemOf(meeting, data.takenFromItemId);
          return !data || !from || (isOpenItem(from) && from.minutes > data.minutes);
        },
        en: 'That item has no such minutes to give.',
        nl: 'Dat agendapunt heeft die minuten niet over.',
      },
    ],
    does: (meeting, { itemId, caseId, minutes, takenFromItemId }, context) => {
      const item = { itemId, caseId, part: 'variable', itemKind: 'discussion', minutes, acute: true } as const;
      return withNotice(meeting, [added(meeting, { ...item, ...(takenFromItemId && { takenFromItemId }) }, context)], context);
    },
  }),
};
