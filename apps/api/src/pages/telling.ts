import type { Html, Part } from './html.js';
import { html } from './html.js';
import type { Language } from './page.js';
import type { People } from './people.js';
import type { Words } from './report-words.js';

/** How a report is told: to whom, in which words. */
export interface Telling {
  readonly language: Language;
  readonly words: Words;
  readonly people: People;
  readonly teamName: string;
  /** The Amsterdam day on which it is made, and the revision of the case that it shows. */
  readonly madeOn: string;
  readonly revision: number;
}

/** What somebody wrote, with its lines. */
export const prose = (text: Part): Html => html`<p class="text" dir="auto">${text}</p>`;
export const quote = (text: Part): Html => html`<blockquote class="text" dir="auto">${text}</blockquote>`;
export const entry = (term: Part, text: Part): Html | false =>
  text !== undefined &&
  text !== '' &&
  html`<dt>${term}</dt>
    <dd>${text}</dd>`;
export const section = (title: Part, ...content: readonly Part[]): Html =>
  html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
