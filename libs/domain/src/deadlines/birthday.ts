import type { Closure, Instant, LocalDate } from '../calendar/index.js';
import { amsterdamInstant, birthdayOf, workingDaysAfter } from '../calendar/index.js';
import { ruleOf } from './rules.js';
import type { DeadlineSettings } from './settings.js';
import { ruleUnder } from './settings.js';
import type { Alarm, DeadlineStamp, Threshold } from './stamp.js';
import { reminderTime } from './stamp.js';

/** The deadline that waits for a birthday (D22), without the day: neither event nor read model holds it in clear. */
export function birthdayStamp(subject: DeadlineStamp['subject'], age: Threshold, settings: DeadlineSettings): DeadlineStamp {
  const { reminders, channels } = ruleUnder(settings, 'D22');
  return {
    rule: 'D22',
    subject,
    alarms: [],
    birthday: { age, reminders },
    policyVersion: settings.policyVersion,
    ...(channels && { channels }),
  };
}

/**
 * The same deadline with its day and alarms, for whoever has opened the date of birth, to be kept in memory only. Reminders from before it
 * was set are dropped: it is a notice.
 */
export function onBirthday(stamp: DeadlineStamp, birth: LocalDate, closures: readonly Closure[], setAt: Instant): DeadlineStamp {
  if (!stamp.birthday) return stamp;
  const { age, reminders } = stamp.birthday;
  const dueOn = birthdayOf(birth, age);
  const command = ruleOf('D22').command!;
  const dueAt = amsterdamInstant(dueOn, command.time);
  const told = reminders.map(({ days, to, time = reminderTime }, index): Alarm => ({
    step: `reminder-${index + 1}`,
    kind: 'reminder',
    at: amsterdamInstant(workingDaysAfter(dueOn, days, 'team', closures).dueOn, time),
    to,
  }));
  const turns: Alarm = {
    step: 'command',
    kind: 'command',
    at: dueAt < setAt ? setAt : dueAt,
    to: [],
    command: { name: command.name, body: { age } },
  };
  const alarms = [...told.filter(({ at }) => at >= setAt), turns].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return { ...stamp, dueOn, dueAt, alarms };
}
