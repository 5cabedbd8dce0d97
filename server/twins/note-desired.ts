import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { desiredOf } from './desired.ts';
import { mergeDesired } from './repository.ts';

/** For the use case that queues an instruction, in its transaction: what devices were told to be is wished of them. */
export async function noteDesired(
  tx: Tx,
  scope: TenantScope,
  records: readonly Record<string, string | number | boolean>[],
  downlinks: ReadonlyMap<string, string>,
  at: Date,
): Promise<void> {
  const wishes = [...downlinks].map(([deviceId, id]) => ({ deviceId, desired: desiredOf(records, id, at) }));
  await mergeDesired(
    tx,
    scope,
    wishes.filter(({ desired }) => Object.keys(desired).length > 0),
  );
}
