import type { Case } from '#domain/support-case/index.js';
import type { Situation } from './given.js';
import { given } from './given.js';
import { idOf } from './people.js';

type Body = Readonly<Record<string, unknown>>;
type At = Situation<Case>;

export const amina = idOf('amina');
export const youssef = idOf('youssef');
export const sami = idOf('sami');
export const sanne = idOf('sanne');
export const consent = idOf('consent');
export const g1 = idOf('g1');
export const a1 = idOf('a1');
export const report = idOf('report');
export const v1 = idOf('v1');
export const v2 = idOf('v2');

/** Bodies that are right where nothing is wrong; a test changes the field it is about. */
export const bodyOf = {
  open: {
    caseId: idOf('case'),
    teamId: idOf('team'),
    mode: 'named',
    urgency: 'regular',
    planKind: 'support_plan',
    setting: 'primary',
    child: { givenName: 'Sami', familyName: 'Haddad', dateOfBirth: '2019-03-14', group: '4' },
    reason: 'He is hard to understand.',
    familyPlan: 'not_applicable',
    coordinatorId: 'femke',
  },
  party: (partyId: string, kind: string, more: Body = {}): Body => ({
    partyId,
    kind,
    name: 'A name',
    relation: 'A relation',
    contact: {},
    language: 'nl',
    interpreter: false,
    ...more,
  }),
  ask: (askedOf: readonly string[], more: Body = {}): Body => ({
    consentId: consent,
    scopes: ['discuss_team'],
    purpose: 'To discuss how we can help.',
    askedOf,
    ...more,
  }),
  answer: (partyId: string, more: Body = {}): Body => ({ consentId: consent, partyId, scopes: ['discuss_team'], ...more }),
  give: (partyId: string, givenOn: string, more: Body = {}): Body => bodyOf.answer(partyId, { method: 'portal', givenOn, ...more }),
  view: (on: string, more: Body = {}): Body => ({
    how: 'child_form',
    chosenByChild: true,
    on,
    byId: 'joost',
    words: 'Ik wil dat ze me snappen als ik praat.',
    confidential: false,
    ...more,
  }),
  form: { question: 'What helps him to be understood?', background: 'He started school last year.' },
  bringIn: { part: 'fixed', introducerId: 'joost', minutes: 20 },
  step: (step: string, more: Body = {}): Body => ({
    step,
    notes: 'What was said.',
    startedAt: '2026-11-03T15:00:00.000Z',
    endedAt: '2026-11-03T15:04:00.000Z',
    ...more,
  }),
  goal: (targetOn: string, more: Body = {}): Body => ({
    goalId: g1,
    statement: 'They understand me when I talk.',
    voice: 'child',
    domain: 'learning',
    baseline: 'Understood 1 of 5 times.',
    gas: { '-2': '1 of 5', '-1': '2 or 3 of 5', '0': '4 of 5', '1': '5 of 5', '2': 'also with unknown adults' },
    measuredBy: 'Tally in class.',
    targetOn,
    priority: 1,
    ...more,
  }),
  action: (dueOn: string, more: Body = {}): Body => ({
    actionId: a1,
    description: 'Speech screening.',
    responsibleId: 'joost',
    dueOn,
    kind: 'research',
    ...more,
  }),
  conclude: (outcome: string, more: Body = {}): Body => ({ outcome, summary: 'What we decided.', feedback: everybodyHears, ...more }),
  draft: {
    reportId: report,
    body: { background: 'Background.', reason: 'Reason.', goals: 'Goals.', actions: 'Actions.', agreements: 'Agreements.' },
  },
  hear: (addresseeId: string, on: string, more: Body = {}): Body => ({
    addresseeId,
    channel: 'at_school',
    on,
    byId: 'joost',
    decisionsExplained: true,
    understood: 'yes',
    ...more,
  }),
  plan: (validFrom: string, reviewOn: string, more: Body = {}): Body => ({
    planVersionId: v1,
    descriptive: { promoting: 'Likes to sing.', hindering: 'Speech.' },
    needs: 'Time to talk.',
    validFrom,
    reviewOn,
    ...more,
  }),
  decide: (partyId: string, on: string, more: Body = {}): Body => ({
    planVersionId: v1,
    partyId,
    decision: 'agreed',
    on,
    method: 'portal',
    ...more,
  }),
  evaluate: (viewId: string, conclusion: string, more: Body = {}): Body => ({
    perGoal: [{ goalId: g1, score: 1, comment: 'Well done.' }],
    childView: viewId,
    parentView: 'We see it at home.',
    teamView: 'We see it in class.',
    conclusion,
    ...more,
  }),
  close: (reason: string, on: string, more: Body = {}): Body => ({
    reason,
    summary: 'What was reached.',
    informed: [amina, youssef, sami].map((partyId) => ({ partyId, on })),
    retentionClass: 'education_2y',
    ...more,
  }),
} as const;

const everybodyHears = [sami, amina, youssef].map((addresseeId) => ({ addresseeId, byId: 'joost' }));

/** Sami's case, opened by Femke on 21 September 2026, without parties. */
export const opened = (more: Body = {}): At => given().does('OpenCase', { ...bodyOf.open, ...more });

