import type { Actor } from '#domain/kernel/index.js';

/** The team De Linde of domain.md §10.1. */
export const deLinde = {
  name: 'De Linde',
  closures: [
    { from: '2026-10-19', to: '2026-10-23', name: 'herfstvakantie' },
    { from: '2026-12-21', to: '2027-01-01', name: 'kerstvakantie' },
    { from: '2027-02-08', to: '2027-02-12', name: 'voorjaarsvakantie' },
    { from: '2027-04-26', to: '2027-05-07', name: 'meivakantie' },
    { from: '2027-07-19', to: '2027-08-27', name: 'zomervakantie' },
  ],
  members: [
    { personId: 'femke', name: 'Femke', organisationId: 'school', discipline: 'intern begeleider', roles: ['coordinator'] },
    { personId: 'karin', name: 'Karin', organisationId: 'swv', discipline: 'orthopedagoog', roles: ['chair', 'professional'] },
    { personId: 'bas', name: 'Bas', organisationId: 'school', discipline: 'leerkracht', roles: ['minute-taker', 'professional'] },
    { personId: 'ilse', name: 'Ilse', organisationId: 'jeugdhulp', discipline: 'jeugdhulpverlener', roles: ['observer', 'professional'] },
    { personId: 'joost', name: 'Joost', organisationId: 'school', discipline: 'leerkracht', roles: ['professional'] },
  ],
};

export const actor = (personId: string, ...scopes: Actor['scopes'][number][]): Actor => ({ personId, tenant: 'demo', scopes });

/** A case as a case-management system opens it. */
export const openSami = (teamId: string) => ({
  teamId,
  mode: 'named',
  urgency: 'regular',
  planKind: 'support_plan',
  setting: 'primary',
  child: { givenName: 'Sami', familyName: 'El Idrissi', dateOfBirth: '2019-03-14', group: 'groep 4' },
  reason: 'Sami wordt in de groep vaak niet begrepen.',
  familyPlan: 'not_applicable',
  coordinatorId: 'femke',
});
