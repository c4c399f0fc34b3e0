import { randomUUID } from 'node:crypto';
import { amsterdamDate } from '../dist/libs/domain/src/calendar/index.js';
import { decide, foldOne } from '../dist/libs/domain/src/kernel/index.js';
import { caseAggregate } from '../dist/libs/domain/src/support-case/index.js';
import { teamAggregate } from '../dist/libs/domain/src/team/index.js';
import { dataOf } from '../dist/libs/infra/src/validation/body.js';

// Cases by the thousand: the commands of a case are decided by the domain itself, but sealed and appended directly, without HTTP,
// so that what a leg needs is there in a moment and is exactly what the service would have stored.

export const tenant = 'demo';
const everyRole = ['coordinator', 'chair', 'minute-taker', 'professional', 'lead', 'safety-officer', 'privacy-officer', 'observer'];
const caller = { personId: 'alles', tenant, scopes: [] };

/** A text of so many characters, all of them ASCII, so that characters are bytes. */
export const textOf = (length) => 'Een gewone zin over hoe het gaat in de groep. '.repeat(Math.ceil(length / 46)).slice(0, length);

/** Registers the team of all cases here and gives it folded; its one member has every role. */
export async function makeTeam(service) {
  const members = [{ personId: caller.personId, name: 'Alles', organisationId: 'school', discipline: 'alles', roles: everyRole }];
  const admin = { personId: 'beheer', tenant, scopes: ['admin'] };
  const { id } = await service.execute.run(teamAggregate, { caller: admin, command: 'RegisterTeam', body: { name: 'De Linde', members } });
  return (await service.streams.load(teamAggregate, id)).state;
}

/** No other stream is consulted. */
const noFacts = new Map();

/** A case in the making: `give` decides a command and queues its events; `flush` seals and appends what is queued. */
class CaseInTheMaking {
  id = randomUUID();
  #state = caseAggregate.initial(this.id);
  #queued = [];
  #revision = -1;

  constructor(service, team) {
    this.service = service;
    this.team = team;
    this.now = new Date().toISOString();
    this.today = amsterdamDate(this.now);
  }

