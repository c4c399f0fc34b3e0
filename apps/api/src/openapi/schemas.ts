import type { Field, Fields, Shape } from '#domain/kernel/index.js';
import { mayBeLeftOut } from '#infra/validation/body.js';

export type Schema = Readonly<Record<string, unknown>>;

const visible = '^[^\\s\\p{C}]+$';
const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/** JSON Schema of a shape, the same limits that validation holds. */
export function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'id':
      return { type: 'string', format: 'uuid', pattern: uuidPattern };
    case 'ref':
      return { type: 'string', minLength: 1, maxLength: 200, pattern: visible };
    case 'word':
      return { type: 'string', minLength: 1, maxLength: shape.max, pattern: '\\S' };
    case 'text':
      return { type: 'string', maxLength: shape.max, ...(shape.clearable ? { minLength: 0 } : { minLength: 1, pattern: '\\S' }) };
    case 'bool':
      return { type: 'boolean' };
    case 'code':
      return { type: 'string', enum: shape.values };
    case 'int':
      return { type: 'integer', minimum: shape.min, maximum: shape.max };
    case 'date':
    case 'birthDate':
      return { type: 'string', format: 'date' };
    case 'instant':
      return { type: 'string', format: 'date-time' };
    case 'time':
      return { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
    case 'email':
      return { type: 'string', format: 'email', maxLength: 254 };
    case 'phone':
      return { type: 'string', pattern: '^[+0-9][0-9 ().-]{2,29}$' };
    case 'language':
      return { type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$' };
    case 'scope':
      return { type: 'string', pattern: '^(discuss_team|(share_org|request_info|invite_org):[^\\s\\p{C}]{1,200})$' };
    case 'list':
      return { type: 'array', minItems: shape.min, maxItems: shape.max, items: schemaOf(shape.of.shape) };
    case 'object':
      return objectSchema(shape.fields);
    case 'sealed':
      return { type: 'string' };
  }
}

/** An object of fields; what may be left out may also be null. */
export function objectSchema(fields: Fields): Schema {
  const needed = Object.entries(fields).filter(([, field]) => !mayBeLeftOut(field) || field.judged);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, propertySchema(field)])),
    ...(needed.length > 0 && { required: needed.map(([name]) => name) }),
  };
}

const propertySchema = (field: Field<unknown>): Schema => {
  const schema = schemaOf(field.shape);
  return mayBeLeftOut(field) && !field.judged ? { anyOf: [schema, { type: 'null' }] } : schema;
};

const texts: { readonly [name: string]: string } = {
  givenName: 'Sami',
  familyName: 'El Idrissi',
  group: 'groep 4',
  externalId: 'LVS-20931',
  name: 'Amina El Idrissi',
  relation: 'moeder',
  reason: 'Sami wordt in de groep vaak niet begrepen.',
  purpose: 'Bespreken in het team wat helpt.',
  question: 'Wat helpt Sami om begrepen te worden?',
  statement: 'Ik wil dat ze me snappen als ik praat',
  words: 'Ik wil dat ze me snappen als ik praat',
};
const id = (name: string): string => {
  const digits = [...name]
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffff, 7)
    .toString(16)
    .padStart(8, '0');
  return `0193${digits.slice(0, 4)}-${digits.slice(4)}-7000-8000-0193${digits}`;
};

/** A value that a field takes, for the examples. */
export function exampleOf(name: string, shape: Shape): unknown {
  switch (shape.kind) {
    case 'id':
      return id(name);
    case 'ref':
      return name === 'organisationId' ? 'school-de-linde' : name === 'coordinatorId' ? 'femke' : 'joost';
    case 'word':
      return name === 'tenant' ? 'demo' : 'onderwijs';
    case 'text':
    case 'sealed':
      return texts[name] ?? 'Korte, gewone tekst.';
    case 'bool':
      return true;
    case 'code':
      return shape.values[0];
    case 'int':
      return Math.max(shape.min, Math.min(shape.max, 1));
    case 'date':
      return shape.past ? '2026-09-21' : '2026-11-24';
    case 'birthDate':
      return '2019-03-14';
    case 'time':
      return '20:00';
    case 'instant':
      return shape.past ? '2026-09-21T08:30:00Z' : '2026-11-03T15:30:00Z';
    case 'email':
      return 'ouder@example.org';
    case 'phone':
      return '+31 6 12345678';
    case 'language':
      return 'nl';
    case 'scope':
      return 'discuss_team';
    case 'list':
      return [exampleOf(name.replace(/s$/, ''), shape.of.shape)];
    case 'object':
      return exampleBody(shape.fields);
  }
}

/** Fields that may be left out, but one of them is asked for: an example without it would not be taken. */
const shownAnyway: readonly string[] = ['place'];

export const exampleBody = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name, field]) => !field.optional || field.judged || field.shape.kind === 'code' || shownAnyway.includes(name))
      .map(([name, field]) => [name, exampleOf(name, field.shape)]),
  );
