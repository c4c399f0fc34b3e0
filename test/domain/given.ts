import { amsterdamInstant } from '#domain/calendar/index.js';
import type { Actor, Aggregate, Context, Facts, Folded, Meta, NewEvent, Rejection, Settings } from '#domain/kernel/index.js';
import { decide, foldOne } from '#domain/kernel/index.js';
import type { Framework } from '#domain/framework/index.js';
import { frameworkAggregate } from '#domain/framework/index.js';
import type { Meeting } from '#domain/meeting/index.js';
import { meetingAggregate } from '#domain/meeting/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import type { Case } from '#domain/support-case/index.js';
import type { Team } from '#domain/team/index.js';
import { teamAggregate } from '#domain/team/index.js';
import { idOf, teamOfLinde } from './people.js';
import { hidden, legible, shapeProblems } from './vocabulary.js';

type Body = Readonly<Record<string, unknown>>;

/** An event as a test expects it: its type, and its data with plain texts. `calculations` is compared only where a test names it. */
export interface Expected {
  readonly type: string;
  readonly data: Body;
}
export const has = (type: string, data: Body): Expected => ({ type, data });

/** Everything beside the state that a rule may look at; a test sets what it is about. */
export interface Surroundings {
  readonly person: string;
  readonly onBehalfOf?: string;
  readonly on: string;
  readonly today?: string;
  /** The time of day in Amsterdam; noon when left out. */
  readonly time?: string;
  readonly team: Team;
  readonly settings: Settings;
  readonly openElsewhere: boolean;
  /** What other streams tell of themselves, by stream name. */
  readonly facts?: Facts;
}

const noFacts: Facts = new Map();
const scopesOf: { readonly [person: string]: Actor['scopes'] } = { worker: ['worker'], client: ['integration'], admin: ['admin'] };
const actorOf = ({ person, onBehalfOf }: Surroundings): Actor => ({
  personId: person,
  tenant: 'demo',
  scopes: scopesOf[person] ?? [],
  ...(onBehalfOf !== undefined && { onBehalfOf }),
});

const metaOf = (actor: Actor, at: string, index: number): Meta => ({
  eventId: idOf(`event-${index}`),
  schemaVersion: 1,
  tenantId: actor.tenant,
  actorId: actor.personId,
  actorRole: 'CO',
  ...(actor.onBehalfOf !== undefined && { onBehalfOf: actor.onBehalfOf }),
  occurredAt: at,
  recordedAt: at,
  commandId: idOf(`command-${index}`),
  correlationId: idOf(`command-${index}`),
  causationId: idOf(`command-${index}`),
  policyVersion: 0,
  legalBasis: 'legal_task',
});

/** One step of a history: the events of a command with the metadata they were stored with. */
export interface Happened {
  readonly event: NewEvent;
  readonly meta: Meta;
}

/** A stream's history and the moment at which somebody is about to do something; every method gives a new one. */
export class Situation<S extends Folded> {
  constructor(
    readonly aggregate: Aggregate<S, Team>,
    readonly state: S,
    readonly history: readonly Happened[],
    readonly around: Surroundings,
  ) {}

  by(person: string, onBehalfOf?: string): Situation<S> {
    return this.#with({ person, ...(onBehalfOf === undefined ? { onBehalfOf: undefined } : { onBehalfOf }) });
  }

  /** The day on which the command happens, which is today unless `today` says otherwise. */
  on(on: string, today?: string): Situation<S> {
    return this.#with({ on, today });
  }

  /** The time of day at which the command happens. */
  at(time: string): Situation<S> {
    return this.#with({ time });
  }

  where(more: Partial<Pick<Surroundings, 'team' | 'settings' | 'openElsewhere' | 'facts'>>): Situation<S> {
    return this.#with(more);
  }

  /** The context in which the rules judge. */
  context(): Context<Team> {
    const { on, today = on, settings, openElsewhere, facts = noFacts } = this.around;
    const actor = actorOf(this.around);
    const team = this.#team();
    const roles = this.aggregate.rolesOf(actor, this.state, team, today, facts);
    const at = amsterdamInstant(on, this.around.time ?? '12:00');
    return { at, on, today, actor, roles, team, settings, openElsewhere, facts };
  }

  /** Gives a command, in the order of api.md: role, body, right that hangs on the body, then everything `decide` judges. */
  when(name: string, plain: Body = {}): Outcome<S> {
    const command = this.aggregate.commands[name];
    if (!command) throw new Error(`there is no command ${name}`);
    const made = Object.entries(command.takes).filter(([field, { makes }]) => makes !== undefined && plain[field] === undefined);
    const body = { ...Object.fromEntries(made.map(([field]) => [field, idOf(`${name}-${field}-${this.history.length}`)])), ...plain };
    const data = hidden(command.takes, body);
    const judged = Object.keys(command.takes).filter((field) => command.takes[field]!.judged);
    const malformed = shapeProblems(command.takes, data).filter((problem) => !judged.some((field) => problem.startsWith(`/${field}`)));
    if (malformed.length) throw new Error(`${name}: ${malformed.join(', ')}`);
    const context = this.context();
    const refused = (code: string): Outcome<S> => new Outcome(this, name, [], { code, missing: [], errors: [] });
    if (!command.by.some((role) => context.roles.has(role))) return refused('forbidden');
    if (command.checks?.(data as never).length) return refused('validation');
    if (command.mayWith && !command.mayWith(this.state, context, data as never)) return refused('forbidden');
    const asked = {
      name,
      get mac() {
        return JSON.stringify(legible(data));
      },
    };
    const judgement = decide(this.aggregate, command, this.state, context, data, asked);
    if ('rejection' in judgement) return new Outcome(this, name, [], judgement.rejection);
    const ids = Object.entries(command.takes).flatMap(([field, { makes }]) => (makes === undefined ? [] : [String(data[field])]));
    if (judgement.events.length === 0) return new Outcome(this, name, [], undefined);
    return new Outcome(this, name, judgement.events, undefined, { command: name, mac: asked.mac, made: ids });
  }

