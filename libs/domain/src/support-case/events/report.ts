import { about, date, id, int, list, object, oneOf, optional, ref, word } from '../../kernel/index.js';

export const reportPart = oneOf('background', 'reason', 'goals', 'actions', 'agreements');
export const correctionGround = oneOf('factual_error', 'parent_request', 'child_request', 'court');
export const shareChannel = oneOf('portal', 'paper', 'secure_mail', 'in_person');

export const report = {
  ReportDrafted: {
    reportId: id,
    cycleNo: int(1, 1000),
    version: int(1, 10000),
    authorId: ref,
    body: object({
      background: about('case'),
      reason: about('case'),
      goals: about('case'),
      actions: about('case'),
      agreements: about('case'),
    }),
  },
  ReportFinalised: {
    reportId: id,
    cycleNo: int(1, 1000),
    version: int(1, 10000),
    approvedById: ref,
    on: date,
    /** Keyed hash of the body that was approved. */
    contentHash: word(80),
  },
  ReportCorrected: { reportId: id, version: int(1, 10000), ground: correctionGround, correction: about('case') },
  ReportShared: { reportId: id, recipientPartyId: ref, channel: shareChannel, parts: list(reportPart) },
  PartyRemarkRecorded: { reportId: optional(id), planVersionId: optional(id), partyId: id, text: about('case') },
};
