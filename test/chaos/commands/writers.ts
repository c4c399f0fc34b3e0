import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { request } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { bodyOf } from '../../domain/cases.js';
import type { Random } from '../../moving/random.js';
import { openSami } from '../../support/people.js';
import type { Reply } from '../../support/processes.js';
import { send } from '../../support/processes.js';

interface Command {
  readonly key: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface Done {
  readonly id: string;
  readonly revision: number;
  readonly events: readonly string[];
}
/** A line of the ledger: a command and its answer, on the disk before anything else was done. */
export interface Acknowledged extends Command {
  readonly answer: Done;
}

export interface Counts {
  readonly acknowledged: number;
  /** Commands that got two to eight answers at once. */
  readonly atOnce: number;
  /** Commands whose socket was destroyed first. */
  readonly cut: number;
  /** Commands that were carried out by an attempt whose answer nobody got. */
  readonly unheard: number;
  /** Attempts that got no answer, or one that says "later". */
  readonly unanswered: number;
  readonly amiss: readonly string[];
}

/** Persistent clients: a command that was not answered is sent again under the same key until it is. */
export interface Writers {
  counts(): Counts;
  ledger(): readonly Acknowledged[];
  /** Sends a command of the ledger again, so many times at once: the same answer each time, as a replay. */
  again(command: Acknowledged, times: number): Promise<void>;
  /** Each ends the case that it is at. */
  stop(): Promise<void>;
  close(): void;
}

const givesUpAfterMs = 180_000;
const isTransient = (status: number): boolean => status >= 500 || status === 429;

export function startWriters(given: {
  readonly port: number;
  readonly teamId: string;
  readonly token: string;
  readonly file: string;
  readonly writers: number;
  readonly random: Random;
}): Writers {
  const { port, teamId, token, file, random } = given;
  const ledger = openSync(file, 'a');
  const amiss: string[] = [];
  const [counts, child] = [{ acknowledged: 0, atOnce: 0, cut: 0, unheard: 0, unanswered: 0 }, { nth: 0 }];
  let stopped = false;

  const writeDown = (line: Acknowledged): void => {
    writeSync(ledger, `${JSON.stringify(line)}\n`);
    fsyncSync(ledger);
    counts.acknowledged += 1;
  };
  /** The answers to one command sent so many times at once; those that got none are left out. */
  const sendAtOnce = async ({ path, key, body }: Command, times: number): Promise<readonly Reply[]> => {
    const sent = await Promise.allSettled(Array.from({ length: times }, () => send(port, 'POST', path, token, body, key)));
    const answered = sent.flatMap((each) => (each.status === 'fulfilled' && !isTransient(each.value.status) ? [each.value] : []));
    counts.unanswered += times - answered.length;
    for (const { status, body: problem } of answered) if (status >= 400) amiss.push(`${path}: ${status} ${String(problem['code'])}`);
    return answered;
  };
  const carryOut = async (path: string, body: Command['body']): Promise<Done> => {
    const command = { key: randomUUID(), path, body };
    if (random.below(5) === 0) {
      counts.cut += 1;
      await sendAndHangUp(port, command, token, random.below(30));
    }
    for (const end = performance.now() + givesUpAfterMs; ; await delay(30 + random.below(70))) {
      const times = random.below(5) === 0 ? 2 + random.below(7) : 1;
      const answers = await sendAtOnce(command, times);
      const [first, ...others] = answers;
      if (first) {
        const answer = first.body as unknown as Done;
        if (first.status >= 400) throw new Error(`${path} was refused.`);
        for (const other of others) if (!isDeepStrictEqual(other.body, answer)) amiss.push(`${path}: two answers to one command`);
        if (others.length > 0) counts.atOnce += 1;
        if (answers.every(({ replayed }) => replayed)) counts.unheard += 1;
        writeDown({ ...command, answer });
        return answer;
      }
      if (performance.now() > end) throw new Error(`${path} was not answered within ${givesUpAfterMs} ms.`);
    }
  };
  const write = async (writer: number): Promise<void> => {
    while (!stopped) {
      child.nth += 1;
      const sami = openSami(teamId);
      const named = { ...sami.child, givenName: `Kind ${child.nth}`, familyName: `van Schrijver ${writer}` };
      const { id } = await carryOut('/v1/cases', { ...sami, child: named });
      await carryOut(`/v1/cases/${id}/add-party`, bodyOf.party(randomUUID(), 'parent_authority'));
      await carryOut(`/v1/cases/${id}/save-preparation`, bodyOf.form);
    }
  };
  const ended = Promise.all(
    Array.from({ length: given.writers }, (_, writer) => write(writer).catch(({ message }: Error) => void amiss.push(message))),
  );
  return {
    counts: () => ({ ...counts, amiss }),
    ledger: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Acknowledged),
    again: async (command, times) => {
      const answered = await sendAtOnce(command, times);
      if (answered.length < times) amiss.push(`${command.path}: not answered when sent again`);
      for (const { body, replayed } of answered)
        if (!replayed || !isDeepStrictEqual(body, command.answer)) amiss.push(`${command.path}: another answer when sent again`);
    },
    stop: async () => {
      stopped = true;
      await ended;
    },
    close: () => closeSync(ledger),
  };
}

/** Sends a command and destroys the socket so many milliseconds later, whatever had arrived at either side. */
function sendAndHangUp(port: number, { path, key, body }: Command, token: string, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path, headers, agent: false }, (answer) => answer.resume());
    asked.on('error', () => undefined);
    asked.on('close', resolve);
    asked.end(JSON.stringify(body));
    setTimeout(() => asked.destroy(), afterMs);
  });
}