  /** Gives what the command made, by field. */
  give(name, body) {
    const command = caseAggregate.commands[name];
    const commandId = randomUUID();
    const made = {};
    const data = dataOf(command.takes, body, (field) => (made[field] = field === 'caseId' ? this.id : randomUUID()));
    const roles = command.opens ? new Set(['CO']) : caseAggregate.rolesOf(caller, this.#state, this.team, this.today, noFacts);
    const context = {
      at: this.now,
      on: this.today,
      today: this.today,
      actor: caller,
      roles,
      team: this.team,
      settings: { verbalConsentForbidden: [] },
      openElsewhere: false,
      facts: noFacts,
      idFor: () => randomUUID(),
    };
    const judgement = decide(caseAggregate, command, this.#state, context, data);
    if ('rejection' in judgement) throw new Error(`${name}: ${JSON.stringify(judgement.rejection)}`);
    judgement.events.forEach((event, index) => {
      const bare = {
        eventId: randomUUID(),
        schemaVersion: 1,
        tenantId: tenant,
        controllerOrgId: 'school',
        actorId: caller.personId,
        actorRole: command.by.find((role) => roles.has(role)) ?? 'CO',
        occurredAt: this.now,
        recordedAt: this.now,
        commandId,
        correlationId: commandId,
        causationId: commandId,
        policyVersion: this.team.policyVersion,
        legalBasis: event.legalBasis ?? 'legal_task',
        ...(index === 0 && { command: name, mac: 'A'.repeat(43), made: Object.values(made) }),
      };
      this.#state = foldOne(caseAggregate, this.#state, event.type, event.data, bare);
      const after = caseAggregate.stampOf(this.#state);
      this.#queued.push({ event, meta: after ? { ...bare, after } : bare });
    });
    return made;
  }

  async flush() {
    const queued = this.#queued.splice(0);
    const { vault, store } = this.service;
    const stream = `supportCase-${this.id}`;
    const toSeal = queued.map(({ event, meta }) => ({ eventId: meta.eventId, type: event.type, data: event.data }));
    const sealed = await vault.seal(tenant, stream, caseAggregate.events, toSeal);
    const events = toSeal.map(({ eventId, type }, index) => ({
      eventId,
      type,
      data: sealed.data[index],
      meta: JSON.stringify(queued[index].meta),
    }));
    const appended = await store.append({ tenant, stream, expectedRevision: this.#revision, events, keys: sealed.keys });
    if (appended.outcome !== 'ok') throw new Error(`The append gave ${appended.outcome}.`);
    this.#revision = appended.revision;
    return events.length;
  }
}

const sentence = textOf(120);

/** Opens a case with its owner. */
function openCase(service, team, number) {
  const kase = new CaseInTheMaking(service, team);
  kase.give('OpenCase', {
    teamId: team.teamId,
    mode: 'named',
    urgency: 'regular',
    planKind: 'support_plan',
    setting: 'primary',
    child: {
      givenName: `Kind${number}`,
      familyName: `Van de Bank ${number}`,
      dateOfBirth: `${Number(kase.today.slice(0, 4)) - 9}-03-14`,
      group: 'groep 6',
    },
    reason: sentence,
    familyPlan: 'not_applicable',
    coordinatorId: caller.personId,
  });
  kase.give('AssignCaseOwner', { ownerId: caller.personId, familyPreference: false });
  return kase;
}

/** The steps of a case from its opening into its support, one a yield; about forty events, then progress for as long as one asks. */
function* life(kase) {
  const party = (kind, name) => ({
    kind,
    name,
    relation: kind,
    contact: { email: `${kind}@example.org` },
    language: 'nl',
    interpreter: false,
  });
  const { partyId: child } = kase.give('AddParty', party('child', 'Sami'));
  const { partyId: mother } = kase.give('AddParty', party('parent_authority', 'Amina'));
  yield;
  const { consentId } = kase.give('RequestConsent', { scopes: ['discuss_team'], purpose: sentence, askedOf: [mother] });
  yield kase.give('RecordConsent', { consentId, partyId: mother, scopes: ['discuss_team'], method: 'portal', givenOn: kase.today });
  yield kase.give('SavePreparation', { background: textOf(400), question: sentence });
  yield kase.give('SavePreparation', { concerns: textOf(300), strengths: textOf(200) });
  yield kase.give('SubmitPreparation', { formVersion: 2 });
  yield kase.give('BringIn', { part: 'fixed', introducerId: caller.personId, minutes: 20 });
  yield kase.give('RecordChildView', {
    how: 'conversation',
    chosenByChild: true,
    on: kase.today,
    byId: child,
    words: sentence,
    confidential: false,
  });
  yield kase.give('StartDiscussion', { presentPartyIds: [mother], absent: [] });
  for (const step of ['background', 'reason', 'goals', 'actions'])
    yield kase.give('RecordStep', { step, notes: textOf(200), startedAt: kase.now, endedAt: kase.now });
  const gas = { '-2': 'nooit', '-1': 'soms', 0: 'vaak', 1: 'meestal', 2: 'altijd' };
  const nextYear = Number(kase.today.slice(0, 4)) + 1;
  const { goalId } = kase.give('AgreeGoal', {
    statement: sentence,
    voice: 'child',
    domain: 'learning',
    baseline: sentence,
    gas,
    measuredBy: sentence,
    targetOn: `${nextYear}-02-01`,
    priority: 1,
  });
  yield;
  const { actionId } = kase.give('AgreeAction', {
    description: sentence,
    responsibleId: caller.personId,
    dueOn: kase.today,
    kind: 'home',
    goalId,
  });
  yield;
  yield kase.give('ConcludeDiscussion', {
    outcome: 'plan_change',
    summary: textOf(300),
    feedback: [mother, child].map((addresseeId) => ({ addresseeId, byId: caller.personId })),
  });
  const { reportId } = kase.give('DraftReport', {
    body: { background: sentence, reason: sentence, goals: sentence, actions: sentence, agreements: sentence },
  });
  yield kase.give('FinaliseReport', { reportId, approvedById: caller.personId });
  const told = { channel: 'phone', on: kase.today, byId: caller.personId, decisionsExplained: true, understood: 'yes' };
  yield kase.give('RecordFeedbackGiven', { ...told, addresseeId: mother });
  yield kase.give('RecordFeedbackGiven', { ...told, addresseeId: child, howChildViewWeighed: sentence });
  const { planVersionId } = kase.give('ProposePlan', {
    descriptive: { promoting: sentence, hindering: sentence },
    needs: sentence,
    goalIds: [goalId],
    actionIds: [actionId],
    validFrom: kase.today,
    reviewOn: `${nextYear}-03-01`,
  });
  yield kase.give('DecideActionPart', { planVersionId, partyId: mother, decision: 'agreed', on: kase.today, method: 'portal' });
  yield kase.give('AdoptPlan', { planVersionId, on: kase.today });
  for (;;) yield kase.give('RecordProgress', { note: sentence, goalIds: [goalId], on: kase.today });
}

/** `count` cases that were just opened: three events each. Gives their ids. */
export async function makeOpenCases(service, team, count) {
  return inWaves(count, 100, async (number) => {
    const kase = openCase(service, team, number);
    await kase.flush();
    return kase.id;
  });
}

/** `count` cases of at least `events` events each, appended command by command, two hundred cases through one another. Gives ids and events. */
export async function makeLivedCases(service, team, count, events) {
  let total = 0;
  const ids = await inWaves(count, 200, async (number) => {
    const kase = openCase(service, team, number);
    const steps = life(kase);
    let mine = await kase.flush();
    while (mine < events) {
      steps.next();
      mine += await kase.flush();
    }
    total += mine;
    return kase.id;
  });
  return { ids, events: total };
}

async function inWaves(count, width, work) {
  const made = new Array(count);
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(width, count) }, async () => {
      while (next < count) {
        const index = next++;
        made[index] = await work(index);
      }
    }),
  );
  return made;
}
