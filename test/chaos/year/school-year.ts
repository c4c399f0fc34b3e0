import { randomUUID } from 'node:crypto';
import { amsterdamInstant } from '#domain/calendar/index.js';
import type { TestApi } from '../../support/api.js';
import { deLinde, openSami } from '../../support/people.js';
import { Random } from '../../moving/random.js';
import { Aftercare } from './aftercare.js';
import { Book } from './book.js';
import { meetingDays, plusDays, schoolDayAfter, schoolDayFrom } from './calendar.js';
import type { Child } from './child.js';
import { childNamed } from './child.js';
import { Ground } from './ground.js';
import { Meetings } from './meetings.js';
import { about, framework, text } from './words.js';

export interface Year {
  readonly meetings: number;
  readonly children: number;
  readonly seed: number;
}

const begins = '2026-08-17';
const first = '2026-09-15';
const opensEarlier = 28;

/** A school year of one team: everything that its people do, by the movable clock, the same for the same seed. */
export class SchoolYear {
  readonly ground: Ground;
  readonly book = new Book();
  readonly children: readonly Child[];
  readonly meetings: Meetings;
  readonly random: Random;
  readonly #days: readonly string[];
  readonly begins = begins;
  teamId = '';

  constructor(
    api: TestApi,
    readonly year: Year,
  ) {
    this.ground = new Ground(api);
    this.random = new Random(year.seed);
    this.#days = meetingDays(first, year.meetings);
    this.children = Array.from({ length: year.children }, (_, index) => childNamed(index + 1, index % 6 === 3));
    const aftercare = new Aftercare(this.ground, this.book, this.random);
    this.meetings = new Meetings(this.ground, this.book, this.random, aftercare, (child) => this.#prepare(child));
  }

  /** Three weeks after the last meeting, when aftercare has had its time. */
  get end(): string {
    return amsterdamInstant(plusDays(this.#days.at(-1)!, 21), '18:00');
  }

  async run(): Promise<void> {
    await this.ground.api.service.policies.prepare();
    await this.ground.api.service.deliveries.prepare();
    await this.ground.at(amsterdamInstant(begins, '08:00'));
    const members = [
      ...deLinde.members,
      { personId: 'lars', name: 'Lars', organisationId: 'school', discipline: 'directie', roles: ['lead'] },
    ];
    this.teamId = (await this.ground.give('team', 'beheer', 'RegisterTeam', undefined, { ...deLinde, members })).id;
    await this.ground.give('team', 'femke', 'AssignDefaultRole', this.teamId, { role: 'minute_taker', personId: 'bas' });
    await this.ground.give('framework', 'karin', 'AdoptFramework', this.teamId, framework(1, begins));
    await this.ground.settle();
    const half = Math.ceil(this.#days.length / 2);
    await this.#plan(this.#days.slice(0, half), 1);
    const turn = this.#days[half]!;
    this.ground.later(schoolDayFrom(plusDays(turn, -opensEarlier)), '08:15', async () => {
      await this.ground.give('framework', 'karin', 'AdoptFramework', this.teamId, framework(2, turn));
      await this.ground.settle();
      await this.#plan(this.#days.slice(half), 2);
    });
    this.children.forEach((child, index) =>
      this.#comes(child, this.#days[Math.floor((index * this.#days.length) / this.children.length)]!),
    );
    await this.ground.until(this.end);
  }

  async #plan(days: readonly string[], version: number): Promise<void> {
    for (const on of days) {
      const plan = { teamId: this.teamId, kind: 'regular', startsAt: amsterdamInstant(on, '15:30'), durationMin: 90, place: 'lokaal 2' };
      const asked = { ...plan, profile: '90', chairId: 'karin', observerId: 'ilse' };
      const { id } = await this.ground.give('caseMeeting', 'femke', 'PlanMeeting', undefined, asked);
      await this.meetings.planned(id, on, version);
    }
  }

  /** A regular child comes four weeks before its first meeting, an urgent one three days. */
  #comes(child: Child, meetingOn: string): void {
    const on = child.isUrgent ? plusDays(meetingOn, -4) : plusDays(meetingOn, -opensEarlier);
    this.ground.later(schoolDayFrom(on), '09:00', () => this.#open(child));
  }

  async #open(child: Child): Promise<void> {
    const { ground, random } = this;
    const open = openSami(this.teamId);
    const opened = await ground.give('supportCase', 'femke', 'OpenCase', undefined, {
      ...open,
      child: { givenName: child.name, familyName: child.name, dateOfBirth: '2018-03-14', group: 'groep 5' },
      reason: about(child),
      ...(child.isUrgent && { urgency: 'urgent', urgencyReason: about(child) }),
    });
    child.caseId = opened.id;
    this.book.moves(child.name, 'preparation', ground.today);
    const party = async (kind: string, relation: string): Promise<string> => {
      const partyId = randomUUID();
      const body = { partyId, kind, name: relation, relation, contact: {}, language: 'nl', interpreter: false };
      await ground.give('supportCase', 'femke', 'AddParty', child.caseId, body);
      return partyId;
    };
    child.self = await party('child', 'kind');
    child.parents = [
      await party('parent_authority', 'moeder'),
      ...(random.below(2) === 0 ? [await party('parent_authority', 'vader')] : []),
    ];
    await ground.give('supportCase', 'femke', 'AssignCaseOwner', child.caseId, { ownerId: 'joost', familyPreference: false });
    const ask = { scopes: ['discuss_team'], purpose: text, askedOf: child.parents };
    child.consentId = (await ground.give('supportCase', 'femke', 'RequestConsent', child.caseId, ask)).created['consentId']!;
    const refuses = random.below(20) === 0;
    const answersAfter = child.isUrgent ? 1 : random.of([2, 3, 4, 12]);
    ground.later(schoolDayAfter(ground.today, answersAfter), '08:00', () =>
      refuses ? this.#refuse(child) : this.meetings.consents(child),
    );
    await this.#prepare(child);
  }

  async #prepare(child: Child): Promise<void> {
    const body = { background: about(child), question: about(child) };
    await this.ground.give('supportCase', 'joost', 'SavePreparation', child.caseId, body);
    const { formVersion } = (await this.ground.case(child.caseId)).preparation;
    await this.ground.give('supportCase', 'joost', 'SubmitPreparation', child.caseId, { formVersion });
  }

  async #refuse(child: Child): Promise<void> {
    const answer = { consentId: child.consentId, partyId: child.parents[0]!, scopes: ['discuss_team'] };
    await this.ground.give('supportCase', 'femke', 'RefuseConsent', child.caseId, { ...answer, reason: about(child) });
  }
}
