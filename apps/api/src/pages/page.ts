import { createHash } from 'node:crypto';
import type { Reply } from '../http/caller.js';
import { Html, html } from './html.js';

export type Language = 'nl' | 'en';

export interface Page {
  readonly language: Language;
  /** For the window, the top of each sheet and the name of a saved file: it names no child. */
  readonly title: string;
  readonly body: Html;
}

const confidential = { nl: 'Vertrouwelijk', en: 'Confidential' };
const ofPages = { nl: 'van', en: 'of' };

/**
 * Black on white, 11 points, A4; a block that is marked `whole` stays on one sheet. The foot of a sheet is set by the printer's margin boxes,
 * so it takes no room from the text.
 */
const styleOf = (language: Language): string => `
@page { size: A4; margin: 18mm 17mm 20mm;
  @bottom-left { content: '${confidential[language]}'; font: 9pt sans-serif; color: #333; }
  @bottom-right { content: counter(page) ' ${ofPages[language]} ' counter(pages); font: 9pt sans-serif; color: #333; } }
* { box-sizing: border-box; }
html { background: #fff; color: #000; font: 11pt/1.45 'Liberation Sans', Arial, Helvetica, sans-serif; }
body { max-width: 176mm; margin: 0 auto; overflow-wrap: anywhere; hyphens: manual; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 13.5pt; line-height: 1.25; margin: 8mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.4mm solid #000; break-after: avoid; }
h3 { font-size: 11.5pt; margin: 4mm 0 1mm; break-after: avoid; }
p, ul, dl, table, blockquote { margin: 0 0 2.5mm; }
p, li, dd, blockquote { orphans: 3; widows: 3; }
ul { padding-left: 5mm; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.25mm solid #555; padding: 1.2mm 2mm; text-align: left; vertical-align: top; }
thead th { background: #eee; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
caption { text-align: left; font-weight: bold; padding: 0 0 1mm; }
dl { display: grid; grid-template-columns: 42mm 1fr; column-gap: 4mm; row-gap: 1mm; }
dt { font-weight: bold; }
dd { margin: 0; }
blockquote { border-left: 1mm solid #000; padding: 0.5mm 0 0.5mm 4mm; }
.text { white-space: pre-line; }
.note { color: #333; }
.whole { break-inside: avoid; }
.box { border: 0.25mm solid #555; padding: 2mm 3mm 0.5mm; margin: 0 0 4mm; }
.box > h3 { margin-top: 0; }
.level { width: 44mm; }
.day { width: 36mm; }
.state { width: 26mm; }
.who { width: 40mm; }
.clock { width: 17mm; }
.mark { font-weight: bold; background: #eee; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media screen { body { padding: 12mm 0; } }
@media screen and (max-width: 700px) { body { padding: 4mm; } dl { grid-template-columns: 1fr; } dd { margin-bottom: 1mm; } }
`;

const styled = (language: Language): { readonly element: Html; readonly policy: string } => {
  const style = styleOf(language);
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    element: Html.of([`<style>${style}</style>`], []),
    policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
};
const styles: { readonly [language in Language]: ReturnType<typeof styled> } = { nl: styled('nl'), en: styled('en') };

/** A page made for print, that loads nothing and runs nothing. */
export const page = ({ language, title, body }: Page): Html =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${styles[language].element}
      </head>
      <body>
        ${body}
      </body>
    </html> `;

/** Answers with a page; it may hold a child's data, so nobody keeps a copy on the way and nothing in it is ever run. */
export function answerPage(reply: Reply, asked: Page): string {
  void reply.headers({
    'content-type': 'text/html; charset=utf-8',
    'content-language': asked.language,
    'content-security-policy': styles[asked.language].policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    vary: 'accept-language, authorization',
  });
  return String(page(asked));
}
