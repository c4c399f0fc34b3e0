/** A piece of a page that is HTML already; only `html` makes one. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The literal parts of a template are HTML, its values are texts unless they are `Html` themselves. */
  static readonly of = (literals: readonly string[], values: readonly Part[]): Html =>
    new Html(literals.map((literal, index) => literal + (index < values.length ? written(values[index]) : '')).join(''));

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template; nothing is written for what is not there, a list is written item after item. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

const escapes: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

function written(part: Part): string {
  if (part === undefined || part === null || part === false) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"'`]/g, (sign) => escapes[sign]!);
}

/**
 * HTML from a template; every value is escaped, for the text of an element and for an attribute in quotes alike. A value never stands in a
 * script, a style, a URL or an attribute without quotes.
 */
export const html = (literals: TemplateStringsArray, ...values: readonly Part[]): Html => Html.of(literals, values);
