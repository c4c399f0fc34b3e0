import type { Pool } from 'pg';
import { Grouped } from './grouped.js';

/** One look at somebody's file (NEN 7513): who, as what, which part, on what ground. Ids and codes only. */
export interface Access {
  readonly at: string;
  readonly tenant: string;
  readonly personId: string;
  readonly roles: readonly string[];
  /** C create, R read, U update, D delete, E execute. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly objectType: 'case' | 'team' | 'meeting' | 'search';
  readonly objectId: string;
  readonly part: string;
  readonly level: string;
  readonly outcome: 'given' | 'denied';
  readonly traceId?: string;
}

/** The append-only access log; an answer leaves only after its entry is stored. */
export class AccessLog {
  readonly #entries: Grouped<Access, void>;

  constructor(pool: Pool) {
    this.#entries = new Grouped<Access, void>(async (entries) => {
      await pool.query({
        name: 'log-access',
        text: `insert into access.log (at, tenant, person_id, roles, action, object_type, object_id, part, level, outcome, trace_id)
               select e.at, e.tenant, e."personId", e.roles, e.action, e."objectType", e."objectId", e.part, e.level, e.outcome, e."traceId"
               from json_to_recordset($1::json) as e(at timestamptz, tenant text, "personId" text, roles text[], action text, "objectType" text,
                 "objectId" text, part text, level text, outcome text, "traceId" text)`,
        values: [JSON.stringify(entries)],
      });
      return entries.map(() => undefined);
    });
  }

  write(access: Access): Promise<void> {
    return this.#entries.send(access);
  }
}
