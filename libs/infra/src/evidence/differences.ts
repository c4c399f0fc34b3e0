/** An event as one of two sides knows it: what identifies its content, and what may be said about it. */
export interface Trace {
  readonly ordinal: number;
  /** The same for equal events and for no others; undefined where this side does not know. */
  readonly tag: string | undefined;
  readonly eventId?: string;
  readonly position?: string;
}

/**
 * One difference between what was sealed and what is there. `ordinal` is the place in the log as it was sealed, counted from 1; for what was
 * added it is the place before which it stands.
 */
export interface Difference {
  readonly kind: 'changed' | 'missing' | 'added' | 'swapped' | 'moved' | 'cut';
  readonly ordinal: number;
  /** The other place of a swap, where something was moved to, or the last ordinal of a tail that was cut. */
  readonly to?: number;
  /** Where the store has what is there in its place, in the store's own counting. */
  readonly position?: string;
  readonly eventId?: string;
}

const windowSize = 4_096;

/** A look ahead along one side: its next events, and where in them a tag lies. */
class Ahead {
  readonly #source: AsyncIterator<Trace>;
  #traces: Trace[] = [];
  #start = 0;
  readonly #places = new Map<string, number>();
  #done = false;
  #taken = 0;

  constructor(source: AsyncIterable<Trace>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async next(): Promise<Trace | undefined> {
    await this.#fill(1);
    return this.#traces[this.#start];
  }

  take(): void {
    const trace = this.#traces[this.#start++]!;
    if (trace.tag !== undefined && this.#places.get(trace.tag) === this.#taken) this.#places.delete(trace.tag);
    this.#taken += 1;
    if (this.#start < windowSize) return;
    this.#traces = this.#traces.slice(this.#start);
    this.#start = 0;
  }

  /** How many events from here this tag lies; undefined when it is not among the next ones. */
  async distance(tag: string | undefined): Promise<number | undefined> {
    if (tag === undefined) return undefined;
    await this.#fill(windowSize);
    const place = this.#places.get(tag);
    return place === undefined ? undefined : place - this.#taken;
  }

  async at(distance: number): Promise<Trace | undefined> {
    await this.#fill(distance + 1);
    return this.#traces[this.#start + distance];
  }

  async #fill(wanted: number): Promise<void> {
    while (!this.#done && this.#traces.length - this.#start < wanted) {
      const { value, done } = await this.#source.next();
      if (done) {
        this.#done = true;
        return;
      }
      const trace: Trace = value;
      const place = this.#taken + this.#traces.length - this.#start;
      if (trace.tag !== undefined && !this.#places.has(trace.tag)) this.#places.set(trace.tag, place);
      this.#traces.push(trace);
    }
  }
}

/**
 * Compares the sealed log with what is there, in one pass over both and with bounded memory: what moved by more than some thousand places is
 * given as missing in one place and added in the other. When `isWhole` is false, what follows after the end of `sealed` is not yet sealed.
 */
export async function* differences(
  sealed: AsyncIterable<Trace>,
  found: AsyncIterable<Trace>,
  { isWhole }: { readonly isWhole: boolean },
): AsyncGenerator<Difference> {
  const [before, after] = [new Ahead(sealed), new Ahead(found)];
  /** What was accounted for already, on the side where it is still to come. */
  const expected = new Set<string>();
  const passed = new Set<string>();
  const swaps = new Map<string, string>();
  for (;;) {
    const [was, is] = [await before.next(), await after.next()];
    if (was?.tag !== undefined && expected.delete(was.tag)) before.take();
    else if (is?.tag !== undefined && passed.delete(is.tag)) after.take();
    else if (!was && !is) return;
    else if (!was) {
      if (!isWhole) return;
      yield { kind: 'added', ordinal: is!.ordinal, ...said(is!) };
      after.take();
    } else if (!is) {
      yield { kind: 'cut', ordinal: was.ordinal, to: await lastOf(before), ...said(was) };
      return;
    } else if (was.tag === undefined || was.tag === is.tag || swaps.get(was.tag) === is.tag) {
      if (was.tag !== undefined) swaps.delete(was.tag);
      before.take();
      after.take();
    } else {
      const [later, earlier] = [await after.distance(was.tag), await before.distance(is.tag)];
      if (later === undefined && earlier === undefined) {
        yield { kind: 'changed', ordinal: was.ordinal, ...said(was), ...(is.position && { position: is.position }) };
        before.take();
        after.take();
      } else if (later === undefined) {
        yield { kind: 'missing', ordinal: was.ordinal, ...said(was) };
        before.take();
      } else if (earlier === undefined) {
        yield { kind: 'added', ordinal: was.ordinal, ...said(is) };
        after.take();
      } else if (later === earlier) {
        const other = (await before.at(earlier))!;
        yield { kind: 'swapped', ordinal: was.ordinal, to: other.ordinal, ...said(was), ...(is.position && { position: is.position }) };
        swaps.set(is.tag!, was.tag);
        before.take();
        after.take();
      } else if (later > earlier) {
        yield { kind: 'moved', ordinal: was.ordinal, to: (await after.at(later))!.ordinal, ...said(was) };
        passed.add(was.tag);
        before.take();
      } else {
        yield { kind: 'moved', ordinal: (await before.at(earlier))!.ordinal, to: was.ordinal, ...said(is) };
        expected.add(is.tag!);
        after.take();
      }
    }
  }
}

const said = ({ eventId, position }: Trace): { eventId?: string; position?: string } => ({
  ...(eventId !== undefined && { eventId }),
  ...(position !== undefined && { position }),
});

async function lastOf(side: Ahead): Promise<number> {
  let last = 0;
  for (let next = await side.next(); next; next = await side.next()) {
    last = next.ordinal;
    side.take();
  }
  return last;
}
