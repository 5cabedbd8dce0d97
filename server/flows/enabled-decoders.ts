import type { ExpectedRecord } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectEnabledDecoders } from './links.sql.ts';

/** For other nouns' use cases: the decoders that run for a device's messages now. */
export async function enabledDecodersOf(tx: Tx, scope: TenantScope, deviceId: string) {
  const rows = await selectEnabledDecoders(tx, scope, deviceId);
  return rows.map((row) => ({ ...row, records: row.records as ExpectedRecord[] }));
}
