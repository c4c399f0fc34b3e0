import type { MeetingDocument } from '#domain/views/index.js';
import type { AgendaWords } from './agenda-words.js';
import type { Html } from './html.js';
import { html } from './html.js';
import type { Language } from './page.js';
import type { People } from './people.js';
import { sayDay, sayTime } from './say.js';
import { entry } from './telling.js';

interface AgendaItem {
  readonly itemId: string;
  readonly text?: string;
  readonly byId?: string;
  readonly minutes: number;
  readonly startsAt?: string;
  readonly itemKind?: 'discussion' | 'evaluation' | 'brief_update';
  readonly slotNo?: number;
  readonly state?: string;
  readonly caseId?: string;
  readonly introducerId?: string;
  readonly substituteId?: string;
  readonly invitations?: readonly { readonly arrivalAt: string }[];
}
type SectionName = 'check_in' | 'household' | 'fixed' | 'variable' | 'check_out';
export interface AgendaSection {
  readonly section: SectionName;
  readonly startsAt: string;
  readonly minutes: number;
  readonly items: readonly AgendaItem[];
  readonly steps?: MeetingDocument['agreement']['fixedSteps'];
}

/** A meeting as its reader may see it, its texts opened. */
export interface ReadableMeeting extends Pick<MeetingDocument, 'startsAt' | 'state' | 'roles' | 'agendaVersion'> {
  readonly endsAt: string;
  readonly place?: string;
  readonly videoUrl?: string;
  readonly sections: readonly AgendaSection[];
}

/** How an agenda is told: to whom, in which words. */
export interface AgendaTelling {
  readonly language: Language;
  readonly words: AgendaWords;
  readonly people: People;
  readonly teamName: string;
  /** What a child is called, by case: for those alone of whom the reader may know the name. */
  readonly children: ReadonlyMap<string, string>;
  readonly fixedSlots: number;
  readonly isGuest: boolean;
  readonly madeOn: string;
  readonly revision: number;
}

/** The persons who stand in it by their ids. */
export const membersIn = ({ roles, sections }: ReadableMeeting): readonly string[] => [
  ...Object.values(roles),
  ...sections.flatMap(({ items }) =>
    items.flatMap(({ byId, introducerId, substituteId }) => [byId, introducerId, substituteId].filter((each) => each !== undefined)),
  ),
];

const stated = (state: string | undefined, words: AgendaWords): string | undefined =>
  state !== undefined && state !== 'accepted' && Object.hasOwn(words, state) ? words[state as keyof AgendaWords] : undefined;

function itemRow(item: AgendaItem, number: number, { words, language, people, children, isGuest }: AgendaTelling): Html {
  const { startsAt, minutes, text, byId, itemKind, caseId, introducerId, substituteId, invitations = [] } = item;
  const child = caseId === undefined ? undefined : children.get(caseId);
  const state = stated(item.state, words);
  const introducer = substituteId ?? introducerId;
  const arrivalAt = invitations.map((each) => each.arrivalAt).toSorted()[0];
  const heading = `${words[itemKind ?? 'discussion']} ${number}${child === undefined ? '' : ':'}`;
  return html`<tr>
    <td>${startsAt !== undefined && sayTime(startsAt, language)}</td>
    <td>
      ${text !== undefined ? html`<span class="text" dir="auto">${text}</span>` : heading}${child !== undefined && html` <strong dir="auto">${child}</strong>`}
      ${state !== undefined && `(${state})`}
      ${arrivalAt !== undefined && html`<br /><span class="note">${isGuest ? words.yourArrival : words.arrival} ${sayTime(arrivalAt, language)}</span>`}
    </td>
    <td>${minutes}</td>
    <td>${byId !== undefined ? people.name(byId) : introducer !== undefined && people.name(introducer)}</td>
  </tr>`;
}

const said = (steps: NonNullable<AgendaSection['steps']>, words: AgendaWords): string =>
  words.steps.replace(/\{(\w+)\}/g, (_, name: keyof typeof steps) => String(steps[name]));

/** A part of the agenda: its heading, its items, and of the fixed part the slots that are free. */
function sectionRows({ section, startsAt, minutes, items, steps }: AgendaSection, telling: AgendaTelling): Html {
  const { words, language, fixedSlots, isGuest } = telling;
  const taken = new Set(items.map(({ slotNo }) => slotNo));
  const free =
    section === 'fixed' && !isGuest ? Array.from({ length: fixedSlots }, (_, index) => index + 1).filter((slot) => !taken.has(slot)) : [];
  const isEmpty = items.length === 0 && section !== 'check_in' && section !== 'check_out' && !(isGuest && section === 'household');
  return html`<tr>
      <th scope="row" class="mark">${sayTime(startsAt, language)}</th>
      <th scope="row" class="mark">
        ${words[section]}${isEmpty && ` – ${words.nothing}`}${!isEmpty && free.length > 0 && ` (${free.length} ${words.free})`}
      </th>
      <td class="mark">${minutes}</td>
      <td class="mark"></td>
    </tr>
    ${items.map((item, index) => itemRow(item, item.slotNo ?? index + 1, telling))}
    ${
      steps &&
      items.length > 0 &&
      html`<tr>
        <td></td>
        <td colspan="3" class="note">${said(steps, words)}</td>
      </tr>`
    }`;
}

/** The agenda of a meeting, from top to bottom. */
export function agendaBody(meeting: ReadableMeeting, day: string, telling: AgendaTelling): Html {
  const { words, language, people, teamName, madeOn, revision } = telling;
  const { startsAt, endsAt, place, videoUrl, roles, agendaVersion, state, sections } = meeting;
  const named = (title: string, personId: string | undefined) => personId !== undefined && entry(title, people.name(personId));
  const isClosedSomewhere = sections.some(({ items }) =>
    items.some(({ itemKind, caseId }) => itemKind !== undefined && caseId === undefined),
  );
  return html`<main>
    <header>
      <h1>${words.title}</h1>
      ${state === 'cancelled' && html`<p><strong>${words.cancelled}</strong></p>`}
      ${state !== 'cancelled' && agendaVersion === 0 && html`<p><strong>${words.draft}</strong></p>`}
      <dl>
        ${entry(words.ofTeam, teamName)}${entry(words.day, sayDay(day, language))}
        ${entry(words.time, `${sayTime(startsAt, language)} – ${sayTime(endsAt, language)}`)}
        ${place !== undefined && entry(words.place, place)}${videoUrl !== undefined && entry(words.online, videoUrl)}
        ${named(words.chair, roles.chairId)}${named(words.coChair, roles.coChairId)}${named(words.minuteTaker, roles.minuteTakerId)}
        ${roles.timekeeperId !== roles.chairId && named(words.timekeeper, roles.timekeeperId)}${named(words.observer, roles.observerId)}
        ${agendaVersion > 0 && entry(words.version, agendaVersion)}
      </dl>
    </header>
    <section>
      <h2>${words.programme}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" class="clock">${words.at}</th>
            <th scope="col">${words.what}</th>
            <th scope="col" class="clock">${words.minutes}</th>
            <th scope="col" class="who">${words.who}</th>
          </tr>
        </thead>
        <tbody>
          ${sections.map((section) => sectionRows(section, telling))}
        </tbody>
      </table>
      ${isClosedSomewhere && html`<p class="note">${words.closed}</p>`}
    </section>
    <footer><p class="note">${words.printedOn} ${sayDay(madeOn, language)}, ${words.revision} ${revision}.</p></footer>
  </main>`;
}
