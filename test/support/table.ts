import { randomUUID } from 'node:crypto';
import type { TestApi } from './api.js';
import { testApi } from './api.js';
import { deLinde, openSami } from './people.js';

const text = 'Korte, gewone tekst.';
export type Json = Record<string, unknown>;

/** A team around its table, over HTTP: everybody has a token, cases are ready to be discussed, and what follows by policies has followed. */
export class Table {
  #children = 0;

  private constructor(
    readonly api: TestApi,
    readonly teamId: string,
    private readonly tokens: Readonly<Record<string, string>>,
  ) {}

  static async set(now: string): Promise<Table> {
    const api = await testApi();
    await api.service.policies.prepare();
    await api.service.clock.set(now);
    const people = ['femke', 'karin', 'bas', 'ilse', 'joost', 'amina', 'sanne', 'niemand'];
    const tokens = Object.fromEntries(await Promise.all(people.map(async (person) => [person, await api.token(person)] as const)));
    const beheer = await api.token('beheer', 'admin');
    const { body } = await api.post('/v1/teams', deLinde, beheer).expect(201);
    return new Table(api, body.id as string, { ...tokens, beheer });
  }

  at(now: string): Promise<void> {
    return this.api.service.clock.set(now);
  }

  async settle(): Promise<void> {
    do await this.api.settle();
    while ((await this.api.service.policies.run()) > 0);
  }

  async send(person: string, path: string, body: unknown, expected: number | string = 200): Promise<Json> {
    const response = await this.api.post(path, body, this.tokens[person]!);
    const got = typeof expected === 'number' ? response.status : (response.body as Json)['code'];
    if (got !== expected) throw new Error(`${path} by ${person}: ${response.status} ${JSON.stringify(response.body)}, not ${expected}`);
    return response.body as Json;
  }

  get(person: string, path: string, headers: Record<string, string> = {}) {
    return this.api.get(path, this.tokens[person]!, headers);
  }

  /** What a person reads, once everything has followed. */
  async read(person: string, path: string, headers: Record<string, string> = {}): Promise<Json> {
    await this.settle();
    return (await this.get(person, path, headers).expect(200)).body as Json;
  }

  async planMeeting(startsAt: string, more: Json = {}): Promise<string> {
    const body = { teamId: this.teamId, kind: 'regular', startsAt, durationMin: 90, place: 'De Linde', profile: '90', chairId: 'karin' };
    const { id } = await this.send('femke', '/v1/meetings', { ...body, minuteTakerId: 'bas', ...more }, 201);
    await this.settle();
    return id as string;
  }

  /** A case of a child of this name, with a mother and a youth coach; `upTo` says how far its preparation has come. */
  async aCase(givenName: string, upTo: 'opened' | 'submitted' | 'brought-in' = 'brought-in', more: Json = {}) {
    this.#children += 1;
    const open = openSami(this.teamId);
    const child = { ...open.child, givenName, familyName: `Kind ${this.#children}` };
    const { id } = await this.send('femke', '/v1/cases', { ...open, child, ...more }, 201);
    const caseId = id as string;
    const give = (command: string, body: unknown, by = 'femke') => this.send(by, `/v1/cases/${caseId}/${command}`, body);
    const party = (kind: string, name: string, of: Json = {}) => ({
      partyId: randomUUID(),
      kind,
      name,
      relation: kind,
      contact: {},
      language: 'nl',
      interpreter: false,
      ...of,
    });
    const mother = party('parent_authority', 'Amina', { personId: 'amina' });
    const coach = party('professional', 'Sanne', { personId: 'sanne', organisationId: 'gemeente' });
    const kid = party('child', givenName);
    for (const each of [mother, coach, kid]) await give('add-party', each);
    await give('assign-case-owner', { ownerId: 'joost', familyPreference: false });
    if (upTo === 'opened') return { caseId, mother: mother.partyId, child: kid.partyId, coach: coach.partyId, give };
    const scopes = ['discuss_team', 'share_org:gemeente'];
    const { created } = await give('request-consent', { scopes, purpose: text, askedOf: [mother.partyId] });
    const on = (await this.api.service.clock.now()).slice(0, 10);
    const { consentId } = created as { consentId: string };
    await give('record-consent', { consentId, partyId: mother.partyId, scopes, method: 'portal', givenOn: on });
    await give('save-preparation', { background: text, question: text });
    await give('submit-preparation', { formVersion: 1 });
    const part = more['urgency'] === 'urgent' ? 'variable' : 'fixed';
    if (upTo === 'brought-in') await give('bring-in', { part, introducerId: 'joost', minutes: 15 });
    return { caseId, mother: mother.partyId, child: kid.partyId, coach: coach.partyId, give };
  }
}
