import { randomUUID } from 'node:crypto';
import { daan, deWilgen, hanneke, marloes, mirjam, saskia, tess, wouter } from './cast.js';
import { discuss } from './discussion.js';
import { shortDay } from './screen.js';
import { showDueDates, showWorkOf } from './shown.js';
import type { Story } from './story.js';
import { CannotPlay } from './service.js';

/** From the opening to the discussion: consent, preparation, bringing in, and what the child says. */
export async function prepare(story: Story): Promise<void> {
  const { ids, screen, service } = story;
  const { teamId, caseId, mother, father, child, consentId } = ids;

  await story.step('2026-09-07', '08:30', 'A team is registered, a case is opened');
  const team = await service.post('/v1/teams', { teamId, ...deWilgen }, await service.token('beheer', 'admin'));
  screen.act(
    'Admin',
    `registers team ${deWilgen.name}: ${deWilgen.members.length} members, ${deWilgen.closures.length} holidays`,
    team.events,
  );
  await story.does(hanneke, 'opens the case of Jip Verhoeven, 8 years old, groep 5', 'open-case', {
    caseId,
    teamId,
    mode: 'named',
    urgency: 'regular',
    planKind: 'support_plan',
    setting: 'primary',
    child: { givenName: 'Jip', familyName: 'Verhoeven', dateOfBirth: '2018-05-14', group: 'groep 5' },
    reason: 'Jip falls silent when it is his turn to read aloud.',
    familyPlan: 'not_applicable',
    coordinatorId: hanneke.personId,
  });
  const party = { contact: {}, language: 'nl', interpreter: false };
  await story.does(hanneke, 'adds Marloes, his mother', 'add-party', {
    ...party,
    partyId: mother,
    kind: 'parent_authority',
    name: 'Marloes Verhoeven',
    relation: 'moeder',
    personId: marloes.personId,
  });
  await story.does(hanneke, 'adds Daan, his father', 'add-party', {
    ...party,
    partyId: father,
    kind: 'parent_authority',
    name: 'Daan Verhoeven',
    relation: 'vader',
    personId: daan.personId,
  });
  await story.does(hanneke, 'adds Jip himself', 'add-party', { ...party, partyId: child, kind: 'child', name: 'Jip', relation: 'kind' });
  await story.does(hanneke, 'makes Tess, his teacher, the case owner', 'assign-case-owner', {
    ownerId: tess.personId,
    familyPreference: true,
  });

  await story.later('2026-09-07', '10:00');
  await story.does(tess, 'asks both parents for their consent', 'request-consent', {
    consentId,
    scopes: ['discuss_team'],
    purpose: 'To think with the team about reading aloud without fear.',
    askedOf: [mother, father],
  });
  const { consent } = await story.seenBy<{ consent: { requests: { answerDueOn: string }[] } }>(tess);
  screen.note(`an answer is due on ${shortDay(consent.requests[0]!.answerDueOn)}: five working days`);

  await story.step('2026-09-09', '19:45', 'Consent, and a preparation form');
  const given = { consentId, scopes: ['discuss_team'], method: 'portal' };
  await story.does(marloes, 'consents on the portal', 'record-consent', { ...given, partyId: mother, givenOn: '2026-09-09' });
  await story.later('2026-09-10', '15:10');
  await story.does(tess, 'saves a first version of the form', 'save-preparation', {
    background: 'Reads well on his own; new in this group since the summer.',
    strengths: 'Tells wonderful stories, knows everything about birds.',
    question: 'How can Jip read aloud without being afraid?',
    wantedDisciplines: ['logopedist'],
  });
  await story.does(marloes, 'adds how it goes at home', 'save-preparation', {
    parentView: 'To his little sister he reads aloud every evening.',
  });
  const bringIn = { part: 'fixed', introducerId: tess.personId, minutes: 20 };
  await story.refused(tess, 'wants to bring Jip in, but Daan has not answered yet', 'bring-in', bringIn, 'consent-incomplete');
  await story.later('2026-09-11', '20:20');
  await story.does(daan, 'consents as well', 'record-consent', { ...given, partyId: father, givenOn: '2026-09-11' });
  await story.later('2026-09-14', '15:30');
  await story.does(tess, 'submits the form', 'submit-preparation', { formVersion: 2 });
  await story.does(tess, 'brings Jip in: fixed part, 20 minutes', 'bring-in', bringIn);

  await story.step('2026-10-08', '11:15', 'Jip has his say');
  await story.does(tess, 'writes down what Jip says: “Ik wil dat het stil mag zijn.”', 'record-child-view', {
    how: 'conversation',
    chosenByChild: true,
    on: '2026-10-08',
    byId: tess.personId,
    words: 'Ik wil voorlezen zonder dat iedereen kijkt. Ik wil dat het stil mag zijn.',
    confidential: false,
  });
}

