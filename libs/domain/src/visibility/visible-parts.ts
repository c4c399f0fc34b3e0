import type { CaseDetail } from '../views/index.js';

/** A copy with these fields only, where they are there. */
export function only<T extends object, const N extends keyof T>(item: T, names: readonly N[]): Pick<T, N> {
  const copy: Partial<T> = {};
  for (const name of names) if (item[name] !== undefined) copy[name] = item[name];
  return copy as Pick<T, N>;
}

/** A copy with every field but these. */
export function without<T extends object, const N extends keyof T>(item: T, names: readonly N[]): Omit<T, N> {
  const copy: Partial<T> = { ...item };
  for (const name of names) delete copy[name];
  return copy as Omit<T, N>;
}

type DetailEscalation = CaseDetail['escalations'][number];
type DetailReport = CaseDetail['reports'][number];

/** An escalation; one about safety is, for others, only an entry that is restricted. */
export type Escalation =
  DetailEscalation | (Pick<DetailEscalation, 'escalationId' | 'status' | 'raisedOn'> & { readonly restricted: true });

/** Level 1 of domain.md §7: ids, phase, urgency and dates. */
export interface ProcessCase {
  readonly caseId: string;
  readonly teamId: string;
  readonly phase: string;
  readonly cycleNo: number;
  readonly urgency: CaseDetail['urgency'];
  readonly openedOn: string;
  readonly phaseSince: string;
  readonly reviewOn?: string;
  readonly closedOn?: string;
  /** Only for those to whom they were escalated. */
  readonly escalations?: readonly Escalation[];
}

export const processOf = (document: CaseDetail): ProcessCase => ({
  ...only(document, ['caseId', 'teamId', 'phase', 'cycleNo', 'urgency', 'openedOn', 'phaseSince']),
  ...only(document.evaluation, ['reviewOn']),
  ...only(document.closure ?? {}, ['closedOn']),
});

/** A report as it was shared: the parts that were, as they stood then. */
export interface SharedReport extends Pick<DetailReport, 'reportId' | 'cycleNo' | 'finalOn' | 'corrections'> {
  readonly parts: Partial<DetailReport['body']>;
  readonly sharedOn: string;
}

/** Reports shared with one of these references; a correction that came after the sharing was not shared with it. */
export function sharedReports({ reports }: CaseDetail, recipients: readonly (string | undefined)[]): readonly SharedReport[] {
  return reports.flatMap((report): SharedReport[] => {
    const shares = report.sharedWith.filter((share) => recipients.includes(share.recipientPartyId));
    const last = shares.at(-1);
    if (!last) return [];
    return [
      {
        ...only(report, ['reportId', 'cycleNo', 'finalOn']),
        corrections: report.corrections.filter((each) => each.version <= last.version),
        parts: only(
          report.body,
          shares.flatMap((share) => share.parts),
        ),
        sharedOn: last.on,
      },
    ];
  });
}
