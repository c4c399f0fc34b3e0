import type { Written } from './letter.js';
import { page } from './letter.js';

/** What a mail about a meeting says: that there is one, when and where; nothing about whom or what. */
export type NoticeKind = 'planned' | 'moved' | 'cancelled' | 'invited' | 'uninvited' | 'agenda' | 'agenda_changed';

export interface NoticeToWrite {
  readonly kind: NoticeKind;
  readonly language: string | undefined;
  readonly startsAt: string;
  readonly endsAt: string;
  /** When a guest is asked to be there, where that is before the own item begins. */
  readonly arrivalAt?: string;
  readonly place?: string;
  readonly videoUrl?: string;
  /** The meeting on our site; left out for guests, to whom a link says nothing. */
  readonly link?: string;
}

interface Words {
  readonly lang: 'nl' | 'en';
  readonly locale: string;
  readonly summary: string;
  readonly hello: string;
  readonly said: { readonly [kind in NoticeKind]: readonly [subject: string, opening: string] };
  readonly when: (day: string, from: string, until: string) => string;
  readonly come: (time: string) => string;
  readonly where: string;
  readonly online: string;
  readonly look: string;
  readonly why: string;
}

const dutch: Words = {
  lang: 'nl',
  locale: 'nl-NL',
  summary: 'Overleg',
  hello: 'Hallo,',
  said: {
    planned: ['Uitnodiging voor een overleg', 'Er is een overleg gepland.'],
    moved: ['Een overleg is verzet', 'Het overleg is verzet. Dit is de nieuwe tijd.'],
    cancelled: ['Een overleg gaat niet door', 'Het overleg gaat niet door.'],
    invited: ['Uitnodiging voor een overleg', 'U bent uitgenodigd voor een overleg. Dit is de tijd van uw deel.'],
    uninvited: ['Een afspraak gaat niet door', 'Uw deel van het overleg gaat niet door. U hoeft niet te komen.'],
    agenda: ['De agenda staat klaar', 'De agenda van het overleg staat klaar.'],
    agenda_changed: ['De agenda is gewijzigd', 'De agenda van het overleg is gewijzigd.'],
  },
  when: (day, from, until) => `Wanneer: ${day}, van ${from} tot ${until} uur.`,
  come: (time) => `Wilt u er om ${time} uur zijn?`,
  where: 'Waar',
  online: 'Online',
  look: 'U ziet het hier:',
  why: 'In dit bericht staat niets over een kind. Dat is om de gegevens te beschermen. U kunt niet op dit bericht antwoorden.',
};

const english: Words = {
  lang: 'en',
  locale: 'en-GB',
  summary: 'Meeting',
  hello: 'Hello,',
  said: {
    planned: ['Invitation to a meeting', 'A meeting has been planned.'],
    moved: ['A meeting was moved', 'The meeting was moved. This is the new time.'],
    cancelled: ['A meeting is cancelled', 'The meeting is cancelled.'],
    invited: ['Invitation to a meeting', 'You are invited to a meeting. This is the time of your part.'],
    uninvited: ['An appointment is cancelled', 'Your part of the meeting is cancelled. You need not come.'],
    agenda: ['The agenda is ready', 'The agenda of the meeting is ready.'],
    agenda_changed: ['The agenda has changed', 'The agenda of the meeting has changed.'],
  },
  when: (day, from, until) => `When: ${day}, from ${from} to ${until}.`,
  come: (time) => `Please be there at ${time}.`,
  where: 'Where',
  online: 'Online',
  look: 'You find it here:',
  why: 'This message says nothing about a child. This is to protect personal data. You cannot reply to this message.',
};

const isOver = (kind: NoticeKind): boolean => kind === 'cancelled' || kind === 'uninvited';
const timeZone = 'Europe/Amsterdam';

/** Dutch for Dutch, English for English; any other language gets plain English and Dutch below it. */
const wordsOf = (language: string | undefined): readonly Words[] => {
  const main = (language ?? 'nl').toLowerCase().split('-')[0];
  return main === 'nl' ? [dutch] : main === 'en' ? [english] : [english, dutch];
};

/** What an appointment is called in a calendar, and what stands below. */
export function appointmentWords({ language, kind, link }: Pick<NoticeToWrite, 'language' | 'kind' | 'link'>): {
  readonly summary: string;
  readonly description: string;
} {
  const [first] = wordsOf(language);
  return { summary: first!.summary, description: [first!.said[kind][1], ...(link === undefined ? [] : [link])].join('\n') };
}

/** Writes a mail about a meeting as plain text and as simple HTML. */
export function writeNotice(notice: NoticeToWrite): Written {
  const { kind, language, startsAt, endsAt, arrivalAt, place, videoUrl, link } = notice;
  const lines = (words: Words): readonly string[] => {
    const clock = new Intl.DateTimeFormat(words.locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const day = new Intl.DateTimeFormat(words.locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    const [from, until] = [startsAt, endsAt].map((at) => clock.format(new Date(at)));
    return [
      words.hello,
      words.said[kind][1],
      words.when(day.format(new Date(startsAt)), from!, until!),
      ...(arrivalAt === undefined || arrivalAt === startsAt || isOver(kind) ? [] : [words.come(clock.format(new Date(arrivalAt)))]),
      ...(place === undefined || isOver(kind) ? [] : [`${words.where}: ${place}`]),
      ...(videoUrl === undefined || isOver(kind) ? [] : [`${words.online}: ${videoUrl}`]),
      ...(link === undefined ? [] : [words.look, link]),
      words.why,
    ];
  };
  const all = wordsOf(language);
  return page(
    all.map((words) => words.said[kind][0]),
    all.map((words) => ({ lang: words.lang, lines: lines(words) })),
    link === undefined ? [] : [link],
  );
}
