import { randomUUID } from 'node:crypto';

/** Who acts in the demo; all of them, and the child, are fictitious. */
export interface Person {
  readonly personId: string;
  readonly name: string;
}
const person = (personId: string, name: string): Person => ({ personId, name });

export const hanneke = person('hanneke', 'Hanneke');
export const wouter = person('wouter', 'Wouter');
export const saskia = person('saskia', 'Saskia');
export const tess = person('tess', 'Tess');
export const mirjam = person('mirjam', 'Mirjam');
export const marloes = person('marloes', 'Marloes');
export const daan = person('daan', 'Daan');

/** Team De Wilgen with its school holidays of 2026–27, which the working days of its deadlines step over. */
export const deWilgen = {
  name: 'De Wilgen',
  closures: [
    { from: '2026-10-19', to: '2026-10-23', name: 'herfstvakantie' },
    { from: '2026-12-21', to: '2027-01-01', name: 'kerstvakantie' },
    { from: '2027-02-08', to: '2027-02-12', name: 'voorjaarsvakantie' },
    { from: '2027-04-26', to: '2027-05-07', name: 'meivakantie' },
  ],
  members: [
    { ...hanneke, organisationId: 'basisschool-de-wilgen', discipline: 'intern begeleider', roles: ['coordinator'] },
    { ...wouter, organisationId: 'samenwerkingsverband', discipline: 'orthopedagoog', roles: ['chair', 'professional'] },
    { ...saskia, organisationId: 'basisschool-de-wilgen', discipline: 'leerkracht', roles: ['minute-taker', 'professional'] },
    { ...tess, organisationId: 'basisschool-de-wilgen', discipline: 'leerkracht', roles: ['professional'] },
    { ...mirjam, organisationId: 'logopedie-de-brug', discipline: 'logopedist', roles: ['professional'] },
  ],
};

/** What the client knows about its own ids: the service keeps names sealed, and says ids in its sentences. */
export function namesOf(ids: Ids): (text: string) => string {
  const names = new Map([
    [ids.mother, marloes.name],
    [ids.father, daan.name],
    [ids.child, 'Jip'],
    [ids.goalId, '“aloud, and silent”'],
    [ids.reading, '“reading with a buddy”'],
    [ids.home, '“a story at home”'],
    [ids.screening, '“speech screening”'],
    ...[...deWilgen.members, marloes, daan].map(({ personId, name }) => [personId, name] as const),
  ]);
  return (text) => text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[a-z]+\b/g, (word) => names.get(word) ?? word);
}

/** Ids chosen by the client, fresh every run. */
export const freshIds = (): Ids => ({
  teamId: randomUUID(),
  caseId: randomUUID(),
  mother: randomUUID(),
  father: randomUUID(),
  child: randomUUID(),
  consentId: randomUUID(),
  goalId: randomUUID(),
  reading: randomUUID(),
  home: randomUUID(),
  screening: randomUUID(),
  planVersionId: randomUUID(),
});

export type Ids = Readonly<
  Record<
    'teamId' | 'caseId' | 'mother' | 'father' | 'child' | 'consentId' | 'goalId' | 'reading' | 'home' | 'screening' | 'planVersionId',
    string
  >
>;
