import { amsterdamInstant } from '#domain/calendar/index.js';
import type { CaseFacts, FrameworkFacts, MeetingFacts } from '#domain/facts/index.js';
import type { Facts } from '#domain/kernel/index.js';
import type { Meeting } from '#domain/meeting/index.js';
import type { Situation } from './given.js';
import { givenMeeting } from './given.js';
import { idOf } from './people.js';

type Body = Readonly<Record<string, unknown>>;
type At = Situation<Meeting>;

export const meetingId = idOf('meeting');
export const item = idOf('item');
export const samis = idOf('case');
const teamId = idOf('team');

/** What a case tells that may be discussed: brought in by Joost, with consent; a test changes what it is about. */
export const aCase = (caseId: string, more: Partial<CaseFacts> = {}): CaseFacts => ({
  caseId,
  teamId,
  phase: 'preparation',
  isUrgent: false,
  isOnHold: false,
  isConsented: true,
  broughtIn: { part: 'fixed', introducerId: 'joost', minutes: 20, guestIds: [] },
  coordinatorId: 'femke',
  caseOwnerId: 'joost',
  hasForm: true,
  hasChildView: false,
  needsInterpreter: false,
  readings: [],
  parties: [
    { partyId: idOf('amina'), kind: 'parent_authority', personId: 'amina', role: 'PA', mayHear: true },
    { partyId: idOf('sanne'), kind: 'professional', personId: 'sanne', role: 'EX', mayHear: true },
    { partyId: idOf('sven'), kind: 'professional', personId: 'sven', mayHear: false },
  ],
  ...more,
});

/** The facts of these cases, and of a framework or other meetings when there are any. */
export const telling = (cases: readonly CaseFacts[], framework?: FrameworkFacts, ...meetings: readonly MeetingFacts[]): Facts =>
  new Map<string, unknown>([
    ...cases.map((kase) => [`supportCase-${kase.caseId}`, kase] as const),
    ...(framework ? [[`framework-${teamId}`, framework] as const] : []),
    ...meetings.map((meeting) => [`caseMeeting-${meeting.meetingId}`, meeting] as const),
  ]);

/** A meeting as a case hears of it: Sami's item is on the agenda, which was sent. */
export const aMeeting = (more: Partial<MeetingFacts> = {}): MeetingFacts => ({
  meetingId,
  teamId,
  state: 'agenda_sent',
  startsAt: '2026-11-03T14:30:00.000Z',
  endsAt: '2026-11-03T16:00:00.000Z',
  bringInUntil: '2026-10-16',
  chairIds: ['karin'],
  minuteTakerId: 'bas',
  items: [{ itemId: item, caseId: samis, state: 'accepted', guestIds: [] }],
  ...more,
});

/** The team meeting of scenario 10.1: Tuesday 3 November 2026, 15:30 to 17:00. */
export const plan = {
  meetingId,
  teamId,
  kind: 'regular',
  startsAt: amsterdamInstant('2026-11-03', '15:30'),
  durationMin: 90,
  place: 'De Linde, room 2',
  profile: '90',
  chairId: 'karin',
  minuteTakerId: 'bas',
  observerId: 'ilse',
};

export const everybody = ['femke', 'karin', 'bas', 'ilse', 'joost'].map((personId) => ({ personId, status: 'present' }));

/** A planned meeting of De Linde; three children and an urgent one may be discussed, the chair is about to act on 16 October. */
export const planned = (more: Body = {}): At =>
  givenMeeting()
    .does('PlanMeeting', { ...plan, ...more })
    .by('karin')
    .on('2026-10-16')
    .where({ facts: telling([samis, idOf('noor'), idOf('daan'), idOf('lisa')].map((caseId) => aCase(caseId)).concat(urgent)) });
export const urgent = aCase(idOf('urgent'), {
  isUrgent: true,
  broughtIn: { part: 'variable', introducerId: 'joost', minutes: 15, guestIds: [] },
});

/** Sami's discussion has slot 2. */
export const withSami = (more: Body = {}): At =>
  planned(more).does('ReserveFixedSlot', { itemId: item, slotNo: 2, caseId: samis, itemKind: 'discussion' });
export const sent = (): At => withSami().on('2026-10-27').does('SendAgenda');
export const inSession = (): At => sent().on('2026-11-03').at('15:25').does('OpenMeeting', { attendance: everybody }).at('16:00');
export const discussing = (): At => inSession().does('StartItem', { itemId: item, at: amsterdamInstant('2026-11-03', '16:00') });
