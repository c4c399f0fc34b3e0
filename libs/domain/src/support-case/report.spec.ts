import { amina, bodyOf, closed, concluded, report, reported, sanne, supported, v1, withFamily } from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { idOf, smallTeam } from '../../../../test/domain/people.js';

const second = idOf('second report');
const drafted = () => concluded().on('2026-11-04').by('bas').does('DraftReport', bodyOf.draft);

describe('DraftReport', () => {
  it('drafts, and a newer draft takes the place of the one before', () => {
    const after = concluded()
      .on('2026-11-04')
      .by('bas')
      .when('DraftReport', bodyOf.draft)
      .then(has('ReportDrafted', { ...bodyOf.draft, cycleNo: 1, version: 1, authorId: 'bas' }));
    const twice = after.when('DraftReport', { ...bodyOf.draft, reportId: second });
    expect(twice.dataOf('ReportDrafted')).toMatchObject({ version: 2 });
    expect(twice.accepted().state.reports.map(({ status }) => status)).toEqual(['replaced', 'draft']);
    concluded().by('femke').when('DraftReport', bodyOf.draft).thenRefused('forbidden');
    concluded().by('joost').when('DraftReport', bodyOf.draft).thenEvents('ReportDrafted');
  });

  it('never takes the place of a final report', () => {
    reported()
      .by('bas')
      .when('DraftReport', { ...bodyOf.draft, reportId: second })
      .thenRefused('not-possible');
    supported()
      .by('bas')
      .when('DraftReport', { ...bodyOf.draft, reportId: second })
      .thenRefused('wrong-phase');
  });
});

describe('FinaliseReport', () => {
  it('is not for the one who wrote it (10.1)', () => {
    drafted().by('bas').when('FinaliseReport', { reportId: report, approvedById: 'bas' }).thenRefused('forbidden');
    drafted().by('femke').when('FinaliseReport', { reportId: report, approvedById: 'bas' }).thenRefused('self-approval', ['self-approval']);
    drafted()
      .by('femke')
      .where({ team: smallTeam })
      .when('FinaliseReport', { reportId: report, approvedById: 'bas' })
      .thenEvents('ReportFinalised');
    drafted()
      .on('2026-11-05')
      .by('karin')
      .when('FinaliseReport', { reportId: report, approvedById: 'karin' })
      .then(
        has('ReportFinalised', {
          reportId: report,
          cycleNo: 1,
          version: 1,
          approvedById: 'karin',
          on: '2026-11-05',
          contentHash: expect.any(String) as unknown as string,
        }),
      );
  });

  it('finalises a draft that is there, once', () => {
    const replaced = drafted()
      .does('DraftReport', { ...bodyOf.draft, reportId: second })
      .by('karin');
    replaced.when('FinaliseReport', { reportId: report, approvedById: 'karin' }).thenRefused('not-possible');
    replaced.when('FinaliseReport', { reportId: sanne, approvedById: 'karin' }).thenRefused('unknown-reference');
    replaced.when('FinaliseReport', { reportId: second, approvedById: 'stranger' }).thenRefused('unknown-reference');
    reported().by('karin').when('FinaliseReport', { reportId: report, approvedById: 'karin' }).thenNothing();
  });
});

describe('CorrectReport', () => {
  it('corrects a final report, also when the case is closed or on hold', () => {
    const body = { reportId: report, correction: 'It was Tuesday.', ground: 'factual_error' };
    reported()
      .when('CorrectReport', body)
      .then(has('ReportCorrected', { ...body, version: 2 }));
    closed().by('bas').when('CorrectReport', body).thenEvents('ReportCorrected');
    reported()
      .does('SuspendCase', { reason: 'family_request', reviewOn: '2026-11-20' })
      .when('CorrectReport', body)
      .thenEvents('ReportCorrected');
    drafted().when('CorrectReport', body).thenRefused('not-possible');
    reported().by('karin').when('CorrectReport', body).thenRefused('forbidden');
  });
});

describe('ShareReport', () => {
  const body = { reportId: report, recipientPartyId: amina, channel: 'portal', parts: ['goals'] };

  it('shares with who is involved, the whole report when no part is named', () => {
    reported().when('ShareReport', body).then(has('ReportShared', body));
    expect(
      reported()
        .when('ShareReport', { ...body, parts: [] })
        .dataOf('ReportShared')['parts'],
    ).toHaveLength(5);
    reported()
      .when('ShareReport', { ...body, recipientPartyId: 'karin' })
      .thenEvents('ReportShared');
    reported()
      .when('ShareReport', { ...body, recipientPartyId: 'stranger' })
      .thenRefused('recipient-not-involved', ['recipient-not-involved']);
    drafted().by('femke').when('ShareReport', body).thenRefused('not-possible');
    reported().by('karin').when('ShareReport', body).thenRefused('forbidden');
  });

  it('goes outside with the consent of those who decide only, on which it then rests', () => {
    const scopes = ['share_org:municipality'];
    const consentId = idOf('share');
    const outside = reported().does('AddParty', bodyOf.party(sanne, 'professional', { organisationId: 'municipality' }));
    const toSanne = { ...body, recipientPartyId: sanne };
    const refused = outside.when('ShareReport', toSanne);
    refused.thenRefused('consent-incomplete', ['consent-incomplete']);
    expect(refused.rejection?.errors).toHaveLength(2);
    const given = outside
      .does('RequestConsent', bodyOf.ask([amina, idOf('youssef')], { consentId, scopes }))
      .does('RecordConsent', bodyOf.give(amina, '2026-11-05', { consentId, scopes }))
      .does('RecordConsent', bodyOf.give(idOf('youssef'), '2026-11-05', { consentId, scopes }));
    expect(given.when('ShareReport', toSanne).events[0]).toMatchObject({ type: 'ReportShared', legalBasis: 'consent' });
  });
});

describe('RecordPartyRemark', () => {
  it('keeps what a party says about a report or a plan, beside it', () => {
    const body = { reportId: report, partyId: amina, text: 'It was worse at home.' };
    reported().by('amina').when('RecordPartyRemark', body).then(has('PartyRemarkRecorded', body));
    reported()
      .by('amina')
      .when('RecordPartyRemark', { ...body, partyId: idOf('youssef') })
      .thenRefused('forbidden');
    const { reportId: _, ...onPlan } = { ...body, planVersionId: v1 };
    supported().when('RecordPartyRemark', onPlan).thenEvents('PartyRemarkRecorded');
    closed().when('RecordPartyRemark', body).thenEvents('PartyRemarkRecorded');
    for (const wrong of [
      { partyId: amina, text: 'About nothing.' },
      { ...body, planVersionId: v1 },
    ])
      supported().when('RecordPartyRemark', wrong).thenRefused('validation');
    withFamily().when('RecordPartyRemark', body).thenRefused('unknown-reference');
  });
});
