import type { Case } from '#domain/support-case/index.js';
import { amina, bodyOf, g1, sami, youssef } from '../cases.js';
import { item, meetingId } from '../meetings.js';
import { idOf } from '../people.js';

type Body = Readonly<Record<string, unknown>>;

/** One thing somebody may try: a command with a body, by a person whose role allows it, on a day. */
export interface Try {
  readonly command: string;
  readonly body: Body;
  readonly by: string;
  readonly on: string;
}

const today = '2026-11-03';
const active = (kase: Case, partyIds: readonly string[]): string[] =>
  partyIds.filter((partyId) => kase.parties.some((party) => party.partyId === partyId && party.endedOn === undefined));

/** Sensible tries in a state: for every command at least one that should work somewhere, and some that should not. */
export function triesIn(kase: Case): Try[] {
  const tries: Try[] = [];
  const family = active(kase, [amina, youssef]);
  const everybody = active(kase, [amina, youssef, sami]);
  const [parent = amina] = family.toReversed();
  const add = (by: string, command: string, ...bodies: readonly Body[]): void => {
    for (const body of bodies) tries.push({ command, body, by, on: today });
  };
  const next = (kind: string, there: readonly unknown[]): string => idOf(`${kind}-${there.length}`);
  const goalIds = kase.goals.filter(({ status }) => status === 'open').map(({ goalId }) => goalId);
  const goalId = goalIds[0] ?? kase.goals[0]?.goalId ?? g1;
  const action = kase.actions.at(-1);
  const actionId = action?.actionId ?? idOf('no action');
  const plan = kase.plans.at(-1);
  const planVersionId = plan?.planVersionId ?? idOf('no plan');
  const report = kase.reports.at(-1);
  const reportId = report?.reportId ?? idOf('no report');
  const viewId = kase.childViews.at(-1)?.viewId ?? idOf('no view');

  add('femke', 'CorrectChildDetails', { group: '5', reason: 'New year.' }, { reason: 'Nothing.' });
  add('femke', 'AddParty', bodyOf.party(idOf('another child'), 'child'), bodyOf.party(next('party', kase.parties), 'network'));
  add('femke', 'UpdateParty', { partyId: amina, kind: 'guardian' });
  for (const partyId of [amina, sami]) add('femke', 'EndParty', { partyId, endedOn: today, reason: 'Moved.' });
  add('femke', 'AssignCaseOwner', { ownerId: 'joost', familyPreference: true }, { ownerId: 'stranger', familyPreference: false });
  add('femke', 'ChangeUrgency', { urgency: kase.urgency === 'urgent' ? 'regular' : 'urgent', reason: 'It changed.' });
  add(
    'femke',
    'RequestConsent',
    bodyOf.ask([parent], { consentId: next('consent', kase.consentRequests) }),
    bodyOf.ask([sami], { consentId: idOf('consent of the child') }),
  );
  for (const partyId of family) {
    add('femke', 'RecordConsent', bodyOf.give(partyId, today));
    add('femke', 'DecideActionPart', bodyOf.decide(partyId, today, { planVersionId }));
  }
  add('femke', 'RefuseConsent', bodyOf.answer(amina));
  add('femke', 'WithdrawConsent', bodyOf.answer(amina, { wantsErasure: false }));
  add(
    'joost',
    'RecordChildView',
    bodyOf.view(today, { viewId: next('view', kase.childViews) }),
    bodyOf.view(today, { viewId: idOf('odd'), how: 'declined' }),
  );
  add('femke', 'SavePreparation', bodyOf.form, { question: 'What helps?' });
  add('femke', 'SubmitPreparation', { formVersion: kase.preparation.formVersion });
  add('femke', 'BringIn', bodyOf.bringIn, { ...bodyOf.bringIn, part: 'variable' });
  add('femke', 'WithdrawBringIn', { reason: 'Later.' });
  add('joost', 'RecordIndividualPreparation', { meetingId, readOn: today }, { meetingId: idOf('no meeting'), readOn: today });
  for (const itemKind of ['discussion', 'evaluation', 'brief_update'])
    add('worker', 'ConfirmSchedule', { meetingId, itemId: item, itemKind, part: 'fixed', startsAt: '2026-11-03T15:00:00.000Z' });
  add('karin', 'PostponeDiscussion', { reason: 'no_show' });
  add('karin', 'StartDiscussion', { absent: [{ partyId: parent, excused: true }] }, { absent: [{ partyId: 'joost', excused: true }] });
  add('karin', 'RecordStep', bodyOf.step(['background', 'reason', 'goals', 'actions'][kase.discussion?.steps.length ?? 0] ?? 'background'));
  add('karin', 'RecordStep', bodyOf.step('actions', { notes: undefined, skipReason: 'No time.' }));
  add(
    'karin',
    'AgreeGoal',
    bodyOf.goal('2027-01-12', { goalId: next('goal', kase.goals) }),
    bodyOf.goal('2026-11-02', { goalId: idOf('odd'), gas: undefined }),
  );
  add(
    'karin',
    'AgreeAction',
    bodyOf.action('2026-11-17', { actionId: next('action', kase.actions) }),
    bodyOf.action('', { actionId: idOf('odd'), dueOn: undefined }),
  );
  for (const outcome of ['plan_change', 'plan_continue', 'more_information', 'refer'])
    add(
      'karin',
      'ConcludeDiscussion',
      bodyOf.conclude(outcome, {
        feedback: everybody.map((addresseeId) => ({ addresseeId, byId: 'joost' })),
        noPersonalGoalReason: 'None yet.',
      }),
    );
  add('karin', 'ConcludeDiscussion', bodyOf.conclude('plan_change', { feedback: [] }));
  add('bas', 'DraftReport', { ...bodyOf.draft, reportId: next('report', kase.reports) });
  add('femke', 'FinaliseReport', { reportId, approvedById: 'karin' }, { reportId, approvedById: 'bas' });
  add('femke', 'CorrectReport', { reportId, correction: 'It was Tuesday.', ground: 'factual_error' });
  add(
    'femke',
    'ShareReport',
    { reportId, recipientPartyId: parent, channel: 'paper', parts: [] },
    { reportId, recipientPartyId: 'nobody', channel: 'paper' },
  );
  add('femke', 'RecordPartyRemark', { reportId, partyId: parent, text: 'Yes.' });
  add('femke', 'RecordFeedbackAttempt', { addresseeId: parent, channel: 'phone', at: `${today}T09:00:00.000Z`, outcome: 'no_answer' });
  for (const addresseeId of everybody)
    add('femke', 'RecordFeedbackGiven', bodyOf.hear(addresseeId, today, { howChildViewWeighed: 'It counted.' }));
  add(
    'femke',
    'WaiveFeedback',
    { addresseeId: parent, ground: 'declined', note: 'No.' },
    { addresseeId: parent, ground: 'unreachable', note: 'Gone.' },
  );
  const proposal = bodyOf.plan('2026-11-16', '2027-01-12', { planVersionId: next('plan', kase.plans), goalIds });
  add('femke', 'ProposePlan', plan ? { ...proposal, basedOn: planVersionId } : proposal, { ...proposal, goalIds: [idOf('nothing')] });
  add('femke', 'RecordPlanConsultation', { planVersionId, on: today, agreedPoints: 'All.', disagreedPoints: 'None.' });
  add(
    'femke',
    'DecideActionPart',
    bodyOf.decide(amina, today, { planVersionId, decision: 'refused' }),
    bodyOf.decide(sami, today, { planVersionId }),
  );
  add('femke', 'AdoptPlan', { planVersionId, on: today });
  const adopted = kase.plans.find(({ status }) => status === 'adopted')?.planVersionId ?? planVersionId;
  add('femke', 'ConfirmPlanUnchanged', { planVersionId: adopted, reason: 'It fits.' });
  add('femke', 'DeclareNoPlanNeeded', { reason: 'Referred.' });
  add('femke', 'StartProvisionalSupport', { actionIds: action ? [actionId] : [], reason: 'It cannot wait.' });
  add(
    'femke',
    'UpdateAction',
    { actionId, change: 'complete' },
    { actionId, change: 'cancel' },
    { actionId, change: 'extend', newDueOn: '2026-12-01' },
  );
  add('femke', 'AdjustGoal', { goalId, targetOn: '2027-02-02', reason: 'More time.' }, { goalId, targetOn: '2027-02-02' });
  add('femke', 'DropGoal', { goalId, ground: 'child_wish' });
  add('femke', 'ScoreGoal', { goalId, score: 0, on: today }, { goalId, score: 5, on: today });
  add('joost', 'RecordProgress', { note: 'Better.', on: today });
  add('femke', 'StartEvaluation', { trigger: 'early_request' });
  tries.push({ command: 'MarkEvaluationDue', body: {}, by: 'worker', on: '2027-06-01' });
  add('femke', 'StartStatutoryTerm', { kind: 'opp_annual', startOn: today }, { kind: 'opp_6_weeks', startOn: today });
  const worker = { by: 'worker', on: '2028-01-03' };
  tries.push({ command: 'MarkStatutoryTermMissed', body: {}, ...worker });
  tries.push({ command: 'ExpireConsent', body: { consentId: kase.consentRequests[0]?.consentId ?? idOf('none') }, ...worker });
  tries.push({ command: 'AgeReached', body: { age: 12 }, ...worker });
  add('femke', 'RaiseEscalation', {
    escalationId: next('escalation', kase.escalations),
    kind: 'safety',
    to: 'lead',
    question: 'Safe?',
    neededBy: today,
  });
  add('femke', 'ResolveEscalation', {
    escalationId: kase.escalations.at(-1)?.escalationId ?? idOf('none'),
    result: 'Safe.',
    followUp: 'none',
  });
  const perGoal = goalIds.map((each) => ({ goalId: each, score: 0, comment: 'Fine.' }));
  for (const conclusion of ['extend', 'adjust', 'end']) add('femke', 'RecordEvaluation', bodyOf.evaluate(viewId, conclusion, { perGoal }));
  add('femke', 'RecordEvaluation', bodyOf.evaluate(viewId, 'end', { perGoal: [] }));
  for (const trigger of ['evaluation', 'urgent_signal'])
    add('femke', 'StartNewCycle', { trigger, reason: 'A new step.', carryGoalIds: goalIds, carryActionIds: action ? [actionId] : [] });
  const handedOverActions = kase.actions.map((each) => each.actionId);
  const informed = everybody.map((partyId) => ({ partyId, on: today }));
  for (const reason of ['left', 'goals_achieved']) add('femke', 'CloseCase', bodyOf.close(reason, today, { informed, handedOverActions }));
  add('femke', 'CloseCase', bodyOf.close('left', today, { informed: [] }));
  add('femke', 'ReopenCase', { reason: 'relapse', note: 'Again.' });
  add('femke', 'SuspendCase', { reason: 'family_request', reviewOn: '2026-12-01' });
  tries.push({ command: 'ResumeCase', body: {}, by: 'femke', on: '2026-11-05' });
  add('femke', 'RecordChildLeft', { on: today, destination: 'secondary' });
  return tries;
}
