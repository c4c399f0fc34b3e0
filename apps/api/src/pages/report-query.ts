import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { ContentCase, FamilyCase, OwnCase } from '#domain/visibility.js';
import { visibleCase } from '#domain/visibility.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { logged, sightOf } from '../cases/look.js';
import { SERVICE } from '../tokens.js';
import { MeetingAgendaHandler } from './agenda-query.js';
import { legible } from './legible.js';
import type { Language, Page } from './page.js';
import { People } from './people.js';
import type { ReadableCase } from './report-of.js';
import { dayOfDiscussion, referencesIn, reportOf } from './report-of.js';
import { reportBody } from './report-page.js';
import { reportWords } from './report-words.js';
import { sayDay } from './say.js';
import { namedTeam } from './team-names.js';

/** The report of a child's discussion as a page for print, as far as the caller may see the case. */
export class CaseReport extends Query<Page> {
  constructor(
    readonly caller: Actor,
    readonly caseId: string,
    readonly asked: { readonly cycleNo?: number; readonly minRevision?: number },
    readonly language: Language,
    readonly traceId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(CaseReport)
export class CaseReportHandler implements IQueryHandler<CaseReport> {
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  async execute({ caller, caseId, asked, language, traceId }: CaseReport): Promise<Page> {
    const sight = await sightOf(this.service, caller, caseId, asked.minRevision);
    // Who sees the process of a case alone sees nothing that a report could say.
    if (sight.level === 'process') throw new Refused('not-found');
    const visible = visibleCase(sight.document, sight.viewer) as ContentCase | FamilyCase | OwnCase;
    const words = reportWords[language];
    const kase = legible((await this.service.vault.opened(visible)) as ReadableCase, words.erased);
    const report = reportOf(kase, asked.cycleNo);
    if (!report) throw new Refused('not-found');
    const [team] = await Promise.all([
      namedTeam(this.service, caller.tenant, visible.teamId, referencesIn(report), words.erased),
      logged(this.service, caller, sight, 'report-page', traceId),
    ]);
    const { name: teamName, members } = team;
    const people = new People('parties' in kase ? kase.parties : [], members, language, words.member);
    const telling = { language, words, people, teamName, madeOn: sight.moment.today, revision: sight.revision };
    const day = dayOfDiscussion(report);
    return {
      language,
      title: day === undefined ? words.title : `${words.title}, ${sayDay(day, language)}`,
      body: reportBody(report, telling),
    };
  }
}

export const pageQueries = [CaseReportHandler, MeetingAgendaHandler];
