import type { Person } from './cast.js';
import { hanneke } from './cast.js';
import { shortDay, wallClock } from './screen.js';
import type { Story } from './story.js';

interface Seen {
  readonly reviewOn?: string;
  readonly aftercare: {
    readonly report: { readonly dueOn: string };
    readonly feedback: readonly { readonly addresseeId: string; readonly dueOn: string }[];
    readonly plan: { readonly proposalDueOn?: string; readonly adoptionDueOn?: string };
  };
  readonly evaluation?: { readonly reviewOn?: string } | null;
}
interface Row {
  readonly caseId: string;
  readonly child?: { readonly givenName: string; readonly familyName: string };
  readonly phase: string;
  readonly cycleNo: number;
  readonly consentStatus: string;
  readonly nextDeadline: { readonly rule: string; readonly dueOn: string; readonly late: boolean } | null;
  readonly caseOwnerId: string;
  readonly aftercare: Readonly<Record<'report' | 'feedback' | 'plan', string>>;
  readonly daysInPhase: number;
  readonly revision: number;
}
interface Entry {
  readonly revision: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly actorId: string;
  readonly summary: string;
}
interface Page {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
}
const pageSize = 25;

/** The dates that the conclusion stamped into its events, as the case shows them. */
export async function showDueDates(story: Story, who: Person): Promise<void> {
  const { aftercare, evaluation, reviewOn = evaluation?.reviewOn } = await story.seenBy<Seen>(who);
  const { report, feedback, plan } = aftercare;
  const told = (on: string): string =>
    feedback
      .filter(({ dueOn }) => dueOn === on)
      .map(({ addresseeId }) => story.named(addresseeId))
      .join(', ');
  const dates: readonly (readonly [string, string | undefined])[] = [
    ['report', report.dueOn],
    ...[...new Set(feedback.map(({ dueOn }) => dueOn))].map((dueOn) => [`feedback to ${told(dueOn)}`, dueOn] as const),
    ['plan proposed', plan.proposalDueOn],
    ['plan adopted', plan.adoptionDueOn],
    ['review', reviewOn],
  ];
  story.screen.note('stamped due dates, in working days of the team; its holidays are stepped over:');
  for (const [what, dueOn] of dates) if (dueOn) story.screen.note(`  ${what.padEnd(30)} ${shortDay(dueOn)}`);
}

/** What waits for somebody, with its dates. */
export async function showWorkOf({ service, screen }: Story, { personId, name }: Person): Promise<void> {
  const { items } = await service.get<{ items: readonly { kind: string; dueOn?: string }[] }>('/v1/me/work', personId);
  const waiting = items.map(({ kind, dueOn }) => `${kind.replaceAll('_', ' ')}${dueOn ? ` (${shortDay(dueOn)})` : ''}`);
  const counted = [...new Set(waiting)].map((each) => {
    const times = waiting.filter((other) => other === each).length;
    return times > 1 ? `${times}× ${each}` : each;
  });
  screen.note(`waiting for ${name}: ${counted.join(', ')}`);
}

/** The board row of the case, as the coordinator sees it among the cases of that phase. */
export async function showBoardRow(story: Story, phase: string): Promise<void> {
  const { service, ids, screen } = story;
  const { items } = await service.get<{ items: readonly Row[] }>(`/v1/cases?teamId=${ids.teamId}&phase=${phase}`, hanneke.personId);
  const row = items.find(({ caseId }) => caseId === ids.caseId);
  if (!row) throw new Error(`The case is not on the board in phase ${phase}.`);
  const { child, nextDeadline, aftercare } = row;
  screen.table(
    `The board: GET /v1/cases?phase=${phase}`,
    ['child', 'phase', 'cycle', 'consent', 'next deadline', 'owner', 'report', 'feedback', 'plan', 'days', 'revision'],
    [
      [
        child ? `${child.givenName} ${child.familyName}` : '–',
        row.phase,
        String(row.cycleNo),
        row.consentStatus,
        nextDeadline ? `${nextDeadline.rule} ${shortDay(nextDeadline.dueOn)}${nextDeadline.late ? ' late' : ''}` : '–',
        story.named(row.caseOwnerId),
        aftercare.report,
        aftercare.feedback,
        aftercare.plan,
        String(row.daysInPhase),
        String(row.revision),
      ],
    ],
  );
}

/** The whole timeline, page by page, oldest first. */
export async function showTimeline(story: Story): Promise<void> {
  const { service, ids, screen } = story;
  const entries: Entry[] = [];
  let pages = 0;
  for (let cursor: string | null = ''; cursor !== null; pages += 1) {
    const next: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await service.get<Page>(`/v1/cases/${ids.caseId}/timeline?limit=${pageSize}${next}`, hanneke.personId);
    entries.push(...page.items);
    cursor = page.nextCursor;
  }
  screen.table(
    `The timeline: GET /v1/cases/${ids.caseId}/timeline, ${entries.length} events in ${pages} pages`,
    ['rev', 'Amsterdam', 'who', 'event', 'what happened'],
    entries.map(({ revision, occurredAt, actorId, type, summary }) => [
      String(revision).padStart(3),
      wallClock(occurredAt),
      story.named(actorId),
      type,
      story.named(summary),
    ]),
  );
}
