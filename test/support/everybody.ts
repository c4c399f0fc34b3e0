import { randomUUID } from 'node:crypto';
import type { TestApi } from './api.js';
import { deLinde, openSami } from './people.js';

const everyRole = ['coordinator', 'chair', 'minute-taker', 'professional', 'lead', 'safety-officer', 'privacy-officer', 'observer'];

/** The team De Linde with one member more, who has every role: whoever tests bodies and phases wants no role in the way. */
export const withEverybody = {
  ...deLinde,
  members: [...deLinde.members, { personId: 'alles', name: 'Alles', organisationId: 'school', discipline: 'alles', roles: everyRole }],
};

export interface World {
  readonly teamId: string;
  readonly caseId: string;
  /** A meeting that the member with every role chairs. */
  readonly meetingId: string;
  readonly admin: string;
  /** Token of the member with every role, who owns the case as well. */
  readonly all: string;
  readonly child: string;
  readonly mother: string;
}

/** A team meeting of ninety minutes, far ahead. */
export const planOf = (teamId: string, more: Record<string, unknown> = {}) => ({
  teamId,
  kind: 'regular',
  startsAt: '2027-03-02T14:30:00.000Z',
  durationMin: 90,
  place: 'De Linde, lokaal 2',
  profile: '90',
  chairId: 'alles',
  ...more,
});

let children = 0;

/** A team, and a case with a child, a mother and an owner. */
export async function aWorld(api: TestApi, more: Record<string, unknown> = {}): Promise<World> {
  const [admin, all] = await Promise.all([api.token('beheer', 'admin'), api.token('alles')]);
  const teamId = (await api.post('/v1/teams', withEverybody, admin).expect(201)).body.id as string;
  children += 1;
  const body = openSami(teamId);
  const opened = await api
    .post('/v1/cases', { ...body, child: { ...body.child, familyName: `Kind ${children}` }, ...more }, all)
    .expect(201);
  const caseId = opened.body.id as string;
  const party = (kind: string, name: string, personId: string) => ({
    partyId: randomUUID(),
    kind,
    name,
    relation: kind,
    contact: {},
    language: 'nl',
    interpreter: false,
    personId,
  });
  const [child, mother] = [party('child', 'Sami', `kind-${children}`), party('parent_authority', 'Amina', `amina-${children}`)];
  for (const each of [child, mother]) await api.post(`/v1/cases/${caseId}/add-party`, each, all).expect(200);
  await api.post(`/v1/cases/${caseId}/assign-case-owner`, { ownerId: 'alles', familyPreference: false }, all).expect(200);
  const meetingId = (await api.post('/v1/meetings', planOf(teamId), all).expect(201)).body.id as string;
  return { teamId, caseId, meetingId, admin, all, child: child.partyId, mother: mother.partyId };
}
