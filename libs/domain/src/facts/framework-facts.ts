export interface StepMinutes {
  readonly background: number;
  readonly reason: number;
  readonly goals: number;
  readonly actions: number;
}

/** How a team's agenda is cut, in minutes. */
export interface AgendaMinutes {
  readonly checkIn: number;
  readonly household: number;
  readonly checkOut: number;
  /** Of each child in the fixed part. */
  readonly fixedSteps: StepMinutes;
  readonly variableSteps: StepMinutes;
}

/** What a team agreed that the service works by; what is left out is as domain.md proposes. */
export interface AgreedSettings {
  readonly agenda?: AgendaMinutes & { readonly profile: '60' | '90' | 'custom' };
  readonly fixedSlots?: number;
  readonly maxAcute?: number;
  /** Working days before the meeting until which a child may be brought in. */
  readonly bringInCutOffDays?: number;
  readonly quorum?: { readonly members: number; readonly disciplines: number };
}

/** What a meeting may know of the team's agreements. */
export interface FrameworkFacts {
  readonly versions: readonly { readonly version: number; readonly effectiveFrom: string; readonly settings: AgreedSettings }[];
}

/** The version in force on a day: the newest of those that hold by then; undefined while there is none. */
export const agreedOn = (framework: FrameworkFacts | undefined, on: string): FrameworkFacts['versions'][number] | undefined =>
  framework?.versions.findLast(({ effectiveFrom }) => effectiveFrom <= on);
