import { randomUUID } from 'node:crypto';
import { hanneke, saskia, tess, wouter } from './cast.js';
import { discuss } from './discussion.js';
import { showBoardRow, showDueDates } from './shown.js';
import type { Story } from './story.js';

/** The next cycle starts from the evaluation, with its goal carried along. */
export async function startAgain(story: Story): Promise<void> {
  await story.step('2026-12-16', '09:00', 'A next cycle');
  await story.does(hanneke, 'starts cycle 2 and carries the goal along', 'start-new-cycle', {
    trigger: 'evaluation',
    reason: 'See in January whether Jip can do without us.',
    carryGoalIds: [story.ids.goalId],
  });
  await story.later('2026-12-16', '09:05');
  await showBoardRow(story, 'preparation');
}

/** A second, short discussion in January ends the support; its aftercare needs no plan. */
export async function discussAgain(story: Story): Promise<void> {
  const { mother, father, child } = story.ids;

  await story.step('2027-01-11', '15:30', 'Cycle 2: preparation');
  await story.does(tess, 'saves a short form', 'save-preparation', {
    question: 'Does Jip still need us?',
    background: 'He read to a small group before the holiday.',
  });
  const { preparation } = await story.seenBy<{ preparation: { formVersion: number } }>(tess);
  await story.does(tess, 'submits it', 'submit-preparation', { formVersion: preparation.formVersion });
  await story.does(tess, 'brings Jip in again, ten minutes', 'bring-in', { part: 'fixed', introducerId: tess.personId, minutes: 10 });
  await story.does(tess, 'writes down what Jip says: “Het lukt nu zonder jullie.”', 'record-child-view', {
    how: 'conversation',
    chosenByChild: true,
    on: '2027-01-11',
    byId: tess.personId,
    words: 'Het lukt nu zonder jullie.',
    confidential: false,
  });

  await story.step('2027-01-19', '15:30', 'Cycle 2: discussion');
  await story.does(wouter, 'opens the discussion; Daan has to work', 'start-discussion', {
    presentPartyIds: [mother],
    absent: [{ partyId: father, excused: true }],
  });
  await discuss(story, '2027-01-19', [
    'He reads in a small group.',
    'Can the support end?',
    'His goal is reached.',
    'Tess keeps the buddy.',
  ]);
  await story.does(wouter, 'concludes: the support can end', 'conclude-discussion', {
    outcome: 'end_support',
    summary: 'Jip reads aloud; the basic provision is enough.',
    feedback: [child, mother, father].map((addresseeId) => ({ addresseeId, byId: tess.personId })),
    noPersonalGoalReason: 'The goal of Jip is reached.',
  });
  await showDueDates(story, hanneke);
}

/** The last aftercare, and the closing: only once the family is informed. */
export async function close(story: Story): Promise<void> {
  const { mother, father, child } = story.ids;
  const reportId = randomUUID();

  await story.step('2027-01-21', '16:00', 'Cycle 2: aftercare');
  const body = { background: 'See cycle 1.', reason: 'Can it end?', goals: 'Reached.', actions: 'None.', agreements: 'The buddy stays.' };
  await story.does(saskia, 'drafts the report', 'draft-report', { reportId, body });
  await story.does(hanneke, 'finalises it', 'finalise-report', { reportId, approvedById: hanneke.personId });
  const told = { on: '2027-01-21', byId: tess.personId, decisionsExplained: true, understood: 'yes' };
  await story.does(tess, 'tells Jip, and how his view weighed', 'record-feedback-given', {
    ...told,
    addresseeId: child,
    channel: 'at_school',
    howChildViewWeighed: 'He said it himself: it works without us.',
  });
  for (const addresseeId of [mother, father])
    await story.does(tess, `tells ${addresseeId === mother ? 'Marloes' : 'Daan'}`, 'record-feedback-given', {
      ...told,
      addresseeId,
      channel: 'phone',
    });
  await story.does(hanneke, 'declares that no new plan is needed', 'declare-no-plan-needed', { reason: 'The support ends.' });

  await story.step('2027-01-26', '10:00', 'Closing');
  const closing = { reason: 'goals_achieved', summary: 'Jip reads aloud, at his own pace.', retentionClass: 'education_2y' };
  await story.refused(hanneke, 'closes the case, without telling the family', 'close-case', closing, 'family-not-informed');
  await story.does(hanneke, 'closes the case once everybody knows', 'close-case', {
    ...closing,
    informed: [child, mother, father].map((partyId) => ({ partyId, on: '2027-01-26' })),
  });
  await story.later('2027-01-26', '10:05');
  await showBoardRow(story, 'closed');
}
