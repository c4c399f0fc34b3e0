import { bodyOf, evaluated, supported } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';

const escalationId = idOf('escalation');
const body = { escalationId, kind: 'safety', to: 'veilig_thuis', question: 'Is he safe?', neededBy: '2026-11-18' };
const result = { escalationId, result: 'Safe.', followUp: 'none' };

describe('RaiseEscalation', () => {
  it('raises one of a kind, by a person or by the system, also on hold', () => {
    const after = supported()
      .when('RaiseEscalation', body)
      .then(has('CaseEscalated', { ...body, raisedBy: 'person' }));
    after.when('RaiseEscalation', { ...body, escalationId: idOf('another') }).thenRefused('already-open', ['already-open']);
    after.when('RaiseEscalation', { ...body, escalationId: idOf('another'), kind: 'capacity' }).thenEvents('CaseEscalated');
    expect(supported().by('worker').when('RaiseEscalation', body).dataOf('CaseEscalated')['raisedBy']).toBe('system');
    supported()
      .does('SuspendCase', { reason: 'family_request', reviewOn: '2026-12-01' })
      .when('RaiseEscalation', body)
      .thenEvents('CaseEscalated');
    supported().by('bas').when('RaiseEscalation', body).thenRefused('forbidden');
  });
});

describe('ResolveEscalation', () => {
  const raised = supported().does('RaiseEscalation', body);

  it('resolves once, for coordinator, lead and safety officer', () => {
    const after = raised
      .by('sofie')
      .when('ResolveEscalation', result)
      .then(has('EscalationResolved', { ...result, kind: 'safety' }));
    after.when('ResolveEscalation', result).thenNothing();
    after
      .by('femke')
      .when('RaiseEscalation', { ...body, escalationId: idOf('another') })
      .thenEvents('CaseEscalated');
    raised.by('lars').when('ResolveEscalation', result).thenEvents('EscalationResolved');
    raised.by('joost').when('ResolveEscalation', result).thenRefused('forbidden');
    supported().when('ResolveEscalation', result).thenRefused('unknown-reference');
  });

  it('keeps the case open while safety is', () => {
    const done = evaluated('end').does('UpdateAction', { actionId: idOf('a1'), change: 'complete' });
    const unsafe = done.does('RaiseEscalation', body);
    unsafe.when('CloseCase', bodyOf.close('goals_achieved', '2027-01-12')).thenRefused('open-escalation', ['open-escalation']);
    unsafe.does('ResolveEscalation', result).when('CloseCase', bodyOf.close('goals_achieved', '2027-01-12')).thenEvents('CaseClosed');
    done
      .does('RaiseEscalation', { ...body, kind: 'capacity' })
      .when('CloseCase', bodyOf.close('goals_achieved', '2027-01-12'))
      .thenEvents('CaseClosed');
  });
});
