import { erased } from '#infra/sealing/vault.js';

/** A copy in which a text whose key is gone says so in words. */
export function legible<T>(value: T, instead: string): T {
  if (value === erased) return instead as T;
  if (Array.isArray(value)) return value.map((each: unknown) => legible(each, instead)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, legible(each as unknown, instead)])) as T;
}
