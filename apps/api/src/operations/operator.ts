import type { Actor } from '#domain/kernel/index.js';
import type { Config } from '#infra/config.js';
import { Refused } from '#infra/execute/refused.js';

/** Scope admin may look at figures, and at what is parked of its own tenant. */
export function adminOf(caller: Actor): Actor {
  if (!caller.scopes.includes('admin')) throw new Refused('forbidden');
  return caller;
}

/** Whether an admin operates the service for every tenant. */
export const isOperator = ({ operatorTenants }: Pick<Config, 'operatorTenants'>, { scopes, tenant }: Actor): boolean =>
  scopes.includes('admin') && (operatorTenants === undefined || operatorTenants.includes(tenant));

/** What touches every tenant is for operators alone. */
export function operatorOf(config: Pick<Config, 'operatorTenants'>, caller: Actor): Actor {
  if (!isOperator(config, caller)) throw new Refused('forbidden');
  return caller;
}
