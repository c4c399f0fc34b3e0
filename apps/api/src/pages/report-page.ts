import type { Html } from './html.js';
import { html } from './html.js';
import { goalBlock } from './report-goal.js';
import type { Report, Written } from './report-of.js';
import { dayOfDiscussion } from './report-of.js';
import { capital, sayCode, sayDay, sayTime } from './say.js';
import type { Telling } from './telling.js';
import { entry, prose, quote, section } from './telling.js';

/** A table with a row of headings. */
const table = (headings: readonly string[], rows: readonly Html[]): Html =>
  html`<table>
    <thead>
      <tr>
        ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;

function summary(report: Report, telling: Telling): Html {
  const { words, language, people, teamName } = telling;
  const { child, outcome, reviewOn, cycleNo, contactId, discussedAt, discussion } = report;
  const day = dayOfDiscussion(report);
  const discussedOn =
    day === undefined
      ? words.notDiscussed
      : `${sayDay(day, language)}${discussion ? ` ${words.at} ${sayTime(discussedAt!, language)}` : ''}`;
  return html`<dl>
    ${child && entry(words.child, `${child.givenName} ${child.familyName}`)}${child && entry(words.bornOn, sayDay(child.dateOfBirth, language))}
    ${child?.group && entry(words.group, child.group)}${entry(words.team, teamName)}${entry(words.discussedOn, discussedOn)}
    ${entry(words.cycle, cycleNo)}${contactId !== undefined && entry(words.contact, people.name(contactId))}
    ${outcome !== undefined && entry(words.outcome, capital(sayCode(outcome, language)))}
    ${contactId !== undefined && entry(words.nextReview, reviewOn === undefined ? words.noReview : sayDay(reviewOn, language))}
  </dl>`;
}

function attendance({ discussion }: Report, { words, people }: Telling): Html | undefined {
  if (!discussion) return undefined;
  const rows = [
    ...discussion.present.map((id) => [id, words.present] as const),
    ...discussion.absent.map(({ partyId, excused }) => [partyId, excused ? words.excused : words.noShow] as const),
  ];
  const row = ([id, presence]: readonly [string, string]): Html =>
    html`<tr>
      <th scope="row">${people.name(id)}</th>
      <td>${people.role(id)}${discussion.substituteId === id && ` (${words.substitute})`}</td>
      <td>${presence}</td>
    </tr>`;
  return section(words.who, table([words.name, words.role, words.presence], rows.map(row)));
}

function question({ question: asked }: Report, { words }: Telling): Html | undefined {
  if (!asked?.question && !asked?.reason) return undefined;
  return section(
    words.question,
    asked.question && quote(asked.question),
    asked.reason && [html`<h3>${words.why}</h3>`, prose(asked.reason)],
  );
}

function voice({ views, parentView }: Report, { words, language }: Telling): Html | undefined {
  if (!views) return undefined;
  const shown = views.map((view) => {
    const said = view.words ?? ('reasonIfNone' in view ? view.reasonIfNone : undefined);
    return html`<div class="whole">
      <h3>${capital(sayCode(view.how, language))}, ${sayDay(view.on, language)}</h3>
      ${said !== undefined ? quote(said) : prose(view.confidential ? words.inConfidence : words.noWords)}
    </div>`;
  });
  return section(
    words.voice,
    shown.length > 0 ? shown : prose(words.noVoice),
    parentView && [html`<h3>${words.parentsSaid}</h3>`, quote(parentView)],
  );
}

function standing({ status, finalOn }: Written, { words, language }: Telling): Html | false {
  if (status === 'draft') return html`<p><strong>${words.draft}</strong></p>`;
  if (status === 'notes') return html`<p class="note">${words.fromNotes}</p>`;
  return finalOn !== undefined && html`<p class="note">${words.finalOn} ${sayDay(finalOn, language)}.</p>`;
}

function steps({ written }: Report, telling: Telling): Html {
  const { words, language } = telling;
  if (!written) return section(words.steps, prose(words.notShared));
  return section(
    words.steps,
    standing(written, telling),
    written.parts
      .filter(([, text]) => text !== undefined || written.status === 'notes')
      .map(
        ([part, text]) =>
          html`<h3>${capital(sayCode(part, language))}</h3>
            ${prose(text ?? words.skipped)}`,
      ),
    written.corrections.length > 0 && [
      html`<h3>${words.corrections}</h3>`,
      html`<ul>
        ${written.corrections.map(({ on, correction }) => html`<li class="text" dir="auto">${sayDay(on, language)}: ${correction}</li>`)}
      </ul>`,
    ],
  );
}

function decision({ discussion }: Report, { words, people, language }: Telling): Html | undefined {
  if (discussion?.outcome === undefined) return undefined;
  const { agreedBy, dissentedBy } = discussion;
  return section(
    words.decision,
    html`<p><strong>${capital(sayCode(discussion.outcome, language))}.</strong></p>`,
    discussion.summary && prose(discussion.summary),
    discussion.noPersonalGoalReason && prose(discussion.noPersonalGoalReason),
    agreedBy && html`<p>${words.agreedBy}: ${people.names(agreedBy)}.</p>`,
    dissentedBy && [
      html`<p>${words.dissentedBy}:</p>`,
      html`<ul>
        ${dissentedBy.map(({ byId, reason }) => html`<li class="text" dir="auto">${people.name(byId)}${reason && `: ${reason}`}</li>`)}
      </ul>`,
    ],
  );
}

function actions({ actions: agreed }: Report, { words, people, language }: Telling): Html {
  if (agreed.length === 0) return section(words.actions, prose(words.noActions));
  const rows = agreed.map((action) => {
    const supporters = 'supporters' in action ? action.supporters : [];
    return html`<tr>
      <td class="text" dir="auto">${action.description}</td>
      <th scope="row">${people.name(action.responsibleId)}${supporters.length > 0 && ` ${words.with} ${people.names(supporters)}`}</th>
      <td>${sayDay(action.dueOn, language)}</td>
      <td>${words[action.status]}</td>
    </tr>`;
  });
  return section(
    words.actions,
    html`<table>
      <thead>
        <tr>
          <th scope="col">${words.what}</th>
          <th scope="col" class="who">${words.whoDoes}</th>
          <th scope="col" class="day">${words.by}</th>
          <th scope="col" class="state">${words.state}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

