import { daysFrom, schoolDaysBetween } from './calendar.js';

type Fact = { readonly child: string };
type Cell = number | null;

const fewest = 5;
const children = (facts: readonly Fact[]): number => new Set(facts.map(({ child }) => child)).size;
const count = (facts: readonly Fact[]): Cell => (children(facts) < fewest ? null : facts.length);
const share = <F extends Fact>(facts: readonly F[], is: (fact: F) => boolean): Cell =>
  children(facts) < fewest ? null : Math.round((100 * facts.filter(is).length) / facts.length);
function middle<F extends Fact>(facts: readonly F[], of: (fact: F) => number): Cell {
  if (children(facts) < fewest) return null;
  const all = facts.map(of).sort((a, b) => a - b);
  return (all[Math.floor((all.length - 1) / 2)]! + all[Math.ceil((all.length - 1) / 2)]!) / 2;
}

interface Timed extends Fact {
  readonly step: string;
  readonly seconds: number;
  readonly planned: number;
}
interface Owed extends Fact {
  readonly from: string;
  readonly to: string;
  on?: string;
}

/** What the simulation itself saw happen, written down as it did it: the other side of every figure of the service. */
export class Book {
  readonly #stays: (Fact & { phase: string; days: number })[] = [];
  readonly #phases = new Map<string, { phase: string; since: string }>();
  readonly #reports: Owed[] = [];
  readonly #feedback: Owed[] = [];
  readonly #goals: (Fact & { voice: string })[] = [];
  readonly #discussions: (Fact & { hasView: boolean })[] = [];
  readonly #steps: Timed[] = [];
  readonly #results: (Fact & { score: number })[] = [];

  /** The child is in a phase from a day on. */
  moves(child: string, phase: string, on: string): void {
    const was = this.#phases.get(child);
    if (was && was.phase !== 'closed') this.#stays.push({ child, phase: was.phase, days: daysFrom(was.since, on) });
    this.#phases.set(child, { phase, since: on });
  }

  phaseOf(child: string): string | undefined {
    return this.#phases.get(child)?.phase;
  }

  discusses(child: string, hasView: boolean, steps: readonly Omit<Timed, 'child'>[]): void {
    this.#discussions.push({ child, hasView });
    this.#steps.push(...steps.map((step) => ({ ...step, child })));
  }

  agrees(child: string, voice: string): void {
    this.#goals.push({ child, voice });
  }

  owes(child: string, from: string, addressees: readonly string[]): void {
    this.#reports.push({ child, from, to: 'report' });
    this.#feedback.push(...addressees.map((to) => ({ child, from, to })));
  }

  reports(child: string, on: string): void {
    this.#reports.find((each) => each.child === child && each.on === undefined)!.on = on;
  }

  tells(child: string, to: string, on: string): void {
    this.#feedback.find((each) => each.child === child && each.to === to && each.on === undefined)!.on = on;
  }

  scores(child: string, score: number): void {
    this.#results.push({ child, score });
  }

  get results(): readonly (Fact & { readonly score: number })[] {
    return this.#results;
  }

  /** The figures by this book, in the shape of the service's answer; breakdowns are compared cell by cell. */
  figures(today: string): object {
    const inTime = (owed: readonly Owed[], withinDays: number): object => {
      const judged = owed.filter(({ from, on }) => on !== undefined || schoolDaysBetween(from, today) > withinDays);
      const isInTime = ({ from, on }: Owed): boolean => on !== undefined && schoolDaysBetween(from, on) <= withinDays;
      return { withinDays, count: count(judged), percentInTime: share(judged, isInTime) };
    };
    const over = ({ seconds, planned }: Timed): number => Math.max(0, seconds - planned);
    return {
      leadTimes: ['preparation', 'discussion', 'aftercare', 'intervention', 'evaluation'].map((phase) => {
        const stays = this.#stays.filter((stay) => stay.phase === phase);
        return { phase, count: count(stays), medianDays: middle(stays, ({ days }) => days) };
      }),
      reports: inTime(this.#reports, 3),
      feedback: inTime(this.#feedback, 5),
      goals: { count: count(this.#goals), percentChildVoice: share(this.#goals, ({ voice }) => voice === 'child') },
      discussions: { count: count(this.#discussions), percentChildView: share(this.#discussions, ({ hasView }) => hasView) },
      overruns: ['background', 'reason', 'goals', 'actions'].map((step) => {
        const timed = this.#steps.filter((each) => each.step === step);
        return {
          step,
          count: count(timed),
          percentOver: share(timed, (each) => over(each) > 0),
          medianOverrunSeconds: middle(timed, over),
        };
      }),
    };
  }
}

/** What is wrong with the cells of a breakdown: each is the count, or hidden where it must be, and what is hidden cannot be told. */
export function cellProblems(cells: ReadonlyMap<string, Cell>, facts: readonly (Fact & { readonly code: string })[]): readonly string[] {
  const of = (code: string) => facts.filter((fact) => fact.code === code);
  const hidden = [...cells].filter(([, shown]) => shown === null).flatMap(([code]) => of(code));
  return [
    ...[...cells].flatMap(([code, shown]) =>
      shown !== null && (shown !== of(code).length || children(of(code)) < fewest) ? [`${code}: ${shown}, not ${of(code).length}`] : [],
    ),
    ...facts.filter(({ code }) => !cells.has(code)).map(({ code }) => `${code} is missing`),
    ...(hidden.length > 0 && children(hidden) < fewest && [...cells.values()].some((shown) => shown !== null)
      ? ['the total gives away what is hidden']
      : []),
  ];
}
