import { codeWords } from '#domain/views/index.js';
import type { Language } from './page.js';

const locales = { nl: 'nl-NL', en: 'en-GB' };
const dayFormats = { nl: dayFormat('nl'), en: dayFormat('en') };
const timeFormats = { nl: timeFormat('nl'), en: timeFormat('en') };

function dayFormat(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
function timeFormat(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Europe/Amsterdam' });
}

/** A local date as people write it: 3 november 2026. */
export const sayDay = (day: string, language: Language): string => dayFormats[language].format(Date.parse(`${day}T12:00:00Z`));

/** The time of an instant on the clock in Amsterdam: 16:00. */
export const sayTime = (at: string, language: Language): string => timeFormats[language].format(Date.parse(at));

/** A code in words. */
export function sayCode(code: string, language: Language): string {
  const known = Object.hasOwn(codeWords, code) ? codeWords[code] : undefined;
  return known ? known[language === 'en' ? 0 : 1] : code.replaceAll('_', ' ');
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
