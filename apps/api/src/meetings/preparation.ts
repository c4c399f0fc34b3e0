import { isOpenItem } from '#domain/meeting/index.js';
import { membersOn } from '#domain/team/state.js';
import type { CaseDetail } from '#domain/views/index.js';
import type { Service } from '#infra/service.js';
import type { MeetingSight } from './meeting-sight.js';

/** Who of the team is ready for a meeting. */
export interface Preparation {
  /** PersonIds of those who are expected to be: every member. */
  readonly members: readonly string[];
  /** Per case on the agenda, who of them recorded an individual preparation for this meeting. */
  readonly byCase: ReadonlyMap<string, readonly string[]>;
  /** Nothing can be prepared before an agenda was sent. */
  readonly isSent: boolean;
}

/** What is known of the preparation of a meeting's agenda; an evaluation asks for no individual preparation (domain.md C17). */
export async function preparationOf(
  service: Service,
  tenant: string,
  { id, meeting, team, moment }: Pick<MeetingSight, 'id' | 'meeting' | 'team' | 'moment'>,
): Promise<Preparation> {
  const cases = meeting.items
    .filter((item) => item.itemKind === 'discussion' && item.status !== 'proposed' && (isOpenItem(item) || item.status === 'done'))
    .map(({ caseId }) => caseId);
  const members = membersOn(team, moment.today).map(({ personId }) => personId);
  const documents = await service.readModels.documents<CaseDetail>('case-detail-1', tenant, cases);
  return {
    members,
    byCase: new Map(documents.map((each) => [each.id, preparedFor(each.document, id, members)])),
    isSent: meeting.agendaVersion > 0,
  };
}

/** Who of these members recorded an individual preparation of a case for a meeting. */
export const preparedFor = (
  { individualPreparations = [] }: Pick<CaseDetail, 'individualPreparations'>,
  meetingId: string,
  members: readonly string[],
): readonly string[] => {
  const ready = new Set(individualPreparations.filter((each) => each.meetingId === meetingId).map(({ professionalId }) => professionalId));
  return members.filter((personId) => ready.has(personId));
};

/** A part of those who should, in whole per cent; null where nobody has to. */
export const percentOf = (part: number, of: number): number | null => (of === 0 ? null : Math.round((100 * part) / of));

/** How many members prepared every child on the agenda that was sent; nothing to say before there is one (domain.md §6 Agenda). */
export function shareOf({ members, byCase, isSent }: Preparation): {
  readonly members: number;
  readonly prepared: number;
  readonly percent: number | null;
} {
  const all = [...byCase.values()];
  const hasToPrepare = isSent && all.length > 0;
  const prepared = hasToPrepare ? members.filter((personId) => all.every((ready) => ready.includes(personId))).length : 0;
  return { members: members.length, prepared, percent: hasToPrepare ? percentOf(prepared, members.length) : null };
}
