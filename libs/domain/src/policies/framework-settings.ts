import type { FrameworkEvents } from '../framework/events/index.js';
import type { Policy } from '../kernel/index.js';
import { reactionsTo } from '../kernel/index.js';

/** The deadlines that a framework agrees on become the team's settings, from the day on which it holds (domain.md §2). */
export const frameworkSettings: Policy = {
  name: 'framework-settings',
  on: {
    framework: reactionsTo<FrameworkEvents>()({
      FrameworkAdopted: ({ id, data: { version, effectiveFrom, settings } }) => [
        {
          kind: 'team',
          id,
          command: 'SetDeadlineSettings',
          body: {
            settings: { deadlines: Object.fromEntries(settings.deadlines.map(({ rule, ...wishes }) => [rule, wishes])) },
            effectiveFrom,
            frameworkVersion: version,
          },
        },
      ],
    }),
  },
};
