const caseId = '0193a5c2-7d10-7000-8000-0193a5c27d10';
const teamId = '0193a5c2-7d10-7000-8000-0193a5c27d11';
const row = {
  caseId,
  teamId,
  child: { givenName: 'Sami', familyName: 'El Idrissi' },
  phase: 'aftercare',
  cycleNo: 1,
  urgency: 'regular',
  hold: null,
  consentStatus: 'complete',
  nextDeadline: { rule: 'D12', dueOn: '2026-11-06', late: false },
  caseOwnerId: 'joost',
  nextMeetingOn: null,
  aftercare: { report: 'open', feedback: 'open', plan: 'open' },
  daysInPhase: 1,
  revision: 31,
};

const deadline = {
  deadlineId: caseId,
  caseId,
  rule: 'D12',
  subject: { type: 'case', id: caseId },
  cycleNo: 1,
  dueOn: '2026-11-06',
  dueAt: '2026-11-06T16:00:00.000Z',
  state: 'open',
  remindersSent: [],
  next: { step: 'reminder-1', at: '2026-11-05T07:30:00.000Z' },
  explanation: '3 working days from 2026-11-03 (calendar of the team) is 2026-11-06; not counted: 0 weekend days.',
};

/** An answer of each operation that is not a command, by operationId. */
export const examples: { readonly [operationId: string]: unknown } = {
  listCases: { items: [row], nextCursor: null },
  searchCases: { items: [row], nextCursor: null },
  countCases: {
    phases: { preparation: { count: 3, query: `/v1/cases?teamId=${teamId}&phase=preparation` } },
    late: { count: 1, query: `/v1/cases?teamId=${teamId}&late=true` },
    onHold: { count: 0, query: `/v1/cases?teamId=${teamId}&hold=true` },
    waitingForConsent: { count: 2, query: `/v1/cases?teamId=${teamId}&consent=waiting` },
  },
  getCase: { caseId, teamId, revision: 31, asOfRevision: 31, phase: 'aftercare', cycleNo: 1, urgency: 'regular' },
  getAllowedCommands: {
    items: [
      { command: 'draft-report', allowed: true, reasons: [] },
      { command: 'adopt-plan', allowed: false, reasons: ['agreement-missing'] },
    ],
  },
  getTimeline: {
    items: [
      {
        revision: 0,
        position: '0000000000000002',
        type: 'CaseOpened',
        occurredAt: '2026-09-21T07:00:00.000Z',
        recordedAt: '2026-09-21T07:00:00.000Z',
        actorId: 'femke',
        summary: 'The case was opened.',
      },
    ],
    nextCursor: null,
  },
  getTeam: {
    teamId,
    revision: 0,
    asOfRevision: 0,
    name: 'De Linde',
    closures: [],
    members: [{ personId: 'femke', name: 'Femke', roles: ['coordinator'] }],
  },
  getWaiting: { items: [{ ...row, since: '2026-09-21', waitingDays: 8, postponed: 0 }], nextCursor: null },
  getStuck: {
    items: [
      {
        ...row,
        phase: 'preparation',
        daysInPhase: 23,
        blocked: { command: 'start-discussion', reasons: ['not-brought-in', 'consent-incomplete'] },
        waitsFor: [
          {
            for: 'consent-asked',
            explanation: 'The consent was asked for and has not been answered.',
            command: 'record-consent',
            reasons: [],
            subjectId: caseId,
            move: [{ role: 'PA', partyId: caseId, personId: 'amina' }],
            since: '2026-09-23',
            atRisk: { rule: 'D01', dueOn: '2026-10-07', late: true },
          },
        ],
      },
    ],
    nextCursor: null,
  },
  getMyWork: {
    items: [
      {
        caseId,
        kind: 'action',
        subjectId: caseId,
        dueOn: '2026-11-17',
        cycleNo: 1,
        text: 'Logopedische screening',
        late: false,
        onHold: false,
      },
    ],
  },
  listDeadlines: { items: [deadline], nextCursor: null },
  explainDeadline: {
    ...deadline,
    reading: ['D12, version 0: The report is final. Set by AftercareStarted (revision 30) at 2026-11-03 15:30 UTC by karin.'],
  },
  listNotifications: {
    items: [
      {
        notificationId: `${caseId}-0`,
        caseId,
        kind: 'reminder',
        rule: 'D12',
        subject: deadline.subject,
        recipientId: 'bas',
        channel: 'in_app',
        dueAt: '2026-11-05T07:30:00.000Z',
        sentAt: '2026-11-05T07:30:00.120Z',
        state: 'sent',
      },
    ],
    nextCursor: null,
  },
  live: { status: 'live' },
  ready: {
    status: 'ready',
    checks: { database: 'ok', store: 'ok', keys: 'ok', queue: 'ok', views: 'ok' },
    viewsBehindSeconds: 0,
    parked: [],
  },
  metrics: 'samenspel_views_behind_seconds 0\n',
  openapi: { openapi: '3.1.0' },
  devToken: { token: 'eyJhbGciOiJFUzI1NiJ9.…' },
  devClock: { now: '2026-11-03T15:30:00.000Z' },
  devClockReset: { now: '2026-11-24T10:00:00.000Z' },
};
