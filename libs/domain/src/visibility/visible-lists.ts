import type { BoardRow, CaseRelations, TimelineItem } from '../views/index.js';
import { consentStatusOn } from '../views/index.js';
import type { Viewer } from './level.js';
import { canSeeConfidentialWords, canSeeSafety, isViewer, levelOf, ownPartyId } from './level.js';
import { only, without } from './visible-parts.js';

const processShown = [
  'caseId',
  'teamId',
  'phase',
  'phaseSince',
  'cycleNo',
  'urgency',
  'openedOn',
  'reviewOn',
  'closedOn',
] as const satisfies (keyof BoardRow)[];
type ProcessRow = Pick<BoardRow, (typeof processShown)[number]>;
/** A row of the board as somebody may see it; the consent is as of today. */
export type VisibleBoardRow = ProcessRow & Partial<Omit<BoardRow, keyof ProcessRow | 'relations'>>;

/** What a viewer may see of a row, before any text of it is opened; undefined when that is nothing. */
export function visibleBoardRow(row: BoardRow, viewer: Viewer): VisibleBoardRow | undefined {
  const level = levelOf(viewer.roles, row.relations);
  if (level === 'none') return undefined;
  if (level === 'content') return { ...without(row, ['relations']), consentStatus: consentStatusOn(row, viewer.today) };
  return { ...only(row, processShown), ...(level === 'family' && only(row, ['child'])) };
}

/** Events that the whole family may know of; every text of them is left out. */
const familyMayKnow: ReadonlySet<string> = new Set<TimelineItem['type']>([
  'CaseOpened',
  'CycleStarted',
  'UrgencyChanged',
  'StatutoryTermStarted',
  'StatutoryTermMet',
  'StatutoryTermMissed',
  'AgeReached',
  'ConsentExpired',
  'CaseOwnerAssigned',
  'DiscussionConcluded',
  'GoalAgreed',
  'GoalAdjusted',
  'GoalDropped',
  'GoalScored',
  'ActionAgreed',
  'ActionStarted',
  'ActionProgressed',
  'ActionCompleted',
  'ActionFailed',
  'ActionCancelled',
  'ActionReassigned',
  'ActionExtended',
  'ReportFinalised',
  'PlanVersionProposed',
  'ActionPartDecided',
  'PlanVersionAdopted',
  'PlanVersionSuperseded',
  'PlanConfirmedUnchanged',
  'NoPlanNeeded',
  'ProvisionalSupportStarted',
  'InterventionStarted',
  'EvaluationStarted',
  'EvaluationRecorded',
  'ReviewRescheduled',
  'CaseClosed',
  'CaseReopened',
]);
/** Events about one party: only that party may know of them. */
const ofOneParty: ReadonlySet<string> = new Set<TimelineItem['type']>([
  'ConsentRecorded',
  'ConsentRefused',
  'ConsentWithdrawn',
  'FeedbackOwed',
  'FeedbackGiven',
  'PartyRemarkRecorded',
]);

const withoutTexts = (item: TimelineItem): TimelineItem => ({ ...item, texts: {} });

function isForParty({ type, subjectId, facts }: TimelineItem, own: string): boolean {
  if (familyMayKnow.has(type)) return true;
  if (ofOneParty.has(type)) return subjectId === own;
  if (type === 'ConsentRequested') return Array.isArray(facts['askedOf']) && facts['askedOf'].includes(own);
  return type === 'ReportShared' && facts['recipientPartyId'] === own;
}

/** What a viewer may see of an event in the history, before any text of it is opened; undefined when that is nothing. */
export function visibleTimelineItem(item: TimelineItem, relations: CaseRelations, viewer: Viewer): TimelineItem | undefined {
  const own = ownPartyId(viewer, relations);
  switch (levelOf(viewer.roles, relations)) {
    case 'content':
      return contentItem(item, relations, viewer);
    case 'family':
      return own !== undefined && isForParty(item, own) ? withoutTexts(item) : undefined;
    case 'own':
      return ownItem(item, relations, viewer, own);
    default:
      return undefined;
  }
}

function ownItem(item: TimelineItem, relations: CaseRelations, viewer: Viewer, own: string | undefined): TimelineItem | undefined {
  const { facts, type } = item;
  if (type === 'ReportShared') return [own, viewer.personId].includes(facts['recipientPartyId'] as string) ? withoutTexts(item) : undefined;
  const action = relations.actions.find(({ actionId }) => actionId === facts['actionId']);
  return action && isViewer(viewer, relations, action.responsibleId) ? item : undefined;
}

function contentItem(item: TimelineItem, relations: CaseRelations, viewer: Viewer): TimelineItem {
  if (!item.compartment) return item;
  const { facts, type } = item;
  if (type === 'ChildViewRecorded') {
    const byId = String(facts['byId'] ?? '');
    return canSeeConfidentialWords(viewer, relations, { byId }) ? item : { ...item, texts: without(item.texts, ['words']) };
  }
  const to = facts['to'];
  if (canSeeSafety(viewer, relations, typeof to === 'string' ? { to } : undefined)) return item;
  return { ...without(item, ['subjectId']), facts: {}, texts: {}, restricted: true };
}
