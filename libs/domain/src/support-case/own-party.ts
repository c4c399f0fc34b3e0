import type { CaseContext } from './command.js';
import { ownParty } from './roles.js';
import type { Case } from './state.js';

/** Parents and the child speak for themselves only; a coordinator or case owner records for everybody (domain.md §3.3). */
export const forThemselves = (kase: Case, { roles, actor }: CaseContext, data: { readonly partyId: string }): boolean =>
  roles.has('CO') || roles.has('OW') || ownParty(kase, actor)?.partyId === data.partyId;
