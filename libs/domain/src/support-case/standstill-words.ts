import type { Sentence } from '../kernel/index.js';

/** What a case can wait for, in a sentence for whoever looks for what is stuck. */
export const standstillWords = {
  resume: { en: 'The case is on hold; the coordinator resumes it.', nl: 'De casus is opgeschort; de coördinator hervat die.' },
  'child-as-party': {
    en: 'The child is not a party of the case yet, and must be.',
    nl: 'Het kind is nog geen betrokkene van de casus, en moet dat zijn.',
  },
  'parent-as-party': {
    en: 'Nobody who may consent is a party of the case yet.',
    nl: 'Niemand die toestemming mag geven is al betrokkene van de casus.',
  },
  'consent-asked': { en: 'The consent was asked for and has not been answered.', nl: 'De toestemming is gevraagd en nog niet beantwoord.' },
  'consent-not-asked': {
    en: 'The consent has not been asked for, or holds no longer.',
    nl: 'De toestemming is nog niet gevraagd, of geldt niet meer.',
  },
  'consent-refused': {
    en: 'The consent was refused or withdrawn: talk with the family.',
    nl: 'De toestemming is geweigerd of ingetrokken: ga in gesprek met het gezin.',
  },
  form: { en: 'The preparation form has not been submitted.', nl: 'Het voorbereidingsformulier is nog niet ingediend.' },
  'bring-in': { en: 'The child is ready to be brought in.', nl: 'Het kind kan worden ingebracht.' },
  discussion: {
    en: 'The child has been brought in and waits for the discussion.',
    nl: 'Het kind is ingebracht en wacht op de bespreking.',
  },
  steps: { en: 'Not every step of the discussion has been recorded.', nl: 'Nog niet elke stap van de bespreking is vastgelegd.' },
  'child-view': { en: 'What the child thinks of it is not on file yet.', nl: 'Wat het kind ervan vindt is nog niet vastgelegd.' },
  conclusion: { en: 'The discussion is ready to be concluded.', nl: 'De bespreking kan worden afgerond.' },
  'report-draft': { en: 'The report has not been written.', nl: 'Het verslag is nog niet geschreven.' },
  'report-final': { en: 'The report is a draft and waits for approval.', nl: 'Het verslag is een concept en wacht op vaststelling.' },
  feedback: {
    en: 'Somebody has not been told yet what was decided.',
    nl: 'Een betrokkene heeft nog niet gehoord wat er is besloten.',
  },
  'plan-proposal': { en: 'No plan has been proposed that can be decided on.', nl: 'Er is geen planvoorstel waarover kan worden beslist.' },
  'plan-decision': { en: 'The plan waits for a decision of the family.', nl: 'Het plan wacht op een besluit van het gezin.' },
  'plan-consultation': { en: 'The plan has not been talked over yet.', nl: 'Over het plan is nog geen overleg gevoerd.' },
  'plan-adoption': {
    en: 'The plan has been agreed to and is ready to be adopted.',
    nl: 'Met het plan is ingestemd; het kan worden vastgesteld.',
  },
  action: { en: 'An action that was agreed is not finished.', nl: 'Een afgesproken actie is nog niet afgerond.' },
  review: { en: 'The support runs until it is evaluated.', nl: 'De ondersteuning loopt tot de evaluatie.' },
  evaluation: { en: 'The evaluation has not been recorded.', nl: 'De evaluatie is nog niet vastgelegd.' },
  'next-cycle': { en: 'The evaluation asks for a next cycle.', nl: 'De evaluatie vraagt om een volgende cyclus.' },
  escalation: { en: 'A safety escalation is open.', nl: 'Een opschaling om veiligheid staat open.' },
  closing: { en: 'The case is ready to be closed.', nl: 'De casus kan worden afgesloten.' },
} as const satisfies { readonly [what: string]: Sentence };

export type WaitsFor = keyof typeof standstillWords;
