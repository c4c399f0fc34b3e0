const caseId = '0193a5c2-7d10-7000-8000-0193a5c27d10';
const teamId = '0193a5c2-7d10-7000-8000-0193a5c27d11';
const meeting = {
  meetingId: caseId,
  teamId,
  revision: 4,
  state: 'agenda_sent',
  kind: 'regular',
  startsAt: '2026-11-03T14:30:00.000Z',
  durationMin: 90,
  profile: '90',
  roles: { chairId: 'karin', timekeeperId: 'karin', minuteTakerId: 'bas' },
  agendaVersion: 1,
  onHoliday: false,
};

/** Answers about meetings and the agreements they are run by, by operation. */
export const meetingExamples = {
  listMeetings: { items: [meeting], nextCursor: null },
  planSeries: {
    meetings: [{ id: caseId, startsAt: '2026-11-03T14:30:00.000Z', revision: 0, position: '0000000000004711' }],
    skipped: ['2026-10-20'],
    refused: [],
  },
  getMeeting: {
    ...meeting,
    attendance: [],
    sections: [
      {
        section: 'fixed',
        startsAt: '2026-11-03T14:40:00.000Z',
        minutes: 60,
        items: [
          {
            itemId: caseId,
            itemKind: 'discussion',
            part: 'fixed',
            slotNo: 2,
            minutes: 20,
            startsAt: '2026-11-03T15:00:00.000Z',
            state: 'accepted',
            caseId,
          },
        ],
        nothingToDiscuss: false,
      },
    ],
  },
  proposeAgenda: {
    meetingId: caseId,
    teamId: caseId,
    state: 'planned',
    startsAt: '2026-11-03T14:30:00.000Z',
    bringInUntil: '2026-10-16',
    nextMeeting: { meetingId: caseId, startsAt: '2026-11-24T14:30:00.000Z' },
    reviewsBefore: '2026-11-24',
    sections: [
      { section: 'fixed', minutes: 60, planned: 0, proposed: 20, left: 40 },
      { section: 'variable', minutes: 15, planned: 0, proposed: 0, left: 15 },
    ],
    items: [
      {
        caseId,
        child: { givenName: 'Sami', familyName: 'El Idrissi' },
        reason: 'review_due',
        explanation: 'The evaluation falls on 10 November 2026, before the next meeting.',
        itemKind: 'evaluation',
        part: 'fixed',
        slotNo: 1,
        since: '2026-11-10',
        postponed: 0,
        minutes: 20,
        place: 'proposed',
        onAgenda: null,
        otherMeeting: null,
        mayBeDiscussed: true,
        blockedBy: [],
        noPlaceFor: null,
        accept: {
          command: 'reserve-fixed-slot',
          path: `/v1/meetings/${caseId}/reserve-fixed-slot`,
          by: ['CO', 'CH'],
          body: { slotNo: 1, caseId, itemKind: 'evaluation', reason: 'review_due' },
        },
        dossier: {
          openGoals: [],
          overdueActions: [],
          decisionsWithoutOutcome: [],
          form: { status: 'submitted', submittedOn: '2026-09-14' },
          contributions: { received: [], missing: [] },
          preparationPercent: null,
        },
      },
    ],
    asOfRevision: 3,
  },
  previewFramework: {
    items: [
      {
        kind: 'deadline',
        id: caseId,
        rule: 'D12',
        subject: { type: 'case', id: caseId },
        now: { dueOn: '2026-11-06' },
        // oxlint-disable-next-line unicorn/no-thenable
        then: { dueOn: '2026-11-09' },
      },
    ],
  },
  getFramework: {
    teamId: caseId,
    inForce: null,
    versions: [],
    asOfRevision: null,
  },
};
