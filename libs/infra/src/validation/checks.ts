import { isInstant, isLocalDate } from '#domain/calendar/index.js';
import type { Sentence, Shape } from '#domain/kernel/index.js';
import { isUuid } from '../uuid.js';
import { isVisible, isWellFormed, lengthOf, plain } from './plain-text.js';

type Scalar = Exclude<Shape, { kind: 'list' | 'object' | 'sealed' }>;

const scopes = /^(discuss_team|(share_org|request_info|invite_org):(?<organisation>.+))$/su;
const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$/;
const telephone = /^[+0-9][0-9 ().-]{2,29}$/;
const mailAddress = /^[^\s@<>()",;:\\[\]]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
const oldestChild = 22;
const sentence = (en: string, nl: string): Sentence => ({ en, nl });

/** Years in which something about a child can happen; a date outside them is a slip of the pen. */
const isNear = (text: string): boolean => text >= '1900' && text < '2200';

/** What is wrong with a value that should have this shape; nothing when it is right. `judged` leaves the range to a rule. */
export function check(shape: Scalar, value: unknown, today: string, judged = false): Sentence | undefined {
  const text = typeof value === 'string' ? value : undefined;
  switch (shape.kind) {
    case 'id':
      return isUuid(value) ? undefined : sentence('Give a UUID.', 'Geef een UUID.');
    case 'ref':
      return text !== undefined && isVisible(text, 200)
        ? undefined
        : sentence('Give an id of 1 to 200 visible characters.', 'Geef een kenmerk van 1 tot 200 zichtbare tekens.');
    case 'word':
      return text !== undefined &&
        lengthOf(plain(text)) >= 1 &&
        lengthOf(plain(text)) <= shape.max &&
        isWellFormed(text) &&
        !/\p{Cc}/u.test(text)
        ? undefined
        : sentence(`Give 1 to ${shape.max} visible characters on one line.`, `Geef 1 tot ${shape.max} zichtbare tekens op één regel.`);
    case 'bool':
      return typeof value === 'boolean' ? undefined : sentence('Give true or false.', 'Geef true of false.');
    case 'code':
      return text !== undefined && shape.values.includes(text)
        ? undefined
        : sentence(`Give one of: ${shape.values.join(', ')}.`, `Geef één van: ${shape.values.join(', ')}.`);
    case 'int': {
      if (!Number.isSafeInteger(value)) return sentence('Give a whole number.', 'Geef een geheel getal.');
      const inRange = judged || ((value as number) >= shape.min && (value as number) <= shape.max);
      return inRange
        ? undefined
        : sentence(`Give a whole number from ${shape.min} to ${shape.max}.`, `Geef een geheel getal van ${shape.min} tot ${shape.max}.`);
    }
    case 'date':
      return isLocalDate(text ?? '') && isNear(text!)
        ? undefined
        : sentence(
            'Give a day that exists, from 1900 to 2199, as 2026-11-24.',
            'Geef een bestaande dag, van 1900 tot 2199, zoals 2026-11-24.',
          );
    case 'instant':
      return isInstant(text ?? '') && isNear(text!)
        ? undefined
        : sentence(
            'Give an instant with a time zone, as 2026-11-24T08:30:00Z.',
            'Geef een tijdstip met tijdzone, zoals 2026-11-24T08:30:00Z.',
          );
    case 'time':
      return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text ?? '')
        ? undefined
        : sentence('Give a time of day, as 20:00.', 'Geef een tijdstip van de dag, zoals 20:00.');
    case 'birthDate': {
      const years = `${Number(today.slice(0, 4)) - oldestChild - 1}${today.slice(4)}`;
      return isLocalDate(text ?? '') && text! <= today && text! > years
        ? undefined
        : sentence('Give the date of birth of somebody of 0 to 22 years.', 'Geef de geboortedatum van iemand van 0 tot en met 22 jaar.');
    }
    case 'email':
      return text !== undefined && text.length <= 254 && mailAddress.test(text)
        ? undefined
        : sentence('Give an e-mail address.', 'Geef een e-mailadres.');
    case 'phone':
      return text !== undefined && telephone.test(text) ? undefined : sentence('Give a telephone number.', 'Geef een telefoonnummer.');
    case 'language':
      return text !== undefined && languageTag.test(text)
        ? undefined
        : sentence('Give a language tag, such as nl or en-GB.', 'Geef een taalcode, zoals nl of en-GB.');
    case 'scope': {
      const match = text === undefined ? null : scopes.exec(text);
      const organisation = match?.groups?.['organisation'];
      return match && (organisation === undefined || isVisible(organisation, 200))
        ? undefined
        : sentence(
            'Give discuss_team, or share_org:, request_info: or invite_org: with an organisationId.',
            'Geef discuss_team, of share_org:, request_info: of invite_org: met een organisationId.',
          );
    }
    case 'text': {
      if (text === undefined || !isWellFormed(text))
        return sentence('Give plain text, without U+0000 and lone surrogates.', 'Geef gewone tekst, zonder U+0000 en losse surrogaten.');
      const length = lengthOf(plain(text));
      if (length === 0 && shape.clearable && !judged) return undefined;
      return length >= 1 && length <= shape.max
        ? undefined
        : sentence(`Give 1 to ${shape.max} characters.`, `Geef 1 tot ${shape.max} tekens.`);
    }
  }
}
