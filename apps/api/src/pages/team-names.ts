import type { TeamDocument } from '#domain/views/index.js';
import type { Service } from '#infra/service.js';
import { legible } from './legible.js';
import type { Opened } from './opened.js';

type Member = TeamDocument['members'][number];

/** The name of a team, and of its members those who stand in a page by their personId: their names alone are opened. */
export async function namedTeam(
  service: Service,
  tenant: string,
  teamId: string,
  references: readonly string[],
  instead: string,
): Promise<{ readonly name: string; readonly members: readonly Opened<Member>[] }> {
  const found = await service.readModels.document<TeamDocument>('team-1', tenant, teamId);
  const named = new Set(references);
  const members = (found?.document.members ?? []).filter(({ personId }) => named.has(personId)).map(({ email: _, ...member }) => member);
  const opened = await service.vault.opened({ name: found?.document.name ?? '', members });
  return legible(opened as { name: string; members: Opened<Member>[] }, instead);
}
