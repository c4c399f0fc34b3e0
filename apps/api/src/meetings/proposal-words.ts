import type { Proposed } from '#domain/meeting/index.js';
import { codeWords } from '#domain/views/index.js';
import type { Language } from '../pages/page.js';
import { sayDay } from '../pages/say.js';

type Told = Pick<Proposed, 'reason' | 'itemKind' | 'since' | 'postponed'> & {
  /** Why it was postponed, for those who may know. */
  readonly postponedFor?: string | undefined;
};

const because = (postponedFor: string | undefined, language: Language): string => {
  const words = postponedFor === undefined ? undefined : codeWords[postponedFor]?.[language === 'en' ? 0 : 1];
  return words === undefined ? '' : ` (${words})`;
};
const times = (count: number, language: Language): string =>
  language === 'nl' ? (count === 1 ? 'één keer' : `${count} keer`) : count === 1 ? 'once' : `${count} times`;

/** Why a child stands on the proposed agenda, in a sentence. */
export function proposalSentence({ reason, itemKind, since, postponed, postponedFor }: Told, language: Language): string {
  const day = since === undefined ? '' : sayDay(since, language);
  const nl = language === 'nl';
  switch (reason) {
    case 'review_due':
      return nl ? `De evaluatie valt op ${day}, vóór het volgende overleg.` : `The evaluation falls on ${day}, before the next meeting.`;
    case 'postponed':
      if (itemKind === 'evaluation')
        return nl
          ? `De evaluatie van ${day} is ${times(postponed, language)} doorgeschoven${because(postponedFor, language)}.`
          : `The evaluation of ${day} was postponed ${times(postponed, language)}${because(postponedFor, language)}.`;
      return nl
        ? `Wacht sinds ${day} en is ${times(postponed, language)} doorgeschoven${because(postponedFor, language)}.`
        : `Has waited since ${day} and was postponed ${times(postponed, language)}${because(postponedFor, language)}.`;
    case 'waiting':
      return nl ? `Wacht sinds ${day} op een plek.` : `Has waited for a place since ${day}.`;
    case 'urgent':
      return nl ? 'Acuut: voor het variabele deel.' : 'Urgent: for the variable part.';
    case 'other':
      return nl ? 'Staat op deze agenda.' : 'Is on this agenda.';
  }
}
