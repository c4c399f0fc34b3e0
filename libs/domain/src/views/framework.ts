import type { Infer } from '../kernel/index.js';
import { viewOf } from '../kernel/index.js';
import type { FrameworkEvents } from '../framework/events/index.js';

/** Every version of a team's agreements, oldest first, with the day on which it was adopted. */
export interface FrameworkDocument {
  readonly teamId: string;
  readonly versions: readonly (Infer<FrameworkEvents['FrameworkAdopted']> & { readonly adoptedAt: string })[];
}

export const frameworkView = viewOf<FrameworkDocument, FrameworkEvents>()({
  name: 'framework-1',
  of: ['framework'],
  initial: (teamId) => ({ teamId, versions: [] }),
  folds: {
    FrameworkAdopted: (document, data, { occurredAt }) => ({
      ...document,
      versions: [...document.versions, { ...data, adoptedAt: occurredAt }],
    }),
  },
  ignores: [],
});
