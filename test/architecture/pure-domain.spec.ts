import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const domain = fileURLToPath(new URL('../../libs/domain/src/', import.meta.url));

/** What the domain may not do although it needs no import for it, and the one file that may name it. */
const forbidden: readonly { readonly what: string; readonly pattern: RegExp; readonly except?: string }[] = [
  { what: 'looks into a sealed text', pattern: /\bplainOf\b/, except: 'kernel/sealed.ts' },
  {
    what: 'reads a clock',
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()|(?<!new\s)\bDate\s*\(|\bperformance\b/,
  },
  { what: 'throws dice', pattern: /\bMath\s*\.\s*random\b|\brandomUUID\b|\bcrypto\b/ },
  { what: 'reads its surroundings', pattern: /\bprocess\s*\.|\bglobalThis\b|\bconsole\s*\./ },
];

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** What is wrong with a source of the domain, in words. */
const faultsOf = (file: string, source: string): string[] =>
  forbidden.filter(({ pattern, except }) => file !== except && pattern.test(withoutComments(source))).map(({ what }) => `${file} ${what}`);

describe('The domain', () => {
  it('looks into no sealed text, reads no clock and depends on nothing but its arguments', () => {
    const files = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.spec)\.ts$/.test(file));
    expect(files).toContain('kernel/sealed.ts');
    expect(files.flatMap((file) => faultsOf(file, readFileSync(domain + file, 'utf8')))).toEqual([]);
  });

  it.each([
    ['looks into a sealed text', 'if (Sealed.plainOf(data.reason) === "x") return;'],
    ['looks into a sealed text', 'const { plainOf } = Sealed;'],
    ['reads a clock', 'const now = new Date();'],
    ['reads a clock', 'const now = Date.now();'],
    ['reads a clock', 'const now = new Date;'],
    ['reads a clock', 'const now = Date();'],
    ['throws dice', 'const id = crypto.randomUUID();'],
    ['reads its surroundings', 'const zone = process.env.TZ;'],
  ])('is caught when it %s', (what, source) => {
    expect(faultsOf('support-case/some-part.ts', source)).toEqual([`support-case/some-part.ts ${what}`]);
  });

  it('may take an instant apart, and speak of all this in a comment', () => {
    const source = `/** No rule reads a clock: no Date.now(). */\nconst day = new Date(at).getUTCDay(); // never new Date()\nDate.parse(at);`;
    expect(faultsOf('calendar/some-file.ts', source)).toEqual([]);
  });
});
