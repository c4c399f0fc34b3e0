import type { Calculation } from '../calendar/index.js';
import { amsterdamDate, workingDaysAfter } from '../calendar/index.js';
import type { Alarm, DeadlineChanges, DeadlineSettings, DeadlineStamp, RuleId, Setting } from '../deadlines/index.js';
import { beforeQuietTimes, deadlineKey, ruleUnder, settingsOn, stampOf } from '../deadlines/index.js';
import type { NewEvent } from '../kernel/index.js';
import { cutOffDays } from './agreement.js';
import type { MeetingContext } from './command.js';
import { caseFacts, frameworkFacts } from './command.js';
import type { MeetingEventType } from './events/index.js';
import { caseOfSubject, isStillNeeded, meetingRecipients } from './recipients.js';
import type { Item, Meeting } from './state.js';
import { beforeSession, isOpenItem, meetingDay } from './state.js';

type Running = Pick<Setting, 'rule' | 'subject'>;

const ofItem = ({ caseId, itemKind, guestIds, answeredIds }: Item): readonly Running[] => [
  ...(itemKind === 'discussion' ? [{ rule: 'D03' as const, subject: { type: 'case' as const, id: caseId } }] : []),
  ...guestIds
    .filter((partyId) => !answeredIds.includes(partyId))
    .map((id) => ({ rule: 'D05' as const, subject: { type: 'addressee' as const, id } })),
  ...(itemKind === 'brief_update' ? [] : [{ rule: 'D06' as const, subject: { type: 'case' as const, id: caseId } }]),
];

/** Rules that an ad hoc meeting has no time for (domain.md §4). */
const regularOnly: readonly RuleId[] = ['D02', 'D03', 'D04', 'D07'];

/** The deadlines that hang on a meeting until it opens, by its own events alone. */
function runningIn(meeting: Meeting): readonly Running[] {
  if (!meeting.exists || !(beforeSession as readonly string[]).includes(meeting.state)) return [];
  const subject = { type: 'meeting' as const, id: meeting.meetingId };
  const all: readonly Running[] = [
    { rule: 'D02', subject },
    { rule: meeting.agendaVersion === 0 ? 'D04' : 'D07', subject },
    { rule: 'D08', subject },
    ...meeting.items.filter(isOpenItem).flatMap(ofItem),
  ];
  return meeting.kind === 'ad_hoc' ? all.filter(({ rule }) => !regularOnly.includes(rule)) : all;
}

/** Events that let every case of the agenda be looked at; another one looks at the case it is about. */
const overall: ReadonlySet<string> = new Set<MeetingEventType>(['MeetingRescheduled', 'MeetingOpened']);

/** Form or view are on file, as far as this event makes one look (D03, D06): what comes later is judged when the alarm rings. */
function isOnFile({ rule, subject }: Running, meeting: Meeting, { type, data }: NewEvent, context: MeetingContext): boolean {
  const caseId = caseOfSubject(subject, meeting);
  if (caseId === undefined || !(overall.has(type) || data['caseId'] === caseId)) return false;
  const facts = caseFacts(context, caseId);
  return (rule === 'D03' && facts?.hasForm === true) || (rule === 'D06' && facts?.hasChildView === true);
}

const givingUp: ReadonlySet<string> = new Set<MeetingEventType>(['FixedSlotReleased', 'AgendaItemRemoved', 'MeetingCancelled']);

/** What became of a deadline that an event ends. At the opening those are met of which nothing was missing. */
function endedAs(each: Running, before: Meeting, event: NewEvent, context: MeetingContext): 'met' | 'cancelled' {
  if (givingUp.has(event.type)) return 'cancelled';
  if (event.type !== 'MeetingOpened' || each.rule === 'D02' || each.rule === 'D08' || isOnFile(each, before, event, context)) return 'met';
  const isMet = each.rule === 'D07' && !isStillNeeded(each, { to: [] }, before, context.team, context.on, (id) => caseFacts(context, id));
  return isMet ? 'met' : 'cancelled';
}

/** How far before the meeting a rule falls due, counted from the meeting's day; D02 as the team agreed. */
function countedBack(rule: RuleId, meeting: Meeting, settings: DeadlineSettings, context: MeetingContext): Calculation {
  const on = meetingDay(meeting);
  const days = rule === 'D02' ? cutOffDays(frameworkFacts(context, meeting.teamId), on, settings) : ruleUnder(settings, rule).offset!;
  return days === 0 || meeting.kind === 'ad_hoc'
    ? { from: on, offset: 0, unit: 'days', calendar: 'team', skipped: [], dueOn: on }
    : workingDaysAfter(on, -days, 'team', context.team.closures);
}

/** Those whom an alarm would tell as things stand, with their quiet times. */
const quietOf = ({ to, at }: Alarm, { subject }: DeadlineStamp, meeting: Meeting, context: MeetingContext) =>
  Object.keys(context.team.preferences).length === 0
    ? []
    : meetingRecipients(to, subject, meeting, context.team, amsterdamDate(at), (id) => caseFacts(context, id)).map(({ recipientId }) => ({
        personId: recipientId,
        ...context.team.preferences[recipientId],
      }));

/** What an event changes about the deadlines of the meeting (domain.md D02–D08); another date moves all that run. */
export function meetingDeadlines(before: Meeting, now: Meeting, event: NewEvent, context: MeetingContext): DeadlineChanges | undefined {
  const settings = settingsOn(context.team.policies, context.today);
  const isMove = event.type === 'MeetingRescheduled';
  const ran = runningIn(before);
  const running = runningIn(now).filter((each) => !isOnFile(each, now, event, context));
  const [keysBefore, keysNow] = [ran, running].map((all) => new Set(all.map(deadlineKey)));
  const set = running
    .filter((each) => ruleUnder(settings, each.rule).enabled && (isMove || !keysBefore!.has(deadlineKey(each))))
    .map(({ rule, subject }) =>
      stampOf({
        rule,
        subject,
        counted: countedBack(rule, now, settings, context),
        at: context.at,
        closures: context.team.closures,
        settings,
        ...(now.kind === 'ad_hoc' && rule !== 'D08' && { atStart: now.startsAt }),
        ...(isMove && { moved: true }),
      }),
    )
    .map((stamp) => beforeQuietTimes(stamp, (alarm) => quietOf(alarm, stamp, now, context), context.at));
  const ended = ran
    .filter((each) => !keysNow!.has(deadlineKey(each)))
    .map((each) => ({ key: deadlineKey(each), as: endedAs(each, before, event, context) }));
  return set.length + ended.length === 0 ? undefined : { set, ended };
}
