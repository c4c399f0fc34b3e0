import type { ContentCase } from '#domain/visibility.js';
import { percentOf } from './preparation.js';

type Action = ContentCase['actions'][number];

const isOpen = ({ status }: Action): boolean => status === 'agreed' || status === 'in_progress';

/** What still has to come of a discussion that was concluded. */
type Outstanding = 'report' | 'feedback' | 'plan' | 'actions' | 'evaluation';

function decisionsWithoutOutcome(kase: ContentCase): readonly Record<string, unknown>[] {
  const cycles = [...kase.carriedOver, ...(kase.aftercare ? [kase.aftercare] : [])];
  return [...kase.earlierDiscussions, ...(kase.discussion ? [kase.discussion] : [])].flatMap((each) => {
    if (each.outcome === undefined || each.concludedAt === undefined || each.outcome === 'more_information') return [];
    const { cycleNo, meetingId, concludedAt, outcome, summary, reviewOn } = each;
    const aftercare = cycles.find((cycle) => cycle.cycleNo === cycleNo && !cycle.completed);
    const outstanding: Outstanding[] = [
      ...(aftercare && aftercare.report.on === undefined ? (['report'] as const) : []),
      ...(aftercare?.feedback.some(({ on }) => on === undefined) ? (['feedback'] as const) : []),
      ...(aftercare && !['adopted', 'confirmed_unchanged', 'not_needed'].includes(aftercare.plan.status) ? (['plan'] as const) : []),
      ...(kase.actions.some((action) => action.cycleNo === cycleNo && isOpen(action)) ? (['actions'] as const) : []),
      ...(reviewOn !== undefined && cycleNo === kase.cycleNo && kase.evaluation.conclusion === undefined ? (['evaluation'] as const) : []),
    ];
    return outstanding.length === 0
      ? []
      : [{ cycleNo, ...(meetingId !== undefined && { meetingId }), concludedAt, outcome, ...(summary && { summary }), outstanding }];
  });
}

/** For whom and when a dossier is made. */
export interface Asked {
  readonly meetingId: string;
  readonly members: readonly string[];
  readonly today: string;
  /** The child is discussed, on an agenda that was sent: members are to prepare. */
  readonly isToPrepare: boolean;
}

/**
 * What is known of a child that comes up for discussion, its texts sealed: open goals, overdue actions, decisions of which something is
 * still to come, and what members have brought in beforehand. Made of what the caller may see of the case.
 */
export function dossierOf(kase: ContentCase, { meetingId, members, today, isToPrepare }: Asked): Record<string, unknown> {
  const received = (kase.individualPreparations ?? []).filter((each) => each.meetingId === meetingId);
  const ready = new Set(received.map(({ professionalId }) => professionalId));
  const missing = isToPrepare ? members.filter((personId) => !ready.has(personId)) : [];
  const { status, submittedOn } = kase.preparation;
  return {
    openGoals: kase.goals
      .filter((goal) => goal.status === 'open')
      .map(({ goalId, statement, voice, domain, priority, targetOn, scores }) => ({
        goalId,
        statement,
        voice,
        domain,
        priority,
        targetOn,
        lastScore: scores.length === 0 ? null : { score: scores.at(-1)!.score, on: scores.at(-1)!.on },
      })),
    overdueActions: kase.actions
      .filter((action) => isOpen(action) && action.dueOn < today)
      .map(({ actionId, description, responsibleId, dueOn, status: state, goalId, cycleNo }) => ({
        actionId,
        description,
        responsibleId,
        dueOn,
        status: state,
        cycleNo,
        ...(goalId !== undefined && { goalId }),
      })),
    decisionsWithoutOutcome: decisionsWithoutOutcome(kase),
    form: { status, ...(submittedOn !== undefined && { submittedOn }) },
    contributions: {
      received: received.map(({ professionalId, readOn, contribution }) => ({
        professionalId,
        readOn,
        ...(contribution && { contribution }),
      })),
      missing,
    },
    preparationPercent: isToPrepare ? percentOf(members.length - missing.length, members.length) : null,
  };
}
