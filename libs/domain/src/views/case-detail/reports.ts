import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import { changed, partOf } from '../fragments/part.js';

type Drafted = CaseData<'ReportDrafted'>;

export interface ReportCorrection {
  readonly version: number;
  readonly on: string;
  readonly ground: CaseData<'ReportCorrected'>['ground'];
  readonly correction: Sealed;
}
export interface SharedWith {
  /** A partyId, or the personId of a member of the team. */
  readonly recipientPartyId: string;
  readonly channel: CaseData<'ReportShared'>['channel'];
  readonly parts: CaseData<'ReportShared'>['parts'];
  readonly on: string;
  /** The version it had when it was shared; a later correction was not shared with it. */
  readonly version: number;
}
export interface DetailReport {
  readonly reportId: string;
  readonly cycleNo: number;
  readonly version: number;
  readonly status: 'draft' | 'replaced' | 'final' | 'corrected';
  readonly authorId: string;
  readonly draftedOn: string;
  readonly approvedById?: string;
  readonly finalOn?: string;
  readonly body: Drafted['body'];
  readonly corrections: readonly ReportCorrection[];
  readonly sharedWith: readonly SharedWith[];
}
export interface DetailRemark extends CaseData<'PartyRemarkRecorded'> {
  readonly on: string;
  readonly recordedById: string;
}
export interface Reports {
  readonly reports: readonly DetailReport[];
  readonly remarks: readonly DetailRemark[];
}
export const noReports: Reports = { reports: [], remarks: [] };

const withReport = (state: Reports, reportId: string, to: (report: DetailReport) => DetailReport): Reports => ({
  ...state,
  reports: changed(state.reports, (report) => report.reportId === reportId, to),
});

export const reports = partOf<Reports>()({
  ReportDrafted: (state, { reportId, cycleNo, version, authorId, body }, { occurredAt }) => ({
    ...state,
    reports: [
      ...changed(
        state.reports,
        (each) => each.cycleNo === cycleNo && each.status === 'draft',
        (each): DetailReport => ({ ...each, status: 'replaced' }),
      ),
      {
        reportId,
        cycleNo,
        version,
        status: 'draft' as const,
        authorId,
        draftedOn: amsterdamDate(occurredAt),
        body,
        corrections: [],
        sharedWith: [],
      },
    ],
  }),
  ReportFinalised: (state, { reportId, approvedById, on }) =>
    withReport(state, reportId, (report) => ({ ...report, status: 'final', approvedById, finalOn: on })),
  ReportCorrected: (state, { reportId, version, ground, correction }, { occurredAt }) =>
    withReport(state, reportId, (report) => ({
      ...report,
      status: 'corrected',
      version,
      corrections: [...report.corrections, { version, on: amsterdamDate(occurredAt), ground, correction }],
    })),
  ReportShared: (state, { reportId, recipientPartyId, channel, parts }, { occurredAt }) =>
    withReport(state, reportId, (report) => ({
      ...report,
      sharedWith: [...report.sharedWith, { recipientPartyId, channel, parts, on: amsterdamDate(occurredAt), version: report.version }],
    })),
  PartyRemarkRecorded: (state, data, { actorId, onBehalfOf, occurredAt }) => ({
    ...state,
    remarks: [...state.remarks, { ...data, on: amsterdamDate(occurredAt), recordedById: onBehalfOf ?? actorId }],
  }),
});
