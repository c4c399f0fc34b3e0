import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '../event-store/event-store.js';
import type { Signer } from '../sealing/tenant-keys.js';
import type { Link } from './chain.js';
import { contentOf, linkOf } from './chain.js';
import type { Checkpoint } from './checkpoint-file.js';
import { addCheckpoint, lastCheckpoint, tagBytes } from './checkpoint-file.js';

const passSize = 1_000;
/** A checkpoint is written when so many events follow the last one, or some events and so many minutes. */
const eventsEach = 1_000;
const minutesEach = 5;

/** The log is not what was signed before: nothing more is signed until somebody has looked. */
export class LogChanged extends Error {
  override readonly name = 'LogChanged';
}

interface Head {
  readonly ordinal: number;
  readonly position: string;
  readonly hash: Buffer;
}

/**
 * Chains the hash of every event, in the order of the log, and signs checkpoints into a file that is to be kept elsewhere. Like a view it may
 * run twice, at once, anywhere, and can be thrown away and built again.
 */
export class Evidence {
  #running: Promise<number> | undefined;

  /** `file` gets the checkpoints; its folder is made when it is not there. */
  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly signer: Signer,
    readonly file: string,
  ) {}

  /** Seals what was appended, signs what is due, and gives how many events were sealed. Throws `LogChanged`. */
  catchUp(): Promise<number> {
    this.#running ??= this.#passes().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #passes(): Promise<number> {
    for (let total = 0; ;) {
      const { sealed, isAtEnd } = await this.#seal();
      total += sealed;
      while (await this.#sign(isAtEnd));
      if (sealed === 0) return total;
    }
  }

  /** One statement moves the head and stores the seals, so whoever comes second stores nothing. */
  async #seal(): Promise<{ readonly sealed: number; readonly isAtEnd: boolean }> {
    const { rows } = await this.pool.query<Head>('select ordinal, position, hash from evidence.head');
    const head = rows[0]!;
    const events = await this.store.readAll(head.position, passSize);
    if (events.length === 0) return { sealed: 0, isAtEnd: true };
    let link: Link = head;
    const seals = events.map((event) => {
      const content = contentOf(event);
      link = linkOf(link, content);
      return { ...link, content, position: event.position, eventId: event.eventId };
    });
    const { rowCount } = await this.pool.query({
      name: 'seal',
      text: `with moved as (update evidence.head set ordinal = $1, position = $2, hash = $3 where ordinal = $4 and hash = $5 returning 1)
             insert into evidence.seals (ordinal, position, event_id, content, hash)
             select s.* from unnest($6::bigint[], $7::text[], $8::uuid[], $9::bytea[], $10::bytea[]) s where exists (select from moved)`,
      values: [
        link.ordinal,
        events.at(-1)!.position,
        link.hash,
        head.ordinal,
        head.hash,
        seals.map((seal) => seal.ordinal),
        seals.map((seal) => seal.position),
        seals.map((seal) => seal.eventId),
        seals.map((seal) => seal.content),
        seals.map((seal) => seal.hash),
      ],
    });
    const sealed = rowCount ?? 0;
    return { sealed, isAtEnd: sealed > 0 && sealed < passSize };
  }

  /** Writes the next checkpoint when one is due; the file comes first, so a crash in between writes it twice and never not at all. */
  async #sign(isAtEnd: boolean): Promise<boolean> {
    const client = await this.pool.connect();
    let failed: Error | undefined;
    try {
      await client.query('begin');
      const { rows } = await client.query<{ signed: number; to: number; at: Date }>(
        `select signed, least(ordinal, signed + ${eventsEach}) as to, clock_timestamp() as at from evidence.head
          where ordinal >= signed + ${eventsEach}
             or (ordinal > signed and coalesce(signed_at, '-infinity') < clock_timestamp() - interval '${minutesEach} minutes')
            for update skip locked`,
      );
      const due = rows[0];
      if (!due) return false;
      const kept = await lastCheckpoint(this.file, this.signer.publicKey);
      const from = await agreed(client, kept, due.signed, isAtEnd);
      if (from === undefined) return false;
      const to = Math.max(due.to, from);
      if (to > from) {
        const { rows: seals } = await client.query<{ position: string; content: Buffer; hash: Buffer }>(
          'select position, content, hash from evidence.seals where ordinal > $1 and ordinal <= $2 order by ordinal',
          [from, to],
        );
        const last = seals.at(-1)!;
        const checkpoint: Checkpoint = {
          from,
          ordinal: to,
          position: last.position,
          hash: last.hash.toString('base64'),
          tags: Buffer.concat(seals.map(({ content }) => content.subarray(0, tagBytes))).toString('base64'),
          at: due.at.toISOString(),
        };
        await addCheckpoint(this.file, checkpoint, this.signer);
      }
      await client.query('update evidence.head set signed = $1, signed_at = $2', [to, due.at]);
      return true;
    } catch (error) {
      failed = error as Error;
      throw error;
    } finally {
      await client.query(failed ? 'rollback' : 'commit').catch((error: Error) => (failed ??= error));
      client.release(failed && !(failed instanceof LogChanged) ? failed : undefined);
    }
  }
}

/**
 * From where to sign on, when the chain still agrees with the newest checkpoint in the file; undefined while the chain is being built again and
 * has not come that far. What was signed is never signed a second time over another log.
 */
async function agreed(client: PoolClient, kept: Checkpoint | undefined, signed: number, isAtEnd: boolean): Promise<number | undefined> {
  if (!kept) return signed;
  const { rows } = await client.query<{ hash: Buffer }>('select hash from evidence.seals where ordinal = $1', [kept.ordinal]);
  if (!rows[0] && !isAtEnd) return undefined;
  if (!rows[0]) throw new LogChanged(`The log ends before event ${kept.ordinal}, which was signed.`);
  if (rows[0].hash.toString('base64') !== kept.hash) throw new LogChanged(`The log up to event ${kept.ordinal} is not what was signed.`);
  return Math.max(signed, kept.ordinal);
}
