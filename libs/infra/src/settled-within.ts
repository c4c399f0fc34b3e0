/** Waits until all of these have come to an end, good or bad, but no longer than so many milliseconds. */
export function settledWithin(milliseconds: number, promises: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  const settled = Promise.allSettled(promises).then(() => undefined);
  return Promise.race([settled, over]).finally(() => clearTimeout(timer));
}