/** The case-discussion meeting: four steps, a goal in the child's words, three actions, a conclusion with stamped dates. */
export async function discussFirst(story: Story): Promise<void> {
  const { mother, father, child, goalId, reading, home, screening } = story.ids;

  await story.step('2026-10-13', '15:30', 'The case-discussion meeting (casuïstiekoverleg)');
  await story.does(wouter, 'opens the discussion; both parents are at the table', 'start-discussion', {
    presentPartyIds: [mother, father],
    absent: [],
  });
  await discuss(story, '2026-10-13', [
    'Who Jip is, and what goes well.',
    'Why now: the reading test of November.',
    'What Jip wants to reach.',
    'Who does what.',
  ]);
  await story.does(saskia, 'writes the goal in the words of Jip', 'agree-goal', {
    goalId,
    statement: 'Ik lees een bladzijde voor en het mag stil zijn.',
    voice: 'child',
    domain: 'learning',
    baseline: 'Reads aloud to nobody at school.',
    gas: { '-2': 'to nobody', '-1': 'to Tess alone', '0': 'to a buddy', '1': 'in a small group', '2': 'to the whole group' },
    measuredBy: 'Tally of Tess, each Friday.',
    targetOn: '2026-12-15',
    priority: 1,
  });
  const action = (actionId: string, responsibleId: string, dueOn: string, kind: string, description: string) => ({
    actionId,
    goalId,
    responsibleId,
    dueOn,
    kind,
    description,
  });
  await story.does(saskia, 'notes: Tess reads with Jip and a buddy, each day', 'agree-action', {
    ...action(reading, tess.personId, '2026-11-13', 'support_in_group', 'Ten minutes of reading with a buddy of his choice.'),
    supporters: [saskia.personId],
  });
  await story.does(
    saskia,
    'notes: Marloes records a story that he reads at home',
    'agree-action',
    action(home, mother, '2026-10-30', 'home', 'Record a bedtime story that Jip reads to his sister.'),
  );
  await story.does(
    saskia,
    'notes: Mirjam looks at voice and breathing',
    'agree-action',
    action(screening, mirjam.personId, '2026-11-06', 'research', 'A speech screening: voice and breathing.'),
  );

  await story.later('2026-10-13', '15:50');
  await story.does(wouter, 'concludes: the support plan changes', 'conclude-discussion', {
    outcome: 'plan_change',
    summary: 'Reading aloud grows step by step, at the pace of Jip.',
    feedback: [child, mother, father].map((addresseeId) => ({ addresseeId, byId: tess.personId })),
  });
  await showDueDates(story, hanneke);
  await story.later('2026-10-13', '17:00');
  await showWorkOf(story, tess);
}

