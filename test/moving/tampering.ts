import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { EventStore } from '#infra/event-store/event-store.js';
import { contentOf, linkOf, origin } from '#infra/evidence/chain.js';
import type { Difference } from '#infra/evidence/differences.js';
import type { Random } from './random.js';

/** One change to the stored rows, as somebody with the password of the database could make it, and what must be found. */
export interface Tampering {
  readonly what: string;
  make(pool: Pool): Promise<void>;
  readonly found: Partial<Difference>;
}

const shift = async (pool: Pool, from: number, by: number): Promise<void> => {
  await pool.query('update log.events set position = -(position + $2) where position >= $1', [from, by]);
  await pool.query('update log.events set position = -position where position < 0');
  await pool.query('update log.counter set position = position + $1', [by]);
};

function flip(random: Random, last: number): Tampering {
  const at = 1 + random.below(last);
  const column = random.of(['data', 'meta', 'type', 'stream', 'revision', 'event_id']);
  const value: { readonly [column: string]: string } = {
    // One character somewhere, to one that was not there.
    data: `overlay(data placing case substr(data, $2, 1) when 'x' then 'y' else 'x' end from $2 for 1)`,
    meta: `overlay(meta placing case substr(meta, $2, 1) when 'x' then 'y' else 'x' end from $2 for 1)`,
    type: `type || substr('Again', 1, $2)`,
    stream: `stream || repeat('1', $2)`,
    revision: 'revision + 100000 + $2',
    event_id: `md5($2::text || event_id)::uuid`,
  };
  return {
    what: `${column} of ${at}`,
    make: async (pool) => {
      await pool.query(`update log.events set ${column} = ${value[column]} where position = $1`, [at, 1 + random.below(10)]);
    },
    found: { kind: 'changed', ordinal: at },
  };
}

function takeOut(random: Random, last: number): Tampering {
  const at = 1 + random.below(last - 1);
  const closesUp = random.below(2) === 0;
  return {
    what: `delete ${at}${closesUp ? ' and close up' : ''}`,
    make: async (pool) => {
      await pool.query('delete from log.events where position = $1', [at]);
      if (closesUp) await shift(pool, at, -1);
    },
    found: { kind: 'missing', ordinal: at },
  };
}

function putIn(random: Random, last: number): Tampering {
  const at = 1 + random.below(last);
  return {
    what: `insert before ${at}`,
    make: async (pool) => {
      await shift(pool, at, 1);
      await pool.query(
        `insert into log.events (position, stream, revision, event_id, tenant, type, data, meta)
         values ($1, 'supportCase-' || $2::text, 0, $2::uuid, 'demo', 'CaseOpened', '{}', '{"tenantId":"demo"}')`,
        [at, randomUUID()],
      );
    },
    found: { kind: 'added', ordinal: at },
  };
}

function swap(random: Random, last: number): Tampering {
  const one = 1 + random.below(last - 1);
  const two = random.below(3) === 0 ? one + 1 : one + 1 + random.below(last - one);
  return {
    what: `swap ${one} and ${two}`,
    make: async (pool) => {
      await pool.query('update log.events set position = -position where position in ($1, $2)', [one, two]);
      await pool.query('update log.events set position = $1::bigint + $2::bigint + position where position < 0', [one, two]);
    },
    found: { kind: 'swapped', ordinal: one, to: two },
  };
}

function cut(random: Random, last: number): Tampering {
  const after = random.below(3) === 0 ? last - 1 : random.below(last);
  return {
    what: `cut after ${after}`,
    make: async (pool) => {
      await pool.query('delete from log.events where position > $1', [after]);
      await pool.query('update log.counter set position = $1', [after]);
    },
    found: { kind: 'cut', ordinal: after + 1, to: last },
  };
}

/** A random change to a log whose last position is `last`. */
export const tampering = (random: Random, last: number): Tampering => random.of([flip, takeOut, putIn, swap, cut])(random, last);

/** Makes seals that fit the log as it is now: what somebody does who knows of them. */
export async function forgeSeals(pool: Pool, store: EventStore): Promise<void> {
  await pool.query('delete from evidence.seals');
  let link = origin;
  let position = '';
  for (let events = await store.readAll('', 1_000); events.length > 0; events = await store.readAll(position, 1_000)) {
    const seals = events.map((event) => {
      const content = contentOf(event);
      link = linkOf(link, content);
      return { ...link, content, position: event.position, eventId: event.eventId };
    });
    await pool.query(
      `insert into evidence.seals (ordinal, position, event_id, content, hash)
       select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::bytea[], $5::bytea[])`,
      [
        seals.map((seal) => seal.ordinal),
        seals.map((seal) => seal.position),
        seals.map((seal) => seal.eventId),
        seals.map((seal) => seal.content),
        seals.map((seal) => seal.hash),
      ],
    );
    position = events.at(-1)!.position;
  }
  await pool.query('update evidence.head set ordinal = $1, position = $2, hash = $3', [link.ordinal, position, link.hash]);
}
