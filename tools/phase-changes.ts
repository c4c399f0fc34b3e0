import type { Phase } from '#domain/support-case/index.js';
import { allPhases, openPhases } from '#domain/support-case/index.js';

/** A way from one phase to the next: the command and what must be true of it, and the event whose fold moves the phase. */
export interface PhaseChange {
  readonly from: Phase;
  readonly to: Phase;
  readonly commands: readonly string[];
  readonly when?: string;
  readonly event: string;
}

/**
 * The phases of a case and what leads from one to another (domain.md §3.1). What a command does cannot be read from its entry, so it is
 * stated here; a spec folds each event and sees that nothing is wrong or missing.
 */
export const phaseChanges: readonly PhaseChange[] = [
  { from: 'preparation', to: 'discussion', commands: ['StartDiscussion'], event: 'DiscussionStarted' },
  { from: 'discussion', to: 'preparation', commands: ['PostponeDiscussion'], event: 'DiscussionPostponed' },
  {
    from: 'discussion',
    to: 'preparation',
    commands: ['ConcludeDiscussion'],
    when: 'outcome more_information',
    event: 'DiscussionConcluded',
  },
  { from: 'discussion', to: 'aftercare', commands: ['ConcludeDiscussion'], when: 'any other outcome', event: 'AftercareStarted' },
  {
    from: 'aftercare',
    to: 'intervention',
    commands: ['FinaliseReport', 'RecordFeedbackGiven', 'WaiveFeedback', 'AdoptPlan', 'ConfirmPlanUnchanged'],
    when: 'it was the last of report, feedback and plan, and the support goes on',
    event: 'InterventionStarted',
  },
  { from: 'intervention', to: 'evaluation', commands: ['StartEvaluation'], event: 'EvaluationStarted' },
  { from: 'evaluation', to: 'intervention', commands: ['RecordEvaluation'], when: 'conclusion extend', event: 'ReviewRescheduled' },
  {
    from: 'evaluation',
    to: 'preparation',
    commands: ['StartNewCycle'],
    when: 'conclusion adjust, intensify, scale_down, or urgent_signal',
    event: 'CycleStarted',
  },
  { from: 'intervention', to: 'preparation', commands: ['StartNewCycle'], when: 'urgent_signal', event: 'CycleStarted' },
  { from: 'aftercare', to: 'preparation', commands: ['StartNewCycle'], when: 'urgent_signal', event: 'CycleStarted' },
  ...openPhases.map((from) => ({ from, to: 'closed' as const, commands: ['CloseCase'], event: 'CaseClosed' })),
  { from: 'closed', to: 'preparation', commands: ['ReopenCase'], event: 'CycleStarted' },
];

const anyOpen = 'open';
const edge = (from: string, to: string, label: string): string => `  ${from} --> ${to}: ${label}`;

/** The Mermaid state diagram of the phases; what every open phase has in common is drawn once. */
export function phaseDiagram(): string {
  const label = ({ commands, when }: PhaseChange): string =>
    `${commands.length > 3 ? 'report, feedback and plan are done' : commands.join(' / ')}${when && commands.length <= 3 ? ` (${when})` : ''}`;
  const within = phaseChanges.filter(({ from, to }) => from !== 'closed' && to !== 'closed');
  const reopening = phaseChanges.filter(({ from }) => from === 'closed');
  return [
    'stateDiagram-v2',
    `  state ${anyOpen} {`,
    ...within.map((each) => `  ${edge(each.from, each.to, label(each))}`),
    '  }',
    edge('[*]', 'preparation', 'OpenCase'),
    edge(anyOpen, 'closed', 'CloseCase'),
    ...reopening.map((each) => edge(each.from, each.to, label(each))),
  ].join('\n');
}

export const phases: readonly Phase[] = allPhases;
