import type { RuleId } from '../deadlines/index.js';
import type { Role } from '../kernel/index.js';
import { refusals } from '../kernel/index.js';
import type { TeamRole } from '../team/state.js';
import { membersOn } from '../team/state.js';
import type { CaseContext } from './command.js';
import { closureCommands } from './closure.js';
import { discussionCommands } from './discussion.js';
import { evaluationCommands } from './evaluation.js';
import { planCommands } from './plan.js';
import { preparationCommands } from './preparation.js';
import { consenters, missingConsent, personOf } from './roles.js';
import type { WaitsFor } from './standstill-words.js';
import type { Aftercare, Case, Hold } from './state.js';
import { adoptedPlan, currentAftercare, isOpenAction, outcomesWithoutPlan, owedParts, partyOf } from './state.js';
import { suspensionCommands } from './suspension.js';

/** Whose move it is: in what role, and who that is where somebody is known. */
export interface Mover {
  readonly role: Role;
  readonly personId?: string;
  readonly partyId?: string;
}

/** One thing that has to happen before the case moves on. */
export interface Wait {
  readonly for: WaitsFor;
  /** The command that does it. */
  readonly command: string;
  /** What refuses that command now, whatever its body. */
  readonly reasons: readonly string[];
  readonly move: readonly Mover[];
  /** The party, action or plan version it is about; about the case itself without one. */
  readonly subjectId?: string;
  /** The date that is at risk, by rule of domain.md §5. */
  readonly due?: { readonly rule: RuleId; readonly dueOn: string };
  /** Since which day it has been waited for, where that is not the day on which the phase began. */
  readonly since?: string;
}

/** Why a case stands where it stands: the command that would move its phase on, what refuses it, and what it waits for. */
export interface Standstill {
  /** None in aftercare, which ends when its last part is done. */
  readonly command?: string;
  /** Codes that refuse the command whatever its body; in aftercare the parts that are owed. */
  readonly reasons: readonly string[];
  readonly waitsFor: readonly Wait[];
}

const commands = {
  ...preparationCommands,
  ...discussionCommands,
  ...planCommands,
  ...evaluationCommands,
  ...closureCommands,
  ...suspensionCommands,
};
type Known = keyof typeof commands;
const teamRoles = { CH: 'chair', MT: 'minute-taker', SO: 'safety-officer' } as const satisfies { readonly [role in Role]?: TeamRole };

/** What stands in the way of a case that is not closed, judged without a body; undefined for one that is closed. */
export function standstillOf(kase: Case, context: CaseContext): Standstill | undefined {
  if (kase.phase === 'closed') return undefined;
  const found = new Waits(kase, context).ofPhase(kase.phase);
  if (!kase.hold) return found;
  return { ...found, reasons: ['on-hold', ...found.reasons], waitsFor: new Waits(kase, context).ofHold(kase.hold) };
}

class Waits {
  constructor(
    private readonly kase: Case,
    private readonly context: CaseContext,
  ) {}

