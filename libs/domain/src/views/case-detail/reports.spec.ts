import { caseAfter, read, step } from '../../../../../test/domain/happened.js';
import { caseDetail } from '../case-detail.js';

type Given = Parameters<typeof step>;
const after = (...steps: Given[]) =>
  read(caseAfter(caseDetail, step('CaseOpened'), ...steps.map((each) => step(...each)))) as Record<string, unknown>;
const body = { background: 'b', reason: 'r', goals: 'g', actions: 'a', agreements: 's' };
const draft = (reportId: string, version: number): Given => [
  'ReportDrafted',
  { reportId, cycleNo: 1, version, authorId: 'bas', body },
  { on: '2026-11-04' },
];
const final: Given = ['ReportFinalised', { reportId: 'report-1', cycleNo: 1, version: 1, approvedById: 'karin', on: '2026-11-05' }];
const share: Given = [
  'ReportShared',
  { reportId: 'report-1', recipientPartyId: 'amina', channel: 'portal', parts: ['goals'] },
  { on: '2026-11-06' },
];
const correction: Given = [
  'ReportCorrected',
  { reportId: 'report-1', version: 2, ground: 'parent_request', correction: 'c' },
  { on: '2026-11-07' },
];

describe('The reports in the detail of a case', () => {
  it('are drafts; a newer draft takes the place of the one before', () => {
    expect(after(draft('report-1', 1), draft('report-2', 2))['reports']).toMatchObject([
      { reportId: 'report-1', status: 'replaced', body },
      { reportId: 'report-2', status: 'draft', version: 2, authorId: 'bas', draftedOn: '2026-11-04' },
    ]);
  });

  it('become final, are corrected and shared; what was shared is the version of that day', () => {
    expect(after(draft('report-1', 1), final)['reports']).toMatchObject([
      { status: 'final', approvedById: 'karin', finalOn: '2026-11-05' },
    ]);
    expect(after(draft('report-1', 1), final, share, correction)['reports']).toMatchObject([
      {
        status: 'corrected',
        version: 2,
        corrections: [{ version: 2, on: '2026-11-07', ground: 'parent_request', correction: 'c' }],
        sharedWith: [{ recipientPartyId: 'amina', channel: 'portal', parts: ['goals'], on: '2026-11-06', version: 1 }],
      },
    ]);
  });

  it('have the remarks of parties beside them', () => {
    const remark = { reportId: 'report-1', planVersionId: undefined, partyId: 'amina', text: 'not so' };
    expect(after(['PartyRemarkRecorded', remark, { on: '2026-11-09' }])['remarks']).toEqual([
      { reportId: 'report-1', partyId: 'amina', text: 'not so', on: '2026-11-09', recordedById: 'femke' },
    ]);
  });
});

describe('The plan versions in the detail of a case', () => {
  const proposed: Given = [
    'PlanVersionProposed',
    {
      planVersionId: 'plan-1',
      number: 1,
      requiredDeciders: ['amina', 'youssef'],
      decisionDueOn: '2026-11-16',
      reviewOn: '2027-01-12',
      descriptive: { outflow: 'o', promoting: 'p', hindering: 'h' },
      needs: 'n',
    },
    { on: '2026-11-09' },
  ];
  const decided = (partyId: string, decision: string): Given => [
    'ActionPartDecided',
    { planVersionId: 'plan-1', partyId, decision, on: '2026-11-12', method: 'portal', remark: 'ok' },
  ];

  it('are shown with all their texts', () => {
    expect(after(proposed)['planVersions']).toMatchObject([
      {
        planVersionId: 'plan-1',
        status: 'proposed',
        proposedOn: '2026-11-09',
        descriptive: { outflow: 'o', promoting: 'p', hindering: 'h' },
        needs: 'n',
        decisions: [],
        consultations: [],
      },
    ]);
  });

  it('keep the newest decision of each decider; one refusal refuses', () => {
    expect(after(proposed, decided('amina', 'refused'))['planVersions']).toMatchObject([
      { status: 'refused', decisions: [{ partyId: 'amina', decision: 'refused', remark: 'ok' }] },
    ]);
    expect(after(proposed, decided('amina', 'refused'), decided('amina', 'agreed'))['planVersions']).toMatchObject([
      { status: 'proposed', decisions: [{ decision: 'agreed' }] },
    ]);
  });

  it('keep their consultations', () => {
    const talk = { planVersionId: 'plan-1', on: '2026-11-11', present: ['amina'], agreedPoints: 'y', disagreedPoints: 'n' };
    expect(after(proposed, ['PlanConsultationHeld', talk])['planVersions']).toMatchObject([
      { consultations: [{ on: '2026-11-11', present: ['amina'], agreedPoints: 'y', disagreedPoints: 'n' }] },
    ]);
  });

  it('are adopted and superseded', () => {
    const adopted: Given = [
      'PlanVersionAdopted',
      { planVersionId: 'plan-1', number: 1, on: '2026-11-16', reviewOn: '2027-01-12', statutoryTermMet: true },
    ];
    expect(after(proposed, adopted)['planVersions']).toMatchObject([
      { status: 'adopted', adoptedOn: '2026-11-16', statutoryTermMet: true },
    ]);
    expect(
      after(proposed, adopted, ['PlanVersionSuperseded', { planVersionId: 'plan-1' }, { on: '2027-01-20' }])['planVersions'],
    ).toMatchObject([{ status: 'superseded', supersededOn: '2027-01-20' }]);
  });

  it('move the day of a decision that a hold paused', () => {
    const restamped = [{ rule: 'D15', subjectId: 'plan-1', from: '2026-11-16', to: '2026-11-18' }];
    expect(after(proposed, ['CaseResumed', { restamped }])['planVersions']).toMatchObject([{ decisionDueOn: '2026-11-18' }]);
  });

  it('have the support that started ahead of them beside them', () => {
    expect(
      after(['ProvisionalSupportStarted', { cycleNo: 1, on: '2026-11-09', actionIds: ['action-1'], reason: 'now' }])['provisionalSupport'],
    ).toEqual([{ cycleNo: 1, on: '2026-11-09', actionIds: ['action-1'], reason: 'now' }]);
  });
});
