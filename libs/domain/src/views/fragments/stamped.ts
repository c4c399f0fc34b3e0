import { amsterdamDate } from '../../calendar/index.js';
import type { Meta } from '../../kernel/index.js';
import { partOf } from './part.js';

/** What was stamped beside the newest event: the phase, since which day, and where the consent to discuss the child stands. */
export interface Stamped {
  readonly phase: string;
  /** The Amsterdam day on which the phase began. */
  readonly phaseSince: string;
  readonly consentStatus: string;
  /** The last day on which a complete consent holds. */
  readonly consentUntil?: string;
}

export const notStamped: Stamped = { phase: '', phaseSince: '', consentStatus: 'none' };

/** Copies the stamp of an event; an event without one says nothing new. */
export function stamp<D extends Stamped>(document: D, { after, occurredAt }: Meta): D {
  if (!after) return document;
  const phase = after.phase ?? document.phase;
  const consentStatus = after.consent ?? document.consentStatus;
  const moved = phase !== document.phase;
  if (!moved && consentStatus === document.consentStatus && after.consentUntil === document.consentUntil) return document;
  return {
    ...document,
    phase,
    phaseSince: moved ? amsterdamDate(occurredAt) : document.phaseSince,
    consentStatus,
    consentUntil: after.consentUntil,
  };
}

/** The status on a day: a complete consent whose last day has passed is `expired` (domain.md D21). */
export const consentStatusOn = ({ consentStatus, consentUntil }: Stamped, today: string): string =>
  consentStatus === 'complete' && consentUntil !== undefined && consentUntil < today ? 'expired' : consentStatus;

/** Events that change nothing of a list but the phase. */
export const phaseOnly = partOf<Stamped>()({
  InterventionStarted: (state) => state,
  EvaluationStarted: (state) => state,
});
