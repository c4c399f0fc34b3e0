import type { Child } from './child.js';

export const text = 'Korte, gewone tekst.';
/** What somebody writes of a child names it: sealed, it is nobody's to read. */
export const about = ({ name }: Child): string => `${name} wil dat ze het begrijpen.`;

const fixed = { background: 4, reason: 3, goals: 6, actions: 7 };
const afterChristmas = { background: 3, reason: 3, goals: 8, actions: 6 };
export const variable = { background: 3, reason: 3, goals: 4, actions: 5 };
export const fixedIn = (version: number): typeof fixed => (version === 1 ? fixed : afterChristmas);

const aspects = [
  'frequency',
  'duration',
  'participants',
  'location',
  'facilities',
  'required_preparation',
  'agenda_making',
  'chair',
  'minute_taker',
  'other_roles',
  'reporting',
  'sharing_information',
  'which_cases',
  'bringing_in',
  'involving_the_child',
  'which_steps',
  'how_we_reflect',
  'how_we_evaluate',
].map((key) => ({ key, text }));

export const framework = (version: number, effectiveFrom: string): object => ({
  version,
  effectiveFrom,
  aspects,
  settings: {
    agenda: { profile: '90', checkIn: 5, household: 5, fixedSteps: fixedIn(version), variableSteps: variable, checkOut: 5 },
    ...(version > 1 && { deadlines: { D12: { offset: 4 } } }),
  },
  agreedByMemberIds: ['femke', 'karin', 'bas', 'ilse', 'joost'],
});

export const gas = { '-2': text, '-1': text, '0': text, '1': text, '2': text };
