import type { ParkedEvent, Policies } from '../policies/policies.js';
import type { ParkedItem, ParkedSource } from './parked.js';

const itemOf = ({ policy, eventId, tenant, position, reason, attempts }: ParkedEvent): ParkedItem => ({
  id: `policy:${policy}:${eventId}`,
  kind: 'policy',
  tenant,
  of: policy,
  subjectId: eventId,
  reason,
  attempts,
  position,
});

/** Events at which a policy had a bug, the oldest 200 of them. */
export class ParkedPolicies implements ParkedSource {
  readonly kind = 'policy';

  constructor(private readonly policies: Pick<Policies, 'parked' | 'retry'>) {}

  async items({ tenant, after, limit }: { tenant?: string; after?: string; limit: number }): Promise<readonly ParkedItem[]> {
    const items = (await this.policies.parked()).map(itemOf);
    return items
      .filter((item) => (tenant === undefined || item.tenant === tenant) && item.id > (after ?? ''))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async find(id: string): Promise<ParkedItem | undefined> {
    return (await this.policies.parked()).map(itemOf).find((item) => item.id === id);
  }

  async count(): Promise<number> {
    return (await this.policies.parked()).length;
  }

  retry({ of, subjectId }: ParkedItem): Promise<boolean> {
    return this.policies.retry(of, subjectId);
  }
}
