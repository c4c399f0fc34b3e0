import { amsterdamDate, workingDaysBetween } from '../calendar/index.js';
import type { Folds } from '../kernel/index.js';
import { bool, date, id, judged, known, oneOf, optional, pastDate, pastInstant, ref, text } from '../kernel/index.js';
import { completions, owedFeedback, withFeedback } from './aftercare.js';
import type { CaseContext } from './command.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { familyFeedback as vocabulary } from './events/family-feedback.js';
import { attemptOutcome, feedbackChannel, waiveGround } from './events/family-feedback.js';
import type { Case, Feedback } from './state.js';

const notOwed = (kase: Case, _: CaseContext, data: { addresseeId: string } | undefined): boolean =>
  data
    ? owedFeedback(kase, data.addresseeId) === undefined
    : !kase.aftercare.some(({ feedback }) => feedback.some((each) => each.settledOn === undefined));

const isChild = (kase: Case, partyId: string): boolean => kase.parties.some((party) => party.partyId === partyId && party.kind === 'child');

/** `unreachable` needs at least 3 attempts on at least 2 channels over at least 5 working days (C32). */
function triedEnough(feedback: Feedback | undefined, { team }: CaseContext): boolean {
  const attempts = feedback?.attempts ?? [];
  const days = attempts.map((each) => each.on).sort();
  if (attempts.length < 3 || new Set(attempts.map((each) => each.channel)).size < 2) return false;
  return workingDaysBetween(days[0]!, days.at(-1)!, 'team', team.closures) >= 5;
}

export const familyFeedbackCommands = {
  RecordFeedbackAttempt: command({
    takes: { addresseeId: id, channel: feedbackChannel, at: pastInstant, outcome: attemptOutcome, nextAttemptOn: optional(date) },
    by: ['OW', 'CO'],
    in: anyOpen,
    onHold: true,
    refuses: { 'not-owed': notOwed },
    does: (kase, data) => {
      const { cycleNo, feedback } = owedFeedback(kase, data.addresseeId)!;
      if (feedback.attempts.some((each) => each.at === data.at && each.channel === data.channel)) return [];
      return [event('FeedbackAttempted', { ...data, cycleNo, attemptNo: feedback.attempts.length + 1 })];
    },
  }),

  RecordFeedbackGiven: command({
    takes: {
      addresseeId: id,
      channel: feedbackChannel,
      on: pastDate,
      byId: known('person', ref),
      decisionsExplained: bool,
      howChildViewWeighed: judged(text(2000)),
      reaction: optional(text(2000)),
      understood: oneOf('yes', 'partly', 'no'),
    },
    by: ['OW', 'CO'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'not-owed': notOwed,
      'weighing-missing': (kase, _, data) =>
        data !== undefined && isChild(kase, data.addresseeId) && data.howChildViewWeighed === undefined,
    },
    does: (kase, data, { today }) => {
      const { cycleNo } = owedFeedback(kase, data.addresseeId)!;
      const after = withFeedback(kase.aftercare, cycleNo, data.addresseeId, (each) => ({ ...each, status: 'given', settledOn: data.on }));
      return [event('FeedbackGiven', { ...data, cycleNo }), ...completions(kase, after, today)];
    },
  }),

  WaiveFeedback: command({
    takes: { addresseeId: known('anyParty'), ground: waiveGround, note: text(500) },
    by: ['CO', 'SO'],
    in: anyOpen,
    onHold: true,
    mayWith: (_, { roles }, { ground }) => roles.has(ground === 'safety' ? 'SO' : 'CO'),
    refuses: {
      'attempts-too-few': (kase, context, data) =>
        data?.ground === 'unreachable' && !triedEnough(owedFeedback(kase, data.addresseeId)?.feedback, context),
    },
    requires: [
      {
        that: (kase, context, data) => !notOwed(kase, context, data),
        en: 'No feedback is owed to this party.',
        nl: 'Er is geen terugkoppeling verschuldigd aan deze betrokkene.',
      },
      {
        that: (kase, _, data) => data?.ground !== 'wish_of_16plus' || kase.ageBand === '16_plus',
        en: 'Only a child from 16 decides this itself.',
        nl: 'Alleen een kind vanaf 16 beslist dit zelf.',
      },
    ],
    does: (kase, data, { on, today }) => {
      const { cycleNo } = owedFeedback(kase, data.addresseeId)!;
      const after = withFeedback(kase.aftercare, cycleNo, data.addresseeId, waived(data.ground, on));
      return [event('FeedbackWaived', { ...data, cycleNo, on }), ...completions(kase, after, today)];
    },
  }),
};

const waived =
  (ground: string, on: string) =>
  (feedback: Feedback): Feedback => ({ ...feedback, status: ground === 'declined' ? 'declined' : 'waived', settledOn: on });

export const familyFeedbackFolds: Folds<Case, typeof vocabulary> = {
  FeedbackAttempted: (kase, { cycleNo, addresseeId, channel, at }) => ({
    ...kase,
    aftercare: withFeedback(kase.aftercare, cycleNo, addresseeId, (each) => ({
      ...each,
      status: 'attempted',
      attempts: [...each.attempts, { channel, at, on: amsterdamDate(at) }],
    })),
  }),
  FeedbackGiven: (kase, { cycleNo, addresseeId, on }) => ({
    ...kase,
    aftercare: withFeedback(kase.aftercare, cycleNo, addresseeId, (each) => ({ ...each, status: 'given', settledOn: on })),
  }),
  FeedbackWaived: (kase, { cycleNo, addresseeId, ground, on }) => ({
    ...kase,
    aftercare: withFeedback(kase.aftercare, cycleNo, addresseeId, waived(ground, on)),
  }),
};
