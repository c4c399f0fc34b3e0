import { randomUUID } from 'node:crypto';
import type { TestApi } from './api.js';
import { deLinde, openSami } from './people.js';

type Body = Readonly<Record<string, unknown>>;

export interface LongCase {
  readonly caseId: string;
  readonly teamId: string;
  readonly child: string;
  readonly mother: string;
  readonly father: string;
  readonly goalIds: readonly string[];
}

/** What somebody types who wants a page to run it. */
export const injection = `<script>window.ran = true</script><img src=x onerror="window.ran=true">"' onload=1`;

const scale = (more: string) => ({
  '-3': `Minder dan nu: Sami wordt door niemand verstaan en stopt met praten${more}.`,
  '-2': '1 van de 5 keer wordt Sami in één keer verstaan door een kind uit de groep.',
  '-1': '2 of 3 van de 5 keer wordt Sami in één keer verstaan.',
  '0': '4 van de 5 keer wordt Sami in één keer verstaan.',
  '1': '5 van de 5 keer wordt Sami in één keer verstaan.',
  '2': 'Ook volwassenen die Sami niet kennen verstaan hem in één keer, bijvoorbeeld bij de bakker of op de sportclub.',
});
const background = `Sami zit sinds de zomer in groep 4. Hij is een vrolijke jongen die graag buiten speelt en veel weet van dieren.
Praten kost hem moeite: de zinnen zijn kort, klanken vallen weg en als iemand hem niet verstaat zegt hij "laat maar".

Thuis wordt Nederlands en Berbers gesproken. In de kleutergroepen kreeg hij een half jaar logopedie; die is gestopt toen het gezin verhuisde. Het gehoor is twee jaar geleden getest en was toen goed.`;

