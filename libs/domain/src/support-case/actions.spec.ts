import { a1, amina, bodyOf, concluded, evaluating, g1, started, supported } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const a2 = idOf('a2');

describe('AgreeAction', () => {
  it('agrees an action of one responsible member or party', () => {
    const body = bodyOf.action('2026-11-17', { supporters: ['bas', amina] });
    started().by('bas').when('AgreeAction', body).then(has('ActionAgreed', body));
    started()
      .when('AgreeAction', bodyOf.action('2026-11-10', { responsibleId: amina, kind: 'home' }))
      .thenEvents('ActionAgreed');
    concluded()
      .by('joost')
      .when('AgreeAction', bodyOf.action('2026-12-01', { actionId: a2, goalId: g1 }))
      .thenEvents('ActionAgreed');
    evaluating()
      .by('joost')
      .when('AgreeAction', bodyOf.action('2027-02-01', { actionId: a2 }))
      .thenEvents('ActionAgreed');
    started().by('femke').when('AgreeAction', body).thenRefused('forbidden');
  });

  it('refuses who is not involved and dates that are over, too far, or missing', () => {
    started()
      .when('AgreeAction', bodyOf.action('2026-11-02', { responsibleId: 'stranger' }))
      .thenRefused('responsible-unknown', ['responsible-unknown', 'due-date-invalid']);
    for (const dueOn of ['2026-11-02', '2027-11-04', undefined])
      started()
        .when('AgreeAction', { ...bodyOf.action(''), dueOn })
        .thenRefused('due-date-invalid', ['due-date-invalid']);
    for (const dueOn of ['2026-11-03', '2027-11-03']) started().when('AgreeAction', bodyOf.action(dueOn)).thenEvents('ActionAgreed');
    started()
      .when('AgreeAction', bodyOf.action('2026-11-17', { goalId: g1 }))
      .thenRefused('unknown-reference');
  });
});

describe('UpdateAction', () => {
  const change = (what: string, more = {}) => ({ actionId: a1, change: what, ...more });
  const base = { actionId: a1, on: '2026-11-16' };

  it.each([
    ['start', 'ActionStarted'],
    ['progress', 'ActionProgressed'],
    ['complete', 'ActionCompleted'],
    ['fail', 'ActionFailed'],
    ['cancel', 'ActionCancelled'],
  ])('%s gives %s', (what, type) => {
    supported()
      .by('joost')
      .when('UpdateAction', change(what, { note: 'Done.' }))
      .then(has(type, { ...base, note: 'Done.' }));
  });

  it.each(['start', 'complete', 'fail', 'cancel'])('%s is nothing new a second time', (what) => {
    const body = change(what, { note: 'Done.' });
    supported().does('UpdateAction', body).when('UpdateAction', body).thenNothing();
  });

  it('reassigns and extends, at most twice', () => {
    const other = supported()
      .when('UpdateAction', change('reassign', { newResponsibleId: amina }))
      .then(has('ActionReassigned', { ...base, newResponsibleId: amina }));
    other.when('UpdateAction', change('reassign', { newResponsibleId: amina })).thenNothing();
    const once = supported()
      .when('UpdateAction', change('extend', { newDueOn: '2026-12-01' }))
      .then(has('ActionExtended', { ...base, oldDueOn: '2026-11-17', newDueOn: '2026-12-01', extendCount: 1 }));
    once.when('UpdateAction', change('extend', { newDueOn: '2026-12-01' })).thenRefused('not-possible');
    const twice = once.does('UpdateAction', change('extend', { newDueOn: '2026-12-08' }));
    twice.when('UpdateAction', change('extend', { newDueOn: '2026-12-15' })).thenRefused('extend-limit', ['extend-limit']);
  });

  it('says why an action failed or was cancelled', () => {
    for (const what of ['fail', 'cancel']) supported().when('UpdateAction', change(what)).thenRefused('reason-missing', ['reason-missing']);
  });

  it('needs what the change is about, an action that is not finished, and a later date within a year', () => {
    for (const what of ['reassign', 'extend']) supported().when('UpdateAction', change(what)).thenRefused('validation');
    supported().does('UpdateAction', change('complete')).when('UpdateAction', change('start')).thenRefused('not-possible');
    for (const newDueOn of ['2026-11-17', '2027-11-17'])
      supported().when('UpdateAction', change('extend', { newDueOn })).thenRefused('not-possible');
    supported()
      .when('UpdateAction', change('start', { actionId: a2 }))
      .thenRefused('unknown-reference');
  });

  it('is for who is responsible, the owner and the coordinator, in any open phase', () => {
    const hers = started().does('AgreeAction', bodyOf.action('2026-11-10', { actionId: a2, responsibleId: amina, kind: 'home' }));
    hers
      .by('amina')
      .when('UpdateAction', change('complete', { actionId: a2 }))
      .thenEvents('ActionCompleted');
    hers
      .by('youssef')
      .when('UpdateAction', change('complete', { actionId: a2 }))
      .thenRefused('forbidden');
    const both = hers.does('AgreeAction', bodyOf.action('2026-11-17', { responsibleId: 'bas' }));
    both.by('amina').when('UpdateAction', change('complete')).thenRefused('forbidden');
    both.by('bas').when('UpdateAction', change('complete')).thenEvents('ActionCompleted');
    supported()
      .does('SuspendCase', { reason: 'waiting_external', reviewOn: '2026-12-01' })
      .when('UpdateAction', change('start'))
      .thenRefused('on-hold');
  });
});

describe('RecordProgress', () => {
  it('notes how it goes, with the party when a parent says so', () => {
    const body = { note: 'He talks more.', goalIds: [g1], on: '2026-11-16' };
    supported()
      .by('amina')
      .when('RecordProgress', body)
      .then(has('ProgressRecorded', { ...body, byPartyId: amina }));
    supported().by('joost').when('RecordProgress', body).then(has('ProgressRecorded', body));
    evaluating().by('joost').when('RecordProgress', body).thenEvents('ProgressRecorded');
    supported().by('femke').when('RecordProgress', body).thenRefused('forbidden');
    concluded()
      .by('joost')
      .when('RecordProgress', { ...body, on: '2026-11-03' })
      .thenRefused('wrong-phase');
    supported()
      .by('joost')
      .when('RecordProgress', { ...body, on: '2026-11-17' })
      .thenRefused('future-date');
  });
});
