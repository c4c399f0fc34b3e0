import { randomUUID } from 'node:crypto';
import type { Ids, Person } from './cast.js';
import { freshIds, namesOf } from './cast.js';
import type { Screen } from './screen.js';
import { longDay } from './screen.js';
import type { Body, Done, Service } from './service.js';
import { CannotPlay, Refused } from './service.js';

/** One case told to the running service: people act one after the other, on the days of the story. */
export interface Story {
  readonly ids: Ids;
  readonly screen: Screen;
  /** Puts names in the place of the ids that this client made. */
  readonly named: (text: string) => string;
  readonly service: Service;
  /** Moves the clock to an Amsterdam moment of that day and begins the next step. */
  step(day: string, time: string, title: string): Promise<void>;
  /** Moves the clock within a step. */
  later(day: string, time: string): Promise<void>;
  /** A command of a person on the case. Throws when the service refuses it. */
  does(who: Person, what: string, command: string, body?: Body, key?: string): Promise<Done>;
  /** A command that the service has to refuse, with this code. */
  refused(who: Person, what: string, command: string, body: Body, code: string): Promise<void>;
  /** The case as somebody sees it, as new as the last command. */
  seenBy<T>(who: Person): Promise<T>;
}

/** The instant at which the clocks in Amsterdam show this time; summer time as the zone has it. */
export function amsterdam(day: string, time: string): Date {
  const asUtc = new Date(`${day}T${time}:00Z`);
  const offset = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Amsterdam', timeZoneName: 'longOffset' })
    .formatToParts(asUtc)
    .find(({ type }) => type === 'timeZoneName')!.value;
  return new Date(`${day}T${time}:00${offset.replace('GMT', '') || 'Z'}`);
}

export function storyOn(service: Service, screen: Screen): Story {
  const ids = freshIds();
  const named = namesOf(ids);
  let revision = 0;
  const pathOf = (command: string): string => `/v1/cases/${ids.caseId}/${command}`;
  const setClock = (day: string, time: string): Promise<void> => service.setClock(amsterdam(day, time).toISOString());

  return {
    ids,
    screen,
    named,
    service,
    step: async (day, time, title) => {
      await setClock(day, time);
      screen.step(day, title);
    },
    later: async (day, time) => {
      await setClock(day, time);
      screen.note(`– ${longDay(day)}, ${time} –`);
    },
    does: async (who, what, command, body = {}, key = randomUUID()) => {
      const path = command === 'open-case' ? '/v1/cases' : pathOf(command);
      const done = await service.post(path, body, await service.token(who.personId), key);
      revision = done.revision;
      if (!done.replayed) screen.act(who.name, what, done.events);
      return done;
    },
    refused: async (who, what, command, body, code) => {
      const problem = await service.post(pathOf(command), body, await service.token(who.personId)).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof Refused) return error.problem;
          throw error;
        },
      );
      if (problem?.code !== code)
        throw new CannotPlay(`${who.name} ${what}: expected the refusal ${code}, not ${problem?.code ?? 'a yes'}.`);
      screen.refused(who.name, what, {
        ...problem,
        errors: problem.errors?.map((each) => ({ pointer: named(each.pointer), message: named(each.message) })),
      });
    },
    seenBy: async (who) => service.get(`/v1/cases/${ids.caseId}?minRevision=${revision}`, who.personId),
  };
}
