import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#domain/kernel/index.js';
import type { TeamDocument } from '#domain/views/index.js';
import type { ContentCase, FamilyCase, OwnCase } from '#domain/visibility.js';
import { visibleCase } from '#domain/visibility.js';
import { Refused } from '#infra/execute/refused.js';
import { erased } from '#infra/sealing/vault.js';
import type { Service } from '#infra/service.js';
import { logged, sightOf } from '../cases/look.js';
import { SERVICE } from '../tokens.js';
import type { Opened } from './opened.js';
import type { Language, Page } from './page.js';
import { People } from './people.js';
import type { ReadableCase, Report } from './report-of.js';
import { dayOfDiscussion, referencesIn, reportOf } from './report-of.js';
import { reportBody } from './report-page.js';
import { reportWords } from './report-words.js';
import { sayDay } from './say.js';

type Member = TeamDocument['members'][number];

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
      this.#teamOf(caller, visible.teamId, report),
      logged(this.service, caller, sight, 'report-page', traceId),
    ]);
    const { name: teamName, members } = legible(team, words.erased);
    const people = new People('parties' in kase ? kase.parties : [], members, language, words.member);
    const telling = { language, words, people, teamName, madeOn: sight.moment.today, revision: sight.revision };
    const day = dayOfDiscussion(report);
    return {
      language,
      title: day === undefined ? words.title : `${words.title}, ${sayDay(day, language)}`,
      body: reportBody(report, telling),
    };
  }

  /** The name of the team, and of its members those who did something in the report: their names alone are opened. */
  async #teamOf(
    caller: Actor,
    teamId: string,
    report: Report,
  ): Promise<{ readonly name: string; readonly members: readonly Opened<Member>[] }> {
    const found = await this.service.readModels.document<TeamDocument>('team-1', caller.tenant, teamId);
    const named = new Set(referencesIn(report));
    const members = (found?.document.members ?? []).filter(({ personId }) => named.has(personId)).map(({ email: _, ...member }) => member);
    const opened = await this.service.vault.opened({ name: found?.document.name ?? '', members });
    return opened as { name: string; members: Opened<Member>[] };
  }
}

/** A copy in which a text whose key is gone says so in words. */
function legible<T>(value: T, instead: string): T {
  if (value === erased) return instead as T;
  if (Array.isArray(value)) return value.map((each: unknown) => legible(each, instead)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, legible(each as unknown, instead)])) as T;
}

export const pageQueries = [CaseReportHandler];
