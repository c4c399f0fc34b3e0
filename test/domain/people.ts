import type { Team } from '#domain/team/index.js';

const ids = new Map<string, string>();

/** A UUID that is always the same for a name, so that tests read in words. */
export function idOf(name: string): string {
  const known = ids.get(name);
  if (known !== undefined) return known;
  const made = uuidOf(name);
  ids.set(name, made);
  return made;
}

function uuidOf(name: string): string {
  let text = '';
  for (let part = 0; part < 4; part += 1) {
    let hash = 2_166_136_261 + part * 97;
    for (const letter of name) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619) >>> 0;
    text += hash.toString(16).padStart(8, '0');
  }
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20, 32)}`;
}

/** The school year of the acceptance scenarios (domain.md §10, ZUID-2026-27). */
export const zuid = [
  { from: '2026-10-19', to: '2026-10-23' },
  { from: '2026-12-21', to: '2027-01-01' },
  { from: '2027-02-08', to: '2027-02-12' },
  { from: '2027-04-26', to: '2027-05-07' },
  { from: '2027-07-19', to: '2027-08-27' },
];

const member = (personId: string, ...roles: Team['members'][number]['roles']): Team['members'][number] => ({
  personId,
  organisationId: 'school',
  discipline: 'education',
  roles,
});

/** Team De Linde of scenario 10.1, with a lead, a safety officer and a privacy officer beside it. All people are fictitious. */
export const teamOfLinde: Team = {
  exists: true,
  made: {},
  teamId: idOf('team'),
  active: true,
  policyVersion: 0,
  policies: [],
  preferences: {},
  defaultRoles: {},
  closures: zuid,
  members: [
    member('femke', 'coordinator'),
    { ...member('karin', 'chair'), discipline: 'remedial education' },
    member('bas', 'minute-taker'),
    member('ilse', 'observer'),
    member('joost', 'professional'),
    member('lars', 'lead'),
    member('sofie', 'safety-officer'),
    member('pim', 'privacy-officer'),
  ],
};

/** De Linde with three people only: chair and minute-taker are one person's work there. */
export const smallTeam: Team = { ...teamOfLinde, members: teamOfLinde.members.slice(0, 3) };
