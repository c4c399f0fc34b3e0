/**
 * The rules of domain.md §5 whose anchor exists, as data. Everything that reminds, escalates or is missed follows from this table;
 * docs/deadlines.md is printed from it.
 */

/** Who is told: team roles, relations to the case, or whoever the deadline itself names. */
export const recipients = [
  'CO',
  'OW',
  'IN',
  'CH',
  'MT',
  'LD',
  'responsible',
  'teller',
  'open-parties',
  'deciders',
  'co-chair',
  'members',
  'unread',
  'guest',
] as const;
export type Recipient = (typeof recipients)[number];

/** Who is told, and as what: a personId where the person is known by one, else the partyId. */
export interface Told {
  readonly recipientId: string;
  readonly as: Recipient;
}

export interface Step {
  /** Working days from the anchor or the meeting where the rule says so, else from the due date; negative before it. */
  readonly days: number;
  readonly to: readonly Recipient[];
  /** Another time than 08:30, in Amsterdam. */
  readonly time?: string;
}

export interface Rule {
  readonly what: { readonly en: string; readonly nl: string };
  /** How long after its anchor it falls due, in working days unless `unit` says otherwise; none where the date is given. */
  readonly offset?: number;
  /** An offset in calendar days or months is set by law: it is never paused or lengthened. */
  readonly unit?: 'days' | 'months';
  /**
   * Its steps count from the anchor (domain.md §5 Bases). They are worked out from the due date all the same, so that one that was
   * shortened or moved keeps its distance.
   */
  readonly fromAnchor?: boolean;
  /** Its offset and its steps count back from the meeting (domain.md §5 Bases); worked out from the due date like those of an anchor. */
  readonly fromMeeting?: boolean;
  readonly reminders: readonly Step[];
  readonly escalations: readonly Step[];
  /** Who is told at the moment it is missed, beside an escalation of the due day. */
  readonly whenMissed?: readonly Recipient[];
  /** Cannot be missed: it only gives notice. */
  readonly notice?: boolean;
  /** Goes on while the case is on hold. */
  readonly unpaused?: boolean;
  /** May not be switched off, only made stricter. */
  readonly fixed?: boolean;
  /** Goes on reminding every so many working days after the due date, for as long as it runs. */
  readonly repeats?: { readonly every: number; readonly to: readonly Recipient[] };
  /** A step that is no message but a command to the aggregate, at this time of the due day. */
  readonly command?: { readonly name: string; readonly time: string; readonly dayAfter?: true };
}

const tell = (days: number, ...to: Recipient[]): Step => ({ days, to });

