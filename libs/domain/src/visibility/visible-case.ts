import type { CaseDetail } from '../views/index.js';
import { carriedOverOf, consentStatusOn, currentAftercareOf } from '../views/index.js';
import type { FamilyCase } from './family-case.js';
import { familyCase } from './family-case.js';
import type { Viewer } from './level.js';
import { canSeeConfidentialWords, canSeeSafety, isFamily, isViewer, levelOf, ownPartyId } from './level.js';
import type { Escalation, ProcessCase, SharedReport } from './visible-parts.js';
import { only, processOf, sharedReports, without } from './visible-parts.js';

const actionShown = [
  'actionId',
  'cycleNo',
  'agreedOn',
  'description',
  'kind',
  'responsibleId',
  'dueOn',
  'status',
  'startedOn',
  'endedOn',
  'extendCount',
] as const satisfies (keyof CaseDetail['actions'][number])[];
/** An action of the viewer, with the viewer's own notes. */
type OwnAction = Pick<CaseDetail['actions'][number], (typeof actionShown)[number] | 'notes'>;

/** What a document holds for its folds, or shows under another name. */
const inner = [
  'relations',
  'proposals',
  'concludedAs',
  'aftercareCycles',
  'consentRequests',
  'consentAnswers',
  'consentStatus',
  'consentUntil',
] as const satisfies (keyof CaseDetail)[];

/** Level 2: the process, the own actions, and what was shared with the viewer. */
export interface OwnCase extends ProcessCase {
  readonly actions: readonly OwnAction[];
  readonly reports: readonly SharedReport[];
}

/** Level 3: everything, but for what is protected. */
export interface ContentCase
  extends ProcessCase, Omit<CaseDetail, keyof ProcessCase | (typeof inner)[number] | 'parties' | 'childViews' | 'escalations'> {
  readonly parties: readonly Party[];
  readonly childViews: CaseDetail['childViews'];
  readonly escalations: readonly Escalation[];
  readonly consent: {
    /** As of today: a complete consent whose last day has passed is `expired`. */
    readonly status: string;
    readonly until?: string;
    readonly requests: CaseDetail['consentRequests'];
    readonly byParty: CaseDetail['consentAnswers'];
  };
  readonly aftercare?: CaseDetail['aftercareCycles'][number];
  readonly carriedOver: CaseDetail['aftercareCycles'];
}
type DetailParty = CaseDetail['parties'][number];
/** A party; contact data and the safe contact note stand in it for those who may see them. */
type Party = Omit<DetailParty, 'contact'> & Partial<Pick<DetailParty, 'contact'>>;

export type VisibleCase = ProcessCase | OwnCase | FamilyCase | ContentCase;

/** What a viewer may see of a case, before any text of it is opened; undefined when that is nothing. */
export function visibleCase(document: CaseDetail, viewer: Viewer): VisibleCase | undefined {
  switch (levelOf(viewer.roles, document.relations)) {
    case 'none':
      return undefined;
    case 'process':
      return processCase(document, viewer);
    case 'own':
      return ownCase(document, viewer);
    case 'family':
      return familyCase(document, viewer);
    case 'content':
      return contentCase(document, viewer);
  }
}

/** The formal lead also reads what was escalated to the lead, the safety officer what is about safety (domain.md §7). */
function processCase(document: CaseDetail, viewer: Viewer): ProcessCase {
  const theirs = document.escalations.filter(
    ({ kind, to }) => (viewer.roles.has('LD') && to === 'lead') || (viewer.roles.has('SO') && kind === 'safety'),
  );
  return { ...processOf(document), ...(theirs.length > 0 && { escalations: theirs }) };
}

function ownCase(document: CaseDetail, viewer: Viewer): OwnCase {
  const { relations } = document;
  return {
    ...processOf(document),
    actions: document.actions
      .filter(({ responsibleId }) => isViewer(viewer, relations, responsibleId))
      .map((action) => ({ ...only(action, actionShown), notes: action.notes.filter(({ byId }) => byId === viewer.personId) })),
    reports: sharedReports(document, [viewer.personId, ownPartyId(viewer, relations)]),
  };
}

function contentCase(document: CaseDetail, viewer: Viewer): ContentCase {
  const { relations, consentUntil: until } = document;
  const aftercare = currentAftercareOf(document);
  return {
    ...without(document, inner),
    ...processOf(document),
    parties: document.parties.map((party) => visibleParty(party, document, viewer)),
    childViews: document.childViews.map((view) =>
      view.confidential && !canSeeConfidentialWords(viewer, relations, view) ? without(view, ['words']) : view,
    ),
    escalations: document.escalations.map((escalation): Escalation =>
      escalation.kind !== 'safety' || canSeeSafety(viewer, relations, escalation) ? escalation : restrictedEscalation(escalation),
    ),
    consent: {
      status: consentStatusOn(document, viewer.today),
      ...(until !== undefined && { until }),
      requests: document.consentRequests,
      byParty: document.consentAnswers,
    },
    ...(aftercare && { aftercare }),
    carriedOver: carriedOverOf(document),
  };
}

const restrictedEscalation = ({ escalationId, status, raisedOn }: CaseDetail['escalations'][number]): Escalation => ({
  escalationId,
  status,
  raisedOn,
  restricted: true,
});

/** A case owner who is a parent reads no other party's contact data: it may be an address that is kept from them. */
function visibleParty(party: DetailParty, { relations }: CaseDetail, viewer: Viewer): Party {
  const { safeContactNote, contact } = party;
  const isOther = party.partyId !== ownPartyId(viewer, relations);
  return {
    ...without(party, ['safeContactNote', 'contact']),
    ...(!(isFamily(viewer) && isOther) && { contact }),
    ...(safeContactNote && canSeeSafety(viewer, relations) && { safeContactNote }),
  };
}