/** With both parents (they log in as `amina` and `youssef`), the child, and Joost as its case owner. */
export const withFamily = (more: Body = {}): At =>
  opened(more)
    .does('AddParty', bodyOf.party(amina, 'parent_authority', { personId: 'amina' }))
    .does('AddParty', bodyOf.party(youssef, 'parent_authority', { personId: 'youssef' }))
    .does('AddParty', bodyOf.party(sami, 'child', { personId: 'sami' }))
    .does('AssignCaseOwner', { ownerId: 'joost', familyPreference: false });

export const asked = (more: Body = {}): At => withFamily(more).does('RequestConsent', bodyOf.ask([amina, youssef]));

/** Both parents have consented on 23 and 28 September. */
export const consented = (more: Body = {}): At =>
  asked(more)
    .on('2026-09-23')
    .does('RecordConsent', bodyOf.give(amina, '2026-09-23'))
    .on('2026-09-28')
    .does('RecordConsent', bodyOf.give(youssef, '2026-09-28'));

export const submitted = (more: Body = {}): At =>
  consented(more).on('2026-10-15').does('SavePreparation', bodyOf.form).does('SubmitPreparation', { formVersion: 1 });

export const broughtIn = (more: Body = {}): At => submitted(more).does('BringIn', bodyOf.bringIn);

/** In discussion on 3 November, chaired by Karin, with the child's view on file. */
export const started = (more: Body = {}, start: Body = {}): At =>
  broughtIn(more)
    .on('2026-10-29')
    .does('RecordChildView', bodyOf.view('2026-10-29'))
    .by('karin')
    .on('2026-11-03')
    .does('StartDiscussion', start);

/** All four steps taken, one goal in the child's voice, one action. */
export const discussed = (more: Body = {}, start: Body = {}): At =>
  steps(started(more, start)).does('AgreeGoal', bodyOf.goal('2027-01-12')).does('AgreeAction', bodyOf.action('2026-11-17'));

/** In aftercare since 3 November; Femke is about to act. */
export const concluded = (outcome = 'plan_change', more: Body = {}, start: Body = {}): At =>
  discussed(more, start).does('ConcludeDiscussion', bodyOf.conclude(outcome)).by('femke');

export const reported = (at: At = concluded()): At =>
  at
    .on('2026-11-04')
    .by('bas')
    .does('DraftReport', bodyOf.draft)
    .on('2026-11-05')
    .by('karin')
    .does('FinaliseReport', {
      reportId: report,
      approvedById: 'karin',
    })
    .by('femke');

export const told = (at: At = reported()): At =>
  at
    .on('2026-11-06')
    .does('RecordFeedbackGiven', bodyOf.hear(sami, '2026-11-06', { howChildViewWeighed: 'It became the first goal.' }))
    .on('2026-11-09')
    .does('RecordFeedbackGiven', bodyOf.hear(amina, '2026-11-09'))
    .does('RecordFeedbackGiven', bodyOf.hear(youssef, '2026-11-09'));

export const proposed = (at: At = told()): At => at.on('2026-11-09').does('ProposePlan', bodyOf.plan('2026-11-16', '2027-01-12'));

export const agreed = (at: At = proposed()): At =>
  at
    .on('2026-11-12')
    .does('DecideActionPart', bodyOf.decide(amina, '2026-11-12'))
    .on('2026-11-13')
    .does('DecideActionPart', bodyOf.decide(youssef, '2026-11-13'));

/** Plan v1 adopted on 16 November: the intervention has started. */
export const supported = (at: At = agreed()): At => at.on('2026-11-16').does('AdoptPlan', { planVersionId: v1, on: '2026-11-16' });

export const secondView = idOf('second-view');

/** Evaluation started on 12 January 2027, with a new view of the child. */
export const evaluating = (at: At = supported()): At =>
  at
    .on('2027-01-12')
    .does('StartEvaluation', { trigger: 'review_date' })
    .does('RecordChildView', bodyOf.view('2027-01-12', { viewId: secondView }));

export const evaluated = (conclusion = 'end'): At => evaluating().does('RecordEvaluation', bodyOf.evaluate(secondView, conclusion));

/** Closed on 19 January 2027. */
export const closed = (): At =>
  evaluated('end')
    .does('UpdateAction', { actionId: a1, change: 'complete' })
    .on('2027-01-19')
    .does('CloseCase', bodyOf.close('goals_achieved', '2027-01-19'));

/** A discussion on 3 November of a child of 16, which consented itself. */
export const startedAt16 = (): At =>
  withFamily({ child: { givenName: 'Noor', familyName: 'Smit', dateOfBirth: '2010-08-30' } })
    .does('RequestConsent', bodyOf.ask([sami]))
    .does('RecordConsent', bodyOf.give(sami, '2026-09-21'))
    .does('SavePreparation', bodyOf.form)
    .does('SubmitPreparation', { formVersion: 1 })
    .does('BringIn', bodyOf.bringIn)
    .does('RecordChildView', bodyOf.view('2026-09-21'))
    .by('karin')
    .on('2026-11-03')
    .does('StartDiscussion');

export const steps = (at: At): At =>
  ['background', 'reason', 'goals', 'actions'].reduce((each, step) => each.does('RecordStep', bodyOf.step(step)), at);
