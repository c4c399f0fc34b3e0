import type { Fields, Infer, Problem, Shape } from '#domain/kernel/index.js';
import { int, optional, word } from '#domain/kernel/index.js';
import { Refused } from '#infra/execute/refused.js';
import { dataOf, problemsOf } from '#infra/validation/body.js';

/** What every list takes. */
export const listParameters = { limit: optional(int(1, 200)), cursor: optional(word(2000)) };
export const defaultLimit = 50;

/** Reads the query of a URL by a table of fields; an unknown or wrong parameter is a 400. */
export function parametersOf<F extends Fields>(fields: F, query: unknown): Infer<F> {
  const raw: Record<string, unknown> = {};
  const repeated: Problem[] = [];
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string')
      repeated.push({ pointer: `/${name}`, message: { en: 'Give this parameter once.', nl: 'Geef deze parameter één keer.' } });
    else raw[name] = Object.hasOwn(fields, name) ? coerced(fields[name]!.shape, value) : value;
  }
  const errors = [...repeated, ...problemsOf(fields, raw, '9999-12-31')];
  if (errors.length) throw new Refused('validation', { errors });
  return dataOf(fields, raw, () => '') as Infer<F>;
}

/** Reads a body that is no command's by a table of fields. */
export function bodyOf<F extends Fields>(fields: F, body: unknown): Infer<F> {
  const errors = problemsOf(fields, body, '9999-12-31');
  if (errors.length) throw new Refused('validation', { errors });
  return dataOf(fields, body as Record<string, unknown>, () => '') as Infer<F>;
}

function coerced(shape: Shape, text: string): unknown {
  if (shape.kind === 'int' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (shape.kind === 'bool' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

export const minRevision = { minRevision: optional(int(0, 1_000_000_000)) };
