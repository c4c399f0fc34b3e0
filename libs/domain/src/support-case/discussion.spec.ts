import {
  a1,
  amina,
  bodyOf,
  broughtIn,
  concluded,
  discussed,
  evaluated,
  g1,
  sami,
  started,
  startedAt16,
  steps,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { aMeeting, telling } from '../../../../test/domain/meetings.js';
import { idOf } from '../../../../test/domain/people.js';

const urgent = { urgency: 'urgent', urgencyReason: 'He stays at home.' };

describe('StartDiscussion', () => {
  it('starts with those who are there, for the chair', () => {
    const body = {
      meetingId: idOf('meeting'),
      itemId: idOf('item'),
      presentPartyIds: ['karin', amina],
      absent: [{ partyId: youssef, excused: true }],
    };
    const { presentPartyIds: present, ...data } = body;
    const meeting = aMeeting({ state: 'in_session' });
    const after = broughtIn()
      .on('2026-11-03')
      .by('karin')
      .where({ facts: telling([], undefined, meeting) })
      .when('StartDiscussion', body)
      .then(has('DiscussionStarted', { ...data, present }));
    expect(after.state.phase).toBe('discussion');
    after.when('StartDiscussion', body).thenRefused('wrong-phase');
    broughtIn().by('femke').when('StartDiscussion', body).thenRefused('forbidden');
  });

  it('finds its own item in a meeting that is in session, and begins in no other', () => {
    const at = broughtIn().on('2026-11-03').by('karin');
    const during = (more: Parameters<typeof aMeeting>[0]) => at.where({ facts: telling([], undefined, aMeeting(more)) });
    const asked = { meetingId: idOf('meeting') };
    const { state } = during({ state: 'in_session' })
      .when('StartDiscussion', asked)
      .then(has('DiscussionStarted', { ...asked, itemId: idOf('item'), present: [], absent: [] }));
    expect(state.discussion).toMatchObject({ ...asked, itemId: idOf('item') });
    during({ state: 'agenda_sent' }).when('StartDiscussion', asked).thenRefused('not-possible');
    const [item] = aMeeting().items;
    during({ state: 'in_session', items: [{ ...item!, state: 'blocked' }] })
      .when('StartDiscussion', asked)
      .thenRefused('not-possible');
    during({ state: 'in_session', teamId: idOf('another team') })
      .when('StartDiscussion', asked)
      .thenRefused('unknown-reference');
    at.when('StartDiscussion', asked).thenRefused('unknown-reference');
  });

  it('is for the chair of the meeting as well as for who chairs the team', () => {
    const meeting = aMeeting({ state: 'in_session', chairIds: ['joost'], minuteTakerId: 'ilse' });
    const at = broughtIn()
      .on('2026-11-03')
      .where({ facts: telling([], undefined, meeting) });
    const started = at
      .by('joost')
      .when('StartDiscussion', { meetingId: idOf('meeting') })
      .thenEvents('DiscussionStarted');
    started.by('ilse').when('RecordStep', bodyOf.step('background')).thenEvents('DiscussionStepRecorded');
    broughtIn().on('2026-11-03').by('joost').when('StartDiscussion').thenRefused('forbidden');
  });

  it('needs a child that was brought in, consent, and the introducer or a substitute', () => {
    const late = broughtIn().on('2027-10-01').by('karin');
    const absent = [{ partyId: 'joost', excused: true }];
    late.when('StartDiscussion', { absent }).thenRefused('consent-incomplete', ['consent-incomplete', 'introducer-absent']);
    const off = broughtIn().does('WithdrawBringIn', { reason: 'Later.' }).on('2027-10-01').by('karin');
    off.when('StartDiscussion').thenRefused('not-brought-in', ['not-brought-in', 'consent-incomplete']);
    const ready = broughtIn().on('2026-11-03').by('karin');
    ready.when('StartDiscussion', { absent }).thenRefused('introducer-absent', ['introducer-absent']);
    ready.when('StartDiscussion', { absent, substituteId: 'bas' }).thenEvents('DiscussionStarted');
    ready.when('StartDiscussion', { absent, substituteId: 'stranger' }).thenRefused('unknown-reference');
  });

  it('does not start while the case is on hold', () => {
    const held = broughtIn().does('SuspendCase', { reason: 'waiting_external', reviewOn: '2026-11-02' });
    held.by('karin').when('StartDiscussion').thenRefused('on-hold');
  });
});

describe('RecordStep', () => {
  it('records the steps in their order, with their length', () => {
    const body = bodyOf.step('background');
    const after = started()
      .by('bas')
      .when('RecordStep', body)
      .then(has('DiscussionStepRecorded', { ...body, seconds: 240, skipped: false }));
    after.when('RecordStep', body).thenEvents('DiscussionStepRecorded');
    after.when('RecordStep', bodyOf.step('goals')).thenRefused('step-order', ['step-order']);
    after.when('RecordStep', bodyOf.step('reason')).thenEvents('DiscussionStepRecorded');
    after.by('joost').when('RecordStep', bodyOf.step('reason')).thenRefused('forbidden');
  });

  it('skips a step with a reason only', () => {
    const bare = bodyOf.step('background', { notes: undefined });
    started().when('RecordStep', bare).thenRefused('reason-missing', ['reason-missing']);
    started()
      .when('RecordStep', { ...bare, step: 'goals' })
      .thenRefused('step-order', ['step-order', 'reason-missing']);
    const skipped = started().when('RecordStep', { ...bare, skipReason: 'Known to all.' });
    expect(skipped.dataOf('DiscussionStepRecorded')).toMatchObject({ skipped: true, skipReason: 'Known to all.' });
    const noted = started().when('RecordStep', bodyOf.step('background', { skipReason: 'Known to all.' }));
    expect(noted.dataOf('DiscussionStepRecorded')).toMatchObject({ skipped: true, notes: 'What was said.' });
  });

  it('ends after it began', () => {
    started()
      .when('RecordStep', bodyOf.step('background', { endedAt: '2026-11-03T14:59:59.000Z' }))
      .thenRefused('validation');
  });
});

describe('ConcludeDiscussion', () => {
  const stamps = {
    cycleNo: 1,
    reportDueOn: '2026-11-06',
    feedback: [sami, amina, youssef].map((addresseeId) => ({ addresseeId, byId: 'joost', dueOn: '2026-11-10' })),
    planProposalDueOn: '2026-11-10',
    planAdoptionDueOn: '2026-11-17',
  };

  it('concludes with the stamps of 10.1', () => {
    const outcome = discussed().when('ConcludeDiscussion', bodyOf.conclude('plan_change'));
    const { childViewId, ...concludedData } = outcome.dataOf('DiscussionConcluded');
    expect(childViewId).toMatch(/^[0-9a-f-]{36}$/);
    expect({ ...concludedData, calculations: undefined }).toEqual({
      outcome: 'plan_change',
      summary: 'What we decided.',
      reviewOn: '2027-01-12',
      goalIds: [g1],
      actionIds: [a1],
    });
    const { calculations, ...aftercare } = outcome.dataOf('AftercareStarted');
    expect(aftercare).toEqual(stamps);
    expect((calculations as { rule: string; dueOn: string }[]).map(({ rule, dueOn }) => `${rule} ${dueOn}`)).toEqual([
      'D12 2026-11-06',
      'D13 2026-11-10',
      'D13 2026-11-10',
      'D13 2026-11-10',
      'D14 2026-11-10',
      'D16 2026-11-17',
    ]);
    expect(outcome.thenEvents('DiscussionConcluded', 'AftercareStarted').state.phase).toBe('aftercare');
  });

  it('records who stood behind the decision and who did not, each of them once', () => {
    const dissentedBy = [{ byId: 'ilse', reason: 'First a hearing test.' }, { byId: 'bas' }];
    const said = bodyOf.conclude('plan_change', { agreedBy: ['karin', amina], dissentedBy });
    expect(discussed().when('ConcludeDiscussion', said).dataOf('DiscussionConcluded')).toMatchObject({
      agreedBy: ['karin', amina],
      dissentedBy,
    });
    for (const twice of [{ agreedBy: ['karin', 'karin'] }, { agreedBy: ['ilse'], dissentedBy: [{ byId: 'ilse' }] }])
      discussed().when('ConcludeDiscussion', bodyOf.conclude('plan_change', twice)).thenRefused('validation');
    discussed()
      .when('ConcludeDiscussion', bodyOf.conclude('plan_change', { agreedBy: ['nobody'] }))
      .thenRefused('unknown-reference');
  });

  it('is shorter, on the public calendar, for an urgent case; the proposal keeps to the team', () => {
    const data = discussed(urgent).when('ConcludeDiscussion', bodyOf.conclude('plan_change')).dataOf('AftercareStarted');
    expect(data).toMatchObject({ reportDueOn: '2026-11-04', planProposalDueOn: '2026-11-10', planAdoptionDueOn: '2026-11-17' });
    expect(data['feedback']).toMatchObject([{ dueOn: '2026-11-05' }, { dueOn: '2026-11-05' }, { dueOn: '2026-11-05' }]);
  });

  it('tells a parent who was absent within two working days', () => {
    const absent = discussed({}, { absent: [{ partyId: youssef, excused: true }] });
    const data = absent.when('ConcludeDiscussion', bodyOf.conclude('plan_change')).dataOf('AftercareStarted');
    expect(data['feedback']).toMatchObject([
      { dueOn: '2026-11-10' },
      { dueOn: '2026-11-10' },
      { addresseeId: youssef, dueOn: '2026-11-05' },
    ]);
  });

  it('creates a feedback attempt at once for a parent who did not show up', () => {
    const asked = { absent: [{ partyId: youssef, excused: false }] };
    const after = discussed({}, asked)
      .when('ConcludeDiscussion', bodyOf.conclude('plan_change'))
      .thenEvents('DiscussionConcluded', 'AftercareStarted', 'FeedbackAttempted');
    expect(after.history.at(-1)!.event.data).toMatchObject({ addresseeId: youssef, attemptNo: 1, outcome: 'no_show' });
    expect(after.state.aftercare[0]!.feedback).toMatchObject([{ status: 'owed' }, { status: 'owed' }, { status: 'attempted' }]);
  });

  it('goes back to preparation for more information, the bring-in undone, the steps kept', () => {
    const after = discussed()
      .when('ConcludeDiscussion', bodyOf.conclude('more_information', { feedback: [] }))
      .thenEvents('DiscussionConcluded');
    expect(after.state).toMatchObject({ phase: 'preparation', discussion: { steps: ['background', 'reason', 'goals', 'actions'] } });
    expect(after.state.broughtIn).toBeUndefined();
    expect(after.state.reviewOn).toBeUndefined();
    after.by('femke').when('BringIn', bodyOf.bringIn).thenEvents('CaseBroughtIn');
  });

  it('names everything that stands in the way, in the order of domain.md', () => {
    const early = broughtIn().on('2026-11-03').by('karin').does('StartDiscussion');
    early
      .when('ConcludeDiscussion', bodyOf.conclude('plan_change', { feedback: [] }))
      .thenRefused('step-missing', ['step-missing', 'no-personal-goal', 'no-action', 'child-view-missing', 'feedback-owner-missing']);
    early
      .when('ConcludeDiscussion', bodyOf.conclude('plan_continue', { noPersonalGoalReason: 'None yet.' }))
      .thenRefused('step-missing', ['step-missing', 'child-view-missing', 'no-plan']);
  });

  it.each([
    [
      'step-missing',
      started().does('AgreeGoal', bodyOf.goal('2027-01-12')).does('AgreeAction', bodyOf.action('2026-11-17')),
      'plan_change',
      {},
    ],
    ['feedback-owner-missing', discussed(), 'plan_change', { feedback: [{ addresseeId: sami, byId: 'joost' }] }],
    ['no-plan', discussed(), 'plan_continue', {}],
  ])('refuses with %s alone', (code, at, outcome, more) => {
    at.when('ConcludeDiscussion', bodyOf.conclude(outcome, more)).thenRefused(code, [code]);
  });

  it('needs a goal of child or parent, or the reason why there is none', () => {
    const done = steps(started());
    const professional = done.does('AgreeGoal', bodyOf.goal('2027-01-12', { voice: 'professional' }));
    professional.when('ConcludeDiscussion', bodyOf.conclude('refer')).thenRefused('no-personal-goal', ['no-personal-goal']);
    professional
      .when('ConcludeDiscussion', bodyOf.conclude('refer', { noPersonalGoalReason: 'Referred at once.' }))
      .thenEvents('DiscussionConcluded', 'AftercareStarted');
    done
      .does('AgreeGoal', bodyOf.goal('2027-01-12', { voice: 'parent' }))
      .when('ConcludeDiscussion', bodyOf.conclude('plan_change'))
      .thenRefused('no-action', ['no-action']);
  });

  it('counts the actions of this cycle only for a plan change', () => {
    const again = evaluated('adjust').does('StartNewCycle', { trigger: 'evaluation', reason: 'A new step.', carryGoalIds: [g1] });
    const discussing = (at: typeof again) =>
      steps(
        at
          .does('SavePreparation', bodyOf.form)
          .does('SubmitPreparation', { formVersion: 1 })
          .does('BringIn', bodyOf.bringIn)
          .does('RecordChildView', bodyOf.view('2027-01-12'))
          .by('karin')
          .does('StartDiscussion'),
      );
    discussing(again).when('ConcludeDiscussion', bodyOf.conclude('plan_change')).thenRefused('no-action', ['no-action']);
    const carried = evaluated('adjust').does('StartNewCycle', {
      trigger: 'evaluation',
      reason: 'A new step.',
      carryGoalIds: [g1],
      carryActionIds: [a1],
    });
    expect(
      discussing(carried).when('ConcludeDiscussion', bodyOf.conclude('plan_change')).dataOf('DiscussionConcluded')['actionIds'],
    ).toEqual([a1]);
  });

  it('needs the child as a party to be told, and each addressee once', () => {
    const childless = discussed().by('femke').does('EndParty', { partyId: sami, endedOn: '2026-11-03', reason: 'A mistake.' }).by('karin');
    const feedback = [amina, youssef].map((addresseeId) => ({ addresseeId, byId: 'joost' }));
    childless.when('ConcludeDiscussion', bodyOf.conclude('refer', { feedback })).thenRefused('feedback-owner-missing');
    const twice = [...feedback, feedback[0]];
    discussed()
      .when('ConcludeDiscussion', bodyOf.conclude('refer', { feedback: twice }))
      .thenRefused('validation');
  });

  it('owes feedback to the child alone from 16, unless another decides for it', () => {
    const feedback = [{ addresseeId: sami, byId: 'joost' }];
    const correct = { competence: 'not_competent', reason: 'Judged by the doctor.' };
    const sixteen = steps(startedAt16()).does('AgreeGoal', bodyOf.goal('2027-01-12'));
    sixteen.when('ConcludeDiscussion', bodyOf.conclude('refer', { feedback })).thenEvents('DiscussionConcluded', 'AftercareStarted');
    sixteen
      .by('femke')
      .does('CorrectChildDetails', correct)
      .by('karin')
      .when('ConcludeDiscussion', bodyOf.conclude('refer', { feedback }))
      .thenRefused('feedback-owner-missing');
  });

  it('is reviewed 2 to 26 weeks later, explains an absent view, and is concluded once', () => {
    for (const reviewOn of ['2026-11-16', '2027-05-05'])
      discussed().when('ConcludeDiscussion', bodyOf.conclude('plan_change', { reviewOn })).thenRefused('not-possible');
    for (const reviewOn of ['2026-11-17', '2027-05-04'])
      expect(
        discussed().when('ConcludeDiscussion', bodyOf.conclude('plan_change', { reviewOn })).dataOf('DiscussionConcluded'),
      ).toMatchObject({ reviewOn, calculations: [] });
    const declined = discussed()
      .by('femke')
      .does('RecordChildView', bodyOf.view('2026-11-03', { how: 'declined', reasonIfNone: 'No.' }))
      .by('karin');
    const data = declined.when('ConcludeDiscussion', bodyOf.conclude('refer')).dataOf('DiscussionConcluded');
    expect([data['childViewAbsence'], data['childViewId']]).toEqual(['declined', undefined]);
    concluded().by('karin').when('ConcludeDiscussion', bodyOf.conclude('plan_change')).thenRefused('wrong-phase');
    discussed().by('bas').when('ConcludeDiscussion', bodyOf.conclude('plan_change')).thenRefused('forbidden');
  });
});
