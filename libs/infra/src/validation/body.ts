import 'reflect-metadata';
import type { ValidationError } from 'class-validator';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsOptional, ValidateBy, ValidateNested, validateSync } from 'class-validator';
import type { Field, Fields, Problem, Sentence, Shape } from '#domain/kernel/index.js';
import { Sealed } from '#domain/kernel/index.js';
import { check } from './checks.js';
import { plain } from './plain-text.js';

type Body = Record<string, unknown>;
type BodyClass = (new () => Body) & { readonly fields: Fields };

const required: Sentence = { en: 'This field is required.', nl: 'Dit veld is verplicht.' };
const unknownField: Sentence = { en: 'This field is not known here: leave it out.', nl: 'Dit veld is hier niet bekend: laat het weg.' };
const notAnObject: Sentence = { en: 'Give an object.', nl: 'Geef een object.' };

let today = '';
const classes = new WeakMap<Fields, BodyClass>();

/** The body class of a table of fields, with class-validator's decorators on it; nobody writes one by hand. */
export function bodyClassOf(fields: Fields): BodyClass {
  let made = classes.get(fields);
  if (made) return made;
  made = class {
    static readonly fields = fields;
  } as unknown as BodyClass;
  for (const [name, field] of Object.entries(fields)) decorate(made, name, field);
  classes.set(fields, made);
  return made;
}

const with2 = (message: Sentence) => ({ message: message.en, context: message });

function decorate(body: BodyClass, name: string, field: Field<unknown>): void {
  const apply = (decorator: PropertyDecorator): void => decorator(body.prototype as object, name);
  const { shape } = field;
  if (mayBeLeftOut(field)) apply(IsOptional());
  if (shape.kind === 'object') {
    apply(IsObject(with2(notAnObject)));
    apply(ValidateNested(with2(notAnObject)));
  } else if (shape.kind === 'list') {
    const size: Sentence = { en: `Give a list of ${shape.min} to ${shape.max}.`, nl: `Geef een lijst van ${shape.min} tot ${shape.max}.` };
    apply(IsArray(with2(size)));
    apply(ArrayMinSize(shape.min, with2(size)));
    apply(ArrayMaxSize(shape.max, with2(size)));
    if (shape.of.shape.kind === 'object') apply(ValidateNested({ each: true, ...with2(notAnObject) }));
    else apply(scalar(shape.of, true));
  } else apply(scalar(field, false));
}

type Scalar = Parameters<typeof check>[0];
function scalar(field: Field<unknown>, each: boolean): PropertyDecorator {
  const shape = field.shape as Scalar;
  return ValidateBy(
    { name: shape.kind, validator: { validate: (value: unknown) => check(shape, value, today, field.judged) === undefined } },
    { each, ...with2(required) },
  );
}

export const mayBeLeftOut = (field: Field<unknown>): boolean =>
  field.optional || field.makes !== undefined || (field.shape.kind === 'list' && field.shape.min === 0);

const isPlainObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Copies a body into instances of its classes; null equals left out; fields nobody declared become problems. */
function instantiate(fields: Fields, values: Body, path: string, problems: Problem[]): Body {
  const body = new (bodyClassOf(fields))();
  for (const name of Object.keys(values)) {
    const value = values[name];
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) problems.push({ pointer: pointer.toWellFormed(), message: unknownField });
    else if (value !== null && value !== undefined) body[name] = nested(field.shape, value, pointer, problems);
  }
  return body;
}

function nested(shape: Shape, value: unknown, pointer: string, problems: Problem[]): unknown {
  if (shape.kind === 'object' && isPlainObject(value)) return instantiate(shape.fields, value, pointer, problems);
  const of = shape.kind === 'list' ? shape.of.shape : undefined;
  if (of?.kind === 'object' && Array.isArray(value) && value.length <= 1000)
    return value.map((item, index) => (isPlainObject(item) ? instantiate(of.fields, item, `${pointer}/${index}`, problems) : item));
  return value;
}

/** Every problem of a body, with its JSON pointer; empty when the body is valid. `on` is the service's date. */
export function problemsOf(fields: Fields, raw: unknown, on: string): readonly Problem[] {
  if (!isPlainObject(raw)) return [{ pointer: '', message: notAnObject }];
  const problems: Problem[] = [];
  const body = instantiate(fields, raw, '', problems);
  today = on;
  for (const error of validateSync(body, { forbidUnknownValues: false })) report(error, fields, '', problems);
  return problems;
}

function report(error: ValidationError, fields: Fields, path: string, problems: Problem[]): void {
  const field = fields[error.property];
  const pointer = `${path}/${error.property}`;
  if (error.children?.length && field) {
    const { shape } = field;
    if (shape.kind === 'object') for (const child of error.children) report(child, shape.fields, pointer, problems);
    else if (shape.kind === 'list' && shape.of.shape.kind === 'object')
      for (const item of error.children) {
        if (item.children?.length)
          for (const child of item.children)
            report(child, (shape.of.shape as { fields: Fields }).fields, `${pointer}/${item.property}`, problems);
        else problems.push({ pointer: `${pointer}/${item.property}`, message: notAnObject });
      }
    return;
  }
  if (error.value === undefined) problems.push({ pointer, message: required });
  else if (field?.shape.kind === 'list' && Array.isArray(error.value) && isScalar(field.shape.of.shape)) {
    const of = field.shape.of;
    const wrong = error.value.flatMap((item, index) => {
      const message = check(of.shape as Scalar, item, today, of.judged);
      return message ? [{ pointer: `${pointer}/${index}`, message }] : [];
    });
    if (wrong.length) problems.push(...wrong.slice(0, 20));
    else problems.push({ pointer, message: firstContext(error) });
  } else if (field && isScalar(field.shape))
    problems.push({ pointer, message: check(field.shape as Scalar, error.value, today, field.judged) ?? required });
  else problems.push({ pointer, message: firstContext(error) });
}

const isScalar = (shape: Shape): boolean => shape.kind !== 'object' && shape.kind !== 'list';
const firstContext = (error: ValidationError): Sentence => (Object.values(error.contexts ?? {})[0] as Sentence | undefined) ?? required;

/** The data of a valid body as the domain takes it: texts sealed, ids in lower case, instants in UTC, lists never missing. */
export function dataOf(fields: Fields, raw: Readonly<Body>, madeId: (name: string) => string): Body {
  const data: Body = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = raw[name];
    if (value !== undefined && value !== null) data[name] = toDomain(field.shape, value);
    else if (field.makes !== undefined) data[name] = madeId(name);
    else if (field.shape.kind === 'list' && !field.optional) data[name] = [];
  }
  return data;
}

function toDomain(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'id':
      return (value as string).toLowerCase();
    case 'word':
      return plain(value as string);
    case 'instant':
      return new Date(value as string).toISOString();
    case 'text':
    case 'email':
    case 'phone': {
      const text = plain(value as string);
      return text === '' ? '' : Sealed.hide(text);
    }
    case 'list':
      return (value as unknown[]).map((item) => toDomain(shape.of.shape, item));
    case 'object':
      return dataOf(shape.fields, value as Body, () => '');
    default:
      return value;
  }
}
