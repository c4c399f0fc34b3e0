import type { Finding } from '#infra/evidence/verify.js';

const against = { seals: 'the seals in the database', checkpoints: 'the signed checkpoints', file: 'the file' } as const;

/** A finding in words. Ordinals count the events of the log from 1; a position is the store's own. */
export function said(finding: Finding): string {
  switch (finding.kind) {
    case 'seals-changed':
      return `The seals in the database were changed from ordinal ${finding.ordinal} on.`;
    case 'not-what-was-signed':
      return `After ordinal ${finding.from} and up to ${finding.ordinal} the log is not what was signed.`;
    case 'checkpoint-missing':
      return `No checkpoint tells the single events after ordinal ${finding.from} and up to ${finding.ordinal}.`;
    case 'checkpoint-unsound':
      return `Line ${finding.line} of the checkpoints is damaged, or was not signed with this key.`;
  }
  const { kind, ordinal, to, position, eventId } = finding;
  const what = {
    changed: `ordinal ${ordinal}: the event was changed`,
    missing: `ordinal ${ordinal}: an event was taken out`,
    added: `before ordinal ${ordinal}: an event was put in`,
    swapped: `ordinals ${ordinal} and ${to}: two events changed places`,
    moved: `ordinal ${ordinal}: the event was moved to ${to}`,
    cut: `ordinals ${ordinal} to ${to}: the end was cut off`,
  }[kind];
  const where = [position && `position ${position}`, eventId && `event ${eventId}`].filter(Boolean).join(', ');
  return `By ${against[finding.against]}, ${what}${where && ` (${where})`}.`;
}
