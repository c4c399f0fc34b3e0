import { open } from 'node:fs/promises';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Service } from '#infra/service.js';
import { actor, deLinde, openSami } from '../../support/people.js';

/** A reminder, escalation or missed date that must be recorded, written down before anything could record it. */
export interface Due {
  readonly caseId: string;
  readonly rule: string;
  readonly step: string;
  /** By the service's clock. */
  readonly at: string;
}

interface Stamped {
  readonly rule: string;
  readonly alarms: readonly { readonly step: string; readonly at: string }[];
}

const openAtOnce = 32;
const never = '2099-01-01T07:30:00.000Z';
/** The deadlines that opening an urgent case sets (domain.md D10, D11): whether it is taken up, and whether it is discussed. */
const timed = ['D10', 'D11'];

/** How many of them one case has. */
export const alarmsOfACase = 7;

/**
 * Opens so many urgent cases by real commands and gives their alarms, case by case. One thing is not as it is in a school:
 * reminders come at 08:30 only, so the stamps get moments of their own on their way into the store, evenly spread from `base` on over
 * `spreadMs`, each case through its alarms in order. Everything else is what the service does: commands, sealing, folds, rows.
 */
export async function seed(service: Service, cases: number, base: string, spreadMs: number): Promise<Due[]> {
  const due: Due[] = [];
  const append = service.store.append.bind(service.store);
  const start = Date.parse(base);
  let nextCase = 0;
  service.store.append = (asked) =>
    append({ ...asked, events: asked.events.map((event) => ({ ...event, meta: retimed(asked.stream, event.meta) })) });

  function retimed(stream: string, text: string): string {
    const meta = JSON.parse(text) as { deadlines?: { set: Stamped[] } };
    if (!meta.deadlines || !stream.startsWith('supportCase-')) return text;
    const caseId = stream.slice(stream.indexOf('-') + 1);
    const alarms = meta.deadlines.set
      .filter(({ rule }) => timed.includes(rule))
      .flatMap((stamp) => stamp.alarms.map(({ step }) => [stamp.rule, step]));
    // The alarms of one case lie apart, those of all cases through one another.
    const place = alarms.length > 0 ? nextCase++ : 0;
    if (alarms.length % alarmsOfACase !== 0) throw new Error(`An urgent case has ${alarms.length} alarms.`);
    const moments = new Map(
      alarms.map(([rule, step], nth) => {
        const share = (nth + place / cases) / alarms.length;
        return [`${rule} ${step}`, new Date(start + Math.floor(share * spreadMs)).toISOString()];
      }),
    );
    for (const [name, at] of moments) due.push({ caseId, rule: name.split(' ')[0]!, step: name.split(' ')[1]!, at });
    const set = meta.deadlines.set.map((stamp) => ({
      ...stamp,
      alarms: stamp.alarms.map((alarm) => ({ ...alarm, at: moments.get(`${stamp.rule} ${alarm.step}`) ?? never })),
    }));
    return JSON.stringify({ ...meta, deadlines: { ...meta.deadlines, set } });
  }

  try {
    const { id: teamId } = await service.execute.run(teamAggregate, {
      caller: actor('beheer', 'admin'),
      command: 'RegisterTeam',
      body: deLinde,
    });
    let opened = 0;
    const openSome = async (): Promise<void> => {
      while (opened < cases) {
        opened += 1;
        const child = { ...openSami(teamId).child, familyName: `Nummer ${opened}` };
        const body = { ...openSami(teamId), child, urgency: 'urgent', urgencyReason: 'Nu.' };
        await service.execute.run(caseAggregate, { caller: actor('femke'), command: 'OpenCase', body });
      }
    };
    await Promise.all(Array.from({ length: openAtOnce }, openSome));
  } finally {
    service.store.append = append;
  }
  return due;
}

/** Writes the list of what is due, one a line, and makes it durable. */
export async function writeDown(due: readonly Due[], path: string): Promise<void> {
  const file = await open(path, 'w');
  await file.write(due.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await file.sync();
  await file.close();
}
