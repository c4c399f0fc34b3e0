import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../../../test/support/browser.js';
import type { Json } from '../../../../test/support/table.js';
import { Table } from '../../../../test/support/table.js';

let table: Table;
let meetingId: string;
beforeAll(async () => {
  table = await Table.set('2026-10-14T07:00:00Z');
  meetingId = await table.planMeeting('2026-11-03T14:30:00.000Z', { observerId: 'ilse' });
  const [sami, noor] = [await table.aCase('Sami'), await table.aCase('Noor')];
  await noor.give('assign-case-owner', { ownerId: 'bas', familyPreference: false });
  const slot = (slotNo: number, caseId: string) =>
    table.send('karin', `/v1/meetings/${meetingId}/reserve-fixed-slot`, { slotNo, caseId, itemKind: 'discussion' });
  const { created } = await slot(1, sami.caseId);
  await slot(3, noor.caseId);
  const said = { text: 'De sleutel <b>hangt</b> in de gang & blijft daar.', minutes: 3, noNamesOfChildren: true };
  await table.send('joost', `/v1/meetings/${meetingId}/add-household-item`, said);
  await table.settle();
  const { itemId } = created as Json;
  await table.send('karin', `/v1/meetings/${meetingId}/invite-to-item`, { itemId, partyIds: [sami.mother, sami.coach] });
  await table.settle();
});
afterAll(() => table?.api.dispose());

const path = (query = ''): string => `/v1/meetings/${meetingId}/agenda.html${query}`;
const seenBy = (person: string, query = '?language=nl') => table.get(person, path(query));

describe('The agenda for print', () => {
  it('is a page that loads and runs nothing, with no name of a child in its title or headers', async () => {
    const { headers, text } = await seenBy('karin');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toContain('<title>Agenda, 3 november 2026</title>');
    expect(JSON.stringify(headers)).not.toMatch(/Sami|Noor/);
    expect(text).not.toMatch(/<(?:script|img|link|iframe)\b|<b>hangt/);
    expect(text).toContain('De sleutel &lt;b&gt;hangt&lt;/b&gt; in de gang &amp; blijft daar.');
  });

  it('has the parts at their times, who does what, each child by given name and initial, and the slot that is free', async () => {
    const { text } = await seenBy('karin');
    const plain = text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    for (const said of [
      '15:30 – 17:00',
      'Voorzitter Karin',
      'Notulist Bas',
      'Observator Ilse',
      'Concept: deze agenda is nog niet rondgestuurd.',
      '15:35 Huishoudelijke zaken 5',
      '15:40 Vast deel (1 vrij) 60',
      '15:40 Bespreking 1: Sami K. Gasten verwacht om 15:25 20 Joost',
      '16:20 Bespreking 3: Noor K. 20 Joost',
      '16:40 Variabel deel – niets te bespreken 15',
      'Per kind: achtergrond 4, reden van inbreng 3, persoonlijke doelen 6, acties en afspraken 7 minuten.',
    ])
      expect(plain).toContain(said);
    expect(plain).not.toContain('Kind 1');
  });

  it('is told in the language that was asked for', async () => {
    const { text } = await seenBy('karin', '?language=en');
    for (const said of ['<html lang="en">', 'Agenda, 3 November 2026', 'Announcements', 'Draft: this agenda has not been sent yet.'])
      expect(text).toContain(said);
    expect((await seenBy('karin', '?language=fr')).status).toBe(400);
  });

  it('shows members their own children and headings, guests their own item, and nobody else anything', async () => {
    const [observer, guest, mother] = [(await seenBy('ilse')).text, (await seenBy('sanne')).text, (await seenBy('amina')).text];
    expect(observer).toContain('Bespreking 3');
    expect(observer).toContain('alleen wanneer die is');
    expect(observer).not.toMatch(/Sami|Noor/);
    expect((await seenBy('joost')).text).toMatch(/Sami K\./);
    expect(mother).toContain('Sami K.');
    for (const text of [guest, mother]) expect(text).not.toMatch(/Noor|sleutel/);
    expect(guest).toContain('U wordt verwacht om 15:40');
    expect(mother).toContain('U wordt verwacht om 15:25');
    expect(guest).not.toContain('Sami');
    for (const person of ['niemand', 'beheer']) expect((await seenBy(person)).status).toBe(404);
  });

  it('is written to the access log', async () => {
    const { rows } = await table.api.service.pool.query<{ count: number }>(
      `select count(distinct object_id) from access.log where person_id = 'joost' and part = 'agenda-page'`,
    );
    expect(rows).toEqual([{ count: 2 }]);
  });
});

const executablePath = chromiumPath();
(executablePath === undefined ? describe.skip : describe)('The agenda in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  it('fits its sheet, in both languages', async () => {
    for (const language of ['nl', 'en']) {
      const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
      await page.setContent((await seenBy('karin', `?language=${language}`)).text);
      await page.emulateMedia({ media: 'print' });
      const width = await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
      expect((width as number[])[0]).toBeLessThanOrEqual((width as number[])[1]!);
      await page.close();
    }
  });
});
