import { addDays, addYears, amsterdamDate } from '../calendar/index.js';
import type { Folds, NewEvent, Problem } from '../kernel/index.js';
import { bool, date, judged, known, list, newId, optional, pastDate, scope, text } from '../kernel/index.js';
import type { CaseContext } from './command.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { consent as vocabulary } from './events/consent.js';
import { method } from './events/consent.js';
import { forThemselves } from './own-party.js';
import { consenters, hasGiven, isConsented, missingConsent } from './roles.js';
import type { AnswerState, Case } from './state.js';
import { change } from './state.js';
import { due, withinYear } from './terms.js';

const discussTeam = 'discuss_team';
const scopes = list(scope, 1, 50);
const answer = { consentId: known('consent'), partyId: known('anyParty'), scopes };

/** The places that say whose consent is missing: one a party, and the case itself where the child is no party yet. */
export function consentProblems(kase: Case, wanted: string, on: string): readonly Problem[] {
  const { partyIds, childMissing } = missingConsent(kase, wanted, on);
  const problems: Problem[] = partyIds.map((partyId) => ({
    pointer: `/parties/${partyId}`,
    message: { en: `The consent of party ${partyId} is missing.`, nl: `De toestemming van betrokkene ${partyId} ontbreekt.` },
  }));
  if (childMissing)
    problems.push({
      pointer: '/parties',
      message: {
        en: 'Add the child as a party: it must consent itself.',
        nl: 'Voeg het kind toe als betrokkene: het moet zelf toestemming geven.',
      },
    });
  if (problems.length === 0 && !isConsented(kase, wanted, on))
    problems.push({
      pointer: '/parties',
      message: { en: 'Add a parent with authority or a guardian.', nl: 'Voeg een ouder met gezag of een voogd toe.' },
    });
  return problems;
}

/** I2: no discussion unless everybody who must consent has given `discuss_team` and it still holds. */
export const consentIncomplete = (kase: Case, { on }: CaseContext): readonly Problem[] => consentProblems(kase, discussTeam, on);

const notEntitled = (kase: Case, partyIds: readonly string[], pointer: (index: number) => string): readonly Problem[] =>
  partyIds.flatMap((partyId, index) =>
    consenters(kase).partyIds.includes(partyId)
      ? []
      : [
          {
            pointer: pointer(index),
            message: {
              en: 'Given the age of the child this party does not decide.',
              nl: 'Gezien de leeftijd van het kind beslist deze betrokkene niet.',
            },
          },
        ],
  );

const requestOf = (kase: Case, consentId: string) => kase.consentRequests.find((request) => request.consentId === consentId);

const scopesAsked = {
  that: (kase: Case, _: CaseContext, data: { consentId: string; scopes: readonly string[] } | undefined) =>
    !data || data.scopes.every((each) => requestOf(kase, data.consentId)?.scopes.includes(each)),
  en: 'Only what the request asked for can be answered: send a new request for other scopes.',
  nl: 'Alleen wat in de aanvraag staat kan worden beantwoord: vraag andere doelen opnieuw aan.',
};

