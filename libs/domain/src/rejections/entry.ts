import type { Sentence } from '../kernel/index.js';

/** How one code is answered: its HTTP status, what is the matter, and what to do about it. */
export interface RejectionEntry {
  readonly status: number;
  readonly title: Sentence;
  readonly detail: Sentence;
}

type InBoth = readonly [en: string, nl: string];
const sentence = ([en, nl]: InBoth): Sentence => ({ en, nl });

export const answered = (status: number, title: InBoth, detail: InBoth): RejectionEntry => ({
  status,
  title: sentence(title),
  detail: sentence(detail),
});

/** A rule of a command refused: always a 422. */
export const refused = (title: InBoth, detail: InBoth): RejectionEntry => answered(422, title, detail);
