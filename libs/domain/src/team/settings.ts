import type { RuleId, RuleSetting } from '../deadlines/index.js';
import { mostReminders, recipients, ruleIds, settingsProblems } from '../deadlines/index.js';
import type { Infer } from '../kernel/index.js';
import { bool, commandFor, date, int, list, object, oneOf, optional, time } from '../kernel/index.js';
import { channels, teamEvent } from './events/index.js';
import type { Team } from './state.js';

const command = commandFor<Team, Team>();
const to = list(oneOf(...recipients), 1, recipients.length);
const ruleFields = object({
  offset: optional(int(0, 60)),
  reminders: optional(list(object({ days: int(-60, 60), to: optional(to) }), 0, mostReminders)),
  recipients: optional(to),
  escalation: optional(list(object({ days: int(-60, 60), to }), 0, mostReminders)),
  channels: optional(channels),
  enabled: optional(bool),
});
const deadlines = object(Object.fromEntries(ruleIds.map((rule) => [rule, optional(ruleFields)])));
type Wishes = Readonly<Partial<Record<RuleId, Infer<{ of: typeof ruleFields }>['of']>>>;

/** The settings of a body as they are stored: a list, each with its rule. */
const listed = (wishes: Wishes): RuleSetting[] =>
  ruleIds.flatMap((rule) => (wishes[rule] === undefined ? [] : [{ rule, ...(wishes[rule] as Omit<RuleSetting, 'rule'>) }]));

export const settingsCommands = {
  SetDeadlineSettings: command({
    takes: { settings: object({ deadlines }), effectiveFrom: date },
    by: ['CH', 'AD'],
    in: [],
    checks: ({ settings }) => settingsProblems(listed(settings.deadlines as Wishes)),
    does: (team, { settings, effectiveFrom }) => [
      teamEvent('DeadlineSettingsSet', {
        deadlines: listed(settings.deadlines as Wishes),
        effectiveFrom,
        policyVersion: team.policyVersion + 1,
      }),
    ],
  }),

  SetNotificationPreferences: command({
    takes: { channels, quietFrom: optional(time), quietUntil: optional(time) },
    by: ['CO', 'CH', 'MT', 'PR', 'LD', 'SO', 'PO', 'OB'],
    in: [],
    checks: (data) =>
      (data.quietFrom === undefined) === (data.quietUntil === undefined) &&
      (data.quietFrom === undefined || data.quietFrom !== data.quietUntil)
        ? []
        : [
            {
              pointer: data.quietFrom === undefined ? '/quietFrom' : '/quietUntil',
              message: {
                en: 'Quiet time has a beginning and another end; it may pass midnight.',
                nl: 'Stille tijd heeft een begin en een ander einde; die mag over middernacht gaan.',
              },
            },
          ],
    does: (team, data, { actor }) => {
      const personId = actor.onBehalfOf ?? actor.personId;
      const wanted = { ...data, channels: [...new Set(data.channels)].toSorted() };
      const known = team.preferences[personId];
      const isSo =
        known !== undefined &&
        known.quietFrom === wanted.quietFrom &&
        known.quietUntil === wanted.quietUntil &&
        known.channels.join() === wanted.channels.join();
      return isSo ? [] : [teamEvent('NotificationPreferencesSet', { personId, ...wanted })];
    },
  }),
};