export const rules = {
  D01: {
    what: { en: 'Consent is answered', nl: 'Toestemming is beantwoord' },
    offset: 5,
    fromAnchor: true,
    reminders: [tell(3, 'OW', 'open-parties'), tell(5, 'OW', 'open-parties')],
    escalations: [tell(7, 'CO'), tell(10, 'CO')],
  },
  D02: {
    what: { en: 'Children can be brought in until here', nl: 'Tot hier kunnen kinderen worden ingebracht' },
    offset: 7,
    fromMeeting: true,
    reminders: [tell(-10, 'members', 'CO')],
    escalations: [],
    notice: true,
  },
  D03: {
    what: {
      en: 'The preparation form of a child on the agenda is there',
      nl: 'Het voorbereidingsformulier van een kind op de agenda is er',
    },
    offset: 7,
    fromMeeting: true,
    reminders: [tell(-9, 'IN'), tell(-7, 'IN')],
    escalations: [tell(-6, 'CO')],
  },
  D04: {
    what: { en: 'The agenda is sent', nl: 'De agenda is rondgestuurd' },
    offset: 5,
    fromMeeting: true,
    reminders: [tell(-6, 'CH'), tell(-5, 'CH')],
    escalations: [tell(-4, 'co-chair', 'CO')],
  },
  D05: {
    what: { en: 'Who is invited says whether they come', nl: 'Wie is uitgenodigd laat weten of die komt' },
    offset: 3,
    fromMeeting: true,
    reminders: [tell(-3, 'OW'), tell(-2, 'guest')],
    escalations: [],
    notice: true,
  },
  D06: {
    what: { en: 'The child’s view is on file', nl: 'De stem van het kind is vastgelegd' },
    offset: 3,
    fromMeeting: true,
    reminders: [tell(-5, 'OW'), tell(-3, 'OW')],
    escalations: [tell(-1, 'CH')],
  },
  D07: {
    what: { en: 'Everybody has prepared the meeting', nl: 'Iedereen heeft het overleg voorbereid' },
    offset: 1,
    fromMeeting: true,
    reminders: [tell(-2, 'unread')],
    escalations: [{ days: -1, to: ['CH'], time: '17:00' }],
    notice: true,
  },
  D08: {
    what: { en: 'The team meets', nl: 'Het team heeft overleg' },
    offset: 0,
    fromMeeting: true,
    reminders: [tell(-5, 'CO'), tell(-1, 'members')],
    escalations: [],
    notice: true,
  },
  D09: {
    what: { en: 'A postponed child has a new date', nl: 'Een doorgeschoven kind heeft een nieuwe datum' },
    offset: 5,
    fromAnchor: true,
    reminders: [tell(3, 'CO'), tell(5, 'CO')],
    escalations: [tell(6, 'CH')],
  },
  D10: {
    what: { en: 'An urgent case is taken up', nl: 'Een acute casus is opgepakt' },
    offset: 1,
    fromAnchor: true,
    reminders: [],
    escalations: [{ days: 1, to: ['CH'], time: '12:00' }, tell(2, 'LD')],
    fixed: true,
  },
  D11: {
    what: { en: 'An urgent case is discussed', nl: 'Een acute casus is besproken' },
    offset: 5,
    fromAnchor: true,
    reminders: [tell(2, 'CO'), tell(4, 'CO')],
    escalations: [tell(5, 'LD')],
    fixed: true,
  },
  D12: {
    what: { en: 'The report is final', nl: 'Het verslag is vastgesteld' },
    offset: 3,
    fromAnchor: true,
    reminders: [tell(2, 'MT')],
    escalations: [tell(3, 'CH'), tell(5, 'CO')],
  },
  D13: {
    what: { en: 'The family has been told', nl: 'Het gezin is geïnformeerd' },
    offset: 5,
    reminders: [tell(-1, 'OW', 'teller')],
    escalations: [tell(1, 'CO')],
  },
  D14: {
    what: { en: 'A plan is proposed', nl: 'Er is een planvoorstel' },
    offset: 5,
    fromAnchor: true,
    reminders: [tell(4, 'OW')],
    escalations: [tell(6, 'CO')],
  },
  D15: {
    what: { en: 'The action part is decided on', nl: 'Over het handelingsdeel is beslist' },
    offset: 5,
    fromAnchor: true,
    reminders: [tell(3, 'deciders'), tell(5, 'OW')],
    escalations: [tell(8, 'CO')],
  },
  D16: {
    what: { en: 'The plan is adopted', nl: 'Het plan is vastgesteld' },
    offset: 10,
    fromAnchor: true,
    reminders: [tell(8, 'CO'), tell(10, 'CO')],
    escalations: [tell(15, 'LD')],
  },
  D17: {
    what: { en: 'The development perspective is established', nl: 'Het ontwikkelingsperspectief is vastgesteld' },
    offset: 42,
    unit: 'days',
    reminders: [tell(-10, 'CO'), tell(-5, 'CO'), tell(-1, 'CO')],
    escalations: [tell(-5, 'LD')],
    whenMissed: ['LD'],
    unpaused: true,
    fixed: true,
    command: { name: 'MarkStatutoryTermMissed', time: '17:00' },
  },
  D18: {
    what: { en: 'The development perspective is evaluated', nl: 'Het ontwikkelingsperspectief is geëvalueerd' },
    offset: 12,
    unit: 'months',
    reminders: [tell(-40, 'CO'), tell(-20, 'CO')],
    escalations: [],
    whenMissed: ['LD'],
    unpaused: true,
    fixed: true,
  },
  D19: {
    what: { en: 'An action is done', nl: 'Een actie is uitgevoerd' },
    reminders: [tell(-2, 'responsible'), tell(0, 'responsible'), tell(3, 'responsible')],
    escalations: [tell(3, 'OW'), tell(7, 'CO')],
  },
  D21: {
    what: { en: 'A consent ends', nl: 'Een toestemming loopt af' },
    reminders: [tell(-20, 'OW', 'CO')],
    escalations: [],
    notice: true,
    unpaused: true,
    command: { name: 'ExpireConsent', time: '00:00', dayAfter: true },
  },
  D22: {
    what: { en: 'The child turns 12 or 16', nl: 'Het kind wordt 12 of 16' },
    reminders: [tell(-20, 'OW')],
    escalations: [],
    notice: true,
    unpaused: true,
    command: { name: 'AgeReached', time: '00:00' },
  },
  D23: {
    what: { en: 'A case on hold is looked at again', nl: 'Een opgeschorte casus is opnieuw bekeken' },
    offset: 20,
    reminders: [tell(-5, 'CO'), tell(0, 'CO')],
    escalations: [tell(40, 'LD')],
    repeats: { every: 20, to: ['CO'] },
    unpaused: true,
  },
  D26: { what: { en: 'The plan is half way', nl: 'Het plan is halverwege' }, reminders: [tell(0, 'OW')], escalations: [], notice: true },
  D27: {
    what: { en: 'The support is evaluated', nl: 'De ondersteuning is geëvalueerd' },
    offset: 40,
    reminders: [tell(-15, 'CO'), tell(-5, 'OW'), tell(0, 'OW')],
    escalations: [tell(5, 'CO'), tell(15, 'LD')],
    command: { name: 'MarkEvaluationDue', time: '08:30' },
  },
  D28: {
    what: { en: 'Something happens in the case', nl: 'Er gebeurt iets in de casus' },
    offset: 30,
    reminders: [tell(0, 'CO')],
    escalations: [tell(10, 'CH', 'LD')],
  },
  D29: {
    what: { en: 'The next cycle is discussed', nl: 'De volgende cyclus is besproken' },
    offset: 15,
    fromAnchor: true,
    reminders: [tell(5, 'CO'), tell(10, 'CO')],
    escalations: [tell(15, 'CH')],
  },
} satisfies { readonly [id: string]: Rule };

export type RuleId = keyof typeof rules;
export const ruleIds = Object.keys(rules) as RuleId[];
export const ruleOf = (id: RuleId): Rule => rules[id];