  /** Gives a command that must be accepted and goes on from there. */
  does(name: string, body: Body = {}): Situation<S> {
    return this.when(name, body).accepted();
  }

  /** The situation after these events. */
  after(events: readonly NewEvent[], first: Pick<Meta, 'command' | 'mac' | 'made'> = {}): Situation<S> {
    const at = this.context().at;
    const happened = events.map((event, index): Happened => {
      const undeclared = this.aggregate.events[event.type]
        ? shapeProblems(this.aggregate.events[event.type]!, event.data)
        : ['/: no such event'];
      if (undeclared.length) throw new Error(`${event.type}: ${undeclared.join(', ')}`);
      const meta = metaOf(actorOf(this.around), at, this.history.length + index);
      return { event, meta: index === 0 ? { ...meta, ...first } : meta };
    });
    const state = happened.reduce((before, { event, meta }) => foldOne(this.aggregate, before, event.type, event.data, meta), this.state);
    return new Situation(this.aggregate, state, [...this.history, ...happened], this.around);
  }

  #team(): Team {
    return this.aggregate.name === 'team' ? (this.state as unknown as Team) : this.around.team;
  }

  #with(more: Partial<Surroundings>): Situation<S> {
    return new Situation(this.aggregate, this.state, this.history, { ...this.around, ...more });
  }
}

/** What came of a command: its events, or why it was refused. */
export class Outcome<S extends Folded> {
  constructor(
    readonly before: Situation<S>,
    readonly command: string,
    readonly events: readonly NewEvent[],
    readonly rejection?: Rejection,
    readonly stamp: Pick<Meta, 'command' | 'mac' | 'made'> = {},
  ) {}

  /** The data of the only event of a type, with its texts legible. */
  dataOf(type: string): Record<string, unknown> {
    const found = this.events.filter((event) => event.type === type);
    if (found.length !== 1) throw new Error(`${found.length} events ${type}; ${this.#said()}`);
    return legible(found[0]!.data) as Record<string, unknown>;
  }

  /** Exactly these events, with exactly this data. */
  then(...expected: readonly Expected[]): Situation<S> {
    const next = this.accepted();
    const events = this.events.map(({ type, data }, index) => {
      const { calculations, ...rest } = legible(data) as Record<string, unknown>;
      const wants = expected[index] && 'calculations' in expected[index].data;
      return { type, data: wants ? { ...rest, calculations } : rest };
    });
    expect(events).toEqual(expected);
    return next;
  }

  /** Exactly these events, whatever their data. */
  thenEvents(...types: readonly string[]): Situation<S> {
    const next = this.accepted();
    expect(this.events.map(({ type }) => type)).toEqual(types);
    return next;
  }

  /** Accepted, with nothing new: what was asked for was so already. */
  thenNothing(): Situation<S> {
    return this.thenEvents();
  }

  /** Refused with this code first; `missing` names every code that stands in the way, when a test is about that. */
  thenRefused(code: string, missing?: readonly string[]): Situation<S> {
    expect({ command: this.command, said: this.#said() }).toEqual({ command: this.command, said: code });
    if (missing) expect(this.rejection?.missing).toEqual(missing);
    return this.before;
  }

  accepted(): Situation<S> {
    if (this.rejection) throw new Error(`${this.command} was refused: ${JSON.stringify(this.rejection)}`);
    return this.before.after(this.events, this.stamp);
  }

  #said(): string {
    return this.rejection?.code ?? `accepted with ${this.events.map(({ type }) => type).join(', ') || 'nothing'}`;
  }
}

const nowhere: Surroundings = {
  person: 'femke',
  on: '2026-09-21',
  team: teamOfLinde,
  settings: { verbalConsentForbidden: ['org-strict'] },
  openElsewhere: false,
};
export const caseId = idOf('case');

/** A case with this history, in the team De Linde; the coordinator Femke is about to act on 21 September 2026. */
export const given = (...events: readonly NewEvent[]): Situation<Case> =>
  new Situation(caseAggregate, caseAggregate.initial(caseId), [], nowhere).after(events);

/** A meeting of De Linde with this history; the coordinator Femke is about to act on 21 September 2026. */
export const givenMeeting = (...events: readonly NewEvent[]): Situation<Meeting> =>
  new Situation(meetingAggregate, meetingAggregate.initial(idOf('meeting')), [], nowhere).after(events);

/** The agreements of De Linde with this history; the chair Karin is about to act. */
export const givenFramework = (...events: readonly NewEvent[]): Situation<Framework> =>
  new Situation(frameworkAggregate, frameworkAggregate.initial(idOf('team')), [], { ...nowhere, person: 'karin' }).after(events);

/** A team with this history; its admin is about to act. */
export const givenTeam = (...events: readonly NewEvent[]): Situation<Team> =>
  new Situation(teamAggregate, teamAggregate.initial(idOf('team')), [], { ...nowhere, person: 'admin' }).after(events);
