import type { Running } from '../support/running.js';

type Body = Readonly<Record<string, unknown>>;

/** The answer of a command, as api.md says it. */
export interface Done {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly events: readonly string[];
  readonly created: Readonly<Record<string, string>>;
}
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly missing?: readonly string[];
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly allowedCommands?: readonly string[];
}
export interface TimelineEntry {
  readonly revision: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly actorId: string;
  readonly summary: string;
  readonly texts?: Readonly<Record<string, string>>;
}

/** One case told to the running service: people act one after the other, on the days of the story. */
export interface Story {
  readonly caseId: string;
  /** The events of all commands so far, in order. */
  readonly told: readonly string[];
  /** Moves the clock to an Amsterdam moment; the views have caught up when it returns. */
  on(day: string, time?: string): Promise<void>;
  opens(personId: string, body: Body): Promise<Done>;
  /** A command that is accepted. */
  does(personId: string, command: string, body?: Body): Promise<Done>;
  /** A command that is refused: nothing changes. */
  refused(personId: string, command: string, body?: Body): Promise<Problem>;
  /** The case as somebody sees it, as new as the last command; `status` is that of the answer. */
  seenBy(personId: string): Promise<Body & { readonly status: number }>;
  timelineOf(personId: string): Promise<readonly TimelineEntry[]>;
  /** The names of the commands that somebody could give now. */
  allowedTo(personId: string): Promise<readonly string[]>;
  /** The rows of a list, once the views have caught up. */
  listed(personId: string, path: string): Promise<readonly Body[]>;
  counted(personId: string, teamId: string): Promise<Readonly<Record<string, number>>>;
  searched(personId: string, q: string): Promise<readonly Body[]>;
}

const summerTimeEndsOn = '2026-10-25';
const instantOf = (day: string, time: string): string =>
  new Date(`${day}T${time}:00${day < summerTimeEndsOn ? '+02:00' : '+01:00'}`).toISOString();

/** The bodies of the four steps, one after the other from an Amsterdam moment on, each so many minutes long. */
export function stepsFrom(day: string, time: string, minutes: readonly number[]): readonly Body[] {
  let at = Date.parse(instantOf(day, time));
  return minutes.map((length, nth) => {
    const startedAt = new Date(at).toISOString();
    at += length * 60_000;
    const step = ['background', 'reason', 'goals', 'actions'][nth];
    return { step, notes: `What was said about the ${step}.`, startedAt, endedAt: new Date(at).toISOString() };
  });
}

/** Tells a story in the school year of the acceptance scenarios, until March 2027. */
export function storyOf(service: Running, caseId: string): Story {
  const told: string[] = [];
  let now = '';
  let revision = 0;
  const pathOf = (rest: string): string => `/v1/cases/${caseId}${rest}`;

  const accepted = async (personId: string, path: string, body: Body, status: number): Promise<Done> => {
    const answer = await service.post(path, body, await service.token(personId));
    if (answer.status !== status) throw new Error(`${personId} was refused ${path}: ${JSON.stringify(answer.body)}`);
    const done = answer.body as unknown as Done;
    told.push(...done.events);
    revision = done.revision;
    return done;
  };
  const items = async <T>(personId: string, path: string): Promise<readonly T[]> => {
    const { status, body } = await service.get(path, await service.token(personId));
    if (status !== 200) throw new Error(`${personId} was refused ${path}: ${JSON.stringify(body)}`);
    return body['items'] as T[];
  };
  const settled = (): Promise<void> => service.at(now, true);

  return {
    caseId,
    told,
    on: async (day, time = '10:00') => {
      now = instantOf(day, time);
      await settled();
    },
    opens: (personId, body) => accepted(personId, '/v1/cases', { caseId, ...body }, 201),
    does: (personId, command, body = {}) => accepted(personId, pathOf(`/${command}`), body, 200),
    refused: async (personId, command, body = {}) => {
      const answer = await service.post(pathOf(`/${command}`), body, await service.token(personId));
      if (answer.status < 400) throw new Error(`${personId} was allowed to ${command}.`);
      return answer.body as unknown as Problem;
    },
    seenBy: async (personId) => {
      const { status, body } = await service.get(pathOf(`?minRevision=${revision}`), await service.token(personId));
      return { ...body, status };
    },
    timelineOf: async (personId) => {
      await settled();
      return items<TimelineEntry>(personId, pathOf('/timeline?limit=200'));
    },
    allowedTo: async (personId) =>
      (await items<{ command: string; allowed: boolean }>(personId, pathOf('/allowed-commands')))
        .filter(({ allowed }) => allowed)
        .map(({ command }) => command),
    listed: async (personId, path) => {
      await settled();
      return items<Body>(personId, path);
    },
    counted: async (personId, teamId) => {
      await settled();
      const { body } = await service.get(`/v1/cases/counts?teamId=${teamId}`, await service.token(personId));
      const { phases, ...rest } = body as { phases: Record<string, { count: number }> } & Record<string, { count: number }>;
      return Object.fromEntries(Object.entries({ ...phases, ...rest }).map(([name, { count }]) => [name, count]));
    },
    searched: async (personId, q) => {
      await settled();
      const { body } = await service.post('/v1/cases/search', { q }, await service.token(personId));
      return body['items'] as Body[];
    },
  };
}
