import { caseAfter, read, step } from '../../../../../test/domain/happened.js';
import { caseDetail } from '../case-detail.js';

type Given = Parameters<typeof step>;
const after = (...steps: Given[]) =>
  read(caseAfter(caseDetail, step('CaseOpened'), ...steps.map((each) => step(...each)))) as Record<string, unknown>;
const amina: Given = [
  'PartyAdded',
  {
    partyId: 'amina',
    kind: 'parent_authority',
    name: 'Amina',
    relation: 'mother',
    contact: { email: 'amina@example.org', phone: '0612345678' },
    language: 'nl',
    interpreter: false,
    organisationId: undefined,
    personId: 'person-amina',
    safeContactNote: 'mornings only',
    from: '2026-09-21',
  },
];
const asked: Given = [
  'ConsentRequested',
  {
    consentId: 'consent-1',
    scopes: ['discuss_team'],
    askedOf: ['amina', 'youssef'],
    purpose: 'why',
    validUntil: '2027-09-20',
    answerDueOn: '2026-09-28',
  },
  { by: 'client', for: 'joost' },
];
const answer = { consentId: 'consent-1', partyId: 'amina', scopes: ['discuss_team'] };

describe('The parties in the detail of a case', () => {
  it('are shown with all that is known of them', () => {
    expect(after(amina)['parties']).toEqual([
      {
        partyId: 'amina',
        kind: 'parent_authority',
        name: 'Amina',
        relation: 'mother',
        contact: { email: 'amina@example.org', phone: '0612345678' },
        language: 'nl',
        interpreter: false,
        personId: 'person-amina',
        safeContactNote: 'mornings only',
        from: '2026-09-21',
      },
    ]);
  });

  it('take an update of what changed only, also within the contact data', () => {
    const none = {
      name: undefined,
      relation: undefined,
      language: undefined,
      organisationId: undefined,
      personId: undefined,
      safeContactNote: undefined,
    };
    const update = { ...none, partyId: 'amina', kind: 'guardian', interpreter: true, contact: { phone: '0687654321' }, reason: 'asked' };
    expect(after(amina, ['PartyUpdated', update])['parties']).toMatchObject([
      {
        kind: 'guardian',
        name: 'Amina',
        interpreter: true,
        contact: { email: 'amina@example.org', phone: '0687654321' },
        safeContactNote: 'mornings only',
      },
    ]);
  });

  it('stay, with their last day, when they end', () => {
    expect(after(amina, ['PartyEnded', { partyId: 'amina', to: '2026-10-01' }])['parties']).toMatchObject([
      { partyId: 'amina', to: '2026-10-01' },
    ]);
  });
});

describe('The consent in the detail of a case', () => {
  it('shows who was asked what by whom', () => {
    expect(after(amina, asked)).toMatchObject({
      consentStatus: 'requested',
      consentRequests: [
        {
          consentId: 'consent-1',
          askedOf: ['amina', 'youssef'],
          answered: [],
          requestedById: 'joost',
          requestedOn: '2026-09-21',
          purpose: 'why',
        },
      ],
    });
  });

  it('shows the newest answer of a party on a scope, with its limits', () => {
    const given = { ...answer, method: 'portal', on: '2026-09-23', limits: 'no names', evidenceRef: undefined };
    expect(after(amina, asked, ['ConsentRecorded', given])).toMatchObject({
      consentStatus: 'complete',
      consentUntil: '2027-09-20',
      consentRequests: [{ answered: ['amina'] }],
      consentAnswers: [
        {
          partyId: 'amina',
          scope: 'discuss_team',
          state: 'given',
          on: '2026-09-23',
          validUntil: '2027-09-20',
          method: 'portal',
          limits: 'no names',
        },
      ],
    });
  });

  it.each([
    ['ConsentRefused', 'refused'],
    ['ConsentWithdrawn', 'withdrawn'],
  ] as const)('shows that a consent is over by %s', (type, state) => {
    const document = after(
      amina,
      asked,
      ['ConsentRecorded', { ...answer, on: '2026-09-23' }],
      [type, { ...answer, on: '2026-09-25', reason: 'no more' }],
    );
    expect(document).toMatchObject({
      consentStatus: state,
      consentAnswers: [{ state, on: '2026-09-25', validUntil: '2026-09-25', reason: 'no more' }],
    });
    expect(document['consentAnswers']).toHaveLength(1);
  });

  it('moves the day of an answer that a hold paused', () => {
    const restamped = [{ rule: 'D01', subjectId: 'consent-1', from: '2026-09-28', to: '2026-09-30' }];
    expect(after(amina, asked, ['CaseResumed', { restamped }])).toMatchObject({ consentRequests: [{ answerDueOn: '2026-09-30' }] });
  });
});

describe('The child’s views in the detail of a case', () => {
  it('stand with their cycle and their words', () => {
    const view = {
      viewId: 'view-1',
      how: 'child_form',
      chosenByChild: true,
      on: '2026-10-29',
      byId: 'joost',
      confidential: true,
      words: 'listen',
      reasonIfNone: undefined,
    };
    expect(after(['CycleStarted', { cycleNo: 1 }], ['ChildViewRecorded', view])['childViews']).toEqual([
      {
        viewId: 'view-1',
        how: 'child_form',
        chosenByChild: true,
        on: '2026-10-29',
        byId: 'joost',
        confidential: true,
        words: 'listen',
        cycleNo: 1,
      },
    ]);
  });
});
