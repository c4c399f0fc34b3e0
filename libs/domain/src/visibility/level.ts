import type { Role } from '../kernel/index.js';
import type { CaseRelations } from '../views/index.js';

/** Who reads, as the roles of `rolesOf` say it, and the Amsterdam day by which a consent still holds. */
export interface Viewer {
  /** The person whose rights count: the one a client acts for, else the caller. */
  readonly personId: string;
  readonly roles: ReadonlySet<Role>;
  readonly today: string;
}

/** The levels of domain.md §7: nothing, the process, the own part, what the family sees, everything but what is protected. */
export type Level = 'none' | 'process' | 'own' | 'family' | 'content';

type Related = Pick<CaseRelations, 'ageBand' | 'competence' | 'windowOpen'>;

const always: readonly Role[] = ['CO', 'OW', 'IN'];
const inWindow: readonly Role[] = ['CH', 'MT', 'PR'];
const process: readonly Role[] = [...inWindow, 'OB', 'LD', 'PO', 'SO', 'AD', 'SY'];

/**
 * How much somebody may see of a case (domain.md §7); the highest of what the roles give. From 16 a child decides alone, and no
 * consent of ours says that its parents may look: they see nothing then, unless the child is not competent.
 */
export function levelOf(roles: ReadonlySet<Role>, { ageBand, competence, windowOpen }: Related): Level {
  const isAny = (of: readonly Role[]): boolean => of.some((role) => roles.has(role));
  if (isAny(always) || (windowOpen && isAny(inWindow))) return 'content';
  const childDecidesAlone = ageBand === '16_plus' && competence === 'competent';
  if (roles.has('CI') || (roles.has('PA') && !childDecidesAlone)) return 'family';
  if (roles.has('RS') || roles.has('EX')) return 'own';
  return isAny(process) ? 'process' : 'none';
}

/** The active party with which the viewer logs in. */
export const ownPartyId = (viewer: Viewer, { parties }: Pick<CaseRelations, 'parties'>): string | undefined =>
  parties.find((party) => party.endedOn === undefined && party.personId !== undefined && party.personId === viewer.personId)?.partyId;

/** Whether a personId or partyId stands for the viewer. */
export function isViewer(viewer: Viewer, { parties }: Pick<CaseRelations, 'parties'>, reference: string): boolean {
  const party = parties.find((each) => each.partyId === reference);
  return party ? party.endedOn === undefined && party.personId === viewer.personId : reference === viewer.personId;
}

/** A parent or the child itself, whatever else it is: it reads nothing that protects another member of the family. */
export const isFamily = ({ roles }: Viewer): boolean => roles.has('PA') || roles.has('CI');

/**
 * Whether the viewer may read what the child said in confidence: the coordinator, the case owner, who recorded it, and the child;
 * never a parent, not even as case owner or recorder.
 */
export function canSeeConfidentialWords(
  viewer: Viewer,
  relations: Pick<CaseRelations, 'parties'>,
  view: { readonly byId: string },
): boolean {
  if (viewer.roles.has('PA')) return false;
  if (viewer.roles.has('CI') || viewer.roles.has('CO') || viewer.roles.has('OW')) return true;
  return isViewer(viewer, relations, view.byId);
}

/**
 * Whether the viewer may read the protected compartment: the coordinator of this very case, the safety officer, and the formal lead what
 * was escalated to the lead; never the family.
 */
export function canSeeSafety(
  viewer: Viewer,
  { coordinatorId }: Pick<CaseRelations, 'coordinatorId'>,
  escalation?: { readonly to: string },
): boolean {
  if (isFamily(viewer)) return false;
  if (viewer.roles.has('SO')) return true;
  if (viewer.roles.has('CO') && coordinatorId === viewer.personId) return true;
  return viewer.roles.has('LD') && escalation?.to === 'lead';
}
