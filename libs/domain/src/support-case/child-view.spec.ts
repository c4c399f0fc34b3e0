import { bodyOf, withFamily } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const viewId = idOf('view');

describe('RecordChildView', () => {
  it('records what the child says, or why it does not', () => {
    const body = bodyOf.view('2026-09-21', { viewId });
    const after = withFamily().when('RecordChildView', body).then(has('ChildViewRecorded', body));
    expect(after.state.childViews).toEqual([{ viewId, how: 'child_form', cycleNo: 1, afterDiscussion: false }]);
    for (const how of ['declined', 'not_possible']) {
      const absent = bodyOf.view('2026-09-21', { viewId, how, words: undefined });
      withFamily().when('RecordChildView', absent).thenRefused('reason-missing', ['reason-missing']);
      withFamily()
        .when('RecordChildView', { ...absent, reasonIfNone: 'Too ill.' })
        .thenEvents('ChildViewRecorded');
    }
  });

  it('may be given by professionals, coordinator, owner and parents, and by the child itself from 12', () => {
    const body = bodyOf.view('2026-09-21');
    for (const person of ['femke', 'joost', 'amina']) withFamily().by(person).when('RecordChildView', body).thenEvents('ChildViewRecorded');
    for (const person of ['karin', 'bas', 'sami', 'client']) withFamily().by(person).when('RecordChildView', body).thenRefused('forbidden');
    withFamily({ child: { givenName: 'Noor', familyName: 'Smit', dateOfBirth: '2014-08-30' } })
      .by('sami')
      .when('RecordChildView', body)
      .thenEvents('ChildViewRecorded');
  });

  it('takes nobody unknown and no day that is still to come', () => {
    withFamily().when('RecordChildView', bodyOf.view('2026-09-22')).thenRefused('future-date');
    withFamily()
      .when('RecordChildView', bodyOf.view('2026-09-21', { byId: 'stranger' }))
      .thenRefused('unknown-reference');
  });
});
