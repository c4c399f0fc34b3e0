import {
  a1,
  amina,
  bodyOf,
  closed,
  concluded,
  evaluated,
  evaluating,
  opened,
  sami,
  supported,
  withFamily,
  youssef,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';

const on = '2027-01-12';
const finished = () => evaluated('end').does('UpdateAction', { actionId: a1, change: 'complete' });
const left = { on: '2027-02-01', destination: 'special' };

describe('CloseCase', () => {
  it('closes what was evaluated, with the family informed; the retention clock waits for the child to leave (10.1)', () => {
    const { handedOverActions: _, ...body } = { ...bodyOf.close('goals_achieved', on), handedOverActions: [] };
    const after = finished()
      .when('CloseCase', body)
      .then(has('CaseClosed', { ...body, on, handedOver: [] }));
    expect(after.state).toMatchObject({ phase: 'closed', closedOn: on, retentionClass: 'education_2y' });
    after.when('CloseCase', body).thenRefused('case-closed');
    finished().by('joost').when('CloseCase', body).thenRefused('forbidden');
  });

  it('starts the clock at once for youth care, and for education when the child has left already', () => {
    finished()
      .when('CloseCase', bodyOf.close('goals_achieved', on, { retentionClass: 'youthcare_20y' }))
      .thenEvents('CaseClosed', 'RetentionStarted');
    const gone = finished().does('RecordChildLeft', { on: '2027-01-04', destination: 'secondary' });
    expect(gone.when('CloseCase', bodyOf.close('left', on)).dataOf('RetentionStarted')).toEqual({
      retentionClass: 'education_2y',
      startOn: '2027-01-04',
      retentionUntil: '2029-01-04',
    });
  });

  it('names everything that stands in the way, in the order of domain.md', () => {
    const busy = evaluating().does('RaiseEscalation', { kind: 'safety', to: 'lead', question: 'Safe?', neededBy: on });
    busy
      .when('CloseCase', bodyOf.close('goals_achieved', on, { informed: [] }))
      .thenRefused('open-actions', ['open-actions', 'open-escalation', 'evaluation-missing', 'family-not-informed']);
  });

  it('needs its actions finished or handed over', () => {
    evaluated('end').when('CloseCase', bodyOf.close('goals_achieved', on)).thenRefused('open-actions', ['open-actions']);
    evaluated('end')
      .when('CloseCase', bodyOf.close('goals_achieved', on, { handedOverActions: [a1] }))
      .thenEvents('CaseClosed');
    for (const change of ['fail', 'cancel'])
      evaluated('end')
        .does('UpdateAction', { actionId: a1, change, note: 'Moved.' })
        .when('CloseCase', bodyOf.close('goals_achieved', on))
        .thenEvents('CaseClosed');
  });

  it.each(['goals_achieved', 'basic_provision_suffices', 'no_further_need', 'referred'])(
    'needs an evaluation, or an outcome that ends it, for %s',
    (reason) => {
      const done = (outcome: string) => concluded(outcome).does('UpdateAction', { actionId: a1, change: 'complete' });
      for (const outcome of ['plan_change', 'advice'])
        done(outcome).when('CloseCase', bodyOf.close(reason, '2026-11-03')).thenRefused('evaluation-missing', ['evaluation-missing']);
      for (const outcome of ['refer', 'end_support'])
        done(outcome).when('CloseCase', bodyOf.close(reason, '2026-11-03')).thenEvents('CaseClosed');
      done('advice').when('CloseCase', bodyOf.close('advice_given', '2026-11-03')).thenEvents('CaseClosed');
    },
  );

  it('tells everybody to whom feedback is owed, but those for whom it was waived, and not a child that died', () => {
    const informed = [amina, sami].map((partyId) => ({ partyId, on }));
    const silent = finished().when('CloseCase', bodyOf.close('goals_achieved', on, { informed }));
    silent.thenRefused('family-not-informed', ['family-not-informed']);
    expect(silent.rejection?.errors[0]?.message.en).toContain(youssef);
    const waived = concluded('refer')
      .does('UpdateAction', { actionId: a1, change: 'complete' })
      .does('WaiveFeedback', { addresseeId: youssef, ground: 'declined', note: 'No.' });
    waived
      .when('CloseCase', bodyOf.close('referred', '2026-11-03', { informed: informed.map((each) => ({ ...each, on: '2026-11-03' })) }))
      .thenEvents('CaseClosed');
    const parents = [amina, youssef].map((partyId) => ({ partyId, on: '2026-09-21' }));
    withFamily()
      .when('CloseCase', bodyOf.close('deceased', '2026-09-21', { informed: parents }))
      .thenEvents('CaseClosed');
    withFamily()
      .when('CloseCase', bodyOf.close('left', '2026-09-21', { informed: parents }))
      .thenRefused('family-not-informed');
    opened()
      .when('CloseCase', bodyOf.close('duplicate', '2026-09-21', { informed: [] }))
      .thenEvents('CaseClosed');
  });

  it('closes a case on hold, informed of nothing that is still to come', () => {
    finished()
      .does('SuspendCase', { reason: 'family_request', reviewOn: '2027-02-01' })
      .when('CloseCase', bodyOf.close('goals_achieved', on))
      .thenEvents('CaseClosed');
    finished().when('CloseCase', bodyOf.close('goals_achieved', '2027-01-13')).thenRefused('future-date');
  });
});

describe('ReopenCase', () => {
  const body = { reason: 'relapse', note: 'He falls silent again.' };

  it('opens the next cycle within twelve months, owing what was left', () => {
    const after = closed()
      .on('2028-01-19')
      .when('ReopenCase', body)
      .then(
        has('CaseReopened', { ...body, on: '2028-01-19' }),
        has('CycleStarted', { cycleNo: 2, trigger: 'reopened', carriedGoalIds: [], carriedActionIds: [], owedParts: [] }),
      );
    expect(after.state).toMatchObject({ phase: 'preparation', cycleNo: 2 });
    after.when('ReopenCase', body).thenRefused('wrong-phase');
    const referred = concluded('refer').does('CloseCase', bodyOf.close('referred', '2026-11-03', { handedOverActions: [a1] }));
    expect(referred.when('ReopenCase', body).dataOf('CycleStarted')['owedParts']).toContain('report');
  });

  it('refuses after twelve months, and while the child has another open case', () => {
    closed()
      .on('2028-01-20')
      .where({ openElsewhere: true })
      .when('ReopenCase', body)
      .thenRefused('term-passed', ['term-passed', 'child-already-open']);
    closed().where({ openElsewhere: true }).when('ReopenCase', body).thenRefused('child-already-open', ['child-already-open']);
    closed().by('joost').when('ReopenCase', body).thenRefused('forbidden');
    supported().when('ReopenCase', body).thenRefused('wrong-phase');
  });
});

describe('RecordChildLeft', () => {
  it('starts the retention clock of a closed case, by its own class', () => {
    closed()
      .on('2027-02-01')
      .when('RecordChildLeft', left)
      .then(
        has('ChildLeft', left),
        has('RetentionStarted', { retentionClass: 'education_2y', startOn: '2027-02-01', retentionUntil: '2029-02-01' }),
      );
  });

  it('takes the class from where the child goes when the case has none yet', () => {
    const kept = (destination: string) =>
      supported()
        .on('2027-02-01')
        .when('RecordChildLeft', { ...left, destination })
        .dataOf('RetentionStarted');
    expect(kept('special')).toEqual({ retentionClass: 'education_3y_special', startOn: '2027-02-01', retentionUntil: '2030-02-01' });
    expect(kept('secondary')).toMatchObject({ retentionUntil: '2029-02-01' });
  });

  it('leaves the clock of youth care alone, and happens once', () => {
    const cared = finished().does('CloseCase', bodyOf.close('goals_achieved', on, { retentionClass: 'youthcare_20y' }));
    const after = cared.on('2027-02-01').by('client').when('RecordChildLeft', left).thenEvents('ChildLeft');
    after.when('RecordChildLeft', left).thenRefused('already-left', ['already-left']);
    cared.on('2027-01-31').when('RecordChildLeft', left).thenRefused('future-date');
    cared.on('2027-02-01').by('karin').when('RecordChildLeft', left).thenRefused('forbidden');
  });
});
