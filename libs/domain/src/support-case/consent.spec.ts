import { amina, asked, bodyOf, broughtIn, consent, consented, sami, sanne, withFamily, youssef } from '../../../../test/domain/cases.js';
import { given, has } from '../../../../test/domain/given.js';
import { idOf } from '../../../../test/domain/people.js';
import { consentStatus } from './consent.js';
import { caseAggregate } from './index.js';

const renewal = idOf('renewal');
const outside = ['discuss_team', 'share_org:org-strict', 'request_info:org-strict'];

describe('RequestConsent', () => {
  it('asks those who decide, with an answer due in five working days and a year of validity', () => {
    withFamily()
      .when('RequestConsent', bodyOf.ask([amina, youssef]))
      .then(has('ConsentRequested', { ...bodyOf.ask([amina, youssef]), validUntil: '2027-09-20', answerDueOn: '2026-09-28' }));
  });

  it('says how the due date came about, on the calendar of the team whatever the urgency', () => {
    const urgent = withFamily({ urgency: 'urgent', urgencyReason: 'He stays at home.' }).on('2026-10-16');
    const [asking] = urgent.when('RequestConsent', bodyOf.ask([amina])).events;
    expect(asking!.data).toMatchObject({
      answerDueOn: '2026-10-30',
      calculations: [{ rule: 'D01', subjectId: consent, from: '2026-10-16', offset: 5, calendar: 'team', dueOn: '2026-10-30' }],
    });
  });

  it('refuses parties that do not decide, and a request without purpose', () => {
    withFamily()
      .when('RequestConsent', bodyOf.ask([amina, sami], { purpose: undefined }))
      .thenRefused('not-entitled', ['not-entitled', 'purpose-missing']);
    withFamily()
      .when('RequestConsent', bodyOf.ask([amina], { purpose: undefined }))
      .thenRefused('purpose-missing');
    withFamily()
      .when('RequestConsent', bodyOf.ask([idOf('nobody')]))
      .thenRefused('unknown-reference');
  });

  it('holds for twelve months at the most', () => {
    withFamily()
      .when('RequestConsent', bodyOf.ask([amina], { validUntil: '2027-09-21' }))
      .thenEvents('ConsentRequested');
    for (const validUntil of ['2027-09-22', '2026-09-20'])
      withFamily()
        .when('RequestConsent', bodyOf.ask([amina], { validUntil }))
        .thenRefused('not-possible');
  });
});

describe('RecordConsent', () => {
  it('is complete when the last of those who must consent has done so (10.1)', () => {
    const first = asked()
      .on('2026-09-23')
      .by('amina')
      .when('RecordConsent', bodyOf.give(amina, '2026-09-23', { limits: 'Not about his sister.', evidenceRef: 'letter 4' }))
      .then(
        has('ConsentRecorded', {
          ...bodyOf.answer(amina),
          method: 'portal',
          on: '2026-09-23',
          limits: 'Not about his sister.',
          evidenceRef: 'letter 4',
          limitsPresent: true,
        }),
      );
    expect(consentStatus(first.state)).toEqual({ status: 'partial' });
    const both = first
      .on('2026-09-28')
      .by('youssef')
      .when('RecordConsent', bodyOf.give(youssef, '2026-09-28'))
      .then(
        has('ConsentRecorded', { ...bodyOf.answer(youssef), method: 'portal', on: '2026-09-28', limitsPresent: false }),
        has('ConsentCompleted', { scopes: ['discuss_team'], on: '2026-09-28' }),
      );
    expect(caseAggregate.stampOf(both.state)).toEqual({ phase: 'preparation', consent: 'complete', consentUntil: '2027-09-20' });
  });

  it('is complete on the day of the last consent, in whatever order they were recorded', () => {
    asked()
      .on('2026-09-28')
      .does('RecordConsent', bodyOf.give(youssef, '2026-09-28'))
      .when('RecordConsent', bodyOf.give(amina, '2026-09-23'))
      .then(
        has('ConsentRecorded', { ...bodyOf.answer(amina), method: 'portal', on: '2026-09-23', limitsPresent: false }),
        has('ConsentCompleted', { scopes: ['discuss_team'], on: '2026-09-28' }),
      );
  });

  it('is no news a second time, but is under a newer request', () => {
    const done = consented();
    done.when('RecordConsent', bodyOf.give(amina, '2026-09-23')).thenNothing();
    const renewed = done
      .on('2026-12-01')
      .does('RequestConsent', bodyOf.ask([amina], { consentId: renewal }))
      .when('RecordConsent', bodyOf.give(amina, '2026-12-01', { consentId: renewal }))
      .thenEvents('ConsentRecorded');
    expect(renewed.state.answers.find((each) => each.partyId === amina)?.validUntil).toBe('2027-11-30');
  });

  it('lets parents speak for themselves only', () => {
    asked().on('2026-09-23').by('amina').when('RecordConsent', bodyOf.give(youssef, '2026-09-23')).thenRefused('forbidden');
    asked().on('2026-09-23').by('joost').when('RecordConsent', bodyOf.give(youssef, '2026-09-23')).thenEvents('ConsentRecorded');
    asked().on('2026-09-23').by('karin').when('RecordConsent', bodyOf.give(youssef, '2026-09-23')).thenRefused('forbidden');
  });

  it('refuses those who do not decide, word of mouth where that is forbidden, and what was not asked', () => {
    const wide = withFamily().does('RequestConsent', bodyOf.ask([amina, youssef], { scopes: outside }));
    wide
      .when('RecordConsent', bodyOf.give(sami, '2026-09-21', { scopes: outside, method: 'verbal_confirmed' }))
      .thenRefused('not-entitled', ['not-entitled', 'verbal-not-allowed']);
    wide
      .when('RecordConsent', bodyOf.give(amina, '2026-09-21', { scopes: outside, method: 'verbal_confirmed' }))
      .thenRefused('verbal-not-allowed');
    wide.when('RecordConsent', bodyOf.give(amina, '2026-09-21', { method: 'verbal_confirmed' })).thenEvents('ConsentRecorded');
    asked()
      .when('RecordConsent', bodyOf.give(amina, '2026-09-21', { scopes: outside }))
      .thenRefused('not-possible');
    asked().when('RecordConsent', bodyOf.give(amina, '2026-09-22')).thenRefused('future-date');
    asked()
      .when('RecordConsent', bodyOf.give(amina, '2026-09-21', { consentId: renewal }))
      .thenRefused('unknown-reference');
  });
});

