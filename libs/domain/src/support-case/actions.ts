import type { Folds, NewEvent, Problem, Sealed } from '../kernel/index.js';
import { date, judged, known, list, newId, oneOf, optional, pastDate, ref, text } from '../kernel/index.js';
import { memberOn } from '../team/state.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { actions as vocabulary } from './events/actions.js';
import { actionKind } from './events/actions.js';
import { isActor, ownParty } from './roles.js';
import type { Action, ActionStatus, Case } from './state.js';
import { change, isOpenAction, partyOf } from './state.js';
import { withinYear } from './terms.js';

const mostExtensions = 2;
const actionOf = (kase: Case, actionId: string): Action | undefined => kase.actions.find((action) => action.actionId === actionId);
const finished = { complete: 'completed', fail: 'failed', cancel: 'cancelled' } as const;

const missing = (pointer: string, en: string, nl: string): Problem[] => [{ pointer, message: { en, nl } }];

export const actionCommands = {
  AgreeAction: command({
    takes: {
      actionId: newId('action'),
      goalId: optional(known('goal')),
      description: text(500),
      responsibleId: judged(ref),
      supporters: list(known('person', ref), 0, 5),
      dueOn: judged(date),
      kind: actionKind,
    },
    by: ['MT', 'CH', 'OW'],
    in: ['discussion', 'aftercare', 'evaluation'],
    refuses: {
      'responsible-unknown': (kase, { team, today }, data) =>
        data !== undefined &&
        (data.responsibleId === undefined ||
          (memberOn(team, data.responsibleId, today) === undefined && partyOf(kase, data.responsibleId) === undefined)),
      'due-date-invalid': (_, { on }, data) =>
        data !== undefined && (data.dueOn === undefined || data.dueOn < on || !withinYear(data.dueOn, on)),
    },
    does: (_, { dueOn, responsibleId, ...data }) => [event('ActionAgreed', { ...data, dueOn: dueOn!, responsibleId: responsibleId! })],
  }),

  UpdateAction: command({
    takes: {
      actionId: known('action'),
      change: oneOf('start', 'progress', 'complete', 'fail', 'cancel', 'reassign', 'extend'),
      note: optional(text(2000)),
      newResponsibleId: optional(known('person', ref)),
      newDueOn: optional(date),
    },
    by: ['RS', 'OW', 'CO'],
    in: anyOpen,
    checks: (data) => [
      ...(data.change === 'reassign' && data.newResponsibleId === undefined
        ? missing('/newResponsibleId', 'Name who takes the action over.', 'Noem wie de actie overneemt.')
        : []),
      ...(data.change === 'extend' && data.newDueOn === undefined
        ? missing('/newDueOn', 'Give the new due date.', 'Geef de nieuwe datum.')
        : []),
    ],
    mayWith: (kase, { roles, actor }, data) => {
      const action = actionOf(kase, data.actionId);
      return roles.has('OW') || roles.has('CO') || (action !== undefined && isActor(kase, action.responsibleId, actor));
    },
    refuses: {
      'extend-limit': (kase, _, data) => data?.change === 'extend' && (actionOf(kase, data.actionId)?.extendCount ?? 0) >= mostExtensions,
      'reason-missing': (_, __, data) => (data?.change === 'fail' || data?.change === 'cancel') && data.note === undefined,
    },
    requires: [
      { that: (kase) => kase.actions.length > 0, en: 'No action has been agreed.', nl: 'Er is geen actie afgesproken.' },
      {
        that: (kase, _, data) => {
          const action = data && actionOf(kase, data.actionId);
          return !action || isOpenAction(action) || finished[data.change as keyof typeof finished] === action.status;
        },
        en: 'The action is finished already.',
        nl: 'De actie is al afgerond.',
      },
      {
        that: (kase, { on }, data) =>
          data?.newDueOn === undefined ||
          data.change !== 'extend' ||
          (data.newDueOn > (actionOf(kase, data.actionId)?.dueOn ?? '') && data.newDueOn >= on && withinYear(data.newDueOn, on)),
        en: 'An extension moves the date later, within twelve months.',
        nl: 'Een verlenging schuift de datum naar later, binnen twaalf maanden.',
      },
    ],
    does: (kase, data, { on }) => changeOf(actionOf(kase, data.actionId)!, data, on),
  }),

  RecordProgress: command({
    takes: { note: text(2000), goalIds: list(known('goal'), 0, 50), on: pastDate },
    by: ['OW', 'PR', 'PA', 'CI', 'EX'],
    in: ['intervention', 'evaluation'],
    does: (kase, data, { actor }) => {
      const party = ownParty(kase, actor);
      return [event('ProgressRecorded', { ...data, ...(party && { byPartyId: party.partyId }) })];
    },
  }),
};

interface Change {
  readonly change: 'start' | 'progress' | 'complete' | 'fail' | 'cancel' | 'reassign' | 'extend';
  readonly note?: Sealed;
  readonly newResponsibleId?: string;
  readonly newDueOn?: string;
}
function changeOf(action: Action, data: Change, on: string): NewEvent[] {
  const base = { actionId: action.actionId, on, ...(data.note !== undefined && { note: data.note }) };
  switch (data.change) {
    case 'start':
      return action.status === 'in_progress' ? [] : [event('ActionStarted', base)];
    case 'progress':
      return [event('ActionProgressed', base)];
    case 'complete':
      return action.status === 'completed' ? [] : [event('ActionCompleted', base)];
    case 'fail':
      return action.status === 'failed' ? [] : [event('ActionFailed', base)];
    case 'cancel':
      return action.status === 'cancelled' ? [] : [event('ActionCancelled', base)];
    case 'reassign':
      return action.responsibleId === data.newResponsibleId
        ? []
        : [event('ActionReassigned', { ...base, newResponsibleId: data.newResponsibleId! })];
    default:
      return [event('ActionExtended', { ...base, oldDueOn: action.dueOn, newDueOn: data.newDueOn!, extendCount: action.extendCount + 1 })];
  }
}

const withAction = (kase: Case, actionId: string, to: (action: Action) => Action): Case => ({
  ...kase,
  actions: change(kase.actions, (action) => action.actionId === actionId, to),
});
const becomes =
  (status: ActionStatus) =>
  (kase: Case, { actionId }: { readonly actionId: string }): Case =>
    withAction(kase, actionId, (action) => ({ ...action, status }));

export const actionFolds: Folds<Case, typeof vocabulary> = {
  ActionAgreed: (kase, { actionId, responsibleId, dueOn }) => ({
    ...kase,
    actions: [...kase.actions, { actionId, cycleNo: kase.cycleNo, responsibleId, dueOn, status: 'agreed', extendCount: 0 }],
  }),
  ActionStarted: becomes('in_progress'),
  ActionProgressed: becomes('in_progress'),
  ActionCompleted: becomes('completed'),
  ActionFailed: becomes('failed'),
  ActionCancelled: becomes('cancelled'),
  ActionReassigned: (kase, { actionId, newResponsibleId }) =>
    withAction(kase, actionId, (action) => ({ ...action, responsibleId: newResponsibleId })),
  ActionExtended: (kase, { actionId, newDueOn, extendCount }) =>
    withAction(kase, actionId, (action) => ({ ...action, dueOn: newDueOn, extendCount })),
  ProgressRecorded: (kase) => kase,
};
