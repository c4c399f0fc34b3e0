import type { DeadlineSettings } from '../deadlines/index.js';
import { ruleUnder } from '../deadlines/index.js';
import type { AgreedSettings, FrameworkFacts } from '../facts/index.js';
import { agreedOn } from '../facts/index.js';
import type { Agreement } from './state.js';
import { minutesOf } from './state.js';

const steps = (background: number, reason: number, goals: number, actions: number): Agreement['fixedSteps'] => ({
  background,
  reason,
  goals,
  actions,
});

/** The agenda of each profile, in minutes (domain.md §4); the variable part gets what is left. */
const profiles = {
  '90': { checkIn: 5, household: 5, fixedSteps: steps(4, 3, 6, 7), variableSteps: steps(3, 3, 4, 5), checkOut: 5 },
  '60': { checkIn: 3, household: 3, fixedSteps: steps(2, 2, 4, 4), variableSteps: steps(2, 3, 4, 4), checkOut: 5 },
} as const;

const defaultSlots = 3;
const minutesPerAcute = 15;
const defaultQuorum = { members: 3, disciplines: 2 };

interface Asked {
  readonly kind: 'regular' | 'ad_hoc';
  readonly profile: '60' | '90' | 'custom';
  readonly durationMin: number;
}

/** What the team agreed about this profile; its minutes count for meetings of the profile they were agreed for. */
const agendaOf = ({ profile }: Asked, { agenda }: AgreedSettings) =>
  agenda && agenda.profile === profile ? agenda : profiles[profile === '60' ? '60' : '90'];

/**
 * The agreements by which a meeting on a day is run: those of the team in force then, else those of domain.md §4. The variable part has
 * the minutes that the other parts leave; less than none means that the parts do not fit into the meeting. An ad hoc meeting has no
 * household and no fixed part.
 */
export function agreementFor(asked: Asked, framework: FrameworkFacts | undefined, on: string): Agreement {
  const agreed = agreedOn(framework, on);
  const settings = agreed?.settings ?? {};
  const { checkIn, household, fixedSteps, variableSteps, checkOut } = agendaOf(asked, settings);
  const isAdHoc = asked.kind === 'ad_hoc';
  const fixedSlots = isAdHoc ? 0 : (settings.fixedSlots ?? defaultSlots);
  const kept = isAdHoc ? 0 : household;
  const variable = asked.durationMin - checkIn - kept - fixedSlots * minutesOf(fixedSteps) - checkOut;
  const quorum = settings.quorum ?? defaultQuorum;
  return {
    frameworkVersion: agreed?.version ?? 0,
    checkIn,
    household: kept,
    fixedSlots,
    fixedSteps,
    variable,
    variableSteps,
    maxAcute: settings.maxAcute ?? (variable <= 0 ? 0 : Math.max(1, Math.floor(variable / minutesPerAcute))),
    checkOut,
    quorumMembers: quorum.members,
    quorumDisciplines: quorum.disciplines,
  };
}

/** Working days before a meeting on a day until which a child may be brought in: as agreed, else as the team set D02. */
export const cutOffDays = (framework: FrameworkFacts | undefined, on: string, settings: DeadlineSettings): number =>
  agreedOn(framework, on)?.settings.bringInCutOffDays ?? ruleUnder(settings, 'D02').offset!;
