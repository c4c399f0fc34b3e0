import type { Attachment } from './calendar-file.js';

/** What a mail says, in all: that there is a task, and where. Nothing of a case can get in here, for nothing of it is handed in. */
export interface ToWrite {
  /** BCP-47; Dutch where it is not known. */
  readonly language: string | undefined;
  /** Parents, children and their network read shorter sentences. */
  readonly family: boolean;
  /** Addresses on our site; they hold ids only. */
  readonly links: readonly string[];
}

export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** For the receiver's calendar. */
  readonly attachments?: readonly Attachment[];
}

interface Words {
  readonly lang: 'nl' | 'en';
  readonly subject: (count: number) => string;
  readonly hello: string;
  readonly opening: (count: number) => string;
  readonly family: readonly [opening: (count: number) => string, more: string];
  readonly more: string;
  readonly why: string;
}

const dutch: Words = {
  lang: 'nl',
  subject: (count) => (count === 1 ? 'Er staat een taak voor u klaar' : `Er staan ${count} taken voor u klaar`),
  hello: 'Hallo,',
  opening: (count) =>
    count === 1
      ? 'Er staat een taak voor u klaar in Samenspel. U ziet hem hier:'
      : `Er staan ${count} taken voor u klaar in Samenspel. U ziet ze hier:`,
  family: [
    (count) =>
      count === 1 ? 'Wij vragen u om iets te doen. U leest hier wat:' : `Wij vragen u om ${count} dingen te doen. U leest hier wat:`,
    'Lukt het niet? Of hebt u een vraag? Vraag het aan de persoon met wie u contact hebt.',
  ],
  more: 'Om te lezen waar het over gaat, logt u in.',
  why: 'In dit bericht staat niets over een kind. Dat is om de gegevens te beschermen. U kunt niet op dit bericht antwoorden.',
};

const english: Words = {
  lang: 'en',
  subject: (count) => (count === 1 ? 'You have a task' : `You have ${count} tasks`),
  hello: 'Hello,',
  opening: (count) =>
    count === 1 ? 'You have a task in Samenspel. You find it here:' : `You have ${count} tasks in Samenspel. You find them here:`,
  family: [
    (count) =>
      count === 1 ? 'We ask you to do something. You can read it here:' : `We ask you to do ${count} things. You can read them here:`,
    'Does it not work? Or do you have a question? Please ask the person you are in contact with.',
  ],
  more: 'Log in to read what it is about.',
  why: 'This message says nothing about a child. This is to protect personal data. You cannot reply to this message.',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Dutch for Dutch, English for English; any other language gets plain English and Dutch below it. */
const wordsOf = (language: string | undefined): readonly Words[] => {
  const main = (language ?? 'nl').toLowerCase().split('-')[0];
  return main === 'nl' ? [dutch] : main === 'en' ? [english] : [english, dutch];
};

/** Writes a mail as plain text and as simple HTML. */
export function write({ language, family, links }: ToWrite): Written {
  const all = wordsOf(language);
  const count = links.length;
  const lines = (words: Words): readonly string[] => [
    words.hello,
    family ? words.family[0](count) : words.opening(count),
    ...links,
    family ? words.family[1] : words.more,
    words.why,
  ];
  return page(
    all.map((words) => words.subject(count)),
    all.map((words) => ({ lang: words.lang, lines: lines(words) })),
    links,
  );
}

/** The same lines in one or two languages, as plain text and as simple HTML, in which `links` can be followed. */
export function page(
  subjects: readonly string[],
  parts: readonly { readonly lang: string; readonly lines: readonly string[] }[],
  links: readonly string[],
): Written {
  const isLink = (line: string): boolean => links.includes(line);
  const paragraph = (line: string): string =>
    isLink(line) ? `<p><a href="${escaped(line)}">${escaped(line)}</a></p>` : `<p>${escaped(line)}</p>`;
  return {
    subject: subjects.join(' / '),
    text: `${parts.map(({ lines }) => lines.join('\n\n')).join('\n\n---\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${parts[0]!.lang}"><head><meta charset="utf-8"><title>${escaped(subjects[0]!)}</title></head><body>\n${parts
      .map(({ lang, lines }) => `<div lang="${lang}">\n${lines.map(paragraph).join('\n')}\n</div>`)
      .join('\n<hr>\n')}\n</body></html>\n`,
  };
}