describe('RefuseConsent', () => {
  it('stands until it is answered otherwise', () => {
    const refused = asked()
      .on('2026-09-23')
      .by('amina')
      .when('RefuseConsent', bodyOf.answer(amina, { reason: 'First we want to talk.' }))
      .then(has('ConsentRefused', { ...bodyOf.answer(amina), reason: 'First we want to talk.', on: '2026-09-23' }));
    expect(consentStatus(refused.state).status).toBe('refused');
    refused.when('RefuseConsent', bodyOf.answer(amina)).thenNothing();
    refused.when('RecordConsent', bodyOf.give(amina, '2026-09-23')).thenEvents('ConsentRecorded');
    asked().by('amina').when('RefuseConsent', bodyOf.answer(youssef)).thenRefused('forbidden');
  });
});

describe('WithdrawConsent', () => {
  it('stops the sharing and puts the case on hold for twenty working days', () => {
    const body = bodyOf.answer(amina, { wantsErasure: false });
    const after = consented()
      .by('amina')
      .when('WithdrawConsent', body)
      .then(
        has('ConsentWithdrawn', { ...body, on: '2026-09-28' }),
        has('SharingStopped', { scopes: ['discuss_team'], on: '2026-09-28', stoppedOrganisationIds: [] }),
        has('CaseSuspended', { reason: 'consent_withdrawn', since: '2026-09-28', reviewOn: '2026-11-02', sharingStopped: true }),
      );
    expect(consentStatus(after.state).status).toBe('withdrawn');
    after.when('WithdrawConsent', body).thenRefused('not-given', ['not-given']);
  });

  it('keeps the case going when only sharing with others is withdrawn', () => {
    const scopes = outside.slice(1);
    withFamily()
      .does('RequestConsent', bodyOf.ask([amina], { scopes: outside }))
      .does('RecordConsent', bodyOf.give(amina, '2026-09-21', { scopes: outside }))
      .when('WithdrawConsent', bodyOf.answer(amina, { scopes, wantsErasure: true }))
      .then(
        has('ConsentWithdrawn', { ...bodyOf.answer(amina, { scopes }), wantsErasure: true, on: '2026-09-21' }),
        has('SharingStopped', { scopes, on: '2026-09-21', stoppedOrganisationIds: ['org-strict'] }),
      );
    asked()
      .when('WithdrawConsent', bodyOf.answer(amina, { wantsErasure: false }))
      .thenRefused('not-given');
  });
});

