/**
 * Sends what queues up while one call is in flight with the next call. Each item gets its own outcome. One that arrives during a call
 * never joins it, so an answer is never older than its question.
 */
export class Grouped<Item, Outcome> {
  readonly #call: (items: readonly Item[]) => Promise<readonly (Outcome | Error)[]>;
  readonly #limit: number;
  #waiting: { item: Item; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }[] = [];
  #busy = false;

  constructor(call: (items: readonly Item[]) => Promise<readonly (Outcome | Error)[]>, limit = 256) {
    this.#call = call;
    this.#limit = limit;
  }

  send(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#limit);
      try {
        const outcomes = await this.#call(group.map(({ item }) => item));
        group.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index];
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome as Outcome);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#busy = false;
  }
}
