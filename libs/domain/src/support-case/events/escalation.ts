import { about, date, id, oneOf } from '../../kernel/index.js';

export const escalationKind = oneOf('safety', 'capacity', 'disagreement', 'truancy', 'complexity', 'no_follow_up');
export const escalationTo = oneOf('chair', 'lead', 'swv', 'municipality', 'veilig_thuis', 'school_doctor', 'disputes_body');
export const followUp = oneOf('none', 'new_cycle', 'transfer', 'close');
const protectedWhenSafety = about((data) => (data['kind'] === 'safety' ? 'compartment' : 'case'));

export const escalation = {
  CaseEscalated: {
    escalationId: id,
    kind: escalationKind,
    to: escalationTo,
    neededBy: date,
    raisedBy: oneOf('person', 'system'),
    question: protectedWhenSafety,
  },
  EscalationResolved: { escalationId: id, kind: escalationKind, followUp, result: protectedWhenSafety },
};
