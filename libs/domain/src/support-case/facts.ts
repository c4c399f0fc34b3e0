import type { CaseFacts, CasePartyFacts } from '../facts/index.js';
import { isConsented } from './roles.js';
import type { Case, Discussion, Party } from './state.js';
import { activeParties, stepNames } from './state.js';

/** What a meeting may know of a case on a day: where it stands and who may hear it, never what it says. */
export function tellsOf(kase: Case, on: string): CaseFacts {
  const isShared = ({ organisationId }: Party): boolean =>
    organisationId !== undefined && isConsented(kase, `share_org:${organisationId}`, on);
  const decidesAlone = kase.ageBand === '16_plus' && kase.competence === 'competent';
  const roleOf = (party: Party): CasePartyFacts['role'] => {
    if (party.kind === 'child') return kase.ageBand === 'under_12' ? undefined : 'CI';
    if (party.kind === 'parent_authority' || party.kind === 'guardian') return decidesAlone ? undefined : 'PA';
    return party.kind === 'professional' && isShared(party) ? 'EX' : undefined;
  };
  const partyOf = (party: Party): CasePartyFacts => {
    const role = roleOf(party);
    const isExternal = party.kind === 'professional' || party.kind === 'organisation';
    return {
      partyId: party.partyId,
      kind: party.kind,
      ...(party.personId !== undefined && { personId: party.personId }),
      ...(role && { role }),
      mayHear: !isExternal || isShared(party),
    };
  };
  const { broughtIn, discussion } = kase;
  return {
    caseId: kase.caseId,
    teamId: kase.teamId,
    phase: kase.phase,
    isUrgent: kase.urgency === 'urgent',
    isOnHold: kase.hold !== undefined,
    isConsented: isConsented(kase, 'discuss_team', on),
    coordinatorId: kase.coordinatorId,
    hasForm: kase.preparation.status === 'submitted',
    hasChildView: kase.childViews.some(
      (view) => view.cycleNo === kase.cycleNo && view.afterDiscussion === (discussion?.concludedOn !== undefined),
    ),
    needsInterpreter: activeParties(kase).some((party) => party.interpreter === true),
    readings: kase.readings,
    ...(kase.caseOwnerId !== undefined && { caseOwnerId: kase.caseOwnerId }),
    ...(broughtIn && { broughtIn }),
    ...(kase.reviewOn !== undefined && { reviewOn: kase.reviewOn }),
    ...(kase.phase === 'discussion' && discussion?.itemId !== undefined && { discussedAs: discussion.itemId }),
    ...(kase.phase === 'discussion' && discussion && { runningStep: runningStepOf(discussion) }),
    parties: activeParties(kase).map(partyOf),
  };
}

function runningStepOf({ steps, stepEndedAt }: Discussion): NonNullable<CaseFacts['runningStep']> {
  const step = stepNames.find((each) => !steps.includes(each));
  return { ...(step && { step }), ...(stepEndedAt !== undefined && { since: stepEndedAt }) };
}
