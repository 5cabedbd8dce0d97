import type { DescribedRequest, OutgoingMessage } from '#server/drivers/destinations/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { parseConfiguration } from './check-configuration.ts';
import { openSecrets } from './destination-secrets.ts';
import { selectDestination } from './repository.ts';

/** For the delivery log: what would be sent, headers masked; null where the destination can no longer be opened. */
export async function describeStoredRequest(
  tx: Tx,
  scope: TenantScope,
  destinationId: string,
  message: OutgoingMessage,
): Promise<DescribedRequest | null> {
  const row = await selectDestination(tx, scope, destinationId);
  if (!row) return null;
  try {
    const secrets = await openSecrets(tx, scope, destinationId, row.secrets);
    const { driver, config } = parseConfiguration(destinationId, row.kind, row.settings, secrets);
    return driver.describeRequest(message, config);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
