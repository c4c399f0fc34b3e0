import type { CaseData } from '../../support-case/events/index.js';

export interface Step {
  readonly step: CaseData<'DiscussionStepRecorded'>['step'];
  readonly seconds: number;
}

/** The days, codes and seconds of one case. */
export interface CaseFigures {
  readonly caseId: string;
  /** Phases that are over, each from its first day to the day on which the next began. */
  readonly stays: readonly { readonly phase: string; readonly from: string; readonly to: string }[];
  readonly discussions: readonly {
    readonly on: string;
    readonly hasChildView: boolean;
    readonly part: CaseData<'CaseBroughtIn'>['part'];
    /** The meeting it took place in, when one was planned. */
    readonly meetingId?: string;
    readonly steps: readonly Step[];
  }[];
  /** Owed from the day of the discussion; without `on` not final yet. */
  readonly reports: readonly { readonly cycleNo: number; readonly from: string; readonly on?: string }[];
  /** Owed from a day on to an addressee; settled without `on` is waived. */
  readonly feedback: readonly {
    readonly cycleNo: number;
    readonly addresseeId: string;
    readonly from: string;
    readonly isSettled: boolean;
    readonly on?: string;
  }[];
  readonly goals: readonly { readonly on: string; readonly voice: CaseData<'GoalAgreed'>['voice'] }[];
  readonly postponements: readonly { readonly on: string; readonly reason: CaseData<'DiscussionPostponed'>['reason'] }[];
  /** The scores of goals when they were evaluated. */
  readonly results: readonly { readonly on: string; readonly score: number }[];
}
