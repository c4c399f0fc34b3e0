import type { Infer, Sealed } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { TeamEvents } from '../team/events/index.js';

type Person = Infer<TeamEvents['MemberAdded']>;
type Closures = Infer<TeamEvents['ClosuresSet']>['closures'];

export interface TeamDocumentMember extends Omit<Person, 'from'> {
  /** First day; a member without one was there from the beginning. */
  readonly from?: string;
  /** The day on which the membership ended: the first one without access. */
  readonly to?: string;
}
/** A team as it is read, names and addresses sealed. */
export interface TeamDocument {
  readonly teamId: string;
  readonly name?: Sealed;
  readonly closures: Closures;
  readonly members: readonly TeamDocumentMember[];
}

export const teamView = viewOf<TeamDocument, TeamEvents>()({
  name: 'team-1',
  of: ['team'],
  initial: (teamId) => ({ teamId, closures: [], members: [] }),
  folds: {
    TeamRegistered: (document, { name, closures, members }) => ({ ...document, name, closures, members }),
    MemberAdded: (document, member) => ({ ...document, members: [...document.members, member] }),
    MembershipEnded: (document, { personId, to }) => {
      const newest = document.members.findLastIndex((each) => each.personId === personId);
      return { ...document, members: document.members.map((each, index) => (index === newest ? { ...each, to } : each)) };
    },
    ClosuresSet: (document, { closures }) => ({ ...document, closures }),
  },
  ignores: ['DeadlineSettingsSet', 'NotificationPreferencesSet', 'DefaultRoleAssigned', 'CollaborationPhaseSet', 'TeamDeactivated'],
  table: {
    columns: { person_ids: 'texts' },
    indexes: [],
    rows: ({ name, members }) =>
      name === undefined ? [] : [{ cells: { person_ids: [...new Set(members.map((each) => each.personId))] } }],
  },
});