describe('Who must consent', () => {
  const born = (dateOfBirth: string) => ({ child: { givenName: 'Noor', familyName: 'Smit', dateOfBirth } });
  const young = withFamily();
  const twelve = withFamily(born('2014-08-30'));
  const sixteen = withFamily(born('2010-08-30'));

  it('is every parent with authority below 12, the child too from 12, and the child alone from 16', () => {
    young.when('RequestConsent', bodyOf.ask([sami])).thenRefused('not-entitled');
    twelve.when('RequestConsent', bodyOf.ask([amina, youssef, sami])).thenEvents('ConsentRequested');
    sixteen.when('RequestConsent', bodyOf.ask([sami])).thenEvents('ConsentRequested');
    sixteen.when('RequestConsent', bodyOf.ask([amina])).thenRefused('not-entitled');
  });

  it('is not complete from 12 while the child has not said yes (10.2)', () => {
    const parents = twelve
      .does('RequestConsent', bodyOf.ask([amina, youssef, sami]))
      .does('RecordConsent', bodyOf.give(amina, '2026-09-21'))
      .does('RecordConsent', bodyOf.give(youssef, '2026-09-21'));
    const ready = parents.does('SavePreparation', bodyOf.form).does('SubmitPreparation', { formVersion: 1 });
    const refused = ready.when('BringIn', bodyOf.bringIn);
    refused.thenRefused('consent-incomplete', ['consent-incomplete']);
    expect(refused.rejection?.errors.map(({ pointer }) => pointer)).toEqual([`/parties/${sami}`]);
    ready
      .by('sami')
      .when('RecordConsent', bodyOf.give(sami, '2026-09-21', { limits: 'Not about home.' }))
      .thenEvents('ConsentRecorded', 'ConsentCompleted')
      .by('joost')
      .when('BringIn', bodyOf.bringIn)
      .thenEvents('CaseBroughtIn');
  });

  it('is not complete from 12 while the child is no party, nor while there is nobody to ask', () => {
    const childless = twelve
      .does('RequestConsent', bodyOf.ask([amina, youssef]))
      .does('EndParty', { partyId: sami, endedOn: '2026-09-21', reason: 'A mistake.' })
      .does('RecordConsent', bodyOf.give(amina, '2026-09-21'))
      .when('RecordConsent', bodyOf.give(youssef, '2026-09-21'))
      .thenEvents('ConsentRecorded');
    expect(childless.when('BringIn', bodyOf.bringIn).rejection?.errors.map(({ pointer }) => pointer)).toEqual(['/parties']);
    const alone = given().does('OpenCase', bodyOf.open);
    expect(alone.when('BringIn', { ...bodyOf.bringIn, introducerId: 'femke' }).rejection?.missing).toContain('consent-incomplete');
  });

  it('is the guardian for a child that is not competent, whatever its age; without one the parents', () => {
    const guarded = sixteen
      .does('CorrectChildDetails', { competence: 'not_competent', reason: 'Judged by the doctor.' })
      .does('AddParty', bodyOf.party(sanne, 'guardian'));
    guarded.when('RequestConsent', bodyOf.ask([sami])).thenRefused('not-entitled');
    guarded.when('RequestConsent', bodyOf.ask([amina])).thenRefused('not-entitled');
    guarded
      .does('RequestConsent', bodyOf.ask([sanne]))
      .when('RecordConsent', bodyOf.give(sanne, '2026-09-21'))
      .thenEvents('ConsentRecorded', 'ConsentCompleted');
    sixteen
      .does('CorrectChildDetails', { competence: 'not_competent', reason: 'Judged by the doctor.' })
      .when('RequestConsent', bodyOf.ask([amina, youssef]))
      .thenEvents('ConsentRequested');
  });

  it('ends with the consent: a day after it expired the child may not be discussed', () => {
    const soon = withFamily()
      .does('RequestConsent', bodyOf.ask([amina, youssef], { validUntil: '2026-11-02' }))
      .does('RecordConsent', bodyOf.give(amina, '2026-09-21'))
      .does('RecordConsent', bodyOf.give(youssef, '2026-09-21'))
      .does('SavePreparation', bodyOf.form)
      .does('SubmitPreparation', { formVersion: 1 })
      .does('BringIn', bodyOf.bringIn)
      .by('karin');
    soon.on('2026-11-02').when('StartDiscussion').thenEvents('DiscussionStarted');
    soon.on('2026-11-03').when('StartDiscussion').thenRefused('consent-incomplete');
    broughtIn().by('karin').on('2026-11-03').when('StartDiscussion').thenEvents('DiscussionStarted');
  });

  it('shows where the consent stands from none to complete', () => {
    expect(consentStatus(withFamily().state)).toEqual({ status: 'none' });
    expect(consentStatus(asked().state)).toEqual({ status: 'requested' });
    expect(consentStatus(consented().state)).toEqual({ status: 'complete', until: '2027-09-20' });
  });
});
