import type { Folds } from '../kernel/index.js';
import { known, list, newId, object, optional, ref, text } from '../kernel/index.js';
import { membersOn } from '../team/state.js';
import { completions, oldestOwing, owesReport, withReport } from './aftercare.js';
import type { CaseContext } from './command.js';
import { command } from './command.js';
import { consentProblems } from './consent.js';
import { event } from './events/index.js';
import type { report as vocabulary } from './events/report.js';
import { correctionGround, reportPart, shareChannel } from './events/report.js';
import { forThemselves } from './own-party.js';
import { personOf } from './roles.js';
import type { Case, Party, Report } from './state.js';
import { allPhases, carriedOver, change, partyOf, reportOf } from './state.js';

const body = text(8000);
const carriedReport = {
  when: (kase: Case) => kase.phase !== 'closed' && carriedOver(kase).some(owesReport),
  note: 'while the report of an earlier cycle is owed',
};
const isExternal = (party: Party): boolean => party.kind === 'professional' || party.kind === 'organisation';
const wholeReport = ['background', 'reason', 'goals', 'actions', 'agreements'] as const;
const smallTeam = 4;

const isFinal = {
  that: (kase: Case, _: CaseContext, data: { reportId?: string } | undefined) =>
    data?.reportId === undefined ? kase.reports.some((each) => each.status === 'final') : reportOf(kase, data.reportId)?.status === 'final',
  en: 'The report is not final.',
  nl: 'Het verslag is niet vastgesteld.',
};

export const reportCommands = {
  DraftReport: command({
    takes: { reportId: newId('report'), body: object({ background: body, reason: body, goals: body, actions: body, agreements: body }) },
    by: ['MT', 'OW'],
    in: ['aftercare'],
    alsoIn: carriedReport,
    requires: [
      {
        that: (kase) => oldestOwing(kase, owesReport) !== undefined,
        en: 'The report is final: it is corrected, never overwritten.',
        nl: 'Het verslag is vastgesteld: het wordt gecorrigeerd, nooit overschreven.',
      },
    ],
    does: (kase, data, { actor }) => {
      const cycleNo = oldestOwing(kase, owesReport)!.cycleNo;
      const version = kase.reports.filter((each) => each.cycleNo === cycleNo).length + 1;
      return [event('ReportDrafted', { ...data, cycleNo, version, authorId: actor.onBehalfOf ?? actor.personId })];
    },
  }),

  FinaliseReport: command({
    takes: { reportId: known('report'), approvedById: known('person', ref) },
    by: ['CH', 'CO'],
    in: ['aftercare'],
    alsoIn: carriedReport,
    refuses: {
      'self-approval': (kase, { team, today }, data) => {
        const author = data && reportOf(kase, data.reportId)?.authorId;
        return (
          author !== undefined &&
          personOf(kase, author) === personOf(kase, data!.approvedById) &&
          membersOn(team, today).length >= smallTeam
        );
      },
    },
    requires: [
      {
        that: (kase, _, data) =>
          data
            ? ['draft', 'final'].includes(reportOf(kase, data.reportId)?.status ?? '')
            : kase.reports.some((each) => each.status === 'draft'),
        en: 'There is no such draft: a newer one took its place, or none was made.',
        nl: 'Er is geen concept: een nieuwer nam de plaats in, of het is er nog niet.',
      },
    ],
    does: (kase, { reportId, approvedById }, { on, today }) => {
      const { status, cycleNo, version } = reportOf(kase, reportId)!;
      if (status === 'final') return [];
      const contentHash = kase.made[reportId]?.mac ?? 'unknown';
      return [
        event('ReportFinalised', { reportId, cycleNo, version, approvedById, on, contentHash }),
        ...completions(kase, withReport(kase.aftercare, cycleNo, on), today),
      ];
    },
  }),

  CorrectReport: command({
    takes: { reportId: known('report'), correction: text(2000), ground: correctionGround },
    by: ['CO', 'MT'],
    in: allPhases,
    onHold: true,
    requires: [isFinal],
    does: (kase, data) => [event('ReportCorrected', { ...data, version: reportOf(kase, data.reportId)!.version + 1 })],
  }),

  ShareReport: command({
    takes: { reportId: known('report'), recipientPartyId: ref, channel: shareChannel, parts: list(reportPart, 0, 5) },
    by: ['CO', 'OW'],
    in: allPhases,
    onHold: true,
    refuses: {
      'consent-incomplete': (kase, { on }, data) => {
        const party = data && partyOf(kase, data.recipientPartyId);
        return party && isExternal(party) ? consentProblems(kase, `share_org:${party.organisationId ?? ''}`, on) : [];
      },
      'recipient-not-involved': (kase, { team, today }, data) =>
        data !== undefined &&
        partyOf(kase, data.recipientPartyId) === undefined &&
        !membersOn(team, today).some((member) => member.personId === data.recipientPartyId),
    },
    requires: [isFinal],
    does: (kase, data) => {
      const party = partyOf(kase, data.recipientPartyId);
      const parts = data.parts.length > 0 ? data.parts : wholeReport;
      return [event('ReportShared', { ...data, parts }, party && isExternal(party) ? 'consent' : undefined)];
    },
  }),

  RecordPartyRemark: command({
    takes: { reportId: optional(known('report')), planVersionId: optional(known('plan')), partyId: known('party'), text: text(8000) },
    by: ['CO', 'OW', 'PA', 'CI'],
    in: allPhases,
    onHold: true,
    mayWith: forThemselves,
    checks: ({ reportId, planVersionId }) =>
      (reportId === undefined) === (planVersionId === undefined)
        ? [{ pointer: '', message: { en: 'Give either a reportId or a planVersionId.', nl: 'Geef een reportId of een planVersionId.' } }]
        : [],
    does: (_, data) => [event('PartyRemarkRecorded', data)],
  }),
};

export const reportFolds: Folds<Case, typeof vocabulary> = {
  ReportDrafted: (kase, { reportId, cycleNo, version, authorId }) => ({
    ...kase,
    reports: [
      ...change(
        kase.reports,
        (each) => each.cycleNo === cycleNo && each.status === 'draft',
        (each): Report => ({ ...each, status: 'replaced' }),
      ),
      { reportId, cycleNo, version, authorId, status: 'draft' },
    ],
  }),
  ReportFinalised: (kase, { reportId, cycleNo, on }) => ({
    ...kase,
    aftercare: withReport(kase.aftercare, cycleNo, on),
    reports: change(
      kase.reports,
      (each) => each.reportId === reportId,
      (each) => ({ ...each, status: 'final' }),
    ),
  }),
  ReportCorrected: (kase, { reportId, version }) => ({
    ...kase,
    reports: change(
      kase.reports,
      (each) => each.reportId === reportId,
      (each) => ({ ...each, version }),
    ),
  }),
  ReportShared: (kase) => kase,
  PartyRemarkRecorded: (kase) => kase,
};