/** Report, family feedback and plan, side by side; then the aftercare is complete and the intervention begins. */
export async function lookAfter(story: Story): Promise<void> {
  const { ids, screen } = story;
  const { mother, father, child, goalId, reading, home, screening, planVersionId } = ids;
  const reportId = randomUUID();

  await story.step('2026-10-14', '16:00', 'Aftercare: the report');
  await story.does(saskia, 'drafts the report', 'draft-report', {
    reportId,
    body: {
      background: 'Reads well on his own.',
      reason: 'Falls silent when he reads aloud.',
      goals: 'A page aloud, and silence is allowed.',
      actions: 'A buddy, a recorded story, a screening.',
      agreements: 'Nobody asks Jip to read unannounced.',
    },
  });
  await story.refused(
    hanneke,
    'finalises it on the approval of Saskia, who wrote it',
    'finalise-report',
    { reportId, approvedById: saskia.personId },
    'self-approval',
  );
  await story.later('2026-10-15', '09:00');
  await story.does(wouter, 'finalises it: he did not write it', 'finalise-report', { reportId, approvedById: wouter.personId });

  await story.step('2026-10-26', '14:00', 'Aftercare: the family hears what was decided and why');
  const feedback = { on: '2026-10-26', byId: tess.personId, decisionsExplained: true, understood: 'yes' };
  await story.does(tess, 'tells Jip, and how his own view weighed', 'record-feedback-given', {
    ...feedback,
    addresseeId: child,
    channel: 'at_school',
    howChildViewWeighed: 'That it may be silent became part of the goal.',
    reaction: 'Mag ik zelf mijn maatje kiezen?',
  });
  for (const addresseeId of [mother, father])
    await story.does(tess, `tells ${addresseeId === mother ? 'Marloes' : 'Daan'}`, 'record-feedback-given', {
      ...feedback,
      addresseeId,
      channel: 'phone',
    });

  await story.step('2026-10-27', '15:30', 'Aftercare: the support plan (ondersteuningsplan)');
  await story.does(tess, 'proposes version 1 of the plan', 'propose-plan', {
    planVersionId,
    descriptive: { promoting: 'Loves stories; brave at home.', hindering: 'Afraid of being looked at.' },
    needs: 'Time, a buddy, and nobody who waits for an answer.',
    goalIds: [goalId],
    actionIds: [reading, home, screening],
    validFrom: '2026-11-02',
    reviewOn: '2026-12-15',
  });
  await story.later('2026-10-29', '20:00');
  const decided = { planVersionId, method: 'portal' };
  await story.does(marloes, 'agrees with the action part', 'decide-action-part', {
    ...decided,
    partyId: mother,
    decision: 'agreed',
    on: '2026-10-29',
  });
  await story.does(marloes, 'reports: the story is recorded', 'update-action', {
    actionId: home,
    change: 'complete',
    note: 'Three pages about the kingfisher.',
  });
  await story.later('2026-10-30', '19:30');
  await story.does(daan, 'agrees, with a remark', 'decide-action-part', {
    ...decided,
    partyId: father,
    decision: 'agreed_with_remark',
    remark: 'Not on Fridays: then he is tired.',
    on: '2026-10-30',
  });
  await story.later('2026-11-02', '09:00');
  await story.does(hanneke, 'adopts the plan, one day before it was due', 'adopt-plan', { planVersionId, on: '2026-11-02' });
  screen.note('report, feedback and plan are done, all in time: the support starts');
}

/** The support is given, measured and evaluated; the outcome asks for a lighter second round. */
export async function support(story: Story): Promise<void> {
  const { ids, screen } = story;
  const { goalId, reading, screening } = ids;

  await story.step('2026-11-05', '16:15', 'Intervention: actions move on');
  const report = { actionId: screening, change: 'complete', note: 'Voice and breathing are fine.' };
  const key = randomUUID();
  await story.does(mirjam, 'completes the screening', 'update-action', report, key);
  const again = await story.does(mirjam, '', 'update-action', report, key);
  if (!again.replayed) throw new CannotPlay('The same request with the same key was carried out twice.');
  screen.note('her tablet sends the same request twice: the first answer comes again, nothing happens twice');
  await story.does(tess, 'begins to read with Jip and his buddy', 'update-action', { actionId: reading, change: 'start' });
  await story.later('2026-11-12', '15:40');
  await story.does(tess, 'extends it: buddy Noah was ill for a week', 'update-action', {
    actionId: reading,
    change: 'extend',
    newDueOn: '2026-12-04',
    note: 'A week was lost.',
  });
  await story.later('2026-11-20', '14:50');
  await story.does(tess, 'scores the goal: −1, to Tess alone', 'score-goal', {
    goalId,
    score: -1,
    on: '2026-11-20',
    scoredWith: ['child', 'professional'],
  });
  await story.later('2026-12-04', '14:50');
  await story.does(tess, 'completes the reading with a buddy', 'update-action', { actionId: reading, change: 'complete' });

  await story.step('2026-12-10', '11:15', 'Evaluation');
  const viewId = randomUUID();
  await story.does(tess, 'asks Jip how it went: he makes a drawing', 'record-child-view', {
    viewId,
    how: 'drawing',
    chosenByChild: true,
    on: '2026-12-10',
    byId: tess.personId,
    words: 'Twee jongens op een bank met een boek. “Noah lacht niet.”',
    confidential: false,
  });
  await story.later('2026-12-15', '15:30');
  await story.does(tess, 'starts the evaluation on the review date', 'start-evaluation', { trigger: 'review_date' });
  await story.does(tess, 'records it: 0, reached; the support can be lighter', 'record-evaluation', {
    perGoal: [{ goalId, score: 0, comment: 'Reads to his buddy every day.' }],
    childView: viewId,
    parentView: 'He talks about school again at dinner.',
    teamView: 'Keep the buddy, let go of the rest.',
    conclusion: 'scale_down',
  });
}