  ofHold({ since, reviewOn }: Hold): readonly Wait[] {
    const reasons = this.#reasons('ResumeCase');
    const consent = reasons.includes('consent-incomplete') ? this.#consent() : [];
    return [...consent, { for: 'resume', command: 'ResumeCase', reasons, move: this.#coordinator(), ...at('D23', reviewOn), since }];
  }

  ofPhase(phase: Exclude<Case['phase'], 'closed'>): Standstill {
    switch (phase) {
      case 'preparation':
        return { command: 'StartDiscussion', reasons: this.#reasons('StartDiscussion'), waitsFor: this.#preparation() };
      case 'discussion':
        return { command: 'ConcludeDiscussion', reasons: this.#reasons('ConcludeDiscussion'), waitsFor: this.#discussion() };
      case 'aftercare': {
        const cycle = currentAftercare(this.kase);
        return { reasons: cycle ? owedParts(cycle) : [], waitsFor: cycle ? this.#aftercare(cycle) : [] };
      }
      case 'intervention':
        return this.#intervention();
      case 'evaluation':
        return this.#evaluation();
    }
  }

  #preparation(): readonly Wait[] {
    const { kase } = this;
    const start = kase.broughtIn ? this.#reasons('StartDiscussion') : this.#reasons('BringIn');
    const consent = start.includes('consent-incomplete') ? this.#consent() : [];
    if (kase.broughtIn)
      return [
        ...consent,
        ...(consent.length ? [] : [this.#wait('discussion', 'StartDiscussion', this.#members('CH'), at('D09', kase.rescheduleDueOn))]),
      ];
    const isSubmitted = kase.preparation.status === 'submitted';
    const form = isSubmitted ? [] : [this.#wait('form', 'SubmitPreparation', this.#introducer())];
    const ready = consent.length + form.length === 0 ? [this.#wait('bring-in', 'BringIn', this.#introducer())] : [];
    return [...consent, ...form, ...ready];
  }

  #discussion(): readonly Wait[] {
    const reasons = this.#reasons('ConcludeDiscussion');
    const waits = [
      ...(reasons.includes('step-missing') ? [this.#wait('steps', 'RecordStep', [...this.#members('MT'), ...this.#members('CH')])] : []),
      ...(reasons.includes('child-view-missing') ? [this.#wait('child-view', 'RecordChildView', this.#owner())] : []),
      ...(reasons.includes('feedback-owner-missing') ? [this.#wait('child-as-party', 'AddParty', this.#coordinator())] : []),
    ];
    return waits.length > 0 ? waits : [this.#wait('conclusion', 'ConcludeDiscussion', this.#members('CH'))];
  }

  #aftercare(cycle: Aftercare): readonly Wait[] {
    const hasDraft = this.kase.reports.some((each) => each.cycleNo === cycle.cycleNo && each.status === 'draft');
    const report = hasDraft
      ? this.#wait('report-final', 'FinaliseReport', this.#members('CH'), at('D12', cycle.reportDueOn))
      : this.#wait('report-draft', 'DraftReport', [...this.#members('MT'), ...this.#owner()], at('D12', cycle.reportDueOn));
    const feedback = cycle.feedback
      .filter((each) => each.settledOn === undefined)
      .map(({ addresseeId, byId, dueOn }) =>
        this.#wait('feedback', 'RecordFeedbackGiven', [this.#person('OW', byId)], { subjectId: addresseeId, ...at('D13', dueOn) }),
      );
    return [...(cycle.reportOn === undefined ? [report] : []), ...feedback, ...(cycle.plan === undefined ? this.#plan(cycle) : [])];
  }

  #plan({ outcome, planProposalDueOn, planAdoptionDueOn }: Aftercare): readonly Wait[] {
    const { kase } = this;
    const version = kase.plans.findLast((each) => each.status === 'proposed' || each.status === 'refused');
    if (!version || version.status === 'refused') {
      const command = outcomesWithoutPlan.includes(outcome) ? 'DeclareNoPlanNeeded' : 'ProposePlan';
      return [this.#wait('plan-proposal', command, this.#owner(), at('D14', planProposalDueOn))];
    }
    const reasons = this.#reasons('AdoptPlan');
    const undecided = version.requiredDeciders.filter((partyId) => version.decisions[partyId] === undefined && partyOf(kase, partyId));
    const waits = [
      ...(undecided.length > 0
        ? [
            this.#wait(
              'plan-decision',
              'DecideActionPart',
              undecided.map((partyId) => this.#party(partyId)),
              { subjectId: version.planVersionId, since: version.proposedOn, ...at('D15', version.decisionDueOn) },
            ),
          ]
        : []),
      ...(reasons.includes('consultation-missing') ? [this.#wait('plan-consultation', 'RecordPlanConsultation', this.#owner())] : []),
      ...(reasons.includes('child-view-missing') ? [this.#wait('child-view', 'RecordChildView', this.#owner())] : []),
      ...(consenters(kase).childMissing ? [this.#wait('child-as-party', 'AddParty', this.#coordinator())] : []),
    ];
    return waits.length > 0 ? waits : [this.#wait('plan-adoption', 'AdoptPlan', this.#coordinator(), at('D16', planAdoptionDueOn))];
  }

  #intervention(): Standstill {
    const { kase } = this;
    const actions = kase.actions
      .filter(isOpenAction)
      .map(({ actionId, responsibleId, dueOn }) =>
        this.#wait('action', 'UpdateAction', [this.#person('RS', responsibleId)], { subjectId: actionId, ...at('D19', dueOn) }),
      );
    if (!adoptedPlan(kase))
      return { command: 'CloseCase', reasons: this.#reasons('CloseCase'), waitsFor: [...actions, ...this.#closing()] };
    const review = this.#wait('review', 'StartEvaluation', this.#owner(), at('D27', kase.reviewOn));
    return { command: 'StartEvaluation', reasons: this.#reasons('StartEvaluation'), waitsFor: [...actions, review] };
  }

  #evaluation(): Standstill {
    const conclusion = this.kase.evaluation?.conclusion;
    if (conclusion === undefined) {
      const reasons = this.#reasons('RecordEvaluation');
      const view = reasons.includes('child-view-missing')
        ? [this.#wait('child-view', 'RecordChildView', this.#owner(), at('D27', this.kase.reviewOn))]
        : [];
      const record = this.#wait('evaluation', 'RecordEvaluation', this.#owner(), at('D27', this.kase.reviewOn));
      return { command: 'RecordEvaluation', reasons, waitsFor: view.length > 0 ? view : [record] };
    }
    if (conclusion === 'end') return { command: 'CloseCase', reasons: this.#reasons('CloseCase'), waitsFor: this.#closing() };
    const next = this.#wait('next-cycle', 'StartNewCycle', [...this.#coordinator(), ...this.#owner()]);
    return { command: 'StartNewCycle', reasons: this.#reasons('StartNewCycle'), waitsFor: [next] };
  }

  #closing(): readonly Wait[] {
    const reasons = this.#reasons('CloseCase');
    if (reasons.includes('open-escalation')) return [this.#wait('escalation', 'ResolveEscalation', this.#members('SO'))];
    return [this.#wait('closing', 'CloseCase', this.#coordinator())];
  }

  /** Whose consent to the discussion is missing, and what was done about it. */
  #consent(): readonly Wait[] {
    const { kase, context } = this;
    const { partyIds, childMissing } = missingConsent(kase, 'discuss_team', context.on);
    if (childMissing) return [this.#wait('child-as-party', 'AddParty', this.#coordinator())];
    if (partyIds.length === 0) return [this.#wait('parent-as-party', 'AddParty', this.#coordinator())];
    return partyIds.map((partyId): Wait => {
      const answer = kase.answers.find((each) => each.partyId === partyId && each.scope === 'discuss_team');
      const open = kase.consentRequests.findLast(
        (each) => each.scopes.includes('discuss_team') && each.askedOf.includes(partyId) && !each.answered.includes(partyId),
      );
      if (open)
        return this.#wait('consent-asked', 'RecordConsent', [this.#party(partyId)], {
          subjectId: partyId,
          since: open.askedOn,
          ...at('D01', open.answerDueOn),
        });
      const isRefused = answer?.state === 'refused' || answer?.state === 'withdrawn';
      const since = isRefused ? answer.on : answer?.validUntil;
      return this.#wait(isRefused ? 'consent-refused' : 'consent-not-asked', 'RequestConsent', this.#owner(), {
        subjectId: partyId,
        ...(since !== undefined && { since }),
      });
    });
  }

  #wait(what: WaitsFor, command: string, move: readonly Mover[], more: Pick<Wait, 'subjectId' | 'since' | 'due'> = {}): Wait {
    const reasons = command in commands ? this.#reasons(command as Known) : [];
    return { for: what, command, reasons, move: distinct(move), ...more };
  }

  #reasons(name: Known): readonly string[] {
    return refusals(commands[name], this.kase, this.context)?.missing ?? [];
  }

  #coordinator(): readonly Mover[] {
    return [{ role: 'CO', personId: this.kase.coordinatorId }];
  }

  /** What the case owner is to do is the coordinator's as long as there is none (domain.md §5). */
  #owner(): readonly Mover[] {
    return this.kase.caseOwnerId === undefined ? this.#coordinator() : [this.#person('OW', this.kase.caseOwnerId)];
  }

  #introducer(): readonly Mover[] {
    const introducer = this.kase.broughtIn?.introducerId;
    return introducer === undefined ? this.#owner() : [this.#person('IN', introducer)];
  }

  #members(role: keyof typeof teamRoles): readonly Mover[] {
    const holders = membersOn(this.context.team, this.context.today).filter((member) => member.roles.includes(teamRoles[role]));
    return holders.length > 0 ? holders.map(({ personId }) => ({ role, personId })) : this.#coordinator();
  }

  #party(partyId: string): Mover {
    const party = partyOf(this.kase, partyId);
    const role = party?.kind === 'child' ? 'CI' : 'PA';
    return { role, partyId, ...(party?.personId !== undefined && { personId: party.personId }) };
  }

  /** A personId or partyId as it stands in the case. */
  #person(role: Role, reference: string): Mover {
    const isParty = this.kase.parties.some((party) => party.partyId === reference);
    const personId = personOf(this.kase, reference);
    return { role, ...(isParty && { partyId: reference }), ...((!isParty || personId !== reference) && { personId }) };
  }
}

const at = (rule: RuleId, dueOn: string | undefined): Pick<Wait, 'due'> => (dueOn === undefined ? {} : { due: { rule, dueOn } });

const distinct = (movers: readonly Mover[]): readonly Mover[] =>
  movers.filter(
    (mover, index) => movers.findIndex((each) => (each.personId ?? each.partyId) === (mover.personId ?? mover.partyId)) === index,
  );
