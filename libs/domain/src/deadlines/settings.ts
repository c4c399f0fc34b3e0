import type { LocalDate } from '../calendar/index.js';
import type { Problem, Sentence } from '../kernel/index.js';
import type { Recipient, Rule, RuleId, Step } from './rules.js';
import { ruleOf } from './rules.js';

export type Channel = 'email' | 'in_app';

/** What a team has chosen for one rule; what is left out stays as the rule has it. */
export interface RuleSetting {
  readonly rule: RuleId;
  /** In the rule's own unit: working days, or what the law counts in. */
  readonly offset?: number;
  readonly reminders?: readonly { readonly days: number; readonly to?: readonly Recipient[] }[];
  /** Whom every reminder tells that does not say it itself. */
  readonly recipients?: readonly Recipient[];
  readonly escalation?: readonly { readonly days: number; readonly to: readonly Recipient[] }[];
  readonly channels?: readonly Channel[];
  readonly enabled?: boolean;
}

/** One version of a team's settings, complete in itself: a rule that is not named is as built in. */
export interface DeadlineSettings {
  readonly policyVersion: number;
  readonly effectiveFrom: LocalDate;
  readonly deadlines: readonly RuleSetting[];
}

/** Version 0: the rules of domain.md §5 as they stand. */
export const builtIn: DeadlineSettings = { policyVersion: 0, effectiveFrom: '', deadlines: [] };

/** The settings by which a deadline is stamped on a day: of those in force the one that was given last. */
export const settingsOn = (versions: readonly DeadlineSettings[], on: LocalDate): DeadlineSettings =>
  versions.findLast((each) => each.effectiveFrom <= on) ?? builtIn;

/** A rule as a team has set it. */
export interface RuleInForce extends Rule {
  readonly enabled: boolean;
  readonly channels?: readonly Channel[];
}

/** A rule under a team's settings. Steps that the team left alone keep their distance from a due date that it moved. */
export function ruleUnder(settings: DeadlineSettings, id: RuleId): RuleInForce {
  const rule = ruleOf(id);
  const setting = settings.deadlines.find((each) => each.rule === id);
  if (!setting) return { ...rule, enabled: true };
  const { offset, reminders, recipients, escalation, channels, enabled = true } = setting;
  const { reminders: remindersAnyway, escalations: escalationsAnyway } = shifted(rule, offset);
  return {
    ...rule,
    ...(offset !== undefined && { offset }),
    reminders:
      reminders?.map(({ days, to }) => ({ days, to: to ?? recipients ?? [] })) ??
      remindersAnyway.map((step) => ({ ...step, to: recipients ?? step.to })),
    escalations:
      escalation?.map((step) => {
        const time = escalationsAnyway.find((each) => each.days === step.days)?.time;
        return { ...step, ...(time !== undefined && { time }) };
      }) ?? escalationsAnyway,
    enabled,
    ...(channels && { channels }),
  };
}

function shifted(rule: Rule, offset: number | undefined): Pick<Rule, 'reminders' | 'escalations'> {
  const further = rule.offset === undefined || offset === undefined ? 0 : offset - rule.offset;
  const by = rule.fromAnchor ? further : rule.fromMeeting ? -further : 0;
  const move = (step: Step): Step => ({ ...step, days: step.days + by });
  return { reminders: rule.reminders.map(move), escalations: rule.escalations.map(move) };
}

/** Most reminders, and most escalations, that a team may set for one deadline (domain.md §5 Configuring). */
export const mostReminders = 4;
const furthest = 60;
const both = (en: string, nl: string): Sentence => ({ en, nl });
const units = { days: both('days', 'dagen'), months: both('months', 'maanden') };

/** What of a team's wishes the bounds of domain.md §5 forbid, each with the pointer of its field below `/settings`. */
export function settingsProblems(deadlines: readonly RuleSetting[]): readonly Problem[] {
  return deadlines.flatMap((setting) => [...offsetProblems(setting), ...stepProblems(setting), ...fixedProblems(setting)]);
}

const at = ({ rule }: RuleSetting, field: string): string => `/settings/deadlines/${rule}/${field}`;

