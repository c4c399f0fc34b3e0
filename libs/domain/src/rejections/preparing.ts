import { refused } from './entry.js';

/** From opening the case to concluding the discussion, in the order of domain.md §3.4. */
export const preparingRejections = {
  'child-already-open': refused(
    ['This child already has an open case in this team', 'Dit kind heeft al een open casus in dit team'],
    ['Go on in the open case, or close that one first.', 'Ga verder in de open casus, of sluit die eerst af.'],
  ),
  'team-inactive': refused(
    ['The team is not active', 'Het team is niet actief'],
    ['Choose a team that is active.', 'Kies een team dat actief is.'],
  ),
  'urgency-reason-missing': refused(
    ['The reason for the urgency is missing', 'De reden van de spoed ontbreekt'],
    ['Say why this case cannot wait.', 'Leg uit waarom deze casus niet kan wachten.'],
  ),
  'no-change': refused(
    ['Nothing changes', 'Er verandert niets'],
    ['Give at least one value that differs from what is recorded.', 'Geef minstens één gegeven dat afwijkt van wat er al staat.'],
  ),
  'party-duplicate': refused(
    ['This person is a party already', 'Deze persoon is al betrokkene'],
    [
      'Change the existing party. A case has one child, and each login belongs to one party.',
      'Wijzig de bestaande betrokkene. Een casus heeft één kind en bij elke inlog hoort één betrokkene.',
    ],
  ),
  'last-authority-party': refused(
    ['This is the last one with authority', 'Dit is de laatste met gezag'],
    ['Add another parent with authority or a guardian first.', 'Voeg eerst een andere ouder met gezag of een voogd toe.'],
  ),
  'not-involved': refused(
    ['This person is not involved', 'Deze persoon is niet betrokken'],
    [
      'Choose an active member of the team or a party of the case, or add the person first.',
      'Kies een actief teamlid of een betrokkene van de casus, of voeg de persoon eerst toe.',
    ],
  ),
  'not-entitled': refused(
    ['This party does not decide about consent', 'Deze betrokkene beslist niet over toestemming'],
    [
      'Ask those who decide at this age: parents with authority or a guardian, from 12 also the child, from 16 the child alone.',
      'Vraag het wie op deze leeftijd beslist: ouders met gezag of de voogd, vanaf 12 jaar ook het kind, vanaf 16 jaar alleen het kind.',
    ],
  ),
  'purpose-missing': refused(
    ['The purpose is missing', 'Het doel ontbreekt'],
    ['Say what the consent is needed for.', 'Schrijf op waarvoor de toestemming nodig is.'],
  ),
  'verbal-not-allowed': refused(
    ['Consent by word of mouth is not enough here', 'Mondelinge toestemming is hier niet genoeg'],
    [
      'This organisation asks for a signature, the portal or an electronic identity to share data.',
      'Voor delen vraagt deze organisatie een handtekening, het portaal of een elektronische identiteit.',
    ],
  ),
  'not-given': refused(
    ['No such consent was given', 'Deze toestemming is niet gegeven'],
    [
      'Only a consent that was given and still holds can be withdrawn.',
      'Alleen een gegeven toestemming die nog geldt, kan worden ingetrokken.',
    ],
  ),
  'reason-missing': refused(
    ['The explanation is missing', 'De toelichting ontbreekt'],
    ['Say in a few words why.', 'Leg in een paar woorden uit waarom.'],
  ),
  'question-missing': refused(
    ['The question for the team is missing', 'De inbrengvraag ontbreekt'],
    [
      'Write down what the team must answer, then submit the form.',
      'Schrijf op wat het team moet beantwoorden en dien het formulier dan in.',
    ],
  ),
  'field-missing': refused(
    ['The form is not complete', 'Het formulier is niet compleet'],
    [
      'Fill in the background. Only an urgent case may do without.',
      'Vul de achtergrond in. Alleen bij een acute casus mag die leeg blijven.',
    ],
  ),
  'consent-incomplete': refused(
    ['Not everybody has given consent', 'De toestemming is niet compleet'],
    [
      'Ask the parties named in errors for their consent, or wait for their answer.',
      'Vraag toestemming aan de betrokkenen die bij errors staan, of wacht hun antwoord af.',
    ],
  ),
  'form-not-submitted': refused(
    ['The preparation form has not been submitted', 'Het voorbereidingsformulier is niet ingediend'],
    ['Complete the form and submit it first.', 'Maak het formulier af en dien het eerst in.'],
  ),
  'not-urgent': refused(
    ['The case is not urgent', 'De casus is niet acuut'],
    [
      'Use the fixed part of the agenda, or change the urgency first.',
      'Gebruik het vaste deel van de agenda, of wijzig eerst de urgentie.',
    ],
  ),
  'already-started': refused(
    ['The discussion has started', 'De bespreking is al begonnen'],
    ['Postpone or conclude the discussion.', 'Schuif de bespreking door of rond die af.'],
  ),
  'already-concluded': refused(
    ['The discussion has been concluded', 'De bespreking is al afgerond'],
    ['There is nothing left to postpone: go on with the aftercare.', 'Er valt niets meer door te schuiven: ga verder met de nazorg.'],
  ),
  'not-brought-in': refused(
    ['The child has not been brought in', 'Het kind is niet ingebracht'],
    ['Bring the child in first.', 'Breng het kind eerst in.'],
  ),
  'introducer-absent': refused(
    ['The introducer is absent', 'De inbrenger is afwezig'],
    ['Name a substitute, or postpone the discussion.', 'Wijs een vervanger aan, of schuif de bespreking door.'],
  ),
  'step-order': refused(
    ['This step comes later', 'Deze stap komt later'],
    [
      'Keep to the order: background, reason, goals, actions. A step may be skipped with a reason.',
      'Houd de volgorde aan: achtergrond, reden van inbreng, doelen, acties. Een stap overslaan kan met een reden.',
    ],
  ),
  'step-missing': refused(
    ['Not every step has been discussed', 'Nog niet alle stappen zijn besproken'],
    [
      'Record the steps that are left, or say why they are skipped.',
      'Leg de overige stappen vast, of geef aan waarom ze worden overgeslagen.',
    ],
  ),
  'no-personal-goal': refused(
    ['There is no goal of the child or the parents', 'Er is geen doel van het kind of de ouders'],
    [
      'Agree one goal in the voice of the child or a parent, or explain why there is none.',
      'Spreek een doel af vanuit het kind of een ouder, of leg uit waarom dat er niet is.',
    ],
  ),
  'no-action': refused(
    ['No action has been agreed', 'Er is geen actie afgesproken'],
    ['A change of plan needs at least one action: agree it first.', 'Bij een planwijziging hoort minstens één actie: spreek die eerst af.'],
  ),
  'child-view-missing': refused(
    ['The view of the child is missing', 'De stem van het kind ontbreekt'],
    [
      'Record what the child thinks in this cycle, or explain why it is not there.',
      'Leg vast wat het kind in deze cyclus vindt, of leg uit waarom dat ontbreekt.',
    ],
  ),
  'feedback-owner-missing': refused(
    ['Not everybody is told what was decided', 'Nog niet iedereen krijgt terugkoppeling'],
    [
      'Name for the child and for each parent with authority or guardian who tells them.',
      'Noem voor het kind en voor elke ouder met gezag of voogd wie de terugkoppeling geeft.',
    ],
  ),
  'no-plan': refused(
    ['There is no adopted plan', 'Er is geen vastgesteld plan'],
    ['Choose the version that was adopted, or adopt a plan first.', 'Kies de vastgestelde versie, of stel eerst een plan vast.'],
  ),
};
