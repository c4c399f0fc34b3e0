import fc from 'fast-check';
import { amsterdamDate, amsterdamInstant } from '#domain/calendar/index.js';
import type { Preferences, Telling } from './moments.js';
import { afterQuiet, isQuiet, isUrgent, latecomer, later, pauseMs, slotOf, timeOf, triedForMs } from './moments.js';

const telling = (more: Partial<Telling> = {}): Telling => ({
  tenant: 'demo',
  eventId: 'event-1',
  recipientId: 'joost',
  kind: 'reminder',
  at: '2026-09-24T06:30:00.000Z',
  urgent: false,
  ...more,
});
const night: Preferences = { quietFrom: '18:00', quietUntil: '08:00' };
const minute = fc
  .integer({ min: 0, max: 1439 })
  .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
const moment = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2028-01-01T00:00:00Z') })
  .map((ms) => new Date(Math.floor(ms / 60_000) * 60_000).toISOString());

describe('Quiet time', () => {
  it('spans midnight, and ends before its last minute', () => {
    const at = (time: string, on = '2026-09-24') => afterQuiet(amsterdamInstant(on, time), night);
    expect(at('17:59')).toBe(amsterdamInstant('2026-09-24', '17:59'));
    expect(at('18:00')).toBe(amsterdamInstant('2026-09-25', '08:00'));
    expect(at('23:30')).toBe(amsterdamInstant('2026-09-25', '08:00'));
    expect(at('07:59')).toBe(amsterdamInstant('2026-09-24', '08:00'));
    expect(at('08:00')).toBe(amsterdamInstant('2026-09-24', '08:00'));
  });

  it('ends by the clock on the wall on the days on which the clocks change', () => {
    expect(afterQuiet(amsterdamInstant('2027-03-27', '23:00'), night)).toBe('2027-03-28T06:00:00.000Z');
    expect(afterQuiet(amsterdamInstant('2026-10-24', '23:00'), night)).toBe('2026-10-25T07:00:00.000Z');
    const untilHalfPastTwo = { quietFrom: '22:00', quietUntil: '02:30' };
    expect(afterQuiet('2027-03-27T23:00:00.000Z', untilHalfPastTwo)).toBe('2027-03-28T01:30:00.000Z');
    expect(afterQuiet('2026-10-25T01:15:00.000Z', untilHalfPastTwo) >= '2026-10-25T01:15:00.000Z').toBe(true);
  });

  it('never sends earlier, never a day later, and leaves alone what lies outside it', () => {
    fc.assert(
      fc.property(moment, minute, minute, (at, quietFrom, quietUntil) => {
        const preferences = { quietFrom, quietUntil };
        const sent = afterQuiet(at, preferences);
        expect(sent >= at && sent <= later(at, 25 * 60 * 60_000)).toBe(true);
        if (!isQuiet(at, preferences)) expect(sent).toBe(at);
        else if (sent !== at) expect([timeOf(sent) === quietUntil, /^0[23]:/.test(timeOf(sent))]).toContain(true);
      }),
    );
  });

  it('is none without both ends, or when both are the same', () => {
    for (const preferences of [{}, { quietFrom: '00:00' }, { quietFrom: '12:00', quietUntil: '12:00' }])
      expect(isQuiet(amsterdamInstant('2026-09-24', '12:00'), preferences)).toBe(false);
  });
});

describe('A mail', () => {
  it('holds what one person is told at 08:30 of one day, and nobody else’s', () => {
    const slot = slotOf(telling(), {});
    expect(slot).toMatchObject({ bundle: 'digest', dueAt: '2026-09-24T06:30:00.000Z' });
    expect(slotOf(telling({ eventId: 'event-2', kind: 'notice' }), {}).mailId).toBe(slot.mailId);
    expect(slotOf(telling({ eventId: 'event-3', kind: 'escalation' }), {}).mailId).toBe(slot.mailId);
    for (const other of [{ recipientId: 'femke' }, { tenant: 'other' }, { at: '2026-09-25T06:30:00.000Z' }])
      expect(slotOf(telling(other), {}).mailId).not.toBe(slot.mailId);
  });

  it('of every day is one, in summer and in winter time', () => {
    fc.assert(
      fc.property(moment, (at) => {
        const on = amsterdamDate(at);
        const digest = slotOf(telling({ at: amsterdamInstant(on, '08:30') }), {});
        expect([digest.bundle, timeOf(digest.dueAt)]).toEqual(['digest', '08:30']);
        if (timeOf(at) !== '08:30') expect(slotOf(telling({ at }), {})).toMatchObject({ bundle: 'moment', dueAt: at });
      }),
    );
  });

  it('of another moment holds what is told then', () => {
    const missed = telling({ kind: 'escalation', at: '2026-09-24T15:00:00.000Z' });
    expect(slotOf(missed, {}).bundle).toBe('moment');
    expect(slotOf({ ...missed, eventId: 'event-2' }, {}).mailId).toBe(slotOf(missed, {}).mailId);
  });

  it('waits for the end of quiet time when it escalates, and rings through it when it reminds', () => {
    const evening = { at: amsterdamInstant('2026-09-24', '19:00') };
    expect(slotOf(telling({ ...evening, kind: 'escalation' }), night).dueAt).toBe(amsterdamInstant('2026-09-25', '08:00'));
    expect(slotOf(telling(evening), night).dueAt).toBe(evening.at);
    const untilDigest = { quietFrom: '18:00', quietUntil: '08:30' };
    expect(slotOf(telling({ ...evening, kind: 'escalation' }), untilDigest).mailId).toBe(
      slotOf(telling({ at: amsterdamInstant('2026-09-25', '08:30') }), untilDigest).mailId,
    );
  });

  it('that is urgent goes alone, also at 08:30', () => {
    const [one, two] = ['event-1', 'event-2'].map((eventId) => slotOf(telling({ eventId, urgent: true }), {}));
    expect([one!.bundle, one!.mailId === two!.mailId]).toEqual(['own', false]);
    expect(['D10', 'D11', 'D20', 'D01'].map((rule) => isUrgent(rule, 'regular'))).toEqual([true, true, true, false]);
    expect(isUrgent('D01', 'urgent')).toBe(true);
  });

  it('that is on its way already takes nothing more: what comes later has a mail of its own', () => {
    const slot = slotOf(telling(), {});
    expect(latecomer(slot, 'event-2')).toMatchObject({ bundle: 'moment', dueAt: slot.dueAt });
    expect(latecomer(slot, 'event-2').mailId).not.toBe(latecomer(slot, 'event-3').mailId);
  });
});

describe('A pause', () => {
  it('begins with half a minute, doubles, and is never longer than a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 500].map((failures) => pauseMs(failures) / 1000)).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    expect(triedForMs).toBe(86_400_000);
  });
});
