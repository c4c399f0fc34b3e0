import type { Policies, RefusedCommand } from '../policies/policies.js';
import type { ParkedItem, ParkedSource } from './parked.js';

const idOf = ({ policy, eventId, no }: RefusedCommand): string => `policy-refused:${policy}:${eventId}:${no}`;
const itemOf = (refused: RefusedCommand): ParkedItem => ({
  id: idOf(refused),
  kind: 'policy-refused',
  tenant: refused.tenant,
  of: refused.policy,
  subjectId: refused.eventId,
  reason: `${refused.command} to ${refused.toStream}: ${refused.code}`,
  attempts: 1,
});

/** Commands of policies that were refused without anything following from it, the newest 200 of them. */
export class RefusedCommands implements ParkedSource {
  readonly kind = 'policy-refused';

  constructor(private readonly policies: Pick<Policies, 'refused' | 'retryRefused' | 'acknowledge'>) {}

  async items({ tenant, after, limit }: { tenant?: string; after?: string; limit: number }): Promise<readonly ParkedItem[]> {
    const items = (await this.policies.refused()).map(itemOf);
    return items
      .filter((item) => (tenant === undefined || item.tenant === tenant) && item.id > (after ?? ''))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async find(id: string): Promise<ParkedItem | undefined> {
    const refused = await this.#refused(id);
    return refused && itemOf(refused);
  }

  async count(): Promise<number> {
    return (await this.policies.refused()).length;
  }

  async retry({ id }: ParkedItem): Promise<boolean> {
    const refused = await this.#refused(id);
    return refused ? this.policies.retryRefused(refused) : true;
  }

  async acknowledge({ id }: ParkedItem): Promise<void> {
    const refused = await this.#refused(id);
    if (refused) await this.policies.acknowledge(refused);
  }

  async #refused(id: string): Promise<RefusedCommand | undefined> {
    return (await this.policies.refused()).find((each) => idOf(each) === id);
  }
}
