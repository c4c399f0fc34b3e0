import { calendarDaysAfter } from '../calendar/index.js';
import type { Folds, NewEvent } from '../kernel/index.js';
import { date, oneOf } from '../kernel/index.js';
import type { CaseContext } from './command.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { opening } from './events/opening.js';
import type { Case } from './state.js';
import { evaluatedBy, offsetOf } from './terms.js';

type Kind = 'opp_6_weeks' | 'opp_annual';

export const statutoryCommands = {
  StartStatutoryTerm: command({
    takes: { kind: oneOf('opp_6_weeks', 'opp_annual'), startOn: date },
    by: ['CO', 'SY'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'already-running': (kase, _, data) =>
        data ? termOf(kase, data.kind) !== undefined : kase.statutoryTerm !== undefined && kase.annualTerm !== undefined,
    },
    requires: [
      {
        that: (kase) => kase.planKind === 'opp',
        en: 'Only a development perspective has a legal term.',
        nl: 'Alleen een ontwikkelingsperspectief heeft een wettelijke termijn.',
      },
    ],
    does: (_, { kind, startOn }, context) => [termStarted(kind, startOn, context)],
  }),

  MarkStatutoryTermMissed: command({
    takes: {},
    by: ['WK'],
    in: anyOpen,
    onHold: true,
    requires: [
      {
        that: ({ statutoryTerm }, { on }) => statutoryTerm !== undefined && statutoryTerm.dueOn <= on,
        en: 'The legal term has not passed.',
        nl: 'De wettelijke termijn is nog niet verstreken.',
      },
    ],
    does: ({ statutoryTerm }) =>
      statutoryTerm!.missed ? [] : [event('StatutoryTermMissed', { kind: statutoryTerm!.kind, dueOn: statutoryTerm!.dueOn })],
  }),
};

const termOf = (kase: Case, kind: Kind) => (kind === 'opp_annual' ? kase.annualTerm : kase.statutoryTerm);

/** A legal term from its first day: six weeks to establish an OPP (D17), a year to evaluate it (D18). */
export function termStarted(kind: Kind, startOn: string, context: CaseContext): NewEvent {
  const rule = kind === 'opp_annual' ? 'D18' : 'D17';
  const counted = kind === 'opp_annual' ? evaluatedBy(startOn, context) : calendarDaysAfter(startOn, offsetOf('D17', context));
  return event('StatutoryTermStarted', { kind, startOn, dueOn: counted.dueOn, calculations: [{ rule, ...counted }] });
}

export const statutoryFolds: Pick<Folds<Case, typeof opening>, 'StatutoryTermStarted' | 'StatutoryTermMet' | 'StatutoryTermMissed'> = {
  StatutoryTermStarted: (kase, { kind, dueOn }) =>
    kind === 'opp_annual' ? { ...kase, annualTerm: { dueOn } } : { ...kase, statutoryTerm: { kind, dueOn } },
  StatutoryTermMet: (kase, { kind }) =>
    kind === 'opp_annual' ? { ...kase, annualTerm: undefined } : { ...kase, statutoryTerm: undefined },
  StatutoryTermMissed: (kase) => ({ ...kase, statutoryTerm: kase.statutoryTerm && { ...kase.statutoryTerm, missed: true } }),
};
