import type { Problem } from './service.js';

/** Where the story is shown. */
export interface Screen {
  title(text: string, ...lines: string[]): void;
  /** A numbered step: everything until the next one happens on this day. */
  step(day: string, title: string): void;
  act(who: string, what: string, events: readonly string[]): void;
  refused(who: string, what: string, problem: Problem): void;
  note(text: string): void;
  table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void;
  line(text?: string): void;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const whoWidth = 9;
const whatWidth = 62;
const indent = '    ';

/** A screen that writes lines; with colours on a terminal only. */
export function screenOn(output: Output): Screen {
  const paint =
    (code: number) =>
    (text: string): string =>
      output.isTTY === true ? `\u001B[${code}m${text}\u001B[0m` : text;
  const [bold, dim, red, green, cyan] = [1, 2, 31, 32, 36].map(paint) as [Paint, Paint, Paint, Paint, Paint];
  const line = (text = ''): void => void output.write(`${text}\n`);
  let steps = 0;

  return {
    line,
    title: (text, ...lines) => {
      line(bold(text));
      for (const each of lines) line(dim(each));
    },
    step: (day, title) => {
      steps += 1;
      line();
      line(`${bold(`${String(steps).padStart(2)}. ${title}`)}  ${dim(longDay(day))}`);
    },
    act: (who, what, events) =>
      line(
        `${indent}${cyan(who.padEnd(whoWidth))} ${what.padEnd(whatWidth)} ${green(events.length > 0 ? `→ ${events.join(', ')}` : '→ as it was')}`,
      ),
    refused: (who, what, { status, code, title, detail, errors = [] }) => {
      line(`${indent}${cyan(who.padEnd(whoWidth))} ${what.padEnd(whatWidth)} ${red(`✗ ${status} ${code}`)}`);
      line(`${indent}${' '.repeat(whoWidth)} ${red(`“${title}. ${detail}”`)}`);
      for (const { pointer, message } of errors) line(`${indent}${' '.repeat(whoWidth)} ${dim(`${pointer}: ${message}`)}`);
    },
    note: (text) => line(`${indent}${' '.repeat(whoWidth)} ${dim(text)}`),
    table: (title, head, rows) => {
      const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
      const drawn = (row: readonly string[]): string =>
        row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd();
      line();
      line(bold(title));
      line(dim(drawn(head)));
      line(dim(widths.map((width) => '─'.repeat(width)).join('  ')));
      for (const row of rows) line(drawn(row));
    },
  };
}

type Paint = (text: string) => string;

/** `Tue 13 October 2026` */
export const longDay = (day: string): string => said(day, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
/** `Fri 16 Oct` */
export const shortDay = (day: string): string => said(day, { weekday: 'short', day: 'numeric', month: 'short' });

const said = (day: string, parts: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`)).replace(',', '');

/** An instant as the clock on the wall in Amsterdam shows it: `2026-10-13 15:30`. */
export const wallClock = (instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Amsterdam' }).format(new Date(instant));
