import type { Field, Fields, Shape } from '#domain/kernel/index.js';
import { Sealed } from '#domain/kernel/index.js';

type Values = Readonly<Record<string, unknown>>;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{2}:\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What is wrong with values by their table of fields: undeclared, missing, or of another shape; each as `path: what`. */
export function shapeProblems(fields: Fields, values: Values, path = ''): string[] {
  const undeclared = Object.keys(values).filter((name) => !Object.hasOwn(fields, name));
  return [
    ...undeclared.map((name) => `${path}/${name}: undeclared`),
    ...Object.entries(fields).flatMap(([name, field]) => valueProblems(field, values[name], `${path}/${name}`, name in values)),
  ];
}

function valueProblems(field: Field<unknown>, value: unknown, path: string, present: boolean): string[] {
  if (value === undefined) return present ? [`${path}: undefined`] : field.optional ? [] : [`${path}: missing`];
  return kindProblems(field.shape, value, path);
}

function kindProblems(shape: Shape, value: unknown, path: string): string[] {
  const must = (holds: boolean): string[] => (holds ? [] : [`${path}: no ${shape.kind}: ${JSON.stringify(value)}`]);
  switch (shape.kind) {
    case 'object':
      return typeof value === 'object' && value !== null ? shapeProblems(shape.fields, value as Values, path) : must(false);
    case 'list':
      if (!Array.isArray(value) || value.length < shape.min || value.length > shape.max) return must(false);
      return value.flatMap((item, index) => kindProblems(shape.of.shape, item, `${path}/${index}`));
    case 'id':
      return must(typeof value === 'string' && UUID.test(value));
    case 'ref':
    case 'word':
    case 'scope':
    case 'language':
      return must(typeof value === 'string' && /^\S.{0,199}$/.test(value));
    case 'bool':
      return must(typeof value === 'boolean');
    case 'code':
      return must(shape.values.includes(value as string));
    case 'date':
    case 'birthDate':
      return must(typeof value === 'string' && DATE.test(value));
    case 'time':
      return must(typeof value === 'string' && TIME.test(value));
    case 'instant':
      return must(typeof value === 'string' && INSTANT.test(value));
    case 'int':
      return must(Number.isInteger(value) && (value as number) >= shape.min && (value as number) <= shape.max);
    case 'text':
      return must(value instanceof Sealed || (shape.clearable && value === ''));
    case 'sealed':
    case 'email':
    case 'phone':
      return must(value instanceof Sealed);
  }
}

/** A body as a test writes it, with plain texts, turned into what the domain takes: texts hidden, lists that may be left out empty. */
export function hidden(fields: Fields, plain: Values): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (plain[name] !== undefined) data[name] = hiddenValue(field.shape, plain[name]);
    else if (field.shape.kind === 'list' && field.shape.min === 0 && !field.optional) data[name] = [];
  }
  for (const name of Object.keys(plain)) if (!Object.hasOwn(fields, name)) data[name] = plain[name];
  return data;
}

function hiddenValue(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'object') return hidden(shape.fields, value as Values);
  if (shape.kind === 'list') return (value as unknown[]).map((item) => hiddenValue(shape.of.shape, item));
  const isText = shape.kind === 'text' || shape.kind === 'email' || shape.kind === 'phone';
  return isText && value !== '' ? Sealed.hide(value as string) : value;
}

/** The data of an event with its texts legible, so that a test compares words, not wrappers. */
export function legible(value: unknown): unknown {
  if (value instanceof Sealed) return Sealed.plainOf(value);
  if (Array.isArray(value)) return value.map(legible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, legible(each)]));
}
