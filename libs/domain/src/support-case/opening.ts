import { ageBandOn, birthdayOf } from '../calendar/index.js';
import type { Folds } from '../kernel/index.js';
import { Sealed, birthDate, int, known, newId, object, oneOf, optional, pastDate, ref, text } from '../kernel/index.js';

import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { opening as vocabulary } from './events/opening.js';
import { competence, familyPlan, planKind, setting, urgency } from './events/opening.js';
import type { Case } from './state.js';
import { change } from './state.js';
import { lostScopes, sharingStopped } from './consent.js';
import { statutoryFolds, termStarted } from './statutory.js';

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
        ...(data.statutoryTrigger && data.planKind === 'opp' ? [termStarted('opp_6_weeks', data.statutoryTrigger.on, context)] : []),
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

  AgeReached: command({
    takes: { age: int(12, 16) },
    by: ['WK'],
    in: anyOpen,
    onHold: true,
    requires: [
      {
        that: (_, __, data) => data === undefined || data.age === 12 || data.age === 16,
        en: 'Who decides changes at 12 and at 16.',
        nl: 'Wie beslist verandert bij 12 en bij 16 jaar.',
      },
    ],
    does: (kase, { age }, { on }) => {
      const reached = age === 16 ? '16_plus' : '12_15';
      if (kase.ageBand === reached || kase.ageBand === '16_plus') return [];
      const lost = lostScopes(kase, { ...kase, ageBand: reached }, on);
      return [event('AgeReached', { age, ageBand: reached }), ...(lost.length > 0 ? [sharingStopped(lost, on)] : [])];
    },
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
    scheduled: undefined,
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
  AgeReached: (kase, { ageBand }) => ({ ...kase, ageBand }),
  ...statutoryFolds,
};
