import { Refused } from '#infra/execute/refused.js';
import type { FoundDocument } from '#infra/read-models/read-models.js';
import type { Service } from '#infra/service.js';

/**
 * A document of a thing that is known to exist. Waits up to two seconds for it and for `minRevision`; a document that is parked, or that does not hold the revision
 * yet, is 503 `view-behind`.
 */
export async function found<D>(
  { readModels }: Service,
  view: string,
  tenant: string,
  id: string,
  minRevision: number | undefined,
): Promise<FoundDocument<D>> {
  if (minRevision !== undefined && !(await readModels.waitFor(view, id, minRevision))) throw new Refused('view-behind', { retryAfter: 1 });
  let document = await readModels.document<D>(view, tenant, id);
  // What was made a moment ago is waited for too.
  if (!document && (await readModels.waitFor(view, id, 0))) document = await readModels.document<D>(view, tenant, id);
  if (!document || document.parked) throw new Refused('view-behind', { retryAfter: 1 });
  return document;
}
