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