export const consentCommands = {
  RequestConsent: command({
    takes: {
      consentId: newId('consent'),
      scopes,
      purpose: judged(text(500)),
      askedOf: list(known('anyParty'), 1, 6),
      validUntil: optional(date),
    },
    by: ['CO', 'OW'],
    in: anyOpen,
    onHold: true,
    refuses: {
      'not-entitled': (kase, _, data) =>
        data ? notEntitled(kase, data.askedOf, (index) => `/askedOf/${index}`) : consenters(kase).partyIds.length === 0,
      'purpose-missing': (_, __, data) => data !== undefined && data.purpose === undefined,
    },
    requires: [
      {
        that: (_, { on }, data) => data?.validUntil === undefined || (data.validUntil >= on && withinYear(data.validUntil, on)),
        en: 'A consent holds for twelve months at the most, from today on.',
        nl: 'Een toestemming geldt hoogstens twaalf maanden, vanaf vandaag.',
      },
    ],
    does: (kase, { purpose, ...data }, context) => {
      const answerDue = due('D01', context.on, kase, context, { subjectId: data.consentId });
      return [
        event('ConsentRequested', {
          ...data,
          purpose: purpose!,
          validUntil: data.validUntil ?? addDays(addYears(context.on, 1), -1),
          answerDueOn: answerDue.dueOn,
          calculations: [answerDue],
        }),
      ];
    },
  }),

  RecordConsent: command({
    takes: { ...answer, method, givenOn: pastDate, evidenceRef: optional(text(200)), limits: optional(text(500)) },
    by: ['CO', 'OW', 'PA', 'CI'],
    in: anyOpen,
    onHold: true,
    mayWith: forThemselves,
    refuses: {
      'not-entitled': (kase, _, data) => (data ? notEntitled(kase, [data.partyId], () => '/partyId') : false),
      'verbal-not-allowed': (_, { settings }, data) =>
        data?.method === 'verbal_confirmed' &&
        data.scopes.some(
          (each) => each.startsWith('share_org:') && settings.verbalConsentForbidden.includes(each.slice('share_org:'.length)),
        ),
    },
    requires: [scopesAsked],
    does: (kase, { givenOn, ...data }, context) => {
      const isNews = data.limits !== undefined || data.evidenceRef !== undefined;
      if (!isNews && isAnswered(kase, data, 'given')) return [];
      const limited = data.limits !== undefined;
      const recorded = event('ConsentRecorded', { ...data, on: givenOn, limitsPresent: limited });
      const after = { ...kase, answers: withAnswers(kase, data, { state: 'given', on: givenOn, limited }) };
      const completed =
        data.scopes.includes(discussTeam) && !isConsented(kase, discussTeam, context.on) && isConsented(after, discussTeam, context.on);
      return [recorded, ...(completed ? [event('ConsentCompleted', { scopes: [discussTeam], on: lastGivenOn(after) })] : [])];
    },
  }),

  RefuseConsent: command({
    takes: { ...answer, reason: optional(text(500)) },
    by: ['CO', 'OW', 'PA', 'CI'],
    in: anyOpen,
    onHold: true,
    mayWith: forThemselves,
    requires: [scopesAsked],
    does: (kase, data, { on }) =>
      data.reason === undefined && isAnswered(kase, data, 'refused') ? [] : [event('ConsentRefused', { ...data, on })],
  }),

  WithdrawConsent: command({
    takes: { ...answer, wantsErasure: bool, reason: optional(text(500)) },
    by: ['CO', 'OW', 'PA', 'CI'],
    in: anyOpen,
    onHold: true,
    mayWith: forThemselves,
    refuses: {
      'not-given': (kase, { on }, data) =>
        data
          ? data.scopes.some((each) => !hasGiven(kase.answers, data.partyId, each, on))
          : !kase.answers.some((each) => each.state === 'given'),
    },
    does: (kase, data, context) => {
      const events: NewEvent[] = [event('ConsentWithdrawn', { ...data, on: context.on }), sharingStopped(data.scopes, context.on)];
      if (data.scopes.includes(discussTeam)) {
        const review = due('D23', context.on, kase, context);
        events.push(
          event('CaseSuspended', {
            reason: 'consent_withdrawn',
            since: kase.hold?.since ?? context.on,
            reviewOn: review.dueOn,
            sharingStopped: true,
          }),
        );
      }
      return events;
    },
  }),

  ExpireConsent: command({
    takes: { consentId: known('consent') },
    by: ['WK'],
    in: anyOpen,
    onHold: true,
    requires: [
      {
        that: (kase, { on }, data) => !data || requestOf(kase, data.consentId)!.validUntil < on,
        en: 'This consent still holds.',
        nl: 'Deze toestemming geldt nog.',
      },
    ],
    does: (kase, { consentId }, { on }) => {
      const given = kase.answers.filter((each) => each.consentId === consentId && each.state === 'given');
      if (given.length === 0 || requestOf(kase, consentId)!.expired) return [];
      const scopesGiven = [...new Set(given.map(({ scope: each }) => each))];
      const lost = scopesGiven.filter((each) => !isConsented(kase, each, on));
      return [event('ConsentExpired', { consentId, scopes: scopesGiven, on }), ...(lost.length > 0 ? [sharingStopped(lost, on)] : [])];
    },
  }),
};

/** Sharing for these scopes ends, with the organisations that they name. */
export function sharingStopped(lost: readonly string[], on: string): NewEvent {
  const organisations = lost.filter((each) => each.includes(':')).map((each) => each.slice(each.indexOf(':') + 1));
  return event('SharingStopped', { scopes: lost, on, stoppedOrganisationIds: [...new Set(organisations)] });
}

/** What everybody who must had allowed, and who must now has not. */
export const lostScopes = (before: Case, after: Case, on: string): readonly string[] =>
  [...new Set(before.answers.map(({ scope: each }) => each))].filter(
    (each) => isConsented(before, each, on) && !isConsented(after, each, on),
  );

