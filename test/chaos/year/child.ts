/** What the simulation knows of a child, by its own doing. */
export interface Child {
  readonly name: string;
  readonly isUrgent: boolean;
  caseId: string;
  self: string;
  parents: string[];
  consentId: string;
  hasConsent: boolean;
  isOnHold: boolean;
  isBroughtIn: boolean;
  isPlaced: boolean;
  /** How this cycle's view of the child came about, once it is on file. */
  view?: 'heard' | 'declined' | undefined;
  goals: string[];
  actions: string[];
  openActions: Set<string>;
  reviewOn?: string | undefined;
  extensions: number;
}

/** No word of ordinary text: whoever finds it outside what is sealed has found a child's name. */
export const canary = 'Kwikstaartveen';

export const childNamed = (no: number, isUrgent: boolean): Child => ({
  name: `${canary} ${no}`,
  isUrgent,
  caseId: '',
  self: '',
  parents: [],
  consentId: '',
  hasConsent: false,
  isOnHold: false,
  isBroughtIn: false,
  isPlaced: false,
  goals: [],
  actions: [],
  openActions: new Set(),
  extensions: 0,
});
