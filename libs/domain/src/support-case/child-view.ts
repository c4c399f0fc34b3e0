import type { Folds } from '../kernel/index.js';
import { bool, known, newId, optional, pastDate, ref, text } from '../kernel/index.js';
import { anyOpen, command } from './command.js';
import { event } from './events/index.js';
import type { childView as vocabulary } from './events/child-view.js';
import { viewHow } from './events/child-view.js';
import type { Case, ChildView } from './state.js';

const isAbsence = (how: ChildView['how']): boolean => how === 'declined' || how === 'not_possible';

export const childViewCommands = {
  RecordChildView: command({
    takes: {
      viewId: newId('childView'),
      how: viewHow,
      chosenByChild: bool,
      on: pastDate,
      byId: known('person', ref),
      words: optional(text(8000)),
      reasonIfNone: optional(text(500)),
      confidential: bool,
    },
    by: ['CO', 'OW', 'PR', 'PA', 'CI'],
    in: anyOpen,
    onHold: true,
    refuses: { 'reason-missing': (_, __, data) => data !== undefined && isAbsence(data.how) && data.reasonIfNone === undefined },
    does: (_, data) => [event('ChildViewRecorded', data)],
  }),
};

export const childViewFolds: Folds<Case, typeof vocabulary> = {
  ChildViewRecorded: (kase, { viewId, how }) => ({
    ...kase,
    childViews: [...kase.childViews, { viewId, how, cycleNo: kase.cycleNo, afterDiscussion: kase.discussion?.concludedOn !== undefined }],
  }),
};

/** The newest view of a cycle, or the explanation of its absence (I3). */
export const viewOfCycle = (kase: Case, cycleNo = kase.cycleNo): ChildView | undefined =>
  kase.childViews.findLast((view) => view.cycleNo === cycleNo);
