import {
  amina,
  bodyOf,
  consent,
  consented,
  evaluating,
  opened,
  sami,
  secondView,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';

const opp = { planKind: 'opp' };

describe('StartStatutoryTerm', () => {
  it('starts six weeks to establish, or a year to evaluate that ends on 31 July at the latest', () => {
    opened(opp)
      .when('StartStatutoryTerm', { kind: 'opp_6_weeks', startOn: '2026-09-14' })
      .then(has('StatutoryTermStarted', { kind: 'opp_6_weeks', startOn: '2026-09-14', dueOn: '2026-10-26' }));
    const yearFrom = (startOn: string) =>
      opened(opp).when('StartStatutoryTerm', { kind: 'opp_annual', startOn }).dataOf('StatutoryTermStarted')['dueOn'];
    expect(['2026-07-31', '2026-08-01', '2026-09-14', '2027-02-01'].map(yearFrom)).toEqual([
      '2026-07-31',
      '2027-07-31',
      '2027-07-31',
      '2027-07-31',
    ]);
  });

  it('starts one of a kind at a time, of a development perspective, by coordinator and client', () => {
    const running = opened(opp).does('StartStatutoryTerm', { kind: 'opp_6_weeks', startOn: '2026-09-14' });
    running.when('StartStatutoryTerm', { kind: 'opp_6_weeks', startOn: '2026-09-20' }).thenRefused('already-running');
    running.by('client').when('StartStatutoryTerm', { kind: 'opp_annual', startOn: '2026-09-14' }).thenEvents('StatutoryTermStarted');
    opened().when('StartStatutoryTerm', { kind: 'opp_annual', startOn: '2026-09-14' }).thenRefused('not-possible');
    opened(opp).by('bas').when('StartStatutoryTerm', { kind: 'opp_annual', startOn: '2026-09-14' }).thenRefused('forbidden');
  });

  it('of a year is met by an evaluation', () => {
    const term = { kind: 'opp_annual' as const, dueOn: '2027-07-31' };
    const at = evaluating();
    const running = at.after([{ type: 'StatutoryTermStarted', data: { ...term, startOn: '2026-09-14', calculations: [] } }]);
    const recorded = running
      .when('RecordEvaluation', bodyOf.evaluate(secondView, 'end'))
      .thenEvents('EvaluationRecorded', 'StatutoryTermMet');
    expect(recorded.state.annualTerm).toBeUndefined();
  });
});

describe('MarkStatutoryTermMissed', () => {
  it('is the worker’s, from the day on, once', () => {
    const running = opened(opp).does('StartStatutoryTerm', { kind: 'opp_6_weeks', startOn: '2026-09-14' });
    running.when('MarkStatutoryTermMissed').thenRefused('forbidden');
    running.by('worker').on('2026-10-25').when('MarkStatutoryTermMissed').thenRefused('not-possible');
    running
      .by('worker')
      .on('2026-10-26')
      .when('MarkStatutoryTermMissed')
      .then(has('StatutoryTermMissed', { kind: 'opp_6_weeks', dueOn: '2026-10-26' }))
      .when('MarkStatutoryTermMissed')
      .thenNothing();
  });
});

describe('ExpireConsent', () => {
  const expire = { consentId: consent };

  it('ends what was given when its last day has passed, and the sharing with it', () => {
    const given = consented();
    given.when('ExpireConsent', expire).thenRefused('forbidden');
    given.by('worker').on('2027-09-20').when('ExpireConsent', expire).thenRefused('not-possible');
    given
      .by('worker')
      .on('2027-09-21')
      .when('ExpireConsent', expire)
      .then(
        has('ConsentExpired', { consentId: consent, scopes: ['discuss_team'], on: '2027-09-21' }),
        has('SharingStopped', { scopes: ['discuss_team'], on: '2027-09-21', stoppedOrganisationIds: [] }),
      )
      .when('ExpireConsent', expire)
      .thenNothing();
  });
});

describe('AgeReached', () => {
  it('switches who decides, and stops what the child did not consent to', () => {
    const young = consented();
    young.when('AgeReached', { age: 12 }).thenRefused('forbidden');
    const twelve = young.by('worker').when('AgeReached', { age: 12 }).thenEvents('AgeReached', 'SharingStopped');
    expect(twelve.state.ageBand).toBe('12_15');
    twelve.when('AgeReached', { age: 12 }).thenNothing();
    twelve.by('femke').when('BringIn', bodyOf.bringIn).thenRefused('consent-incomplete');
    twelve.when('AgeReached', { age: 13 }).thenRefused('not-possible');
  });

  it('stops nothing where nobody had to consent or the child has', () => {
    const at = withFamily().by('worker');
    at.when('AgeReached', { age: 12 }).thenEvents('AgeReached');
    const twelve = at
      .does('AgeReached', { age: 12 })
      .by('femke')
      .does('RequestConsent', bodyOf.ask([amina, youssef, sami]));
    const all = [amina, youssef, sami].reduce(
      (before, partyId) => before.does('RecordConsent', bodyOf.give(partyId, '2026-09-21')),
      twelve,
    );
    all.by('worker').when('AgeReached', { age: 16 }).thenEvents('AgeReached');
  });
});
