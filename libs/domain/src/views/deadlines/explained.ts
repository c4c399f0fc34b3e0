import type { Recipient } from '../../deadlines/index.js';
import { ruleOf } from '../../deadlines/index.js';
import type { Sentence } from '../../kernel/index.js';
import type { Deadline, Deadlines } from '../deadlines.js';
import { nextAlarm, stateOf } from '../deadlines.js';

const both = (en: string, nl: string): Sentence => ({ en, nl });
const minutes = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;

const recipients: { readonly [to in Recipient]: Sentence } = {
  CO: both('the coordinator', 'de coördinator'),
  OW: both('the case owner', 'de regievoerder'),
  IN: both('the introducer', 'de inbrenger'),
  CH: both('the chair', 'de voorzitter'),
  MT: both('the minute-taker', 'de notulist'),
  LD: both('the formal lead', 'de leidinggevende'),
  responsible: both('who is responsible', 'de verantwoordelijke'),
  teller: both('who tells the family', 'wie het gezin inlicht'),
  'open-parties': both('whoever has not answered', 'wie nog niet heeft geantwoord'),
  deciders: both('whoever has not decided', 'wie nog niet heeft beslist'),
  'co-chair': both('the co-chair', 'de tweede voorzitter'),
  members: both('all members of the team', 'alle teamleden'),
  unread: both('the professionals who have not prepared', 'de professionals die nog niet hebben voorbereid'),
  guest: both('who is invited', 'wie is uitgenodigd'),
};
const named = (to: readonly Recipient[], language: keyof Sentence): string => to.map((each) => recipients[each][language]).join(', ');

const causes: { readonly [cause: string]: Sentence } = {
  no_recipient: both('nobody could be told', 'er was niemand om in te lichten'),
  not_needed: both('there was nothing left to do', 'er was niets meer te doen'),
  told_earlier: both('who would be told had been told before a quiet time', 'wie bericht kreeg had het al vóór de stille tijd'),
};

const units = { wd: both('working days', 'werkdagen'), days: both('days', 'dagen'), months: both('months', 'maanden') };
const calendars = {
  team: both('calendar of the team', 'kalender van het team'),
  public: both('calendar of public holidays', 'kalender van feestdagen'),
  legal: both('calendar days, by law', 'kalenderdagen, wettelijk'),
};
const reasons = (why: string, language: keyof Sentence): string => {
  if (why === 'weekend') return language === 'nl' ? 'weekend' : 'weekend';
  if (why === 'closure') return language === 'nl' ? 'sluiting van het team' : 'closure of the team';
  return language === 'nl' ? `feestdag (${why.slice('holiday:'.length)})` : `holiday (${why.slice('holiday:'.length)})`;
};

/** How the date was counted, in one sentence. */
export function countedSentence({ stamp }: Pick<Deadline, 'stamp'>): Sentence {
  const { counted, dueOn, birthday } = stamp;
  if (birthday)
    return dueOn === undefined
      ? both(`The birthday on which the child turns ${birthday.age}.`, `De verjaardag waarop het kind ${birthday.age} wordt.`)
      : both(`The child turns ${birthday.age} on ${dueOn}.`, `Het kind wordt ${birthday.age} op ${dueOn}.`);
  if (!counted) return both('The date was given.', 'De datum is opgegeven.');
  if (counted.offset === 0) return both(`The date ${dueOn} was given.`, `De datum ${dueOn} is opgegeven.`);
  const away = counted.skipped.filter(({ why }) => why !== 'weekend');
  const inWords = (language: keyof Sentence): string => away.map(({ on, why }) => `${on} ${reasons(why, language)}`).join(', ');
  const weekends = counted.skipped.length - away.length;
  const [days, en, nl] = counted.offset < 0 ? [-counted.offset, 'before', 'vóór'] : [counted.offset, 'from', 'vanaf'];
  return both(
    `${days} ${units[counted.unit].en} ${en} ${counted.from} (${calendars[counted.calendar].en}) is ${dueOn}; not counted: ${weekends} weekend days${away.length ? `, ${inWords('en')}` : ''}.`,
    `${days} ${units[counted.unit].nl} ${nl} ${counted.from} (${calendars[counted.calendar].nl}) is ${dueOn}; niet meegeteld: ${weekends} weekenddagen${away.length ? `, ${inWords('nl')}` : ''}.`,
  );
}

