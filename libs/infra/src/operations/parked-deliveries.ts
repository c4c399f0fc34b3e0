import type { Deliveries, ParkedDelivery } from '../deliveries/deliveries.js';
import type { ParkedItem, ParkedSource } from './parked.js';

const itemOf = ({ id, tenant, state, reason, attempts }: ParkedDelivery): ParkedItem => ({
  id: `delivery:${id}`,
  kind: 'delivery',
  tenant,
  of: state,
  subjectId: id,
  reason,
  attempts,
});

/** Mails that were given up or refused, the oldest 200 of them. */
export class ParkedDeliveries implements ParkedSource {
  readonly kind = 'delivery';

  constructor(private readonly deliveries: Pick<Deliveries, 'parked' | 'retry' | 'counts'>) {}

  async items({ tenant, after, limit }: { tenant?: string; after?: string; limit: number }): Promise<readonly ParkedItem[]> {
    const items = (await this.deliveries.parked()).map(itemOf);
    return items
      .filter((item) => (tenant === undefined || item.tenant === tenant) && item.id > (after ?? ''))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async find(id: string): Promise<ParkedItem | undefined> {
    return (await this.deliveries.parked()).map(itemOf).find((item) => item.id === id);
  }

  async count(): Promise<number> {
    const { failed, bounced } = await this.deliveries.counts();
    return failed + bounced;
  }

  retry({ subjectId }: ParkedItem): Promise<boolean> {
    return this.deliveries.retry(subjectId);
  }
}
