import type { Infer, NewEvent } from '../../kernel/index.js';
import { about, bool, date, int, list, object, oneOf, optional, ref, word } from '../../kernel/index.js';

/** The 18 aspects of a collaboration framework, in four parts (domain.md §2). */
export const aspectKey = oneOf(
  'frequency',
  'duration',
  'participants',
  'location',
  'facilities',
  'required_preparation',
  'agenda_making',
  'chair',
  'minute_taker',
  'other_roles',
  'reporting',
  'sharing_information',
  'which_cases',
  'bringing_in',
  'involving_the_child',
  'which_steps',
  'how_we_reflect',
  'how_we_evaluate',
);

const minutes = int(0, 180);
const steps = object({ background: minutes, reason: minutes, goals: minutes, actions: minutes });
/** What the service itself works by; what is left out is as domain.md proposes. */
export const meetingSettings = {
  agenda: optional(
    object({
      profile: oneOf('60', '90', 'custom'),
      checkIn: minutes,
      household: minutes,
      fixedSteps: steps,
      variableSteps: steps,
      checkOut: minutes,
    }),
  ),
  fixedSlots: optional(int(1, 6)),
  maxAcute: optional(int(1, 3)),
  bringInCutOffDays: optional(int(0, 60)),
  quorum: optional(object({ members: int(1, 100), disciplines: int(1, 20) })),
};
const step = { days: int(-60, 60), to: list(word(20)) };
const deadline = object({
  rule: word(8),
  offset: optional(int(0, 60)),
  reminders: optional(list(object({ ...step, to: optional(step.to) }))),
  recipients: optional(step.to),
  escalation: optional(list(object(step))),
  channels: optional(list(oneOf('email', 'in_app'))),
  enabled: optional(bool),
});

/** Every event of a framework. */
export const frameworkEvents = {
  FrameworkAdopted: {
    version: int(1, 100000),
    effectiveFrom: date,
    aspects: list(object({ key: aspectKey, text: about('team') })),
    settings: object({ ...meetingSettings, deadlines: list(deadline) }),
    agreedByMemberIds: list(ref),
    members: int(1, 1000),
  },
};

export type FrameworkEvents = typeof frameworkEvents;

/** Makes an event of a framework; its data must be all the vocabulary declares and nothing else. */
export const frameworkEvent = <T extends keyof FrameworkEvents>(type: T, data: Infer<FrameworkEvents[T]>): NewEvent => ({
  type,
  data: data as Readonly<Record<string, unknown>>,
});
