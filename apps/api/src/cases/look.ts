import type { Actor } from '#domain/kernel/index.js';
import { caseAggregate } from '#domain/support-case/index.js';
import type { CaseDetail } from '#domain/views/index.js';
import type { Level, Viewer } from '#domain/visibility.js';
import { levelOf } from '#domain/visibility.js';
import { Refused } from '#infra/execute/refused.js';
import type { Service } from '#infra/service.js';
import { isUuid } from '#infra/uuid.js';
import { found } from '../http/found.js';
import type { Moment } from './viewer.js';
import { momentOf, teamOf, viewerOf } from './viewer.js';

const detailView = 'case-detail-1';

/** A case, and who looks at it. */
export interface Sight {
  readonly id: string;
  readonly document: CaseDetail;
  readonly revision: number;
  readonly viewer: Viewer;
  readonly level: Level;
  readonly moment: Moment;
}

/** Loads a case for somebody who may know of it; otherwise: not found. Whoever shows something of it calls `logged` first. */
export async function sightOf(service: Service, caller: Actor, caseId: string, minRevision: number | undefined): Promise<Sight> {
  if (!isUuid(caseId)) throw new Refused('not-found');
  const id = caseId.toLowerCase();
  const [moment, loaded, isDestroyed] = await Promise.all([
    momentOf(service),
    service.streams.load(caseAggregate, id),
    service.keyStore.isDestroyed({ tenant: caller.tenant, kind: 'case', subject: id }),
  ]);
  if (loaded.revision < 0 || loaded.tenant !== caller.tenant) throw new Refused('not-found');
  // The newest state says who the caller is, so that an ended relation counts at once; the document says what there is to see.
  const [team, facts] = await Promise.all([
    teamOf(service, caller.tenant, loaded.state.teamId),
    service.consultation.facts(caseAggregate, loaded.state, {}, caller.tenant, moment.today),
  ]);
  const roles = caseAggregate.rolesOf(caller, loaded.state, team, moment.today, facts);
  if (roles.size === 0) throw new Refused('not-found');
  const { document, revision } = await found<CaseDetail>(service, detailView, caller.tenant, id, minRevision);
  const viewer = viewerOf(caller, roles, moment);
  const level = levelOf(roles, document.relations);
  if (level === 'none') throw new Refused('not-found');
  if (isDestroyed) throw new Refused('data-erased');
  return { id, document, revision, viewer, level, moment };
}

/** Writes down that somebody looked at a part of a case: no answer before it is settled. */
export const logged = (
  { accessLog }: Service,
  caller: Actor,
  { id, viewer, level, moment }: Sight,
  part: string,
  traceId: string | undefined,
): Promise<void> =>
  accessLog.write({
    at: moment.now,
    tenant: caller.tenant,
    personId: caller.personId,
    roles: [...viewer.roles],
    action: 'R',
    objectType: 'case',
    objectId: id,
    part,
    level,
    outcome: 'given',
    ...(traceId !== undefined && { traceId }),
  });

/** A case for somebody who may know of it, and the entry in the log on its way: no answer before `logged` is settled. */
export async function look(
  service: Service,
  caller: Actor,
  caseId: string,
  part: string,
  minRevision: number | undefined,
  traceId: string | undefined,
): Promise<Sight & { readonly logged: Promise<void> }> {
  const sight = await sightOf(service, caller, caseId, minRevision);
  return { ...sight, logged: logged(service, caller, sight, part, traceId) };
}