/** A case as it may stand after some months: long texts, five goals, many actions, two parents, all aftercare done. */
export async function aLongCase(api: TestApi): Promise<LongCase> {
  const today = (await api.service.clock.now()).slice(0, 10);
  const nextYear = `${Number(today.slice(0, 4)) + 1}`;
  const [admin, femke, karin, bas, joost] = await Promise.all([
    api.token('beheer', 'admin'),
    ...['femke', 'karin', 'bas', 'joost'].map((each) => api.token(each)),
  ]);
  const tokens: Readonly<Record<string, string>> = { femke: femke!, karin: karin!, bas: bas!, joost: joost! };
  const teamId = (await api.post('/v1/teams', deLinde, admin!).expect(201)).body.id as string;
  const caseId = (await api.post('/v1/cases', openSami(teamId), femke!).expect(201)).body.id as string;
  const give = async (who: string, command: string, data: Body): Promise<Record<string, string>> => {
    const answer = await api.post(`/v1/cases/${caseId}/${command}`, data, tokens[who]!);
    if (answer.status !== 200) throw new Error(`${command}: ${JSON.stringify(answer.body)}`);
    return answer.body.created as Record<string, string>;
  };
  const party = async (kind: string, name: string, relation: string, personId: string): Promise<string> => {
    const partyId = randomUUID();
    const contact = { contact: {}, language: 'nl', interpreter: false };
    await give('femke', 'add-party', { partyId, kind, name, relation, personId, ...contact });
    return partyId;
  };
  const mother = await party('parent_authority', 'Amina El Idrissi', 'moeder', 'amina');
  const father = await party('parent_authority', `Youssef ${injection}`, 'vader', 'youssef');
  const child = await party('child', 'Sami El Idrissi', 'kind', 'sami');
  await give('femke', 'assign-case-owner', { ownerId: 'joost', familyPreference: true });
  const asked = { scopes: ['discuss_team'], purpose: 'Met het team bespreken wat Sami helpt.', askedOf: [mother, father] };
  const { consentId } = await give('joost', 'request-consent', asked);
  for (const partyId of [mother, father])
    await give('joost', 'record-consent', { consentId, partyId, scopes: ['discuss_team'], method: 'signed_form', givenOn: today });
  await give('joost', 'save-preparation', {
    background,
    strengths: 'Vrolijk, volhardend, weet veel van dieren.',
    question: 'Wat helpt Sami om in de groep en daarbuiten vaker verstaan te worden, en wie van ons doet daarin wat?',
    reason: 'Sami trekt zich sinds de herfst terug en vecht op het plein als kinderen hem niet begrijpen.',
    childGoals: 'Dat kinderen mij snappen.',
    parentView:
      'Thuis praat hij veel, met zijn zusje het meest. Met mensen die hij niet kent zwijgt hij. Wij willen graag dat hij weer durft.',
  });
  await give('joost', 'submit-preparation', { formVersion: 1 });
  await give('joost', 'bring-in', { part: 'fixed', introducerId: 'joost', minutes: 20 });
  const said = { how: 'child_form', chosenByChild: true, on: today, byId: 'joost', confidential: false };
  await give('joost', 'record-child-view', { ...said, words: `Ik wil dat ze me snappen als ik praat. ${injection}` });
  await give('joost', 'record-child-view', { ...said, how: 'conversation', confidential: true, words: 'Soms ben ik bang op het plein.' });
  await give('karin', 'start-discussion', {
    presentPartyIds: ['femke', 'karin', 'bas', 'joost', mother],
    absent: [
      { partyId: father, excused: true },
      { partyId: 'ilse', excused: false },
    ],
  });
  for (const step of ['background', 'reason', 'goals', 'actions'])
    await give('bas', 'record-step', { step, notes: background, startedAt: `${today}T10:00:00Z`, endedAt: `${today}T10:05:00Z` });
  const goalIds: string[] = [];
  const statements = [
    `Ik wil dat ze me snappen als ik praat. ${injection}`,
    'Ik durf een vraag te stellen in de kring.',
    'Op het plein zeg ik het als ik boos ben, zonder te slaan.',
    'Sami leest thuis elke dag tien minuten hardop, met iemand naast zich.',
    'Wij weten als team hoe we reageren als we Sami niet verstaan: Verstaanbaarheidsondersteuningsmogelijkhedenoverzicht.',
  ];
  for (const [index, statement] of statements.entries()) {
    const { goalId } = await give('bas', 'agree-goal', {
      statement,
      voice: index < 3 ? 'child' : index === 3 ? 'parent' : 'professional',
      domain: index === 2 ? 'behaviour' : 'learning',
      baseline: 'Nu wordt Sami 1 van de 5 keer in één keer verstaan, geteld in de kring op vier ochtenden.',
      gas: scale(index === 0 ? injection.slice(0, 60) : ''),
      measuredBy: 'Joost telt elke vrijdag vijf gesprekjes in de kring.',
      targetOn: `${nextYear}-02-01`,
      priority: index + 1,
    });
    goalIds.push(goalId!);
  }
  const whoDoes = ['joost', 'ilse', mother, 'bas', father, 'femke', 'joost'];
  const tasks = [
    'Elke ochtend in de kring eerst Sami het woord geven, met een plaatje als steun.',
    'Een logopedische screening doen en de uitkomst met de ouders bespreken.',
    'Elke avond tien minuten samen hardop lezen.',
    `Een maatje zoeken voor het buitenspelen. ${injection}`,
    'Met de huisarts bellen over een nieuwe gehoortest, en de verwijzing aan school doorgeven zodat het team weet wanneer de test is.',
    'De kinderen van de groep leren hoe je doorvraagt als je iemand niet verstaat.',
    'Meekijken in de groep en tips geven.',
  ];
  const actionIds: string[] = [];
  for (const [index, description] of tasks.entries()) {
    const { actionId } = await give('bas', 'agree-action', {
      description,
      goalId: goalIds[index % goalIds.length],
      responsibleId: whoDoes[index],
      supporters: index === 3 ? ['joost', mother] : [],
      dueOn: `${nextYear}-01-${10 + index}`,
      kind: 'support_in_group',
    });
    actionIds.push(actionId!);
  }
  await give('karin', 'conclude-discussion', {
    outcome: 'plan_change',
    summary: 'Het plan wordt aangepast: eerst verstaanbaarheid in de groep, daarna lezen. De gehoortest gaat voor.',
    feedback: [child, mother, father].map((addresseeId) => ({ addresseeId, byId: 'joost' })),
    agreedBy: ['femke', 'karin', 'joost', mother],
    dissentedBy: [{ byId: 'bas', reason: 'Ik zou met één doel beginnen.' }],
  });
  const body = { background, reason: background, goals: 'Vijf doelen, zie hieronder.', actions: 'Zie de lijst.', agreements: background };
  const { reportId } = await give('bas', 'draft-report', { body: { ...body, reason: `${injection} ${background}` } });
  await give('karin', 'finalise-report', { reportId, approvedById: 'karin' });
  await give('femke', 'correct-report', { reportId, correction: 'De gehoortest was in maart, niet in mei.', ground: 'parent_request' });
  const parts = ['background', 'goals', 'agreements'];
  await give('femke', 'share-report', { reportId, recipientPartyId: mother, channel: 'paper', parts });
  const told = { channel: 'phone', on: today, byId: 'joost', decisionsExplained: true, understood: 'yes' };
  const weighed = 'Jouw zin is het eerste doel geworden, en jij kiest zelf je maatje.';
  await give('joost', 'record-feedback-given', {
    ...told,
    addresseeId: child,
    howChildViewWeighed: weighed,
    reaction: 'Mag het Noah zijn?',
  });
  await give('joost', 'record-feedback-given', { ...told, addresseeId: mother, reaction: 'Fijn dat de gehoortest voorgaat.' });
  await give('joost', 'record-feedback-given', { ...told, addresseeId: father });
  const plan = {
    descriptive: { promoting: 'Korte zinnen, plaatjes, een rustige plek.', hindering: 'Lawaai, en doorpraten terwijl hij zoekt.' },
    needs: 'Tijd om te praten en mensen die doorvragen.',
    goalIds,
    actionIds,
    validFrom: today,
    reviewOn: `${nextYear}-02-12`,
  };
  const { planVersionId } = await give('joost', 'propose-plan', plan);
  for (const partyId of [mother, father])
    await give('femke', 'decide-action-part', { planVersionId, partyId, decision: 'agreed', on: today, method: 'signed_form' });
  await give('femke', 'adopt-plan', { planVersionId, on: today });
  for (const [index, goalId] of goalIds.slice(0, 2).entries())
    await give('joost', 'score-goal', { goalId, score: index - 1, on: today, scoredWith: ['child', 'professional'] });
  await give('joost', 'update-action', { actionId: actionIds[0]!, change: 'complete' });
  await api.settle();
  return { caseId, teamId, child, mother, father, goalIds };
}
