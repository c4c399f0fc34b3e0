import type { CasePartyFacts } from '../facts/index.js';
import type { Problem } from '../kernel/index.js';
import { id, known, list, optional, text } from '../kernel/index.js';
import type { MeetingContext } from './command.js';
import { caseFacts, command } from './command.js';
import { blockCause, meetingEvent, response } from './events/index.js';
import type { Item } from './state.js';
import { beforeSession, isOpenItem, isScheduled, itemOf, openItemOf, plusMinutes, startOf } from './state.js';

/** Families are asked to come this long before their item (domain.md M7). */
const familyComesEarlier = 15;
const familyKinds: readonly string[] = ['parent_authority', 'guardian', 'parent_no_authority', 'child', 'network'];

export const partiesOf = (context: Pick<MeetingContext, 'facts'>, item: Item | undefined): readonly CasePartyFacts[] =>
  (item && caseFacts(context, item.caseId)?.parties) ?? [];
const partyOf = (context: MeetingContext, item: Item | undefined, partyId: string): CasePartyFacts | undefined =>
  partiesOf(context, item).find((party) => party.partyId === partyId);
/** The invited party that the actor logs in as. */
const ownParty = (context: MeetingContext, item: Item | undefined): string | undefined =>
  partiesOf(context, item).find(
    (party) =>
      party.personId !== undefined &&
      party.personId === (context.actor.onBehalfOf ?? context.actor.personId) &&
      item?.guestIds.includes(party.partyId),
  )?.partyId;

export const invitationCommands = {
  InviteToItem: command({
    takes: { itemId: known('item'), partyIds: list(id, 1, 6) },
    by: ['CH', 'CO'],
    in: [...beforeSession, 'in_session'],
    refuses: {
      'consent-incomplete': (meeting, context, data) =>
        (data?.partyIds ?? []).flatMap((partyId): Problem[] =>
          partyOf(context, itemOf(meeting, data!.itemId), partyId)?.mayHear === false
            ? [
                {
                  pointer: `/parties/${partyId}`,
                  message: {
                    en: 'Consent to share with the organisation of this party is missing.',
                    nl: 'Toestemming om te delen met de organisatie van deze betrokkene ontbreekt.',
                  },
                },
              ]
            : [],
        ),
    },
    requires: [
      {
        that: (meeting, context, data) =>
          !data || data.partyIds.every((partyId) => partyOf(context, itemOf(meeting, data.itemId), partyId) !== undefined),
        en: 'Only parties of this case can be invited to its item.',
        nl: 'Alleen betrokkenen van deze casus kunnen bij het agendapunt worden uitgenodigd.',
      },
      {
        that: (meeting, _, data) => {
          const item = data && itemOf(meeting, data.itemId);
          return !item || isOpenItem(item);
        },
        en: 'This item is over.',
        nl: 'Dit agendapunt is voorbij.',
      },
    ],
    does: (meeting, { itemId, partyIds }, context) => {
      const item = itemOf(meeting, itemId)!;
      const fresh = [...new Set(partyIds)].filter((partyId) => !item.guestIds.includes(partyId));
      const isFamily = (partyId: string): boolean => familyKinds.includes(partyOf(context, item, partyId)!.kind);
      const startsAt = startOf(meeting, item);
      const sent = (ids: readonly string[], arrivalAt: string) =>
        ids.length === 0 ? [] : [meetingEvent('ItemInvitationSent', { itemId, caseId: item.caseId, partyIds: ids, arrivalAt })];
      return [
        ...sent(fresh.filter(isFamily), plusMinutes(startsAt, -familyComesEarlier)),
        ...sent(
          fresh.filter((partyId) => !isFamily(partyId)),
          startsAt,
        ),
      ];
    },
  }),

  RespondInvitation: command({
    takes: { itemId: known('item'), partyId: optional(id), response, note: optional(text(500)) },
    by: ['PA', 'CI', 'EX', 'CO', 'CH'],
    in: [...beforeSession, 'in_session'],
    mayWith: (meeting, context, { itemId, partyId }) => {
      const own = ownParty(context, itemOf(meeting, itemId));
      return context.roles.has('CO') || context.roles.has('CH') || (own !== undefined && (partyId === undefined || partyId === own));
    },
    requires: [
      {
        that: (meeting, context, data) => {
          const item = data && itemOf(meeting, data.itemId);
          const partyId = data?.partyId ?? ownParty(context, item);
          return !item || (partyId !== undefined && item.guestIds.includes(partyId));
        },
        en: 'Name a party that was invited to this item.',
        nl: 'Noem een betrokkene die bij dit agendapunt is uitgenodigd.',
      },
    ],
    does: (meeting, { itemId, partyId, ...said }, context) => [
      meetingEvent('ItemInvitationResponded', { itemId, partyId: partyId ?? ownParty(context, itemOf(meeting, itemId))!, ...said }),
    ],
  }),

  BlockItem: command({
    takes: { caseId: id, cause: blockCause },
    by: ['WK'],
    in: [...beforeSession, 'in_session'],
    does: (meeting, { caseId, cause }) => {
      const item = openItemOf(meeting, caseId);
      const isBlockable = item !== undefined && isScheduled(item) && !item.blockedBy.includes(cause);
      return isBlockable ? [meetingEvent('AgendaItemBlocked', { itemId: item.itemId, caseId: item.caseId, cause })] : [];
    },
  }),

  UnblockItem: command({
    takes: { caseId: id, cause: blockCause },
    by: ['WK'],
    in: [...beforeSession, 'in_session'],
    requires: [
      {
        that: (meeting, _, data) => !data || openItemOf(meeting, data.caseId) !== undefined,
        en: 'The child is not on this agenda any more.',
        nl: 'Het kind staat niet meer op deze agenda.',
      },
    ],
    does: (meeting, { caseId, cause }) => {
      const item = openItemOf(meeting, caseId);
      return item?.blockedBy.includes(cause)
        ? [meetingEvent('AgendaItemUnblocked', { itemId: item.itemId, caseId: item.caseId, cause })]
        : [];
    },
  }),
};
