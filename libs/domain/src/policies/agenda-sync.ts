import type { MeetingEvents } from '../meeting/events/index.js';
import type { Meta, Occurrence, Policy, PolicyCommand } from '../kernel/index.js';
import { reactionsTo } from '../kernel/index.js';
import type { CaseEvents } from '../support-case/events/index.js';

type Cause = 'consent_missing' | 'on_hold' | 'withdrawn' | 'closed' | 'not_ready';

const nothing = (): readonly PolicyCommand[] => [];
const onMeeting = (id: string, command: string, body: PolicyCommand['body'], otherwise: PolicyCommand['otherwise']): PolicyCommand => ({
  kind: 'caseMeeting',
  id,
  command,
  body,
  ...(otherwise && { otherwise }),
});

/** The case may not be discussed now: its item is blocked. A meeting that is over has nothing to block. */
const block = ({ id, meta }: Occurrence<unknown>, cause: Cause): readonly PolicyCommand[] =>
  meta.after?.meetingId === undefined ? [] : [onMeeting(meta.after.meetingId, 'BlockItem', { caseId: id, cause }, nothing)];

/** It may be discussed again. When its slot is gone meanwhile, the case gets a new date instead of waiting for a meeting that is over. */
const unblock = ({ id, meta }: Occurrence<unknown>, cause: Cause): readonly PolicyCommand[] =>
  meta.after?.meetingId === undefined
    ? []
    : [
        onMeeting(meta.after.meetingId, 'UnblockItem', { caseId: id, cause }, () => [
          postpone(id, cause === 'consent_missing' ? 'consent_missing' : 'information_missing'),
        ]),
      ];

/** The case gets a new date. A case that is closed, concluded or no longer brought in needs none; one on hold gets it when it resumes. */
const postpone = (caseId: string, reason: string): PolicyCommand => ({
  kind: 'supportCase',
  id: caseId,
  command: 'PostponeDiscussion',
  body: { reason },
  otherwise: nothing,
});

const lacksConsent = ({ after }: Meta): boolean => after?.consent !== 'complete';
const judgeConsent = (occurrence: Occurrence<unknown>): readonly PolicyCommand[] =>
  lacksConsent(occurrence.meta) ? block(occurrence, 'consent_missing') : unblock(occurrence, 'consent_missing');

const causes: { readonly [code: string]: Cause } = {
  'consent-incomplete': 'consent_missing',
  'on-hold': 'on_hold',
  'case-closed': 'closed',
};

interface Scheduled {
  readonly itemId: string;
  readonly caseId: string;
  readonly itemKind: string;
  readonly part: string;
  readonly startsAt: string;
}
/** The case hears when its item comes; what it refuses blocks the item, so that it never silently vanishes. */
const confirm = (meetingId: string, { caseId, itemId, itemKind, part, startsAt }: Scheduled): PolicyCommand => ({
  kind: 'supportCase',
  id: caseId,
  command: 'ConfirmSchedule',
  body: { meetingId, itemId, itemKind, part, startsAt },
  otherwise: (code) => [onMeeting(meetingId, 'BlockItem', { caseId, cause: causes[code] ?? 'not_ready' }, nothing)],
});

const isPostponed = ({ itemKind }: { readonly itemKind: string }): boolean => itemKind !== 'brief_update';

/**
 * Keeps case and meeting in step (domain.md §2, §4): the case is the truth for "may be discussed", the meeting for "has a slot". They
 * share no transaction, so each tells the other.
 */
export const agendaSync: Policy = {
  name: 'agenda-sync',
  on: {
    supportCase: reactionsTo<CaseEvents>()({
      ConsentWithdrawn: judgeConsent,
      ConsentRefused: judgeConsent,
      ConsentRecorded: judgeConsent,
      ConsentCompleted: judgeConsent,
      PartyAdded: judgeConsent,
      PartyUpdated: judgeConsent,
      PartyEnded: judgeConsent,
      ChildDetailsCorrected: judgeConsent,
      CaseSuspended: (occurrence) => block(occurrence, 'on_hold'),
      CaseResumed: (occurrence) => unblock(occurrence, 'on_hold'),
      BringInWithdrawn: (occurrence) => block(occurrence, 'withdrawn'),
      CaseBroughtIn: (occurrence) => unblock(occurrence, 'withdrawn'),
      CaseClosed: (occurrence) => block(occurrence, 'closed'),
    }),
    caseMeeting: reactionsTo<MeetingEvents>()({
      AgendaItemAdded: ({ id, data }) => [confirm(id, data)],
      MeetingRescheduled: ({ id, data }) => data.items.map((item) => confirm(id, item)),
      AgendaItemSkipped: ({ data }) => (isPostponed(data) ? [postpone(data.caseId, data.reason)] : []),
      AgendaItemRemoved: ({ data }) => (isPostponed(data) ? [postpone(data.caseId, data.reason)] : []),
      MeetingCancelled: ({ data }) => data.items.filter(isPostponed).map(({ caseId }) => postpone(caseId, 'meeting_cancelled')),
    }),
  },
};
