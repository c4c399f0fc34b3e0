import type { Field, Fields, Shape, Subject } from '#domain/kernel/index.js';

const subjects: { readonly [subject in Subject]: string } = {
  case: 'the case',
  compartment: 'the protected compartment',
  party: 'the party',
  staff: 'the staff member',
  team: 'the team',
};

const code = (value: string): string => `\`${value}\``;
const amount = (min: number, max: number): string => (min === max ? `${min}` : `${min}–${max}`);
const elsewhere = (refersTo: string | undefined): string => (refersTo ? ` of a known ${code(refersTo)}` : '');

type Sealing = Extract<Shape, { kind: 'sealed' }>['about'];

/** Every single value that a field beside a sealed one may take, so that it can be tried. */
function* alternatives(fields: Fields): Generator<readonly [name: string, value: string | boolean]> {
  for (const [name, { shape }] of Object.entries(fields)) {
    if (shape.kind === 'bool') yield* [[name, true] as const, [name, false] as const];
    if (shape.kind === 'code') for (const value of shape.values) yield [name, value];
  }
}

/** Whose key seals a field, in words; where that hangs on a sibling field of the event, each value is tried. */
export function sealedBy(about: Sealing, event: Fields): string {
  if (typeof about !== 'function') return subjects[about];
  const usual = about({});
  const others = [...alternatives(event)].flatMap(([name, value]) => {
    const subject = about({ [name]: value });
    return subject === usual ? [] : [`${subjects[subject]} when ${code(`${name} = ${value}`)}`];
  });
  return [subjects[usual], ...others].join(', ');
}

/** What a field may hold, in words: kind, limits, what it points at or makes, whose key seals it. */
export function fieldWords({ shape, refersTo, makes }: Field<unknown>, event: Fields = {}): string {
  switch (shape.kind) {
    case 'id':
      return makes ? `id of the new ${code(makes)}` : `id${elsewhere(refersTo)}`;
    case 'ref':
      if (refersTo === 'person') return 'personId of a team member, or partyId of a party';
      return refersTo ? `personId${elsewhere(refersTo)}` : 'personId, partyId or organisationId';
    case 'word':
      return `one line of 1–${shape.max} characters`;
    case 'text':
      return `text of ${shape.clearable ? 0 : 1}–${shape.max} characters`;
    case 'code':
      return shape.values.map(code).join(' · ');
    case 'date':
      return shape.past ? 'date, today at the latest' : 'date';
    case 'instant':
      return shape.past ? 'instant, today at the latest' : 'instant';
    case 'time':
      return 'time of day, HH:MM';
    case 'int':
      return `whole number ${shape.min}…${shape.max}`;
    case 'bool':
      return 'true or false';
    case 'email':
      return 'e-mail address';
    case 'phone':
      return 'telephone number';
    case 'language':
      return 'language tag (BCP 47)';
    case 'scope':
      return '`discuss_team`, or `share_org:`, `request_info:`, `invite_org:` with an organisationId';
    case 'birthDate':
      return 'date of birth, 0–22 years ago';
    case 'sealed':
      return `sealed with the key of ${sealedBy(shape.about, event)}`;
    case 'list':
      return `list of ${amount(shape.min, shape.max)}: ${fieldWords(shape.of, event)}`;
    case 'object':
      return 'object';
  }
}

export interface FieldRow {
  readonly path: string;
  readonly words: string;
  readonly field: Field<unknown>;
}

/** One row a field, those of objects and of lists of objects below it as `perGoal[].score`. */
export function fieldRows(fields: Fields, event: Fields = fields, prefix = ''): FieldRow[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = prefix + name;
    const { shape } = field;
    const row = { path, words: fieldWords(field, event), field };
    if (shape.kind === 'object') {
      const [first, ...others] = Object.values(shape.fields);
      // Many fields of one shape are described once, under a name that stands for each.
      if (first && others.length > 3 && others.every((each) => each.shape === first.shape)) {
        const names = Object.keys(shape.fields);
        return [row, ...fieldRows({ [`<${names[0]}…${names.at(-1)}>`]: first }, event, `${path}.`)];
      }
      return [row, ...fieldRows(shape.fields, event, `${path}.`)];
    }
    if (shape.kind === 'list' && shape.of.shape.kind === 'object') return [row, ...fieldRows(shape.of.shape.fields, event, `${path}[].`)];
    return [row];
  });
}

/** Whether a caller must send a field: ids of what is made, and lists that may be empty, may be left out (api.md "payloads"). */
export function requiredWords({ shape, optional, makes, judged }: Field<unknown>): string {
  if (judged) return 'a rule says';
  return optional || makes !== undefined || (shape.kind === 'list' && shape.min === 0) ? 'no' : 'yes';
}