function offsetProblems(setting: RuleSetting): Problem[] {
  const { rule, offset } = setting;
  const { offset: usual, unit, fixed } = ruleOf(rule);
  if (offset === undefined) return [];
  if (usual === undefined)
    return [
      {
        pointer: at(setting, 'offset'),
        message: both(
          `The date of ${rule} is given, not counted: leave the offset out.`,
          `De datum van ${rule} is opgegeven en wordt niet geteld: laat de termijn weg.`,
        ),
      },
    ];
  if (!fixed || offset <= usual) return [];
  const counted = unit ? units[unit] : both('working days', 'werkdagen');
  return [
    {
      pointer: at(setting, 'offset'),
      message: both(
        `${rule} may only be made stricter: at most ${usual} ${counted.en}.`,
        `${rule} mag alleen strenger worden: hoogstens ${usual} ${counted.nl}.`,
      ),
    },
  ];
}

function stepProblems(setting: RuleSetting): Problem[] {
  const { rule, reminders = [], recipients, escalation = [] } = setting;
  const earliest = ruleOf(rule).fromAnchor ? 0 : -furthest;
  const days = (name: string, steps: readonly { readonly days: number }[]): Problem[] =>
    steps.flatMap((step, index) =>
      step.days < earliest
        ? [
            {
              pointer: at(setting, `${name}/${index}/days`),
              message: both(
                `The steps of ${rule} count from its beginning: give 0 to ${furthest} working days.`,
                `De stappen van ${rule} tellen vanaf het begin: geef 0 tot ${furthest} werkdagen.`,
              ),
            },
          ]
        : [],
    );
  return [
    ...days('reminders', reminders),
    ...days('escalation', escalation),
    ...reminders.flatMap((step, index) =>
      step.to || recipients
        ? []
        : [
            {
              pointer: at(setting, `reminders/${index}/to`),
              message: both(
                'Say whom this reminder tells, here or in recipients for all of them.',
                'Noem wie deze herinnering krijgt, hier of in recipients voor allemaal.',
              ),
            },
          ],
    ),
  ];
}

/** D10, D11, D17, D18, D20, D25 and D30 cannot be switched off and only become stricter: sooner, to more people. */
function fixedProblems(setting: RuleSetting): Problem[] {
  const { rule, enabled, channels } = setting;
  const usual = ruleOf(rule);
  if (!usual.fixed) return [];
  const under = ruleUnder({ ...builtIn, deadlines: [setting] }, rule);
  const anyway = shifted(usual, setting.offset);
  const laxer = (field: string): Problem => ({
    pointer: at(setting, field),
    message: both(
      `${rule} may only be made stricter: keep everybody who is told, and no step later than it is.`,
      `${rule} mag alleen strenger worden: houd iedereen die bericht krijgt, en geen stap later dan nu.`,
    ),
  });
  return [
    ...(enabled === false
      ? [
          {
            pointer: at(setting, 'enabled'),
            message: both(`${rule} cannot be switched off.`, `${rule} kan niet worden uitgezet.`),
          },
        ]
      : []),
    ...(isAsStrict(under.reminders, anyway.reminders) ? [] : [laxer(setting.reminders ? 'reminders' : 'recipients')]),
    ...(isAsStrict(under.escalations, anyway.escalations) ? [] : [laxer('escalation')]),
    ...(channels !== undefined && channels.length < 2
      ? [
          {
            pointer: at(setting, 'channels'),
            message: both(`${rule} goes out by every channel.`, `${rule} gaat langs elk kanaal.`),
          },
        ]
      : []),
  ];
}

/** Whether everybody is told at least as often, and each time no later. */
function isAsStrict(steps: readonly Step[], usual: readonly Step[]): boolean {
  const told = (all: readonly Step[], to: Recipient): number[] =>
    all
      .filter((step) => step.to.includes(to))
      .map((step) => step.days)
      .toSorted((a, b) => a - b);
  return usual
    .flatMap((step) => step.to)
    .every((to) => {
      const now = told(steps, to);
      return told(usual, to).every((days, index) => now[index] !== undefined && now[index] <= days);
    });
}
