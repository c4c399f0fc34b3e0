import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { TestApi } from '../../../../test/support/api.js';
import { testApi } from '../../../../test/support/api.js';
import { chromiumPath } from '../../../../test/support/browser.js';
import type { LongCase } from '../../../../test/support/long-case.js';
import { aLongCase, injection } from '../../../../test/support/long-case.js';

let api: TestApi;
let kase: LongCase;
beforeAll(async () => {
  api = await testApi();
  kase = await aLongCase(api);
});
afterAll(() => api?.dispose());

const path = (query = ''): string => `/v1/cases/${kase.caseId}/report.html${query}`;
const seenBy = async (personId: string, query = '', headers: Record<string, string> = {}) =>
  api.get(path(query), await api.token(personId), headers);

describe('The report of a child', () => {
  it('is a page that loads and runs nothing, is kept nowhere, and says no name in its title or headers', async () => {
    const { headers, text } = await seenBy('femke', '?language=nl');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'/);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toMatch(/<title>Verslag van de bespreking, \d+ \w+ 20\d\d<\/title>/);
    expect(JSON.stringify(headers)).not.toMatch(/Sami|Idrissi/);
    expect(text).not.toMatch(/<(?:script|img|link|iframe|object)\b|@import|url\(|<[^>]*\son\w+=/);
  });

  it('is told in the language that was asked for, or else in that of the request', async () => {
    expect((await seenBy('femke', '?language=en')).text).toContain('<html lang="en">');
    expect((await seenBy('femke', '', { 'accept-language': 'nl-NL,nl;q=0.9' })).text).toContain('<html lang="nl">');
    expect((await seenBy('femke', '?language=nl', { 'accept-language': 'en' })).headers['content-language']).toBe('nl');
    expect((await seenBy('femke', '?language=fr')).status).toBe(400);
  });

  it('tells coordinator and case owner everything, also what the child said in confidence', async () => {
    const [coordinator, owner] = [(await seenBy('femke', '?language=nl')).text, (await seenBy('joost', '?language=nl')).text];
    for (const said of [
      'Staan achter het besluit: Femke, Karin, Joost, Amina',
      'Ik zou met één doel beginnen.',
      'nee, met bericht',
      'notulist',
    ])
      expect(coordinator).toContain(said);
    for (const text of [coordinator, owner]) expect(text).toContain('Soms ben ik bang op het plein.');
  });

  it('tells a parent what the parent may see: what was shared, no notes of the table, nothing that was said in confidence', async () => {
    const { text, status } = await seenBy('amina', '?language=nl');
    expect(status).toBe(200);
    for (const shown of ['Vijf doelen, zie hieronder.', 'Elke avond tien minuten samen hardop lezen.', 'in vertrouwen', 'Joost'])
      expect(text).toContain(shown);
    for (const hidden of [
      'bang op het plein',
      'Ik zou met één doel beginnen.',
      'Wie waren erbij',
      'Zie de lijst.',
      'trekt zich sinds de herfst',
    ])
      expect(text).not.toContain(hidden);
    const other = (await seenBy('youssef', '?language=nl')).text;
    expect(other).toContain('nog niet met u gedeeld');
    expect(other).not.toContain('Fijn dat de gehoortest voorgaat.');
  });

  it('tells who only does something what that is, and nothing else', async () => {
    const { text } = await seenBy('ilse', '?language=nl');
    expect(text).toContain('Een logopedische screening doen');
    for (const hidden of ['Elke avond tien minuten', 'Sami El Idrissi', 'De doelen', 'Het plan', 'De stem van het kind'])
      expect(text).not.toContain(hidden);
  });

  it('is not found by who sees no content of the case, for a cycle that there is not, and in another tenant', async () => {
    expect((await seenBy('karin')).status).toBe(404);
    expect((await seenBy('niemand')).status).toBe(404);
    expect((await seenBy('femke', '?cycleNo=2')).status).toBe(404);
    expect((await api.get(path(), await api.token('femke', undefined, 'elsewhere'))).status).toBe(404);
  });

  it('is written to the access log', async () => {
    await seenBy('amina');
    const { rows } = await api.service.pool.query<{ person_id: string; level: string }>(
      `select distinct person_id, level from access.log where object_id = $1 and part = 'report-page' and person_id = 'amina'`,
      [kase.caseId],
    );
    expect(rows).toEqual([{ person_id: 'amina', level: 'family' }]);
  });
});

/** Elements that stick out of the sheet or of themselves; this and the next run in the page. */
const whatIsTooWide = `[...document.querySelectorAll('body *')]
  .filter((each) => getComputedStyle(each).display !== 'inline')
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth || each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 80))`;
interface Readable {
  readonly weakest: number;
  readonly smallest: number;
  readonly tables: number;
}
const howItReads = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((each) => Number(each) / 255);
    const linear = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const behind = (each) => {
    const colour = each ? getComputedStyle(each).backgroundColor : 'rgb(255, 255, 255)';
    return colour === 'rgba(0, 0, 0, 0)' ? behind(each.parentElement) : colour;
  };
  const contrasts = all('body *').map((each) => {
    const lights = [light(getComputedStyle(each).color), light(behind(each))];
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  });
  const levels = all('h1, h2, h3, h4').map((each) => Number(each.tagName[1]));
  return {
    weakest: Math.min(...contrasts),
    smallest: Math.min(...all('p, td, th, dd, li').map((each) => parseFloat(getComputedStyle(each).fontSize))),
    first: levels.filter((each) => each === 1).length,
    jumps: levels.filter((each, index) => index > 0 && each > levels[index - 1] + 1).length,
    tables: all('table').length,
    headed: all('table:has(thead th[scope=col]):has(tbody th[scope=row])').length,
    language: document.documentElement.lang,
  };
})()`;

const executablePath = chromiumPath();
(executablePath === undefined ? describe.skip : describe)('The report in a browser', () => {
  let browser: Browser;
  const errors: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath! });
  });
  afterAll(() => browser?.close());

  /** The page as it comes over HTTP, with its headers, at the width of an A4 sheet. */
  async function shown(personId: string, language: string): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width: 794, height: 1123 },
      extraHTTPHeaders: { authorization: `Bearer ${await api.token(personId)}` },
    });
    page.on('console', (message) => errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(new URL(path(`?language=${language}`), await api.app.getUrl()).href);
    return page;
  }

  it.each([
    ['the coordinator', 'femke', 'nl'],
    ['the coordinator', 'femke', 'en'],
    ['a parent', 'amina', 'nl'],
    ['a parent', 'amina', 'en'],
  ])('fits an A4 sheet for %s, on screen and printed (%s, %s)', async (_, personId, language) => {
    const page = await shown(personId, language);
    for (const media of ['screen', 'print'] as const) {
      await page.emulateMedia({ media });
      const tooWide = await page.evaluate<string[]>(whatIsTooWide);
      expect(tooWide).toEqual([]);
    }
    // For a look at it: PAGES_TO=<folder> keeps the pictures.
    const folder = process.env['PAGES_TO'];
    if (folder !== undefined) {
      await page.screenshot({ path: `${folder}/report-${personId}-${language}.png`, fullPage: true });
      await page.pdf({ path: `${folder}/report-${personId}-${language}.pdf`, preferCSSPageSize: true });
    }
    await page.close();
  });

  it('shows what somebody typed as text and runs none of it', async () => {
    const page = await shown('femke', 'nl');
    expect(await page.locator('blockquote').allInnerTexts()).toContain(`Ik wil dat ze me snappen als ik praat. ${injection}`);
    expect(await page.evaluate(`['ran' in window, document.querySelectorAll('script, img').length]`)).toEqual([false, 0]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('can be read by everybody: contrast, one first heading, levels in order, headed tables, a language', async () => {
    const page = await shown('femke', 'nl');
    const found = await page.evaluate<Readable>(howItReads);
    expect(found).toMatchObject({ first: 1, jumps: 0, headed: found.tables, language: 'nl' });
    expect(found.weakest).toBeGreaterThanOrEqual(7);
    expect(found.smallest).toBeGreaterThan(14.6);
    await page.close();
  });
});
