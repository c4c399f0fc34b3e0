import type { CaseFacts } from '#domain/facts/index.js';
import type { Actor, Facts, Role } from '#domain/kernel/index.js';
import type { Meeting } from '#domain/meeting/index.js';
import { invitedTo, meetingAggregate } from '#domain/meeting/index.js';
import type { Team } from '#domain/team/state.js';
import type { MeetingDocument } from '#domain/views/index.js';
import { meetingsView } from '#domain/views/index.js';
import type { MeetingViewer } from '#domain/visibility.js';
import { canSeeItem, meetingLevelOf } from '#domain/visibility.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import type { Moment } from '../cases/viewer.js';
import { momentOf, teamOf } from '../cases/viewer.js';
import { found } from '../http/found.js';

/** A meeting, and who looks at it. */
export interface MeetingSight {
  readonly id: string;
  /** Folded to its newest event, so that who the caller is counts at once. */
  readonly meeting: Meeting;
  readonly team: Team;
  /** What the cases on its agenda tell of themselves. */
  readonly facts: Facts;
  readonly roles: ReadonlySet<Role>;
  readonly viewer: MeetingViewer;
  readonly moment: Moment;
  readonly document: MeetingDocument;
  readonly revision: number;
}

/** Loads a meeting for somebody who may know of it; otherwise: not found. */
export async function sightOfMeeting(
  service: Service,
  caller: Actor,
  meetingId: string,
  minRevision: number | undefined,
): Promise<MeetingSight> {
  if (!isUuid(meetingId)) throw new Refused('not-found');
  const id = meetingId.toLowerCase();
  const [moment, loaded] = await Promise.all([momentOf(service), service.streams.load(meetingAggregate, id)]);
  const { state: meeting, tenant } = loaded;
  if (loaded.revision < 0 || tenant !== caller.tenant) throw new Refused('not-found');
  const cases = meeting.items.map(({ caseId }) => ({ kind: 'supportCase', id: caseId }));
  const [team, facts] = await Promise.all([
    teamOf(service, tenant, meeting.teamId),
    service.consultation.told(cases, tenant, moment.today),
  ]);
  const roles = meetingAggregate.rolesOf(caller, meeting, team, moment.today, facts);
  const viewer = viewerOf(caller, meetingLevelOf(roles), meeting, facts);
  if (viewer.level === 'none') throw new Refused('not-found');
  const { document, revision } = await found<MeetingDocument>(service, meetingsView.name, tenant, id, minRevision);
  return { id, meeting, team, facts, roles, viewer, moment, document, revision };
}

/** Whose items are the caller's: those they introduce, whose case they own, and those they were invited to. */
function viewerOf(caller: Actor, level: MeetingViewer['level'], meeting: Meeting, facts: Facts): MeetingViewer {
  const personId = caller.onBehalfOf ?? caller.personId;
  const invited = invitedTo(personId, meeting, facts);
  const partiesOf = (caseId: string) => (facts.get(`supportCase-${caseId}`) as CaseFacts | undefined)?.parties ?? [];
  const isMine = (caseId: string, reference: string | undefined): boolean =>
    reference !== undefined &&
    (reference === personId || partiesOf(caseId).some((party) => party.partyId === reference && party.personId === personId && party.role));
  const own = meeting.items.filter(
    ({ caseId, introducerId, substituteId }) =>
      level === 'member' &&
      [introducerId, substituteId, (facts.get(`supportCase-${caseId}`) as CaseFacts | undefined)?.caseOwnerId].some((each) =>
        isMine(caseId, each),
      ),
  );
  return {
    level,
    ownItems: new Set([...own, ...invited].map(({ itemId }) => itemId)),
    ownParties: new Set(
      meeting.items.flatMap(({ caseId }) =>
        partiesOf(caseId)
          .filter((party) => party.personId === personId)
          .map(({ partyId }) => partyId),
      ),
    ),
  };
}

/** Writes down whose items somebody sees: no answer before it is settled. */
export async function loggedItems(
  service: Service,
  caller: Actor,
  { document, viewer, roles, moment }: MeetingSight,
  part: string,
  traceId: string | undefined,
): Promise<void> {
  const seen = new Set(document.items.filter(({ itemId }) => canSeeItem(viewer, itemId)).map(({ caseId }) => caseId));
  await Promise.all(
    [...seen].map((caseId) =>
      service.accessLog.write({
        at: moment.now,
        tenant: caller.tenant,
        personId: caller.personId,
        roles: [...roles],
        action: 'R',
        objectType: 'case',
        objectId: caseId,
        part,
        level: viewer.level,
        outcome: 'given',
        ...(traceId !== undefined && { traceId }),
      }),
    ),
  );
}
