import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { bodyOf } from '../domain/cases.js';
import { openSami } from '../support/people.js';
import type { Running } from '../support/running.js';
import type { Done } from './story.js';

interface Sent {
  readonly key: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}
/** A command and its answer, as it was written down before anything else was sent. */
export interface Acknowledged extends Sent {
  readonly answer: Done;
}

/** Clients that give commands, and write down what was acknowledged in a file that outlives them. */
export interface Traffic {
  /** Lets writers open and prepare case after case until they hear nothing any more. */
  run(writers: number): { acknowledged(): number; ended: Promise<void> };
  /** What the file says was acknowledged, oldest first. */
  acknowledged(): readonly Acknowledged[];
  /** Sent, and never answered. */
  unanswered(): readonly Sent[];
  /** Gives a command again by the same key; what had not been answered is written down then. */
  again(sent: Sent): Promise<{ answer: Done; replayed: boolean }>;
  close(): void;
}

/** Each child once, so that no case is open already. */
const openedBy = (teamId: string, writer: number, nth: number) => ({
  ...openSami(teamId),
  planKind: 'opp',
  statutoryTrigger: { kind: 'enrolment', on: '2026-09-21' },
  child: { givenName: `Kind ${nth}`, familyName: `van Schrijver ${writer}`, dateOfBirth: '2019-03-14' },
});

const patienceMs = 30_000;

export function trafficOn(service: Running, teamId: string, token: string, file: string): Traffic {
  const open = new Map<string, Sent>();
  const ledger = openSync(file, 'a');
  let nth = 0;

  const writeDown = (sent: Sent, answer: Done): void => {
    writeSync(ledger, `${JSON.stringify({ ...sent, answer } satisfies Acknowledged)}\n`);
    fsyncSync(ledger);
    open.delete(sent.key);
  };
  const post = async ({ key, path, body }: Sent): Promise<{ answer: Done; replayed: boolean } | undefined> => {
    const answered = await service.post(path, body, token, { 'idempotency-key': key }).catch(() => undefined);
    if (!answered || answered.status >= 500) return undefined;
    if (answered.status >= 400) throw new Error(`${path} was refused: ${JSON.stringify(answered.body)}`);
    return { answer: answered.body as unknown as Done, replayed: answered.headers.get('idempotent-replayed') === 'true' };
  };

  return {
    run: (writers) => {
      let count = 0;
      const give = async (path: string, body: Sent['body']): Promise<Done | undefined> => {
        const sent = { key: randomUUID(), path, body };
        open.set(sent.key, sent);
        const done = await post(sent);
        if (!done) return undefined;
        writeDown(sent, done.answer);
        count += 1;
        return done.answer;
      };
      const write = async (writer: number): Promise<void> => {
        for (;;) {
          nth += 1;
          const opened = await give('/v1/cases', openedBy(teamId, writer, nth));
          if (!opened) return;
          const commands = [
            ['add-party', bodyOf.party(randomUUID(), 'parent_authority')],
            ['save-preparation', bodyOf.form],
            ['submit-preparation', { formVersion: 1 }],
          ] as const;
          for (const [command, body] of commands) if (!(await give(`/v1/cases/${opened.id}/${command}`, body))) return;
        }
      };
      const ended = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).then(() => undefined);
      return { acknowledged: () => count, ended };
    },
    acknowledged: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Acknowledged),
    unanswered: () => [...open.values()],
    again: async (sent) => {
      const done = await post(sent);
      if (!done) throw new Error(`${sent.path} was not answered.`);
      if (open.has(sent.key)) writeDown(sent, done.answer);
      return done;
    },
    close: () => closeSync(ledger),
  };
}

/** Looks until it is so, at most this long. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, atMostMs = patienceMs): Promise<void> {
  for (const end = performance.now() + atMostMs; !(await isSo()); await delay(20))
    if (performance.now() > end) throw new Error(`Not within ${atMostMs} ms: ${what}.`);
}
