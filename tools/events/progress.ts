const everyMs = 1_000;

/** Says on standard error how far it is, once a second and at the end. */
export class Progress {
  readonly #since = performance.now();
  #said = 0;

  constructor(private readonly what: string) {}

  at(done: number, of?: string): void {
    if (performance.now() - this.#said < everyMs) return;
    this.#said = performance.now();
    process.stderr.write(`${this.what}: ${done} events${of ? ` of ${of}` : ''}, ${this.#rate(done)} a second\n`);
  }

  end(done: number, ending: string): void {
    const seconds = (performance.now() - this.#since) / 1_000;
    process.stderr.write(`${this.what}: ${done} events in ${seconds.toFixed(1)} s, ${this.#rate(done)} a second. ${ending}\n`);
  }

  #rate(done: number): number {
    return Math.round(done / Math.max(0.001, (performance.now() - this.#since) / 1_000));
  }
}
