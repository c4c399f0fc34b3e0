import { amina, bodyOf, concluded, reported, sami, told, youssef } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const attempt = (on: string, channel: string) => ({ addresseeId: amina, channel, at: `${on}T09:00:00.000Z`, outcome: 'no_answer' });

describe('RecordFeedbackAttempt', () => {
  it('counts the attempts, each once', () => {
    const body = { ...attempt('2026-11-03', 'phone'), nextAttemptOn: '2026-11-05' };
    const after = concluded()
      .when('RecordFeedbackAttempt', body)
      .then(has('FeedbackAttempted', { ...body, cycleNo: 1, attemptNo: 1 }));
    after.when('RecordFeedbackAttempt', body).thenNothing();
    const next = after.on('2026-11-05').when('RecordFeedbackAttempt', attempt('2026-11-05', 'phone'));
    expect(next.dataOf('FeedbackAttempted')['attemptNo']).toBe(2);
  });

  it('needs feedback that is owed, and a moment that has come', () => {
    told().when('RecordFeedbackAttempt', attempt('2026-11-09', 'phone')).thenRefused('not-owed', ['not-owed']);
    concluded()
      .when('RecordFeedbackAttempt', { ...attempt('2026-11-03', 'phone'), addresseeId: idOf('nobody') })
      .thenRefused('not-owed');
    concluded().when('RecordFeedbackAttempt', attempt('2026-11-04', 'phone')).thenRefused('future-date');
    concluded().by('karin').when('RecordFeedbackAttempt', attempt('2026-11-03', 'phone')).thenRefused('forbidden');
  });
});

describe('RecordFeedbackGiven', () => {
  it('tells the child how its view weighed, while the report may still be a draft', () => {
    const body = bodyOf.hear(sami, '2026-11-03', { reaction: 'Good.' });
    concluded().when('RecordFeedbackGiven', body).thenRefused('weighing-missing', ['weighing-missing']);
    const weighed = { ...body, howChildViewWeighed: 'It became the first goal.' };
    const after = concluded()
      .by('joost')
      .when('RecordFeedbackGiven', weighed)
      .then(has('FeedbackGiven', { ...weighed, cycleNo: 1 }));
    after.when('RecordFeedbackGiven', weighed).thenRefused('not-owed', ['not-owed']);
    after.when('RecordFeedbackGiven', body).thenRefused('not-owed', ['not-owed', 'weighing-missing']);
  });

  it('works on hold, for owner and coordinator', () => {
    const held = concluded().does('SuspendCase', { reason: 'family_request', reviewOn: '2026-11-20' });
    held.when('RecordFeedbackGiven', bodyOf.hear(amina, '2026-11-03')).thenEvents('FeedbackGiven');
    concluded().by('karin').when('RecordFeedbackGiven', bodyOf.hear(amina, '2026-11-03')).thenRefused('forbidden');
  });
});

describe('WaiveFeedback', () => {
  const body = { addresseeId: amina, ground: 'declined', note: 'She does not want to hear it.' };

  it('waives what is owed, once', () => {
    const after = concluded()
      .when('WaiveFeedback', body)
      .then(has('FeedbackWaived', { ...body, cycleNo: 1, on: '2026-11-03' }));
    after.when('WaiveFeedback', body).thenRefused('not-possible');
    expect(after.state.aftercare[0]?.feedback.find((each) => each.addresseeId === amina)?.status).toBe('declined');
  });

  it('is for the safety officer when safety asks it, else for the coordinator', () => {
    const safety = { ...body, ground: 'safety' };
    concluded().when('WaiveFeedback', safety).thenRefused('forbidden');
    concluded().by('sofie').when('WaiveFeedback', safety).thenEvents('FeedbackWaived');
    concluded().by('sofie').when('WaiveFeedback', body).thenRefused('forbidden');
    concluded()
      .when('WaiveFeedback', { ...body, ground: 'wish_of_16plus' })
      .thenRefused('not-possible');
  });

  it.each([
    ['three attempts on two channels over five working days', ['2026-11-03 phone', '2026-11-05 phone', '2026-11-10 letter'], true],
    ['two attempts', ['2026-11-03 phone', '2026-11-10 letter'], false],
    ['one channel', ['2026-11-03 phone', '2026-11-05 phone', '2026-11-10 phone'], false],
    ['four working days', ['2026-11-03 phone', '2026-11-05 phone', '2026-11-09 letter'], false],
  ])('gives somebody up as unreachable after %s: %s', (_, attempts, enough) => {
    const tried = attempts
      .map((each) => each.split(' ') as [string, string])
      .reduce((at, [on, channel]) => at.on(on).does('RecordFeedbackAttempt', attempt(on, channel)), concluded());
    const outcome = tried.when('WaiveFeedback', { ...body, ground: 'unreachable' });
    if (enough) outcome.thenEvents('FeedbackWaived');
    else outcome.thenRefused('attempts-too-few', ['attempts-too-few']);
  });

  it('says first that attempts are too few, then that nothing is owed', () => {
    reported()
      .when('WaiveFeedback', { ...body, addresseeId: youssef, ground: 'unreachable' })
      .thenRefused('attempts-too-few');
    told()
      .when('WaiveFeedback', { ...body, ground: 'unreachable' })
      .thenRefused('attempts-too-few', ['attempts-too-few', 'not-possible']);
  });
});
