import { amsterdamDate } from '../../calendar/index.js';
import type { Sealed } from '../../kernel/index.js';
import type { CaseData } from '../../support-case/events/index.js';
import { changed, partOf } from '../fragments/part.js';
import type { Core } from './core.js';

type Change = 'start' | 'progress' | 'complete' | 'fail' | 'cancel' | 'reassign' | 'extend';
export interface ActionNote {
  readonly change: Change;
  readonly on: string;
  readonly byId: string;
  readonly text: Sealed;
}
export interface DetailAction extends CaseData<'ActionAgreed'> {
  /** The cycle it was agreed in, or carried into. */
  readonly cycleNo: number;
  readonly agreedOn: string;
  readonly status: 'agreed' | 'in_progress' | 'completed' | 'failed' | 'cancelled';
  readonly startedOn?: string;
  readonly endedOn?: string;
  readonly extendCount: number;
  readonly notes: readonly ActionNote[];
  /** The case closed with it open, and somebody else took it over. */
  readonly handedOver?: boolean;
}
export interface Actions {
  readonly actions: readonly DetailAction[];
}
export const noActions: Actions = { actions: [] };
type WithCycle = Actions & Pick<Core, 'cycleNo'>;

interface Changed {
  readonly actionId: string;
  readonly on: string;
  readonly note?: Sealed;
}
type Actor = { readonly actorId: string; readonly onBehalfOf?: string };

const withAction = (state: WithCycle, actionId: string, to: (action: DetailAction) => DetailAction): WithCycle => ({
  ...state,
  actions: changed(state.actions, (action) => action.actionId === actionId, to),
});

/** What an update changes, and its note. */
const updated =
  <D extends Changed>(change: Change, to: (action: DetailAction, data: D) => Partial<DetailAction>) =>
  (state: WithCycle, data: D, { actorId, onBehalfOf }: Actor): WithCycle =>
    withAction(state, data.actionId, (action) => ({
      ...action,
      ...to(action, data),
      notes: data.note ? [...action.notes, { change, on: data.on, byId: onBehalfOf ?? actorId, text: data.note }] : action.notes,
    }));
const underWay = (action: DetailAction, { on }: Changed): Partial<DetailAction> => ({
  status: 'in_progress',
  startedOn: action.startedOn ?? on,
});
const ended =
  (status: DetailAction['status']) =>
  (_: DetailAction, { on }: Changed): Partial<DetailAction> => ({ status, endedOn: on });

export const actions = partOf<WithCycle>()({
  CycleStarted: (state, { cycleNo, carriedActionIds }) => ({
    ...state,
    actions: changed(
      state.actions,
      (action) => carriedActionIds.includes(action.actionId),
      (action) => ({ ...action, cycleNo }),
    ),
  }),
  ActionAgreed: (state, data, { occurredAt }) => ({
    ...state,
    actions: [
      ...state.actions,
      { ...data, cycleNo: state.cycleNo, agreedOn: amsterdamDate(occurredAt), status: 'agreed' as const, extendCount: 0, notes: [] },
    ],
  }),
  ActionStarted: updated('start', underWay),
  ActionProgressed: updated('progress', underWay),
  ActionCompleted: updated('complete', ended('completed')),
  ActionFailed: updated('fail', ended('failed')),
  ActionCancelled: updated('cancel', ended('cancelled')),
  ActionReassigned: updated('reassign', (_, { newResponsibleId }: CaseData<'ActionReassigned'>) => ({ responsibleId: newResponsibleId })),
  ActionExtended: updated('extend', (_, { newDueOn, extendCount }: CaseData<'ActionExtended'>) => ({ dueOn: newDueOn, extendCount })),
  CaseClosed: (state, { handedOver }) => ({
    ...state,
    actions: changed(
      state.actions,
      (action) => handedOver.includes(action.actionId),
      (action) => ({ ...action, handedOver: true }),
    ),
  }),
  CaseResumed: (state, { restamped }) =>
    restamped.reduce(
      (before, { rule, subjectId, to }) =>
        rule === 'D19' ? withAction(before, subjectId, (action) => ({ ...action, dueOn: to })) : before,
      state,
    ),
});
