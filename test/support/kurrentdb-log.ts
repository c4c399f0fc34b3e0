/** What lies in the log of the double, as the server keeps it. */
export interface LogRecord {
  /** Where it lies in the log: a plain append commits itself, so commit and prepare position are the same. */
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly meta: Uint8Array;
  readonly createdMs: number;
}

export type Proposed = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'data' | 'meta'>;
export type Expected = number | 'no_stream' | 'any' | 'stream_exists';

export type Decision =
  | { readonly kind: 'written' | 'idempotent'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong'; readonly current: number };

const bytesBeside = 120;

/** The judgement of EventStoreDB 23.10 on an append, after its published IndexWriter, and the order of its log. */
export class KurrentDbLog {
  readonly records: LogRecord[] = [];
  readonly #streams = new Map<string, LogRecord[]>();
  readonly #listeners = new Set<(record: LogRecord) => void>();
  #end = 0n;

  stream(name: string): readonly LogRecord[] {
    return this.#streams.get(name) ?? [];
  }

  onRecord(listener: (record: LogRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  append(stream: string, expected: Expected, proposed: readonly Proposed[]): Decision {
    const there = this.stream(stream);
    const current = there.length - 1;
    if (expected === 'any' || expected === 'stream_exists') return this.#appendAnywhere(stream, expected, proposed);
    const wanted = expected === 'no_stream' ? -1 : expected;
    if (wanted > current) return { kind: 'wrong', current };
    if (wanted === current) return this.#write(stream, proposed);
    // Behind the end: success only where exactly these ids lie, one after the other, from there on.
    for (const [index, { id }] of proposed.entries()) if (there[wanted + 1 + index]?.id !== id) return { kind: 'wrong', current };
    const last = there[wanted + proposed.length]!;
    return { kind: 'idempotent', revision: last.revision, position: last.position };
  }

  #appendAnywhere(stream: string, expected: Expected, proposed: readonly Proposed[]): Decision {
    const there = this.stream(stream);
    const current = there.length - 1;
    if (expected === 'stream_exists' && current < 0) return { kind: 'wrong', current };
    const places = proposed.map(({ id }) => there.find((record) => record.id === id));
    if (places[0] === undefined) return this.#write(stream, proposed);
    const last = places.at(-1);
    if (places.includes(undefined) || !last) return { kind: 'wrong', current };
    return { kind: 'idempotent', revision: last.revision, position: last.position };
  }

  #write(stream: string, proposed: readonly Proposed[]): Decision {
    const there = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, there);
    const records = proposed.map((event): LogRecord => {
      const record = { ...event, position: this.#end, stream, revision: there.length, createdMs: Date.now() };
      this.#end += BigInt(bytesBeside + stream.length + event.data.length + event.meta.length);
      there.push(record);
      this.records.push(record);
      return record;
    });
    for (const record of records) for (const listener of this.#listeners) listener(record);
    const last = records.at(-1)!;
    return { kind: 'written', revision: last.revision, position: last.position };
  }
}
