import { amsterdamInstant } from '#domain/calendar/index.js';
import { frameworkAggregate } from '#domain/framework/index.js';
import { meetingAggregate } from '#domain/meeting/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import { teamAggregate } from '#domain/team/index.js';
import type { Answer } from '#infra/execute/execute.js';
import { Refused } from '#infra/execute/refused.js';
import type { TestApi } from '../../support/api.js';
import { actor } from '../../support/people.js';

const aggregates = { supportCase: caseAggregate, caseMeeting: meetingAggregate, team: teamAggregate, framework: frameworkAggregate };
export type Kind = keyof typeof aggregates;

interface Task {
  readonly at: string;
  readonly no: number;
  readonly run: () => Promise<void>;
}

/** A service whose clock is moved from one thing to the next; after each everything that follows comes to rest. */
export class Ground {
  readonly #tasks: Task[] = [];
  #no = 0;
  #now = '';
  commands = 0;

  constructor(readonly api: TestApi) {}

  /** The Amsterdam day of the simulation. */
  get today(): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(new Date(this.#now));
  }

  get now(): string {
    return this.#now;
  }

  later(on: string, time: string, run: () => Promise<void>): void {
    this.#no += 1;
    this.#tasks.push({ at: amsterdamInstant(on, time), no: this.#no, run });
  }

  /** Does what is planned in the order of its moments, until nothing is left before the end. */
  async until(end: string): Promise<void> {
    for (;;) {
      this.#tasks.sort((a, b) => (a.at === b.at ? a.no - b.no : a.at < b.at ? -1 : 1));
      const next = this.#tasks[0];
      if (!next || next.at > end) break;
      this.#tasks.shift();
      if (next.at > this.#now) await this.at(next.at);
      await next.run();
      await this.settle();
    }
    await this.at(end);
  }

  async at(now: string): Promise<void> {
    this.#now = now;
    await this.api.service.clock.set(now);
    await this.settle();
  }

  /** Lets the clock run on within a meeting: what falls due meanwhile waits until it is over. */
  async passes(seconds: number): Promise<void> {
    this.#now = new Date(Date.parse(this.#now) + seconds * 1000).toISOString();
    await this.api.service.clock.set(this.#now);
  }

  async settle(): Promise<void> {
    const { projector, policies, alarms, deliveries } = this.api.service;
    const fold = async (): Promise<void> => {
      do while ((await projector.catchUp()) > 0);
      while ((await policies.run()) > 0);
    };
    do await fold();
    while ((await alarms.ring()) > 0);
    await deliveries.plan();
    while ((await deliveries.send()) > 0);
  }

  async give(kind: Kind, by: string, command: string, id: string | undefined, body: object): Promise<Answer> {
    this.commands += 1;
    const caller = by === 'beheer' ? actor(by, 'admin') : actor(by);
    try {
      return await this.api.service.execute.run(aggregates[kind] as typeof caseAggregate, { caller, command, body, ...(id && { id }) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Refusal(
        error.code,
        `${this.#now} ${command} by ${by}: ${error.code} ${JSON.stringify(error.errors)} ${error.detail?.en ?? ''}`,
      );
    }
  }

  /** The code with which a command is refused; undefined when it is accepted. */
  async refusal(...command: Parameters<Ground['give']>): Promise<string | undefined> {
    return this.give(...command).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Refusal) return error.code;
        throw error;
      },
    );
  }

  async case(caseId: string) {
    return (await this.api.service.streams.load(caseAggregate, caseId)).state;
  }

  async meeting(meetingId: string) {
    return (await this.api.service.streams.load(meetingAggregate, meetingId)).state;
  }
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
