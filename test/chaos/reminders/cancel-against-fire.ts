import { caseAggregate } from '#domain/support-case/index.js';
import { openService } from '#infra/service.js';
import { actor } from '../../support/people.js';
import { prepareGround } from './ground.js';
import { alarmsOfACase, seed } from './oracle.js';

const openedAt = '2026-09-21T07:00:00.000Z';
const base = '2026-09-22T07:00:00.000Z';

export interface Races {
  readonly races: number;
  /** The reminder went out, judged before the case moved on. */
  readonly fired: number;
  readonly cancelled: number;
  readonly broken: number;
}

interface Outcome {
  readonly sent: number;
  readonly judged_at: number | null;
  readonly cancelled_at: number | null;
}

/**
 * In each of so many cases one command ends what a due reminder is about, while two services let alarms ring. Of those that overlap either
 * may win, and the event says at which revision it was judged; none goes out after an acknowledged end, none twice. A tenth more has
 * its end acknowledged before anything rings, and must stay silent; another tenth is not ended, and must be sent.
 */
export async function cancelAgainstFire(races: number): Promise<Races> {
  const ground = await prepareGround('postgres', true);
  const { service } = ground;
  const other = await openService({ ...service.config, databaseUrl: service.config.databaseUrl! }, 'other', 4);
  try {
    await service.clock.set(openedAt);
    await service.projector.prepare();
    const tenth = Math.ceil(races / 10);
    const cases = races + 2 * tenth;
    // The first alarm of each case is due a second after that of the case before it.
    const due = (await seed(service, cases, base, cases * alarmsOfACase * 1_000)).filter(
      ({ rule, step }) => rule === 'D10' && step === 'reminder-1',
    );
    while ((await service.projector.catchUp()) > 0);
    const dueUpTo = (nth: number): Promise<void> => service.clock.set(new Date(Date.parse(base) + nth * 1_000 - 1).toISOString());
    const ids = due.map(({ caseId }) => caseId);
    const [silent, racing, sent] = [ids.slice(0, tenth), ids.slice(tenth, tenth + races), ids.slice(tenth + races)];
    const cancel = (id: string): Promise<unknown> =>
      service.execute.run(caseAggregate, {
        caller: actor('femke'),
        command: 'ChangeUrgency',
        id,
        body: { urgency: 'regular', reason: 'Toch niet.' },
      });
    await Promise.all(silent.map(cancel));
    const width = 10;
    for (let from = 0; from < racing.length; from += width) {
      await dueUpTo(Math.min(tenth + from + width, tenth + races));
      await Promise.all([service.alarms.ring(), ...racing.slice(from, from + width).map(cancel), other.alarms.ring()]);
    }
    await dueUpTo(cases);
    do while ((await service.projector.catchUp()) > 0);
    while ((await service.alarms.ring()) > 0);

    const { rows } = await service.pool.query<Outcome & { id: string }>(
      `select c.id, count(f.*)::int as sent, min((f.data::json->>'caseRevision')::int) as judged_at, min(e.revision) as cancelled_at
         from unnest($1::text[]) c(id)
         left join log.events f on f.stream = 'followUp-' || c.id and f.type = 'ReminderSent' and f.data::json->>'rule' = 'D10'
         left join log.events e on e.stream = 'supportCase-' || c.id and e.type = 'UrgencyChanged'
        group by c.id`,
      [ids],
    );
    const outcomes = new Map(rows.map((row) => [row.id, row]));
    const all = (some: readonly string[]): Outcome[] => some.map((id) => outcomes.get(id)!);
    const raced = all(racing);
    const fired = raced.filter((each) => each.sent === 1);
    const broken =
      all(silent).filter((each) => each.sent !== 0).length +
      all(sent).filter((each) => each.sent !== 1).length +
      raced.filter((each) => each.sent > 1 || (each.sent === 1 && each.judged_at! >= each.cancelled_at!)).length;
    return { races: racing.length, fired: fired.length, cancelled: raced.filter((each) => each.sent === 0).length, broken };
  } finally {
    await other.close();
    await ground.dispose();
  }
}
