import type { View } from '../kernel/index.js';
import { caseBoard } from './case-board.js';
import { caseDetail } from './case-detail.js';
import { deadlinesView } from './deadlines.js';
import { figuresView } from './figures.js';
import { goalIndex } from './goals.js';
import { notificationsView } from './notifications.js';
import { frameworkView } from './framework.js';
import { meetingsView } from './meeting.js';
import { myWork } from './my-work.js';
import { teamView } from './team.js';
import { waitingView } from './waiting.js';
import { timeline } from './timeline.js';

export type { BoardRow, Light } from './case-board.js';
export { nextDue } from './case-board.js';
export type { CaseDetail } from './case-detail.js';
export { carriedOverOf, currentAftercareOf } from './case-detail.js';
export type { CaseRelations } from './fragments/relations.js';
export { consentStatusOn } from './fragments/stamped.js';
export type { Due } from './fragments/terms.js';
export type { TimelineItem } from './fragments/timeline-item.js';
export type { WorkItem, WorkKind } from './my-work.js';
export type { WaitingItem } from './waiting.js';
export type { TeamDocument } from './team.js';
export { codeWords } from './fragments/code-words.js';
export { sentenceOf } from './timeline-sentences.js';
export type { Deadline, DeadlineState, Deadlines } from './deadlines.js';
export { nextAlarm, stateOf } from './deadlines.js';
export type { Notification } from './notifications.js';
export { countedSentence, explained, notSent } from './deadlines/explained.js';
export type { CaseFigures, Dashboard } from './figures.js';
export { dashboardOf } from './figures.js';
export { figuresView, waitingView };
export type { FrameworkDocument } from './framework.js';
export type { MeetingDocument, MeetingHouseholdItem, MeetingItem, MeetingRow } from './meeting.js';
export { deadlinesView, frameworkView, meetingsView, notificationsView };
export { caseBoard, caseDetail, goalIndex, myWork, teamView, timeline };

/** A view whatever its document; the projector gives each what it gave itself. */
const anyView = <D>(view: View<D>): View<unknown> => view as unknown as View<unknown>;

/** Every read model that the projector keeps. */
export const views: readonly View<unknown>[] = [
  anyView(caseDetail),
  anyView(caseBoard),
  anyView(timeline),
  anyView(goalIndex),
  anyView(waitingView),
  anyView(figuresView),
  anyView(myWork),
  anyView(teamView),
  anyView(meetingsView),
  anyView(frameworkView),
  anyView(deadlinesView),
  anyView(notificationsView),
];
