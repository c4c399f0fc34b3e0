/** What a case and other meetings may know of a meeting. */
export interface MeetingFacts {
  readonly meetingId: string;
  readonly teamId: string;
  readonly state: 'planned' | 'agenda_open' | 'agenda_sent' | 'in_session' | 'closed' | 'cancelled';
  readonly startsAt: string;
  readonly endsAt: string;
  /** The last day on which a child may be brought in for the fixed part (domain.md D02). */
  readonly bringInUntil: string;
  readonly chairIds: readonly string[];
  readonly minuteTakerId?: string;
  readonly items: readonly MeetingItemFacts[];
}

export interface MeetingItemFacts {
  readonly itemId: string;
  readonly caseId: string;
  readonly state: 'proposed' | 'accepted' | 'blocked' | 'in_discussion' | 'done' | 'skipped' | 'removed';
  readonly guestIds: readonly string[];
}
