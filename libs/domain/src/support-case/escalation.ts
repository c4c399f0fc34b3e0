import type { Folds } from '../kernel/index.js';
import { date, known, newId, text } from '../kernel/index.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { escalation as vocabulary } from './events/escalation.js';
import { escalationKind, escalationTo, followUp } from './events/escalation.js';
import type { Case } from './state.js';
import { change } from './state.js';

const escalationOf = (kase: Case, escalationId: string) => kase.escalations.find((each) => each.escalationId === escalationId);

export const escalationCommands = {
  RaiseEscalation: command({
    takes: { escalationId: newId('escalation'), kind: escalationKind, to: escalationTo, question: text(2000), neededBy: date },
    by: ['CO', 'OW', 'CH', 'PR', 'WK'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'already-open': (kase, _, data) => data !== undefined && kase.escalations.some((each) => each.open && each.kind === data.kind),
    },
    does: (_, data, { roles }) => [event('CaseEscalated', { ...data, raisedBy: roles.has('WK') ? 'system' : 'person' })],
  }),

  ResolveEscalation: command({
    takes: { escalationId: known('escalation'), result: text(2000), followUp },
    by: ['CO', 'LD', 'SO'],
    in: anyOpen,
    onHold: true,
    requires: [{ that: (kase) => kase.escalations.length > 0, en: 'Nothing has been escalated.', nl: 'Er is niets opgeschaald.' }],
    does: (kase, data) => {
      const escalation = escalationOf(kase, data.escalationId);
      return escalation?.open ? [event('EscalationResolved', { ...data, kind: escalation.kind })] : [];
    },
  }),
};

export const escalationFolds: Folds<Case, typeof vocabulary> = {
  CaseEscalated: (kase, { escalationId, kind }) => ({ ...kase, escalations: [...kase.escalations, { escalationId, kind, open: true }] }),
  EscalationResolved: (kase, { escalationId }) => ({
    ...kase,
    escalations: change(
      kase.escalations,
      (each) => each.escalationId === escalationId,
      (each) => ({ ...each, open: false }),
    ),
  }),
};
