import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { addDays, amsterdamDate, amsterdamInstant, workingDaysAfter } from '#domain/calendar/index.js';
import type { MeetingFacts } from '#domain/facts/index.js';
import type { Actor, Facts, Role, Sealed } from '#domain/kernel/index.js';
import { wireName } from '#domain/kernel/index.js';
import type { Candidate, Planning, Proposed } from '#domain/meeting/index.js';
import {
  budgetOf,
  comesUp,
  isOpenItem,
  meetingCommands,
  meetingDay,
  plannedIn,
  proposedAgenda,
  stateOfItem,
} from '#domain/meeting/index.js';
import { rolesOf } from '#domain/support-case/index.js';
import { membersOn } from '#domain/team/state.js';
import type { CaseDetail, MeetingRow, WaitingItem } from '#domain/views/index.js';
import { meetingsView, waitingView } from '#domain/views/index.js';
import type { ContentCase } from '#domain/visibility.js';
import { levelOf, visibleCase } from '#domain/visibility.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { viewerOf } from '../cases/viewer.js';
import type { Language } from '../pages/page.js';
import { SERVICE } from '../tokens.js';
import { dossierOf } from './dossier.js';
import type { MeetingSight } from './meeting-sight.js';
import { sightOfMeeting } from './meeting-sight.js';
import { proposalSentence } from './proposal-words.js';

/** A year of meetings, and the longest list of children that wait. */
const mostMeetings = 50;
const mostWaiting = 500;
/** Working days after a meeting that stand in for the next one while none is planned: when the slot of a review is to be reserved (D27). */
const reviewAheadDays = 15;

/** The agenda as planning proposes it, each child with its reason and, where the caller may read the case, a dossier (domain.md §4). */
export class AgendaProposal extends Query<Record<string, unknown>> {
  constructor(
    readonly caller: Actor,
    readonly meetingId: string,
    readonly minRevision: number | undefined,
    readonly language: Language,
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

interface Other {
  readonly next: { readonly meetingId: string; readonly startsAt: string } | undefined;
  readonly elsewhere: Planning['elsewhere'];
}
interface Shown {
  readonly child?: { readonly givenName: Sealed; readonly familyName: Sealed };
  readonly dossier: Record<string, unknown> | null;
}

@QueryHandler(AgendaProposal)
export class AgendaProposalHandler implements IQueryHandler<AgendaProposal> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, meetingId, minRevision, language, traceId }: AgendaProposal): Promise<Record<string, unknown>> {
    const sight = await sightOfMeeting(this.service, caller, meetingId, minRevision);
    const { meeting, team, roles, moment } = sight;
    if (!roles.has('CH') && !roles.has('CO')) throw new Refused('forbidden');
    const { next, elsewhere } = await this.#others(caller.tenant, sight);
    const reviewsBefore = next
      ? amsterdamDate(next.startsAt)
      : workingDaysAfter(meetingDay(meeting), reviewAheadDays, 'team', team.closures).dueOn;
    const planning: Planning = { today: moment.today, reviewsBefore, elsewhere };
    const { candidates, postponedFor } = await this.#candidates(caller.tenant, sight, planning);
    const facts = await this.#facts(caller.tenant, sight, candidates);
    const children = proposedAgenda(meeting, candidates, facts, planning);
    const shown = await this.#shown(caller, sight, children, traceId);
    const items = children.map((child) => itemAnswer(child, sight, shown.get(child.caseId), postponedFor.get(child.caseId), language));
    return {
      meetingId: sight.id,
      teamId: meeting.teamId,
      state: meeting.state,
      startsAt: meeting.startsAt,
      bringInUntil: meeting.bringInUntil,
      nextMeeting: next ?? null,
      reviewsBefore,
      sections: (['fixed', 'variable'] as const).map((section) => minutesOfSection(section, sight, children)),
      items: await this.service.vault.opened(items),
      asOfRevision: sight.revision,
    };
  }

  /** The team's meetings that are still to come: the one after this, and which children have a place at another. */
  async #others(tenant: string, { id, meeting, moment }: MeetingSight): Promise<Other> {
    const from = meeting.startsAt < moment.now ? meeting.startsAt : moment.now;
    const rows = await this.service.readModels.rows(
      meetingsView.name,
      tenant,
      [
        { sql: 'team_id = $?', values: [meeting.teamId] },
        { sql: 'ends_at > $? and starts_at < $?', values: [from, amsterdamInstant(addDays(meetingDay(meeting), 366), '00:00')] },
        { sql: `state <> all($?)`, values: [['closed', 'cancelled']] },
        { sql: 'id <> $?', values: [id] },
      ],
      'starts_at, id',
      mostMeetings,
    );
    const told = await this.service.consultation.told(
      rows.map((row) => ({ kind: 'caseMeeting', id: row.id })),
      tenant,
      moment.today,
    );
    const open = [...told.values()].map((each) => each as MeetingFacts).filter(({ state }) => state !== 'closed' && state !== 'cancelled');
    const regular = new Set(rows.filter((row) => (row.item as MeetingRow).kind === 'regular').map((row) => row.id));
    const next = open
      .filter((each) => regular.has(each.meetingId) && each.startsAt > meeting.startsAt)
      .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))[0];
    const isTaken = (state: string): boolean => !['done', 'skipped', 'removed'].includes(state);
    return {
      next: next && { meetingId: next.meetingId, startsAt: next.startsAt },
      elsewhere: new Map(
        open.flatMap(({ meetingId, startsAt, items }) =>
          items.filter(({ state }) => isTaken(state)).map(({ caseId }) => [caseId, { meetingId, startsAt }] as const),
        ),
      ),
    };
  }

  async #candidates(tenant: string, { meeting }: MeetingSight, planning: Planning) {
    const rows = await this.service.readModels.rows(
      waitingView.name,
      tenant,
      [{ sql: 'team_id = $?', values: [meeting.teamId] }],
      'since, id',
      mostWaiting,
    );
    const waiting = rows.map(({ item }) => item as WaitingItem);
    const onAgenda = new Set(meeting.items.map(({ caseId }) => caseId));
    const candidates = waiting
      .map(({ caseId, reviewOn, since, postponed, part }): Candidate => {
        const itemKind = reviewOn === undefined ? 'discussion' : 'evaluation';
        return { caseId, itemKind, since: reviewOn ?? since, postponed, part: itemKind === 'evaluation' ? 'fixed' : part };
      })
      .filter((each) => comesUp(each, planning) || onAgenda.has(each.caseId));
    return { candidates, postponedFor: new Map(waiting.map((each) => [each.caseId, each.postponedFor])) };
  }

  async #facts(tenant: string, { facts, moment }: MeetingSight, candidates: readonly Candidate[]): Promise<Facts> {
    const asked = candidates
      .filter(({ caseId }) => !facts.has(`supportCase-${caseId}`))
      .map(({ caseId }) => ({ kind: 'supportCase', id: caseId }));
    return new Map([...facts, ...(await this.service.consultation.told(asked, tenant, moment.today))]);
  }

  /** What the caller may see of each child, written down as read. */
  async #shown(
    caller: Actor,
    { id, meeting, team, roles, moment }: MeetingSight,
    children: readonly Proposed[],
    traceId: string | undefined,
  ): Promise<ReadonlyMap<string, Shown>> {
    const byCase = new Map(children.map((child) => [child.caseId, child]));
    const documents = await this.service.readModels.documents<CaseDetail>('case-detail-1', caller.tenant, [...byCase.keys()]);
    const members = membersOn(team, moment.today).map(({ personId }) => personId);
    const shown = await Promise.all(
      documents.map(async ({ id: caseId, document }) => {
        const theirs = new Set<Role>([
          ...rolesOf(caller, document.relations, team, moment.today),
          ...(roles.has('CH') ? (['CH'] as const) : []),
        ]);
        const level = levelOf(theirs, document.relations);
        if (level !== 'content') return [];
        const kase = visibleCase(document, viewerOf(caller, theirs, moment)) as ContentCase;
        const { item, itemKind } = byCase.get(caseId)!;
        const isToPrepare = item !== undefined && isOpenItem(item) && itemKind === 'discussion' && meeting.agendaVersion > 0;
        await this.service.accessLog.write({
          at: moment.now,
          tenant: caller.tenant,
          personId: caller.personId,
          roles: [...theirs],
          action: 'R',
          objectType: 'case',
          objectId: caseId,
          part: 'agenda-proposal',
          level,
          outcome: 'given',
          ...(traceId !== undefined && { traceId }),
        });
        const child = kase.child && { givenName: kase.child.givenName, familyName: kase.child.familyName };
        const dossier = dossierOf(kase, { meetingId: id, members, today: moment.today, isToPrepare });
        return [[caseId, { ...(child && { child }), dossier }] as const];
      }),
    );
    return new Map(shown.flat());
  }
}

