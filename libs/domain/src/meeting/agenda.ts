import type { Problem } from '../kernel/index.js';
import { bool, id, int, known, list, newId, object, optional, text } from '../kernel/index.js';
import { memberOn } from '../team/state.js';
import {
  inOtherTeam,
  mayBeDiscussed,
  caseIsReady,
  isConsented,
  isUrgentInVariable,
  isDuplicate,
  acuteItems,
  fixedMinutes,
  exceeds,
  reserved,
  accepted,
  added,
  onlyHere,
  slotTaken,
} from './agenda-rules.js';
import { agendaSent, withNotice } from './agenda-sending.js';
import { caseFacts, command } from './command.js';
import { itemKind, meetingEvent, part, section, slotReason } from './events/index.js';
import type { Meeting, Part } from './state.js';
import { beforeSession, freeSlots, itemOf, openItemOf, slotOf } from './state.js';

export const agendaCommands = {
  ReserveFixedSlot: command({
    takes: {
      itemId: newId('item'),
      slotNo: int(1, 6),
      caseId: known('case'),
      itemKind,
      reason: optional(slotReason),
    },
    by: ['CO', 'CH'],
    in: beforeSession,
    refuses: {
      'fixed-part-full': (meeting, _, data) =>
        freeSlots(meeting).length === 0 || (data !== undefined && data.slotNo > meeting.agreement.fixedSlots),
      'case-in-other-team': (meeting, context, data) => inOtherTeam(meeting, context, data?.caseId),
      'duplicate-item': (meeting, _, data) => data !== undefined && isDuplicate(meeting, data.caseId),
    },
    requires: [{ that: (meeting, _, data) => !data || slotOf(meeting, data.slotNo) === undefined, ...slotTaken }],
    does: (meeting, { itemId, slotNo, caseId, itemKind: kind, reason }, context) => {
      const minutes = fixedMinutes(meeting);
      const slot = meetingEvent('FixedSlotReserved', { itemId, caseId, slotNo, itemKind: kind, minutes, ...(reason && { reason }) });
      const facts = caseFacts(context, caseId);
      const isReady = facts !== undefined && mayBeDiscussed(facts, kind);
      const item = { itemId, caseId, part: 'fixed', slotNo, itemKind: kind, minutes, acute: false } as const;
      return withNotice(meeting, [slot, ...(isReady ? [added(meeting, item, context)] : [])], context);
    },
  }),

  ReleaseFixedSlot: command({
    takes: { slotNo: int(1, 6), reason: optional(slotReason) },
    by: ['CO', 'CH'],
    in: beforeSession,
    requires: [
      {
        that: (meeting, _, data) => !data || slotOf(meeting, data.slotNo)?.status !== 'accepted',
        en: 'The child in this slot is on the agenda: remove the item instead.',
        nl: 'Het kind op deze plek staat op de agenda: haal het agendapunt weg.',
      },
    ],
    does: (meeting, { slotNo, reason }, context) => {
      const item = slotOf(meeting, slotNo);
      if (!item) return [];
      const { itemId, caseId } = item;
      return withNotice(meeting, [meetingEvent('FixedSlotReleased', { itemId, caseId, slotNo, ...(reason && { reason }) })], context);
    },
  }),

  AcceptBringIn: command({
    takes: { itemId: newId('item'), caseId: known('case'), part, itemKind, minutes: int(5, 45) },
    by: ['CH'],
    in: beforeSession,
    refuses: {
      'fixed-part-full': (meeting, _, data) =>
        data?.part === 'fixed' && !isDuplicate(meeting, data.caseId) && freeSlots(meeting).length === 0,
      'variable-full': (meeting, _, data) =>
        data?.part === 'variable' && !isDuplicate(meeting, data.caseId) && acuteItems(meeting) >= meeting.agreement.maxAcute,
      'time-exceeded': (meeting, _, data) =>
        data !== undefined &&
        !accepted(meeting, data.caseId) &&
        exceeds(meeting, data.part, data.minutes, data.part === 'fixed' ? reserved(meeting, data.caseId)?.minutes : 0),
      'after-cutoff': (meeting, { on }, data) => data?.part === 'fixed' && !isDuplicate(meeting, data.caseId) && on > meeting.bringInUntil,
    },
    requires: [
      {
        that: (meeting, context, data) => !inOtherTeam(meeting, context, data?.caseId),
        en: 'The case belongs to another team.',
        nl: 'De casus hoort bij een ander team.',
      },
      ...caseIsReady,
      isConsented,
      {
        that: (_, context, data) => {
          const facts = data && caseFacts(context, data.caseId);
          return !data || !facts || isUrgentInVariable(facts, data);
        },
        en: 'The variable part is for urgent cases.',
        nl: 'Het variabele deel is voor acute casussen.',
      },
      {
        that: (meeting, _, data) => {
          const item = data && openItemOf(meeting, data.caseId);
          return !item || (item.part === data.part && (item.status === 'proposed' || item.itemKind === data.itemKind));
        },
        ...onlyHere,
      },
    ],
    does: (meeting, { itemId, caseId, part: where, itemKind: kind, minutes }, context) => {
      const there = accepted(meeting, caseId);
      if (there) return there.blockedBy.map((cause) => meetingEvent('AgendaItemUnblocked', { itemId: there.itemId, caseId, cause }));
      const kept = reserved(meeting, caseId);
      const slotNo = where === 'fixed' ? (kept?.slotNo ?? freeSlots(meeting)[0]!) : undefined;
      const item = {
        itemId: kept?.itemId ?? itemId,
        caseId,
        part: where,
        ...(slotNo !== undefined && { slotNo }),
        itemKind: kind,
        minutes,
        acute: where === 'variable',
      };
      return withNotice(meeting, [added(meeting, item, context)], context);
    },
  }),

  DeclineBringIn: command({
    takes: { caseId: known('case'), reason: text(500), alternativeMeetingId: optional(id) },
    by: ['CH'],
    in: beforeSession,
    requires: [
      {
        that: (meeting, _, data) => !data || !accepted(meeting, data.caseId),
        en: 'The child is on the agenda: remove the item instead.',
        nl: 'Het kind staat op de agenda: haal het agendapunt weg.',
      },
    ],
    does: (_, data, { actor }) => [meetingEvent('BringInDeclined', { ...data, byId: actor.onBehalfOf ?? actor.personId })],
  }),

  AddHouseholdItem: command({
    takes: { itemId: newId('item'), text: text(500), minutes: int(1, 60), noNamesOfChildren: bool },
    by: ['CH', 'CO', 'MT', 'OB', 'PR'],
    in: beforeSession,
    checks: ({ noNamesOfChildren }): Problem[] =>
      noNamesOfChildren
        ? []
        : [
            {
              pointer: '/noNamesOfChildren',
              message: {
                en: 'Confirm that the text names no child and says nothing about one.',
                nl: 'Bevestig dat de tekst geen kind noemt en niets over een kind zegt.',
              },
            },
          ],
    refuses: { 'time-exceeded': (meeting, _, data) => data !== undefined && exceeds(meeting, 'household', data.minutes) },
    does: (meeting, { itemId, text: said, minutes }, context) => {
      const byId = context.actor.onBehalfOf ?? context.actor.personId;
      return withNotice(meeting, [meetingEvent('HouseholdItemAdded', { itemId, byId, text: said, minutes })], context);
    },
  }),

  OrderAgenda: command({
    takes: { sections: list(object({ section, itemIds: list(known('item'), 1, 50) }), 1, 3) },
    by: ['CH'],
    in: beforeSession,
    refuses: {
      'section-crossing': (meeting, _, data) =>
        data !== undefined &&
        data.sections.some(({ section: where, itemIds }) => itemIds.some((itemId) => sectionOf(meeting, itemId) !== where)),
    },
    does: (meeting, { sections }, context) => {
      const isSo = sections.every(({ section: where, itemIds }) => isOrdered(meeting, where, itemIds));
      return isSo ? [] : withNotice(meeting, [meetingEvent('AgendaOrdered', { sections })], context);
    },
  }),

  SendAgenda: command({
    takes: {},
    by: ['CH'],
    in: beforeSession,
    refuses: {
      'no-chair': (meeting, { team, today }) => memberOn(team, meeting.chairId, today) === undefined,
      'item-blocked': (meeting) =>
        meeting.items.flatMap((item): Problem[] =>
          item.status === 'accepted' && item.blockedBy.length > 0
            ? [
                {
                  pointer: `/items/${item.itemId}`,
                  message: { en: `Blocked: ${item.blockedBy.join(', ')}.`, nl: `Geblokkeerd: ${item.blockedBy.join(', ')}.` },
                },
              ]
            : [],
        ),
    },
    does: (meeting, _, context) => (meeting.state === 'agenda_sent' ? [] : [agendaSent(meeting, context)]),
  }),
};

const sectionOf = (meeting: Meeting, itemId: string): 'household' | Part | undefined =>
  meeting.household.some((item) => item.itemId === itemId) ? 'household' : itemOf(meeting, itemId)?.part;

/** Whether these items stand in this order already. */
function isOrdered(meeting: Meeting, where: 'household' | Part, itemIds: readonly string[]): boolean {
  const now =
    where === 'household'
      ? meeting.household.map(({ itemId }) => itemId)
      : meeting.items
          .filter((item) => item.part === where)
          .toSorted((a, b) => (a.slotNo ?? 0) - (b.slotNo ?? 0))
          .map(({ itemId }) => itemId);
  return now.filter((itemId) => itemIds.includes(itemId)).join() === itemIds.join();
}
