import type { Field, Fields, Subject } from '#domain/kernel/index.js';
import { isEnvelope } from '#domain/kernel/index.js';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a sealed text stands, under which field it was first stored, whose key must seal it, and which key did. */
export interface SealedPlace {
  readonly path: string;
  readonly field: string;
  readonly subject: Subject;
  readonly key: string;
}

/**
 * What keeps stored data from being exactly what the vocabulary declares: fields it does not know, fields that are missing, texts in
 * clear, envelopes where none belongs. Collects the sealed places on the way.
 */
export function mismatches(fields: Fields, data: unknown, sealed: SealedPlace[] = []): string[] {
  const inObject = (declared: Fields, values: unknown, prefix: string): string[] => {
    if (!isRecord(values)) return [`${prefix || 'data'} is no object`];
    const unknown = Object.keys(values).filter((name) => !Object.hasOwn(declared, name));
    return [
      ...unknown.map((name) => `${prefix}${name} is not declared`),
      ...Object.entries(declared).flatMap(([name, field]) => {
        if (values[name] !== undefined) return inField(field, values[name], prefix + name);
        return field.optional ? [] : [`${prefix}${name} is missing`];
      }),
    ];
  };

  const inField = ({ shape }: Field<unknown>, value: unknown, path: string): string[] => {
    const must = (holds: boolean, be: string): string[] => (holds ? [] : [`${path} must be ${be}`]);
    switch (shape.kind) {
      case 'sealed': {
        if (!isEnvelope(value)) return [`${path} is not sealed`];
        const { s, e, f, n, d } = value;
        const subject = typeof shape.about === 'function' ? shape.about(data as Record<string, unknown>) : shape.about;
        sealed.push({ path, field: f, subject, key: s });
        return must(
          f !== '' && uuid.test(s) && uuid.test(e) && base64.test(n) && base64.test(d) && Object.keys(value).length === 6,
          'an envelope',
        );
      }
      case 'object':
        return inObject(shape.fields, value, `${path}.`);
      case 'list':
        return Array.isArray(value)
          ? [
              ...must(value.length >= shape.min && value.length <= shape.max, `of ${shape.min}–${shape.max} items`),
              ...value.flatMap((item: unknown, index) => inField(shape.of, item, `${path}.${index}`)),
            ]
          : [`${path} is no list`];
      case 'code':
        return must(shape.values.includes(value as string), `one of ${shape.values.join(', ')}`);
      case 'bool':
        return must(typeof value === 'boolean', 'true or false');
      case 'int':
        return must(
          Number.isInteger(value) && (value as number) >= shape.min && (value as number) <= shape.max,
          `a whole number ${shape.min}…${shape.max}`,
        );
      case 'date':
        return must(/^\d{4}-\d\d-\d\d$/.test(String(value)), 'a date');
      case 'time':
        return must(/^\d\d:\d\d$/.test(String(value)), 'a time of day');
      case 'instant':
        return must(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)), 'an instant in UTC');
      case 'id':
      case 'ref':
      case 'language':
      case 'scope':
        return must(typeof value === 'string' && value !== '', 'a string');
      case 'word':
        return must(typeof value === 'string' && value !== '' && value.length <= shape.max, `at most ${shape.max} characters`);
      default:
        return [`${path} is declared as ${shape.kind}, which is never stored in clear`];
    }
  };

  return inObject(fields, data, '');
}