function itemAnswer(
  child: Proposed,
  { id }: MeetingSight,
  shown: Shown | undefined,
  postponedFor: string | undefined,
  language: Language,
): Record<string, unknown> {
  const { caseId, reason, itemKind, part, since, postponed, minutes, place, slotNo, item, otherMeeting, blockedBy, noPlaceFor, accept } =
    child;
  return {
    caseId,
    ...(shown?.child && { child: shown.child }),
    reason,
    explanation: proposalSentence({ ...child, postponedFor: shown ? postponedFor : undefined }, language),
    itemKind,
    part,
    ...(slotNo !== undefined && { slotNo }),
    ...(since !== undefined && { since }),
    postponed,
    minutes,
    place,
    onAgenda: item ? { itemId: item.itemId, state: stateOfItem(item) } : null,
    otherMeeting: otherMeeting ?? null,
    mayBeDiscussed: blockedBy.length === 0,
    blockedBy,
    noPlaceFor: noPlaceFor ?? null,
    accept: accept
      ? {
          command: wireName(accept.command),
          path: `/v1/meetings/${id}/${wireName(accept.command)}`,
          by: meetingCommands[accept.command].by,
          body: accept.body,
        }
      : null,
    dossier: shown?.dossier ?? null,
  };
}

/** How the minutes of a part are spent: on what is on the agenda, on what is proposed, and what is left then. */
function minutesOfSection(
  section: 'fixed' | 'variable',
  { meeting }: MeetingSight,
  children: readonly Proposed[],
): Record<string, unknown> {
  const minutes = budgetOf(meeting, section);
  const planned = plannedIn(meeting, section);
  const proposed = children
    .filter(({ part, place }) => part === section && place === 'proposed')
    .reduce((total, child) => total + child.minutes, 0);
  return { section, minutes, planned, proposed, left: minutes - planned - proposed };
}
