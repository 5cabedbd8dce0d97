import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { lockFlows } from './repository.ts';

/** Held until the transaction ends. */
export async function holdFlow(tx: Tx, scope: TenantScope, id: string) {
  const [flow] = await lockFlows(tx, scope, [id]);
  if (!flow) throw notFound('flows');
  return flow;
}
