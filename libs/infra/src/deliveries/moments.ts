import type { Instant } from '#domain/calendar/index.js';
import { addDays, amsterdamDate, amsterdamInstant } from '#domain/calendar/index.js';
import type { Channel } from '#domain/deadlines/index.js';
import { uuidOf } from '../uuid.js';

/** What somebody chose by SetNotificationPreferences; times are those of a clock in Amsterdam. */
export interface Preferences {
  readonly channels?: readonly Channel[];
  readonly quietFrom?: string;
  readonly quietUntil?: string;
}

export type Kind = 'reminder' | 'escalation' | 'notice';
export type Bundle = 'own' | 'digest' | 'moment';

/** Something one person is told. */
export interface Telling {
  readonly tenant: string;
  readonly eventId: string;
  readonly recipientId: string;
  readonly kind: Kind;
  /** The alarm's own moment. */
  readonly at: Instant;
  /** Goes at once, as a mail of its own (domain.md §5 "Sending"). */
  readonly urgent: boolean;
}

/** The mail something goes out with, and when. */
export interface Slot {
  readonly mailId: string;
  readonly bundle: Bundle;
  readonly dueAt: Instant;
}

const digestTime = '08:30';
const atOnce: readonly string[] = ['D10', 'D11', 'D20'];
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** What a clock in Amsterdam shows at a moment, `HH:MM`. */
export const timeOf = (at: Instant): string => clock.format(new Date(at));

/** Urgent and safety rules, and whatever an urgent case says (domain.md §5 "Sending"). */
export const isUrgent = (rule: string, urgency: string): boolean => urgency === 'urgent' || atOnce.includes(rule);

/** Whether a moment falls in somebody's quiet time, which may span midnight; its end is no part of it. */
export function isQuiet(at: Instant, { quietFrom, quietUntil }: Preferences): boolean {
  if (quietFrom === undefined || quietUntil === undefined || quietFrom === quietUntil) return false;
  const time = timeOf(at);
  return quietFrom < quietUntil ? quietFrom <= time && time < quietUntil : time >= quietFrom || time < quietUntil;
}

/** The moment itself, or the end of the quiet time it falls in; never earlier than the moment. */
export function afterQuiet(at: Instant, preferences: Preferences): Instant {
  if (!isQuiet(at, preferences)) return at;
  const until = preferences.quietUntil!;
  const today = amsterdamDate(at);
  const ends = amsterdamInstant(timeOf(at) < until ? today : addDays(today, 1), until);
  return ends > at ? ends : at;
}

/**
 * Where and when something goes out by mail: what is urgent by itself; what falls at 08:30 with the person's digest of that day; the rest
 * with what else that person is told at the same moment. An escalation waits for the end of quiet time; a reminder was moved when it was
 * stamped, so one that rings is sent.
 */
export function slotOf(telling: Telling, preferences: Preferences): Slot {
  const { tenant, eventId, recipientId, kind, urgent } = telling;
  const dueAt = kind === 'escalation' ? afterQuiet(telling.at, preferences) : telling.at;
  const named = (bundle: Bundle, name: string): Slot => ({
    mailId: uuidOf(`mail\n${tenant}\n${recipientId}\n${bundle}\n${name}`),
    bundle,
    dueAt,
  });
  if (urgent) return named('own', eventId);
  const on = amsterdamDate(dueAt);
  return dueAt === amsterdamInstant(on, digestTime) ? named('digest', on) : named('moment', dueAt);
}

/** A mail for something whose own mail is on its way already. */
export const latecomer = (slot: Slot, eventId: string): Slot => ({
  ...slot,
  mailId: uuidOf(`late\n${slot.mailId}\n${eventId}`),
  bundle: 'moment',
});

const firstPauseMs = 30_000;
const longestPauseMs = 15 * 60_000;
export const triedForMs = 24 * 60 * 60_000;

/** How long to wait after so many failures: half a minute, doubling up to a quarter of an hour. */
export const pauseMs = (failures: number): number => Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(10, Math.max(0, failures - 1)));
export const later = (at: Instant, milliseconds: number): Instant => new Date(Date.parse(at) + milliseconds).toISOString();
