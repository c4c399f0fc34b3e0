import type { TimelineItem } from '#domain/views/index.js';
import { sentenceOf } from '#domain/views/index.js';

/** A timeline item whose texts are opened. */
export type OpenedItem = Omit<TimelineItem, 'texts'> & { readonly texts: Readonly<Record<string, string>> };

/** The item as it is answered: its facts as a sentence, its texts as they were written. */
export function withSentence({ facts, texts, compartment: _, ...item }: OpenedItem, language: 'en' | 'nl'): Record<string, unknown> {
  const summary = sentenceOf({ ...item, facts } as TimelineItem)[language];
  return { ...item, summary, ...(Object.keys(texts).length > 0 && { texts }) };
}
