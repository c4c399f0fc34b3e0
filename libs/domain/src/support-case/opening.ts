import { ageBandOn, birthdayOf, calendarDaysAfter } from '../calendar/index.js';
import type { Folds } from '../kernel/index.js';
import { Sealed, birthDate, known, newId, object, oneOf, optional, pastDate, ref, text } from '../kernel/index.js';

import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { opening as vocabulary } from './events/opening.js';
import { competence, familyPlan, planKind, setting, urgency } from './events/opening.js';
import type { Case } from './state.js';
import { change } from './state.js';
import { offsetOf } from './terms.js';

const childFields = { externalId: text(200), givenName: text(200), familyName: text(200), dateOfBirth: birthDate, group: text(200) };
const childNames = ['externalId', 'givenName', 'familyName', 'dateOfBirth', 'group'] as const;

export const openingCommands = {
  OpenCase: command({
    takes: {
      caseId: newId('case'),
      teamId: known('team'),
      mode: oneOf('named'),
      urgency,
      planKind,
      setting,
      child: object({
        externalId: optional(childFields.externalId),
        givenName: childFields.givenName,
        familyName: childFields.familyName,
        dateOfBirth: childFields.dateOfBirth,
        group: optional(childFields.group),
      }),
      reason: text(500),
      urgencyReason: optional(text(500)),
      statutoryTrigger: optional(object({ kind: oneOf('enrolment', 'arrangement_agreed'), on: pastDate })),
      familyPlan,
      coordinatorId: known('coordinator', ref),
    },
    by: ['CO', 'PR', 'SY'],
    in: [],
    opens: true,
    place: 'takes',
    refuses: {
      'child-already-open': (_, { openElsewhere }) => openElsewhere,
      'team-inactive': (_, { team }) => !team.active,
      'urgency-reason-missing': (_, __, data) => data?.urgency === 'urgent' && data.urgencyReason === undefined,
    },
    does: (_, data, context) => {
      const { on } = context;
      const { dateOfBirth, ...names } = data.child;
      const term = data.statutoryTrigger && calendarDaysAfter(data.statutoryTrigger.on, offsetOf('D17', context));
      return [
        event('CaseOpened', {
          teamId: data.teamId,
          mode: data.mode,
          urgency: data.urgency,
          planKind: data.planKind,
          setting: data.setting,
          ageBand: ageBandOn(dateOfBirth, on),
          familyPlan: data.familyPlan,
          coordinatorId: data.coordinatorId,
          child: { ...names, dateOfBirth: Sealed.hide(dateOfBirth) },
          reason: data.reason,
          ...(data.urgencyReason && { urgencyReason: data.urgencyReason }),
        }),
        event('CycleStarted', { cycleNo: 1, trigger: 'opened', carriedGoalIds: [], carriedActionIds: [], owedParts: [] }),
        ...(term && data.planKind === 'opp'
          ? [
              event('StatutoryTermStarted', {
                kind: 'opp_6_weeks',
                startOn: term.from,
                dueOn: term.dueOn,
                calculations: [{ rule: 'D17', ...term }],
              }),
            ]
          : []),
      ];
    },
  }),

  CorrectChildDetails: command({
    takes: {
      externalId: optional(childFields.externalId),
      givenName: optional(childFields.givenName),
      familyName: optional(childFields.familyName),
      dateOfBirth: optional(childFields.dateOfBirth),
      group: optional(childFields.group),
      competence: optional(competence),
      reason: text(200),
    },
    by: ['CO', 'SY'],
    in: anyOpen,
    onHold: true,
    place: 'moves',
    refuses: {
      'no-change': (kase, _, data) =>
        data !== undefined &&
        childNames.every((name) => data[name] === undefined) &&
        (data.competence === undefined || data.competence === kase.competence),
      'child-already-open': (_, { openElsewhere }) => openElsewhere,
    },
    does: (kase, { dateOfBirth, ...data }, { on }) => [
      event('ChildDetailsCorrected', {
        ...data,
        changed: [
          ...childNames.filter((name) => name in data),
          ...(dateOfBirth ? (['dateOfBirth'] as const) : []),
          ...(data.competence && data.competence !== kase.competence ? (['competence'] as const) : []),
        ],
        ...(dateOfBirth && {
          dateOfBirth: Sealed.hide(dateOfBirth),
          ageBand: ageBandOn(dateOfBirth, on),
          ageThresholds: { turns12On: Sealed.hide(birthdayOf(dateOfBirth, 12)), turns16On: Sealed.hide(birthdayOf(dateOfBirth, 16)) },
        }),
      }),
    ],
  }),

  ChangeUrgency: command({
    takes: { urgency, reason: text(500) },
    by: ['CO', 'OW', 'PR'],
    in: anyOpen,
    onHold: true,
    refuses: { 'no-change': (kase, _, data) => data?.urgency === kase.urgency },
    does: (kase, data) => [event('UrgencyChanged', { old: kase.urgency, new: data.urgency, reason: data.reason })],
  }),
};

export const openingFolds: Folds<Case, typeof vocabulary> = {
  CaseOpened: (kase, data) => ({
    ...kase,
    exists: true,
    teamId: data.teamId,
    phase: 'preparation',
    urgency: data.urgency,
    planKind: data.planKind,
    ageBand: data.ageBand,
    coordinatorId: data.coordinatorId,
    child: data.child,
  }),
  CycleStarted: (kase, data) => ({
    ...kase,
    phase: 'preparation',
    cycleNo: data.cycleNo,
    preparation: { status: 'none', formVersion: 0, filled: [] },
    broughtIn: undefined,
    postponements: 0,
    rescheduleDueOn: undefined,
    discussion: undefined,
    reviewOn: undefined,
    evaluation: undefined,
    evaluationDue: false,
    extensions: 0,
    goals: change(
      kase.goals,
      (goal) => goal.status === 'open' && !data.carriedGoalIds.includes(goal.goalId),
      (goal) => ({ ...goal, status: 'left_behind' }),
    ),
    actions: change(
      kase.actions,
      (action) => data.carriedActionIds.includes(action.actionId),
      (action) => ({ ...action, cycleNo: data.cycleNo }),
    ),
  }),
  ChildDetailsCorrected: (kase, data) => ({
    ...kase,
    ageBand: data.ageBand ?? kase.ageBand,
    competence: data.competence ?? kase.competence,
    child: {
      ...kase.child,
      ...(data.externalId && { externalId: data.externalId }),
      ...(data.givenName && { givenName: data.givenName }),
      ...(data.familyName && { familyName: data.familyName }),
      ...(data.dateOfBirth && { dateOfBirth: data.dateOfBirth }),
      ...(data.group && { group: data.group }),
    },
  }),
  UrgencyChanged: (kase, data) => ({ ...kase, urgency: data.new }),
  StatutoryTermStarted: (kase, { kind, dueOn }) => ({ ...kase, statutoryTerm: { kind, dueOn } }),
  StatutoryTermMet: (kase) => ({ ...kase, statutoryTerm: undefined }),
};