/** Whether somebody will have to consent when the child reaches this age (D22). */
export function needsRenewal(kase: Case, age: 12 | 16, on: string): boolean {
  const after: Case = { ...kase, ageBand: age === 16 ? '16_plus' : '12_15' };
  return !isConsented(after, discussTeam, on) || lostScopes(kase, after, on).length > 0;
}

interface Answered {
  readonly consentId: string;
  readonly partyId: string;
  readonly scopes: readonly string[];
}

/** A party's newest answer on each scope takes the place of the one before it. */
function withAnswers(
  kase: Case,
  { consentId, partyId, scopes: answeredScopes }: Answered,
  { state, on, limited = false }: { state: AnswerState; on: string; limited?: boolean },
): Case['answers'] {
  const others = kase.answers.filter((each) => each.partyId !== partyId || !answeredScopes.includes(each.scope));
  const validUntil = state === 'given' ? (requestOf(kase, consentId)?.validUntil ?? on) : on;
  return [...others, ...[...new Set(answeredScopes)].map((each) => ({ partyId, scope: each, consentId, state, on, validUntil, limited }))];
}

/** Whether this is the answer that stands already; an answer to a newer request is news, it holds longer. */
const isAnswered = (kase: Case, { consentId, partyId, scopes: asked }: Answered, state: AnswerState): boolean =>
  asked.every((each) =>
    kase.answers.some(
      (answer) =>
        answer.partyId === partyId && answer.scope === each && answer.consentId === consentId && answer.state === state && !answer.limited,
    ),
  );

/** The day on which the last of those who must consent to the discussion did so. */
const lastGivenOn = (kase: Case): string =>
  kase.answers
    .filter((each) => each.scope === discussTeam && each.state === 'given' && consenters(kase).partyIds.includes(each.partyId))
    .map((each) => each.on)
    .sort()
    .at(-1)!;

const answered = (kase: Case, consentId: string, partyId: string): Case['consentRequests'] =>
  change(
    kase.consentRequests,
    (request) => request.consentId === consentId && !request.answered.includes(partyId),
    (request) => ({ ...request, answered: [...request.answered, partyId] }),
  );

export const consentFolds: Folds<Case, typeof vocabulary> = {
  ConsentRequested: (kase, data, meta) => ({
    ...kase,
    consentRequests: [
      ...kase.consentRequests,
      {
        consentId: data.consentId,
        scopes: data.scopes,
        askedOf: data.askedOf,
        validUntil: data.validUntil,
        answerDueOn: data.answerDueOn,
        answered: [],
        requestedById: meta.onBehalfOf ?? meta.actorId,
        askedOn: amsterdamDate(meta.occurredAt),
      },
    ],
  }),
  ConsentRecorded: (kase, data) => ({
    ...kase,
    consentRequests: answered(kase, data.consentId, data.partyId),
    answers: withAnswers(kase, data, { state: 'given', on: data.on, limited: data.limitsPresent }),
  }),
  ConsentRefused: (kase, data) => ({
    ...kase,
    consentRequests: answered(kase, data.consentId, data.partyId),
    answers: withAnswers(kase, data, { state: 'refused', on: data.on }),
  }),
  ConsentWithdrawn: (kase, data) => ({ ...kase, answers: withAnswers(kase, data, { state: 'withdrawn', on: data.on }) }),
  ConsentExpired: (kase, { consentId }) => ({
    ...kase,
    consentRequests: change(
      kase.consentRequests,
      (request) => request.consentId === consentId,
      (request) => ({ ...request, expired: true }),
    ),
  }),
  ConsentCompleted: (kase) => kase,
  SharingStopped: (kase) => kase,
};

export type ConsentStatus = 'none' | 'requested' | 'partial' | 'complete' | 'refused' | 'withdrawn' | 'expired';

/**
 * Where the consent to discuss the child stands after an event, as if judged before any of it expires, and until when a complete one
 * holds; who reads it later compares that day with today.
 */
export function consentStatus(kase: Case): { readonly status: ConsentStatus; readonly until?: string } {
  const { partyIds, childMissing } = consenters(kase);
  const answers = kase.answers.filter((each) => each.scope === discussTeam && partyIds.includes(each.partyId));
  const given = answers.filter((each) => each.state === 'given');
  if (!childMissing && partyIds.length > 0 && given.length === partyIds.length)
    return { status: 'complete', until: given.map((each) => each.validUntil).sort()[0]! };
  if (answers.some((each) => each.state === 'withdrawn')) return { status: 'withdrawn' };
  if (answers.some((each) => each.state === 'refused')) return { status: 'refused' };
  if (given.length > 0) return { status: 'partial' };
  return { status: kase.consentRequests.some((request) => request.scopes.includes(discussTeam)) ? 'requested' : 'none' };
}
