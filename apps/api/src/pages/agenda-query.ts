import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import { amsterdamDate } from '#domain/calendar/index.js';
import type { Actor, Role } from '#domain/kernel/index.js';
import { startOf } from '#domain/meeting/index.js';
import { rolesOf } from '#domain/support-case/index.js';
import type { CaseDetail } from '#domain/views/index.js';
import { canSeeItem, visibleCase, visibleMeeting, visibleSections } from '#domain/visibility.js';
import { erased } from '#infra/sealing/vault.js';
import type { Service } from '#infra/service.js';
import { viewerOf } from '../cases/viewer.js';
import type { MeetingSight } from '../meetings/meeting-sight.js';
import { loggedItems, sightOfMeeting } from '../meetings/meeting-sight.js';
import { SERVICE } from '../tokens.js';
import type { ReadableMeeting } from './agenda-page.js';
import { agendaBody, membersIn } from './agenda-page.js';
import { agendaWords } from './agenda-words.js';
import { legible } from './legible.js';
import type { Language, Page } from './page.js';
import { People } from './people.js';
import { sayDay } from './say.js';
import { namedTeam } from './team-names.js';

/** The agenda of a meeting as a page for print, each item as far as the caller may see it. */
export class MeetingAgenda extends Query<Page> {
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

@QueryHandler(MeetingAgenda)
export class MeetingAgendaHandler implements IQueryHandler<MeetingAgenda> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, meetingId, minRevision, language, traceId }: MeetingAgenda): Promise<Page> {
    const sight = await sightOfMeeting(this.service, caller, meetingId, minRevision);
    const { document, viewer, revision, moment } = sight;
    const words = agendaWords[language];
    const visible = {
      ...visibleMeeting(document, viewer),
      sections: visibleSections(document, viewer, (item) => startOf(document, item)),
    };
    const meeting = legible((await this.service.vault.opened(visible)) as ReadableMeeting, words.erased);
    const [team, children] = await Promise.all([
      namedTeam(this.service, caller.tenant, document.teamId, membersIn(meeting), words.erased),
      this.#children(caller, sight),
      loggedItems(this.service, caller, sight, 'agenda-page', traceId),
    ]);
    const day = amsterdamDate(document.startsAt);
    return {
      language,
      title: `${words.title}, ${sayDay(day, language)}`,
      body: agendaBody(meeting, day, {
        language,
        words,
        people: new People([], team.members, language, ''),
        teamName: team.name,
        children,
        fixedSlots: document.agreement.fixedSlots,
        isGuest: viewer.level === 'guest',
        madeOn: moment.today,
        revision,
      }),
    };
  }

  /** What the children of these items are called: given name and initial, of those alone whose case the caller may read. */
  async #children(caller: Actor, { document, viewer, roles, team, moment }: MeetingSight): Promise<ReadonlyMap<string, string>> {
    const seen = document.items.filter(({ itemId }) => canSeeItem(viewer, itemId)).map(({ caseId }) => caseId);
    const cases = await this.service.readModels.documents<CaseDetail>('case-detail-1', caller.tenant, [...new Set(seen)]);
    const names = await Promise.all(
      cases.map(async ({ id, document: kase }) => {
        const theirs = new Set<Role>(rolesOf(caller, kase.relations, team, moment.today));
        for (const role of ['CH', 'MT'] as const) if (roles.has(role)) theirs.add(role);
        const visible = visibleCase(kase, viewerOf(caller, theirs, moment));
        if (!visible || !('child' in visible) || !visible.child) return [];
        const { givenName, familyName } = visible.child;
        const [given, family] = (await this.service.vault.opened([givenName, familyName])) as readonly string[];
        return given === undefined || given === erased ? [] : [[id, `${given} ${initialOf(family ?? '')}`.trim()] as const];
      }),
    );
    return new Map(names.flat());
  }
}

const initialOf = (name: string): string => (name === '' || name === erased ? '' : `${[...name][0]!.toUpperCase()}.`);
