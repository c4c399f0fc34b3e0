/** What a meeting may know of a case: where it stands, never what it says. */
export interface CaseFacts {
  readonly caseId: string;
  readonly teamId: string;
  readonly phase: string;
  readonly isUrgent: boolean;
  readonly isOnHold: boolean;
  /** Everybody who must consent to the discussion has done so, and it holds on the day asked about (I2). */
  readonly isConsented: boolean;
  readonly coordinatorId: string;
  readonly caseOwnerId?: string;
  /** The preparation form of this cycle has been submitted. */
  readonly hasForm: boolean;
  /** The child's view, or why there is none, is on file for what comes next: the discussion, or the evaluation after it. */
  readonly hasChildView: boolean;
  /** Somebody of the family or its network speaks through an interpreter. */
  readonly needsInterpreter: boolean;
  /** Who prepared for which meeting. */
  readonly readings: readonly { readonly meetingId: string; readonly personId: string }[];
  readonly broughtIn?: {
    readonly part: 'fixed' | 'variable';
    readonly introducerId: string;
    readonly minutes: number;
    readonly guestIds: readonly string[];
  };
  readonly reviewOn?: string;
  /** The agenda item under which the child is being discussed now. */
  readonly discussedAs?: string;
  /** The step of its discussion that runs now, since the step before it ended; none when all four are recorded. */
  readonly runningStep?: { readonly step?: 'background' | 'reason' | 'goals' | 'actions'; readonly since?: string };
  readonly parties: readonly CasePartyFacts[];
}

export interface CasePartyFacts {
  readonly partyId: string;
  readonly kind: 'parent_authority' | 'guardian' | 'parent_no_authority' | 'child' | 'network' | 'professional' | 'organisation';
  readonly personId?: string;
  /** What it is to the case when it logs in; without one it has no access. */
  readonly role?: 'PA' | 'CI' | 'EX';
  /** Nothing stands in the way of its hearing what is said: it is no external, or consent to share with its organisation holds. */
  readonly mayHear: boolean;
}
