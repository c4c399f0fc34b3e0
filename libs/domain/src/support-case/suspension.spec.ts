import {
  a1,
  amina,
  asked,
  bodyOf,
  broughtIn,
  concluded,
  consent,
  consented,
  g1,
  proposed,
  sami,
  supported,
  v1,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { caseId } from '../../../../test/domain/given.js';

const pause = { reason: 'family_request', reviewOn: '2026-11-20', note: 'They need time.' };
const moves = (data: Record<string, unknown>) =>
  (data['restamped'] as { rule: string; subjectId: string; from: string; to: string }[]).map(({ rule, subjectId, from, to }) => [
    rule,
    subjectId,
    from,
    to,
  ]);

describe('SuspendCase', () => {
  it('keeps the phase, once, and again with another date since the same day', () => {
    const after = concluded()
      .when('SuspendCase', pause)
      .then(has('CaseSuspended', { ...pause, since: '2026-11-03', sharingStopped: false }));
    expect(after.state.phase).toBe('aftercare');
    after.when('SuspendCase', pause).thenNothing();
    const later = after.on('2026-11-10').when('SuspendCase', { ...pause, reviewOn: '2026-12-01' });
    expect(later.dataOf('CaseSuspended')).toMatchObject({ since: '2026-11-03', reviewOn: '2026-12-01' });
  });

  it('is looked at again within thirteen weeks', () => {
    for (const reviewOn of ['2026-11-02', '2027-02-03'])
      concluded()
        .when('SuspendCase', { ...pause, reviewOn })
        .thenRefused('not-possible');
    concluded()
      .when('SuspendCase', { ...pause, reviewOn: '2027-02-02' })
      .thenEvents('CaseSuspended');
    concluded().by('joost').when('SuspendCase', pause).thenRefused('forbidden');
  });

  it('keeps the sharing stopped once it is', () => {
    const withdrawn = consented().does('WithdrawConsent', bodyOf.answer(amina, { wantsErasure: false }));
    expect(withdrawn.when('SuspendCase', pause).dataOf('CaseSuspended')).toMatchObject({ sharingStopped: true });
  });
});

describe('ResumeCase', () => {
  it('moves every due date that was running by the working days that passed', () => {
    const held = concluded().on('2026-11-04').does('SuspendCase', pause);
    const data = held.on('2026-11-09').when('ResumeCase', { note: 'They are back.' }).dataOf('CaseResumed');
    expect(data).toMatchObject({ pausedDays: 3, note: 'They are back.' });
    expect(moves(data)).toEqual([
      ['D12', caseId, '2026-11-06', '2026-11-11'],
      ['D13', sami, '2026-11-10', '2026-11-13'],
      ['D13', amina, '2026-11-10', '2026-11-13'],
      ['D13', youssef, '2026-11-10', '2026-11-13'],
      ['D14', caseId, '2026-11-10', '2026-11-13'],
      ['D16', caseId, '2026-11-17', '2026-11-20'],
      ['D19', a1, '2026-11-17', '2026-11-20'],
      ['D27', caseId, '2027-01-12', '2027-01-15'],
    ]);
    const { state } = held.on('2026-11-09').does('ResumeCase');
    expect(state).toMatchObject({ reviewOn: '2027-01-15', actions: [{ dueOn: '2026-11-20' }] });
    expect(state.hold).toBeUndefined();
    expect(state.aftercare[0]).toMatchObject({
      reportDueOn: '2026-11-11',
      planProposalDueOn: '2026-11-13',
      planAdoptionDueOn: '2026-11-20',
    });
    expect(state.aftercare[0]?.feedback.map(({ dueOn }) => dueOn)).toEqual(['2026-11-13', '2026-11-13', '2026-11-13']);
  });

  it('leaves alone what was late before, what was done, and everything when no working day passed', () => {
    const late = proposed()
      .on('2026-11-17')
      .does('SuspendCase', { ...pause, reviewOn: '2026-12-01' });
    expect(moves(late.on('2026-11-18').when('ResumeCase').dataOf('CaseResumed'))).toEqual([
      ['D16', caseId, '2026-11-17', '2026-11-18'],
      ['D19', a1, '2026-11-17', '2026-11-18'],
      ['D27', caseId, '2027-01-12', '2027-01-13'],
    ]);
    const same = concluded().does('SuspendCase', pause).when('ResumeCase').dataOf('CaseResumed');
    expect(same).toEqual({ pausedDays: 0, restamped: [] });
  });

  it('moves open requests, decisions, re-plannings and adjusted goals as well', () => {
    const held = (at: ReturnType<typeof asked>, reviewOn: string) => at.does('SuspendCase', { reason: 'waiting_external', reviewOn });
    const requests = held(asked(), '2026-10-01').on('2026-09-23').does('ResumeCase');
    expect(requests.state.consentRequests[0]).toMatchObject({ consentId: consent, answerDueOn: '2026-09-30' });
    const plans = held(proposed(), '2026-12-01').on('2026-11-10').does('ResumeCase');
    expect(plans.state.plans[0]).toMatchObject({ planVersionId: v1, decisionDueOn: '2026-11-17' });
    const postponed = broughtIn().on('2026-11-03').does('PostponeDiscussion', { reason: 'no_show' });
    expect(held(postponed, '2026-12-01').on('2026-11-05').does('ResumeCase').state.rescheduleDueOn).toBe('2026-11-12');
    const adjusted = supported().does('AdjustGoal', { goalId: g1, targetOn: '2027-03-01', reason: 'More time.' });
    expect(moves(held(adjusted, '2026-12-01').on('2026-11-17').when('ResumeCase').dataOf('CaseResumed'))).toEqual([
      ['D14', g1, '2026-11-23', '2026-11-24'],
      ['D16', g1, '2026-11-30', '2026-12-01'],
      ['D19', a1, '2026-11-17', '2026-11-18'],
      ['D27', caseId, '2027-01-12', '2027-01-13'],
    ]);
  });

  it('needs the consent back when that was the cause, and a hold to end', () => {
    const withdrawn = consented().does('WithdrawConsent', bodyOf.answer(amina, { wantsErasure: false }));
    withdrawn.when('ResumeCase').thenRefused('consent-incomplete', ['consent-incomplete']);
    withdrawn.does('RecordConsent', bodyOf.give(amina, '2026-09-28')).when('ResumeCase').thenEvents('CaseResumed');
    withFamily()
      .does('SuspendCase', { reason: 'consent_pending', reviewOn: '2026-10-01' })
      .when('ResumeCase')
      .thenRefused('consent-incomplete');
    withFamily().does('SuspendCase', { reason: 'waiting_external', reviewOn: '2026-10-01' }).when('ResumeCase').thenEvents('CaseResumed');
    consented().when('ResumeCase').thenRefused('not-possible');
    withdrawn.by('joost').when('ResumeCase').thenRefused('forbidden');
  });
});
