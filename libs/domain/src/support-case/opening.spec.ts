import { bodyOf, opened, withFamily } from '../../../../test/domain/cases.js';
import { given, has } from '../../../../test/domain/given.js';
import { idOf, teamOfLinde } from '../../../../test/domain/people.js';

const { caseId, ...open } = bodyOf.open;

describe('OpenCase', () => {
  const { urgency, planKind, setting, mode, familyPlan, coordinatorId, child, reason, teamId } = open;
  const caseOpened = has('CaseOpened', {
    teamId,
    mode,
    urgency,
    planKind,
    setting,
    ageBand: 'under_12',
    familyPlan,
    coordinatorId,
    child,
    reason,
  });
  const cycle = has('CycleStarted', { cycleNo: 1, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [], owedParts: [] });

  it('opens a case in preparation, in its first cycle', () => {
    const { state } = given().when('OpenCase', bodyOf.open).then(caseOpened, cycle);
    expect(state).toMatchObject({ exists: true, caseId, phase: 'preparation', cycleNo: 1, urgency: 'regular', ageBand: 'under_12' });
  });

  it('starts the statutory term of six weeks for an OPP, in calendar days', () => {
    const body = { ...bodyOf.open, planKind: 'opp', statutoryTrigger: { kind: 'arrangement_agreed', on: '2026-09-14' } };
    given()
      .on('2026-09-14')
      .when('OpenCase', body)
      .then(
        { ...caseOpened, data: { ...caseOpened.data, planKind: 'opp' } },
        cycle,
        has('StatutoryTermStarted', {
          kind: 'opp_6_weeks',
          startOn: '2026-09-14',
          dueOn: '2026-10-26',
          calculations: [
            { rule: 'D17', from: '2026-09-14', offset: 42, unit: 'days', calendar: 'legal', skipped: [], dueOn: '2026-10-26' },
          ],
        }),
      );
  });

  it.each([
    ['2014-09-22', 'under_12'],
    ['2014-09-21', '12_15'],
    ['2010-09-22', '12_15'],
    ['2010-09-21', '16_plus'],
  ])('takes a child born on %s for %s on 21 September 2026', (dateOfBirth, ageBand) => {
    const outcome = given().when('OpenCase', { ...bodyOf.open, child: { ...child, dateOfBirth } });
    expect(outcome.dataOf('CaseOpened')).toMatchObject({ ageBand, child: { dateOfBirth } });
  });

  it('may be given by a coordinator, a professional and a client, and by nobody else', () => {
    for (const person of ['femke', 'joost', 'client']) given().by(person).when('OpenCase', bodyOf.open).then(caseOpened, cycle);
    for (const person of ['karin', 'bas', 'ilse', 'worker', 'stranger'])
      given().by(person).when('OpenCase', bodyOf.open).thenRefused('forbidden');
  });

  it('names every code that stands in the way, in the order of domain.md', () => {
    given()
      .where({ openElsewhere: true, team: { ...teamOfLinde, active: false } })
      .when('OpenCase', { ...bodyOf.open, urgency: 'urgent' })
      .thenRefused('child-already-open', ['child-already-open', 'team-inactive', 'urgency-reason-missing']);
    given()
      .where({ team: { ...teamOfLinde, active: false } })
      .when('OpenCase', bodyOf.open)
      .thenRefused('team-inactive');
    given()
      .when('OpenCase', { ...bodyOf.open, urgency: 'urgent' })
      .thenRefused('urgency-reason-missing', ['urgency-reason-missing']);
    given()
      .when('OpenCase', { ...bodyOf.open, urgency: 'urgent', urgencyReason: 'He stays at home.' })
      .thenEvents('CaseOpened', 'CycleStarted');
  });

  it('knows only coordinators of the team as coordinator, and no trigger that is still to come', () => {
    given()
      .when('OpenCase', { ...bodyOf.open, coordinatorId: 'joost' })
      .thenRefused('unknown-reference');
    given()
      .when('OpenCase', { ...bodyOf.open, teamId: idOf('other team') })
      .thenRefused('unknown-reference');
    given()
      .when('OpenCase', { ...bodyOf.open, planKind: 'opp', statutoryTrigger: { kind: 'enrolment', on: '2026-09-22' } })
      .thenRefused('future-date');
  });
});

describe('CorrectChildDetails', () => {
  it('corrects what is given and recomputes the age thresholds', () => {
    const { state } = withFamily()
      .when('CorrectChildDetails', { givenName: 'Samir', dateOfBirth: '2014-09-21', reason: 'A slip.' })
      .then(
        has('ChildDetailsCorrected', {
          changed: ['givenName', 'dateOfBirth'],
          givenName: 'Samir',
          dateOfBirth: '2014-09-21',
          ageBand: '12_15',
          ageThresholds: { turns12On: '2026-09-21', turns16On: '2030-09-21' },
          reason: 'A slip.',
        }),
      );
    expect(state.ageBand).toBe('12_15');
  });

  it('records that a child is not competent, once', () => {
    const body = { competence: 'not_competent', reason: 'Judged by the doctor.' };
    const after = withFamily()
      .when('CorrectChildDetails', body)
      .then(has('ChildDetailsCorrected', { ...body, changed: ['competence'] }));
    after.when('CorrectChildDetails', body).thenRefused('no-change');
  });

  it('refuses what changes nothing, and details of a child that has an open case here', () => {
    withFamily().when('CorrectChildDetails', { reason: 'No reason.' }).thenRefused('no-change', ['no-change']);
    withFamily()
      .where({ openElsewhere: true })
      .when('CorrectChildDetails', { givenName: 'Noor', reason: 'A slip.' })
      .thenRefused('child-already-open');
    withFamily().by('joost').when('CorrectChildDetails', { givenName: 'Noor', reason: 'A slip.' }).thenRefused('forbidden');
    withFamily().by('client').when('CorrectChildDetails', { group: '5', reason: 'New year.' }).thenEvents('ChildDetailsCorrected');
  });
});

describe('ChangeUrgency', () => {
  const body = { urgency: 'urgent', reason: 'He stays at home.' };

  it('changes the urgency once', () => {
    const after = opened()
      .when('ChangeUrgency', body)
      .then(has('UrgencyChanged', { old: 'regular', new: 'urgent', reason: body.reason }));
    expect(after.state.urgency).toBe('urgent');
    after.when('ChangeUrgency', body).thenRefused('no-change', ['no-change']);
  });

  it('may be given by coordinator, case owner and professional', () => {
    opened().by('joost').when('ChangeUrgency', body).thenEvents('UrgencyChanged');
    opened().by('karin').when('ChangeUrgency', body).thenRefused('forbidden');
  });
});
