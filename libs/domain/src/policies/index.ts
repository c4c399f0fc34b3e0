import type { Policy } from '../kernel/index.js';
import { agendaSync } from './agenda-sync.js';
import { frameworkSettings } from './framework-settings.js';

export { agendaSync, frameworkSettings };

/** Every policy that the worker runs. */
export const policies: readonly Policy[] = [agendaSync, frameworkSettings];
