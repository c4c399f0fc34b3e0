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
/** What a team may wish for its deadlines, by the id of the rule. */
export const deadlineWishes = object(Object.fromEntries(ruleIds.map((rule) => [rule, optional(ruleFields)])));
export type DeadlineWishes = Readonly<Partial<Record<RuleId, Infer<{ of: typeof ruleFields }>['of']>>>;

/** The settings of a body as they are stored: a list, each with its rule. */
export const listedWishes = (wishes: DeadlineWishes): RuleSetting[] =>
  ruleIds.flatMap((rule) => (wishes[rule] === undefined ? [] : [{ rule, ...(wishes[rule] as Omit<RuleSetting, 'rule'>) }]));

export const settingsCommands = {
  SetDeadlineSettings: command({
    takes: { settings: object({ deadlines: deadlineWishes }), effectiveFrom: date, frameworkVersion: optional(int(1, 100_000)) },
    by: ['CH', 'AD', 'WK'],
    in: [],
    mayWith: (_, { roles }, data) => roles.has('WK') || data.frameworkVersion === undefined,
    checks: ({ settings }) => settingsProblems(listedWishes(settings.deadlines as DeadlineWishes)),
    requires: [
      {
        that: (team, { roles }) => team.frameworkVersion === undefined || roles.has('WK'),
        en: 'The team has a collaboration framework: adopt a new version of it.',
        nl: 'Het team heeft kader en spelregels: stel daarvan een nieuwe versie vast.',
      },
    ],
    does: (team, { settings, effectiveFrom, frameworkVersion }) => [
      teamEvent('DeadlineSettingsSet', {
        deadlines: listedWishes(settings.deadlines as DeadlineWishes),
        effectiveFrom,
        policyVersion: team.policyVersion + 1,
        ...(frameworkVersion !== undefined && { frameworkVersion }),
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
