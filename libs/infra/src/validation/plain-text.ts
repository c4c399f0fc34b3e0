/** NFC and trimmed: the form in which a text is checked, counted and stored. */
export const plain = (text: string): string => text.normalize('NFC').trim();

/** Why a text cannot be stored: U+0000 and lone surrogates are no text. */
export const isWellFormed = (text: string): boolean =>
  !text.includes('\u0000') && !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);

/** Characters as a person counts them, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/** 1–200 visible characters: nothing that is blank, a control or a format character. */
export const isVisible = (text: string, max: number): boolean => {
  const length = lengthOf(text);
  return length >= 1 && length <= max && isWellFormed(text) && !/[\p{C}\p{Z}]/u.test(text);
};
