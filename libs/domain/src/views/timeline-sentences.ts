import type { Sentence } from '../kernel/index.js';
import type { CaseEventType } from '../support-case/events/index.js';
import { codeWords } from './fragments/code-words.js';
import type { Fact, TimelineItem } from './fragments/timeline-item.js';

type InBoth = readonly [en: string, nl: string];

/**
 * A sentence an event, made of its facts: `{name}` is replaced, and what stands in `[…]` is left out when its fact is missing or an
 * empty list. Ids stay ids; a reader puts names in their place.
 */
const sentences: { readonly [T in CaseEventType]: InBoth } = {
  CaseOpened: ['The case was opened ({urgency}).', 'De casus is geopend ({urgency}).'],
  CycleStarted: ['Cycle {cycleNo} began: {trigger}.', 'Cyclus {cycleNo} is begonnen: {trigger}.'],
  ChildDetailsCorrected: ['The child’s details were corrected: {changed}.', 'De gegevens van het kind zijn gecorrigeerd: {changed}.'],
  UrgencyChanged: ['The urgency went from {old} to {new}.', 'De urgentie ging van {old} naar {new}.'],
  StatutoryTermStarted: ['A legal term began: {kind}, due {dueOn}.', 'Een wettelijke termijn is begonnen: {kind}, uiterlijk {dueOn}.'],
  StatutoryTermMissed: ['The legal term passed on {dueOn}: {kind}.', 'De wettelijke termijn is verstreken op {dueOn}: {kind}.'],
  AgeReached: ['The child turned {age}: other people decide from now on.', 'Het kind is {age} geworden: vanaf nu beslissen anderen.'],
  StatutoryTermMet: ['The legal term was met on {metOn}: {kind}.', 'De wettelijke termijn is gehaald op {metOn}: {kind}.'],
  PartyAdded: ['A party was added: {kind} ({partyId}).', 'Een betrokkene is toegevoegd: {kind} ({partyId}).'],
  PartyUpdated: ['The details of party {partyId} changed[: {kind}].', 'De gegevens van betrokkene {partyId} zijn gewijzigd[: {kind}].'],
  PartyEnded: ['Party {partyId} is no longer involved since {to}.', 'Betrokkene {partyId} is sinds {to} niet meer betrokken.'],
  CaseOwnerAssigned: ['{ownerId} became case owner.', '{ownerId} is regievoerder geworden.'],
  ConsentRequested: [
    'Consent was asked of {askedOf}: {scopes}; answer by {answerDueOn}.',
    'Toestemming gevraagd aan {askedOf}: {scopes}; antwoord uiterlijk {answerDueOn}.',
  ],
  ConsentRecorded: ['Party {partyId} gave consent on {on}: {scopes}.', 'Betrokkene {partyId} gaf toestemming op {on}: {scopes}.'],
  ConsentRefused: ['Party {partyId} refused consent on {on}: {scopes}.', 'Betrokkene {partyId} weigerde toestemming op {on}: {scopes}.'],
  ConsentWithdrawn: [
    'Party {partyId} withdrew consent on {on}: {scopes}.',
    'Betrokkene {partyId} trok de toestemming in op {on}: {scopes}.',
  ],
  ConsentExpired: ['A consent ended on {on}: {scopes}.', 'Een toestemming is afgelopen op {on}: {scopes}.'],
  ConsentCompleted: ['The consent is complete since {on}: {scopes}.', 'De toestemming is volledig sinds {on}: {scopes}.'],
  SharingStopped: ['Sharing stopped on {on}: {scopes}.', 'Het delen is gestopt op {on}: {scopes}.'],
  ChildViewRecorded: ['The child’s view was recorded on {on}: {how}.', 'De stem van het kind is vastgelegd op {on}: {how}.'],
  PreparationSaved: [
    'The preparation form was saved (version {formVersion}).',
    'Het voorbereidingsformulier is bewaard (versie {formVersion}).',
  ],
  PreparationSubmitted: [
    'The preparation form was submitted on {submittedOn}.',
    'Het voorbereidingsformulier is ingediend op {submittedOn}.',
  ],
  CaseBroughtIn: [
    'The child was brought in for the {part} part, {minutes} minutes, by {introducerId}.',
    'Het kind is ingebracht voor het {part} deel, {minutes} minuten, door {introducerId}.',
  ],
  BringInWithdrawn: ['The bringing in was withdrawn.', 'De inbreng is ingetrokken.'],
  IndividualPreparationRecorded: [
    '{professionalId} had read the case for the meeting, on {readOn}.',
    '{professionalId} had de casus voor het overleg gelezen, op {readOn}.',
  ],
  CaseScheduled: [
    'The child is on the agenda of a meeting: {itemKind}, {part} part, {startsAt}.',
    'Het kind staat op de agenda van een overleg: {itemKind}, {part} deel, {startsAt}.',
  ],
  DiscussionPostponed: [
    'The discussion was postponed ({reason}; postponement {count}); a new date by {rescheduleDueOn}.',
    'De bespreking is doorgeschoven ({reason}), voor de {count}e keer; een nieuwe datum uiterlijk {rescheduleDueOn}.',
  ],
  PostponementLimitReached: ['It was postponed {count} times now.', 'Er is nu {count} keer doorgeschoven.'],
  DiscussionStarted: ['The discussion began[; present: {present}].', 'De bespreking is begonnen[; aanwezig: {present}].'],
  DiscussionStepRecorded: ['Step {step} was recorded ({seconds} seconds).', 'De stap {step} is vastgelegd ({seconds} seconden).'],
  DiscussionConcluded: ['The discussion was concluded: {outcome}.', 'De bespreking is afgerond: {outcome}.'],
  AftercareStarted: [
    'Aftercare of cycle {cycleNo} began; report by {reportDueOn}, plan by {planAdoptionDueOn}.',
    'De nazorg van cyclus {cycleNo} is begonnen; verslag uiterlijk {reportDueOn}, plan uiterlijk {planAdoptionDueOn}.',
  ],
  FeedbackOwed: ['Feedback to {addresseeId} is owed by {dueOn}.', 'Terugkoppeling aan {addresseeId} volgt uiterlijk {dueOn}.'],
  GoalAgreed: [
    'A goal was agreed ({domain}, voice: {voice}), by {targetOn}.',
    'Een doel is afgesproken ({domain}, stem: {voice}), uiterlijk {targetOn}.',
  ],
  GoalAdjusted: ['Goal {goalId} was adjusted: {changed}.', 'Doel {goalId} is bijgesteld: {changed}.'],
  GoalDropped: ['Goal {goalId} was dropped: {ground}.', 'Doel {goalId} is vervallen: {ground}.'],
  GoalScored: ['Goal {goalId} was scored {score} on {on}.', 'Doel {goalId} kreeg score {score} op {on}.'],
  ActionAgreed: [
    'An action was agreed ({kind}): {responsibleId}, by {dueOn}.',
    'Een actie is afgesproken ({kind}): {responsibleId}, uiterlijk {dueOn}.',
  ],
  ActionStarted: ['Action {actionId} was started on {on}.', 'Actie {actionId} is gestart op {on}.'],
  ActionProgressed: ['Action {actionId} made progress on {on}.', 'Actie {actionId} vorderde op {on}.'],
  ActionCompleted: ['Action {actionId} was completed on {on}.', 'Actie {actionId} is afgerond op {on}.'],
  ActionFailed: ['Action {actionId} failed on {on}.', 'Actie {actionId} is mislukt op {on}.'],
  ActionCancelled: ['Action {actionId} was cancelled on {on}.', 'Actie {actionId} is geannuleerd op {on}.'],
  ActionReassigned: ['{newResponsibleId} took action {actionId} over on {on}.', '{newResponsibleId} nam actie {actionId} over op {on}.'],
  ActionExtended: [
    'Action {actionId} was extended from {oldDueOn} to {newDueOn}.',
    'Actie {actionId} is verlengd van {oldDueOn} tot {newDueOn}.',
  ],
  ProgressRecorded: ['Progress was recorded on {on}.', 'Voortgang is vastgelegd op {on}.'],
  ReportDrafted: ['{authorId} drafted the report (version {version}).', '{authorId} maakte een conceptverslag (versie {version}).'],
  ReportFinalised: [
    'The report was made final on {on}, approved by {approvedById}.',
    'Het verslag is vastgesteld op {on}, akkoord van {approvedById}.',
  ],
  ReportCorrected: ['The report was corrected: {ground}.', 'Het verslag is gecorrigeerd: {ground}.'],
  ReportShared: [
    'The report was shared with {recipientPartyId} ({channel}): {parts}.',
    'Het verslag is gedeeld met {recipientPartyId} ({channel}): {parts}.',
  ],
  PartyRemarkRecorded: ['A remark of party {partyId} was recorded.', 'Een zienswijze van betrokkene {partyId} is vastgelegd.'],
  FeedbackAttempted: [
    'Attempt {attemptNo} to give feedback to {addresseeId} ({channel}): {outcome}.',
    'Poging {attemptNo} tot terugkoppeling aan {addresseeId} ({channel}): {outcome}.',
  ],
  FeedbackGiven: [
    'Feedback was given to {addresseeId} on {on} ({channel}).',
    'Terugkoppeling gegeven aan {addresseeId} op {on} ({channel}).',
  ],
  FeedbackWaived: [
    'Feedback to {addresseeId} was waived on {on}: {ground}.',
    'Van terugkoppeling aan {addresseeId} is afgezien op {on}: {ground}.',
  ],
  PlanVersionProposed: [
    'Plan version {number} was proposed; decision by {decisionDueOn}.',
    'Planversie {number} is voorgesteld; besluit uiterlijk {decisionDueOn}.',
  ],
  PlanConsultationHeld: ['The plan was talked over on {on}.', 'Het overleg over het plan is gehouden op {on}.'],
  ActionPartDecided: [
    'Party {partyId} decided on the action part on {on}: {decision}.',
    'Betrokkene {partyId} besloot over het handelingsdeel op {on}: {decision}.',
  ],
  PlanVersionAdopted: ['Plan version {number} was adopted on {on}.', 'Planversie {number} is vastgesteld op {on}.'],
  PlanVersionSuperseded: ['Plan version {number} was superseded.', 'Planversie {number} is vervangen.'],
  PlanConfirmedUnchanged: ['The plan was confirmed unchanged on {on}.', 'Het plan is ongewijzigd bevestigd op {on}.'],
  NoPlanNeeded: ['No plan is needed, as of {on}.', 'Er is geen plan nodig, sinds {on}.'],
  ProvisionalSupportStarted: ['Support started ahead of the plan on {on}.', 'De ondersteuning is alvast gestart op {on}.'],
  AftercareCompleted: [
    'Aftercare of cycle {cycleNo} was complete on {on}[; late: {lateParts}].',
    'De nazorg van cyclus {cycleNo} was klaar op {on}[; te laat: {lateParts}].',
  ],
  InterventionStarted: ['The support began on {on}: {basis}.', 'De ondersteuning is begonnen op {on}: {basis}.'],
  EvaluationBecameDue: ['The evaluation of cycle {cycleNo} became due.', 'De evaluatie van cyclus {cycleNo} is aan de beurt.'],
  EvaluationStarted: ['The evaluation of cycle {cycleNo} began: {trigger}.', 'De evaluatie van cyclus {cycleNo} is begonnen: {trigger}.'],
  EvaluationRecorded: [
    'The evaluation of cycle {cycleNo} concluded: {conclusion}.',
    'De evaluatie van cyclus {cycleNo} concludeerde: {conclusion}.',
  ],
  ReviewRescheduled: [
    'The next review is on {reviewOn} (extension {extension}).',
    'De volgende evaluatie is op {reviewOn} (verlenging {extension}).',
  ],
  CaseEscalated: [
    'The case was escalated to {to} ({kind}); answer needed by {neededBy}.',
    'De casus is opgeschaald naar {to} ({kind}); antwoord nodig op {neededBy}.',
  ],
  EscalationResolved: [
    'The escalation ({kind}) was resolved; follow-up: {followUp}.',
    'De opschaling ({kind}) is opgelost; vervolg: {followUp}.',
  ],
  CaseClosed: ['The case was closed on {on}: {reason}.', 'De casus is afgesloten op {on}: {reason}.'],
  CaseReopened: ['The case was reopened on {on}: {reason}.', 'De casus is heropend op {on}: {reason}.'],
  ChildLeft: ['The child left on {on}; destination: {destination}.', 'Het kind is uitgeschreven op {on}; bestemming: {destination}.'],
  RetentionStarted: [
    'The case is kept until {retentionUntil} ({retentionClass}).',
    'De casus wordt bewaard tot {retentionUntil} ({retentionClass}).',
  ],
  CaseSuspended: [
    'The case was put on hold ({reason}); looked at again on {reviewOn}.',
    'De casus is opgeschort ({reason}); opnieuw bekeken op {reviewOn}.',
  ],
  CaseResumed: ['The case was resumed after {pausedDays} working days.', 'De casus is hervat na {pausedDays} werkdagen.'],
};

