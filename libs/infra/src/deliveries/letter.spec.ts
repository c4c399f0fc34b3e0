import fc from 'fast-check';
import { write } from './letter.js';

const link = 'https://samen.example/cases/0193a5c2-7d10-7000-8000-0193a5c27d10/deadlines/0193a5c2-7d10-7000-8000-0193a5c27d11';
const other = 'https://samen.example/cases/0193a5c2-7d10-7000-8000-0193a5c27d12/deadlines/0193a5c2-7d10-7000-8000-0193a5c27d13';

/** Everything a mail may say, one link standing for each. */
const known = [undefined, 'nl', 'en', 'pl'].flatMap((language) =>
  [true, false].flatMap((family) => [[link], [link, other]].map((links) => ({ language, family, links }))),
);

describe('A mail', () => {
  it('is in Dutch for who reads Dutch or does not say, in English for who reads English, in both for everybody else', () => {
    const subject = (language: string | undefined): string => write({ language, family: false, links: [link] }).subject;
    expect([undefined, 'nl', 'nl-BE', 'NL'].map(subject)).toEqual(Array.from({ length: 4 }, () => 'Er staat een taak voor u klaar'));
    expect(['en', 'en-GB'].map(subject)).toEqual(['You have a task', 'You have a task']);
    expect(['pl', 'ar', 'tr'].map(subject)).toEqual(Array.from({ length: 3 }, () => 'You have a task / Er staat een taak voor u klaar'));
    const { html } = write({ language: 'ar', family: true, links: [link] });
    expect(html.match(/<(?:html|div) lang="\w+">/g)).toEqual(['<html lang="en">', '<div lang="en">', '<div lang="nl">']);
  });

  it('says how many tasks there are, and where each is, in text and in HTML', () => {
    const { subject, text, html } = write({ language: 'nl', family: false, links: [link, other] });
    expect(subject).toBe('Er staan 2 taken voor u klaar');
    for (const each of [link, other])
      expect([text.includes(`\n${each}\n`), html.includes(`<a href="${each}">${each}</a>`)]).toEqual([true, true]);
  });

  it('asks a family in short sentences', () => {
    for (const language of ['nl', 'en']) {
      const { text } = write({ language, family: true, links: [link] });
      const sentences = text.replaceAll(link, '').split(/(?<=[.?:])\s+/);
      expect(Math.max(...sentences.map((sentence) => sentence.split(/\s+/).length))).toBeLessThanOrEqual(14);
    }
  });

  it('says nothing but its own sentences and the links, whoever it is about and whatever language is claimed', () => {
    const own = new Set(known.flatMap((each) => write(each).text.split('\n')));
    fc.assert(
      fc.property(fc.string(), fc.boolean(), fc.constantFrom([link], [link, other]), (language, family, links) => {
        const { subject, text, html } = write({ language, family, links });
        for (const line of text.split('\n')) expect(own.has(line)).toBe(true);
        expect(subject).not.toMatch(/[\r\n]/);
        const words = html.replace(/<[^>]*>/g, '\n').split('\n');
        expect(words.filter((line) => line.trim() !== '' && !own.has(line) && line !== subject.split(' / ')[0])).toEqual([]);
      }),
    );
  });

  it('cannot be broken out of by a link', () => {
    const { html } = write({ language: 'nl', family: false, links: ['https://x.example/"><script>alert(1)</script>'] });
    expect(html).not.toContain('<script>');
  });
});