type Feedback = NonNullable<Report['feedback']>[number];
function toldHow({ status, on, dueOn, toldById }: Feedback, { words, people, language }: Telling): string {
  if (status === 'given')
    return `${on === undefined ? '' : `${words.toldOn} ${sayDay(on, language)}`}${toldById === undefined ? '' : ` ${words.toldBy} ${people.name(toldById)}`}`;
  if (status === 'waived') return words.waived;
  return status === 'declined' ? words.declined : `${words.owedBy} ${sayDay(dueOn, language)}`;
}

function feedback({ feedback: owed }: Report, telling: Telling): Html | undefined {
  const { words, people } = telling;
  if (!owed) return undefined;
  if (owed.length === 0) return section(words.feedback, prose(words.noFeedback));
  const rows = owed.map(
    (each) =>
      html`<tr>
        <th scope="row">${people.name(each.addresseeId)}</th>
        <td>${toldHow(each, telling)}</td>
        <td class="text" dir="auto">${each.reaction}</td>
      </tr>`,
  );
  const weighed = owed.flatMap(({ howChildViewWeighed }) => (howChildViewWeighed === undefined ? [] : [howChildViewWeighed]));
  return section(
    words.feedback,
    table([words.toWhom, words.told, words.reaction], rows),
    weighed.length > 0 && [html`<h3>${words.weighed}</h3>`, weighed.map(prose)],
  );
}

const dayOfPlan = { adopted: 'adoptedOn', proposed: 'proposed', refused: 'refused', superseded: 'superseded' } as const;

function plan({ planVersion: version, planSettled: settled, goals: seen }: Report, { words, people, language }: Telling): Html | undefined {
  if (!seen) return undefined;
  if (!version) {
    const said = settled === 'confirmed_unchanged' ? words.confirmed : settled === 'not_needed' ? words.notNeeded : words.noPlan;
    return section(words.plan, prose(said));
  }
  const { descriptive, decisions, status } = version;
  const day = status === 'superseded' ? undefined : status === 'adopted' ? version.adoptedOn : version.proposedOn;
  const decided = decisions.map(({ partyId, decision: of }) => `${people.name(partyId)}: ${sayCode(of, language)}`).join('; ');
  return section(
    words.plan,
    html`<p>${words.version} ${version.number}, ${words[dayOfPlan[status]]}${day !== undefined && ` ${sayDay(day, language)}`}.</p>
      <dl>
        ${entry(words.validFrom, sayDay(version.validFrom, language))}${entry(words.reviewOn, sayDay(version.reviewOn, language))}${entry(words.decisions, decided)}
      </dl>`,
    [
      [words.needs, version.needs],
      [words.promoting, descriptive.promoting],
      [words.hindering, descriptive.hindering],
      [words.outflow, descriptive.outflow],
    ].map(([title, text]) => text !== undefined && [html`<h3>${title}</h3>`, prose(text)]),
  );
}

function goals({ goals: agreed }: Report, telling: Telling): Html | undefined {
  const { words } = telling;
  if (!agreed) return undefined;
  if (agreed.length === 0) return section(words.goals, prose(words.noGoals));
  return section(
    words.goals,
    html`<p class="note">${words.scaleHelp}</p>`,
    agreed.map((goal, index) => goalBlock(goal, index + 1, telling)),
  );
}

/** The report of a child's discussion, from top to bottom. */
export function reportBody(report: Report, telling: Telling): Html {
  const { words, language, madeOn, revision } = telling;
  const blocks = [attendance, question, voice, steps, decision, goals, actions, feedback, plan];
  return html`<main>
    <header>
      <h1>${words.title}</h1>
      <p class="note">${words.intro}</p>
      ${summary(report, telling)}
    </header>
    ${blocks.map((block) => block(report, telling))}
    <footer><p class="note">${words.printedOn} ${sayDay(madeOn, language)}, ${words.revision} ${revision}.</p></footer>
  </main>`;
}