const restricted: Sentence = { en: 'This entry is restricted.', nl: 'Deze regel is afgeschermd.' };
const isDate = /^\d{4}-\d{2}-\d{2}$/;
const organisationScopes: { readonly [prefix: string]: InBoth } = {
  share_org: ['sharing with', 'delen met'],
  request_info: ['asking information of', 'informatie vragen aan'],
  invite_org: ['inviting', 'uitnodigen van'],
};

function wordOf(value: string, language: 0 | 1): string {
  if (isDate.test(value)) return language === 0 ? value : value.split('-').reverse().join('-');
  const known = Object.hasOwn(codeWords, value) ? codeWords[value] : undefined;
  if (known) return known[language];
  const at = value.indexOf(':');
  const prefix = value.slice(0, Math.max(at, 0));
  const scope = Object.hasOwn(organisationScopes, prefix) ? organisationScopes[prefix] : undefined;
  if (scope) return `${scope[language]} ${value.slice(at + 1)}`;
  return prefix === 'feedback' ? `${language === 0 ? 'feedback to' : 'terugkoppeling aan'} ${value.slice(at + 1)}` : value;
}

const shown = (fact: Fact, language: 0 | 1): string =>
  typeof fact === 'object'
    ? fact.map((each) => wordOf(each, language)).join(', ')
    : typeof fact === 'string'
      ? wordOf(fact, language)
      : String(fact);

function filled(template: string, facts: TimelineItem['facts'], language: 0 | 1): string {
  const isThere = (name: string): boolean => facts[name] !== undefined && (typeof facts[name] !== 'object' || facts[name].length > 0);
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => (isThere(name) ? shown(facts[name]!, language) : '–'));
  const optional = (text: string): string =>
    text.replaceAll(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_, inner: string, name: string) => (isThere(name) ? inner : ''));
  return fill(optional(template));
}

/** A short sentence for an item, in English and Dutch: ids, codes and dates, no names. An item that was cut says only that. */
export function sentenceOf(item: TimelineItem): Sentence {
  if (item.restricted) return restricted;
  const [en, nl] = sentences[item.type];
  return { en: filled(en, item.facts, 0), nl: filled(nl, item.facts, 1) };
}