/** A step that told nobody, or will not: skipped with its cause, or left because the deadline had ended. */
export interface NotSent {
  readonly step: string;
  readonly at: string;
  readonly cause: string;
}

/** The steps of a deadline that did not and will not go out, derived from what is recorded. */
export function notSent({ stamp, set, done, ended }: Deadline): readonly NotSent[] {
  const taken = new Set(done.filter(({ setAt }) => setAt === set.revision).map(({ step }) => step));
  return [
    ...done.flatMap(({ step, at, as, cause, code }) =>
      as === 'skipped' || as === 'refused' ? [{ step, at, cause: cause ?? code ?? as }] : [],
    ),
    ...(ended ? stamp.alarms.filter(({ step }) => !taken.has(step)).map(({ step, at }) => ({ step, at, cause: ended.as })) : []),
  ];
}

/** Everything there is to say about a deadline, in the order one would ask. */
export function explained(all: Deadlines, deadline: Deadline): readonly Sentence[] {
  const { stamp, set, movedFrom, done, ended, missedAt } = deadline;
  const what = ruleOf(stamp.rule).what;
  const next = nextAlarm(all, deadline);
  const state = stateOf(all, deadline);
  const left = (language: keyof Sentence): string => {
    const steps = ended ? notSent(deadline).filter(({ cause }) => cause === ended.as) : [];
    const words = steps.map(({ step, at }) => (language === 'nl' ? `${step} van ${minutes(at)}` : `${step} of ${minutes(at)}`));
    return words.length > 0 ? `: ${words.join(', ')}` : '';
  };
  return [
    both(
      `${stamp.rule}, version ${stamp.policyVersion}: ${what.en}. Set by ${set.type} (revision ${set.revision}) at ${minutes(set.occurredAt)} by ${set.actorId}.`,
      `${stamp.rule}, versie ${stamp.policyVersion}: ${what.nl}. Gezet door ${set.type} (revisie ${set.revision}) op ${minutes(set.occurredAt)} door ${set.actorId}.`,
    ),
    countedSentence(deadline),
    ...(movedFrom.length
      ? [
          both(
            `It was moved; before it stood on ${movedFrom.join(', then ')}.`,
            `De datum is verschoven; eerder stond die op ${movedFrom.join(', daarna ')}.`,
          ),
        ]
      : []),
    ...done.map((each): Sentence => {
      const who = (each.told ?? []).map((told) => told.recipientId).join(', ');
      if (each.as === 'missed') return both(`It was missed at ${minutes(each.at)}.`, `De datum is verstreken op ${minutes(each.at)}.`);
      if (each.as === 'taken' || each.as === 'refused') {
        const came =
          each.as === 'taken' ? both('was carried out', 'is uitgevoerd') : both(`was refused: ${each.code}`, `is geweigerd: ${each.code}`);
        return both(`${each.command} of ${minutes(each.at)} ${came.en}.`, `${each.command} van ${minutes(each.at)} ${came.nl}.`);
      }
      if (each.as === 'skipped')
        return both(
          `${each.step} at ${minutes(each.at)} was not sent: ${causes[each.cause ?? '']?.en ?? each.cause}.`,
          `${each.step} op ${minutes(each.at)} is niet verstuurd: ${causes[each.cause ?? '']?.nl ?? each.cause}.`,
        );
      return both(
        `${each.step} of ${minutes(each.at)} went to ${who}, judged at revision ${each.caseRevision}.`,
        `${each.step} van ${minutes(each.at)} ging naar ${who}, beoordeeld op revisie ${each.caseRevision}.`,
      );
    }),
    ...(ended
      ? [
          both(
            `${ended.type} of ${ended.on} ended it (${state}); what was still to come is not sent${left('en')}.`,
            `${ended.type} van ${ended.on} heeft de termijn beëindigd (${state}); wat nog kwam wordt niet verstuurd${left('nl')}.`,
          ),
        ]
      : state === 'paused'
        ? [both('It rests while the case is on hold.', 'De termijn rust zolang de casus is opgeschort.')]
        : next
          ? [
              both(
                `Next: ${next.step} at ${minutes(next.at)}, to ${named(next.to, 'en') || 'nobody'}.`,
                `Hierna: ${next.step} op ${minutes(next.at)}, naar ${named(next.to, 'nl') || 'niemand'}.`,
              ),
            ]
          : [both(missedAt ? 'Nothing more is sent.' : 'Nothing is sent any more.', 'Er wordt niets meer verstuurd.')]),
  ];
}
