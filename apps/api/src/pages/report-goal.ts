import type { Html } from './html.js';
import { html } from './html.js';
import type { Report } from './report-of.js';
import { capital, sayCode, sayDay } from './say.js';
import type { Telling } from './telling.js';

type Goal = NonNullable<Report['goals']>[number];
const levels = ['2', '1', '0', '-1', '-2', '-3'] as const;
const signed = (level: string): string => (level.startsWith('-') ? `−${level.slice(1)}` : level === '0' ? '0' : `+${level}`);

function scale({ gas, scores }: Goal, { words, language }: Telling): Html {
  const seen = (level: string) => scores.filter(({ score }) => String(score) === level).map(({ on }) => sayDay(on, language));
  const isNow = (level: string): boolean => scores.length > 0 && String(scores.at(-1)!.score) === level;
  const rows = levels
    .filter((level) => gas[level] !== undefined)
    .map(
      (level) =>
        html`<tr class="${isNow(level) ? 'mark' : ''}">
          <th scope="row" class="level">${signed(level)}&nbsp; ${words[level]}</th>
          <td class="text" dir="auto">${gas[level]}</td>
          <td>${seen(level).join(', ')}</td>
        </tr>`,
    );
  return html`<table>
    <thead>
      <tr>
        <th scope="col" class="level">${words.level}</th>
        <th scope="col">${words.meaning}</th>
        <th scope="col" class="day">${words.scored}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function ending({ status, dropped }: Goal, { words, language }: Telling): Html | undefined {
  if (dropped)
    return html`<p><strong>${words.dropped} ${sayCode(dropped.ground, language)} (${sayDay(dropped.on, language)}).</strong></p>`;
  return status === 'left_behind' ? html`<p><strong>${words.leftBehind}</strong></p>` : undefined;
}

/** One goal with its scale; it stays on one sheet. */
export function goalBlock(goal: Goal, nth: number, telling: Telling): Html {
  const { words, language } = telling;
  return html`<article class="box whole">
    <h3><span>${words.goal} ${nth}: </span><span class="text" dir="auto">${goal.statement}</span></h3>
    ${ending(goal, telling)}
    <dl>
      <dt>${words.voiceOf}</dt>
      <dd>${capital(sayCode(goal.voice, language))} (${sayCode(goal.domain, language)})</dd>
      <dt>${words.start}</dt>
      <dd class="text" dir="auto">${goal.baseline}</dd>
      <dt>${words.measuredBy}</dt>
      <dd class="text" dir="auto">${goal.measuredBy}</dd>
      <dt>${words.targetOn}</dt>
      <dd>${sayDay(goal.targetOn, language)}</dd>
    </dl>
    ${scale(goal, telling)}
  </article>`;
}
