import type { Tx } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { parseConfiguration } from './check-configuration.ts';
import type { DestinationFault } from './contract.ts';
import { openSecrets, type Secrets } from './destination-secrets.ts';
import { selectConfigurations } from './repository.ts';

/** For other nouns' use cases: which of these destinations cannot be sent anything as they are set up, and why. */
export async function destinationFaults(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<Map<string, DestinationFault>> {
  const faults = new Map<string, DestinationFault>();
  for (const { id, kind, settings, secrets: sealed } of await selectConfigurations(tx, scope, ids)) {
    const secrets = await readable(openSecrets(tx, scope, id, sealed));
    const fault = secrets ? faultIn(id, kind, settings, secrets) : 'secrets-unreadable';
    if (fault) faults.set(id, fault);
  }
  return faults;
}

/** Whatever keeps them closed (another key, bytes that were changed): nothing can be sent with them. */
async function readable(opened: Promise<Secrets>): Promise<Secrets | null> {
  try {
    return await opened;
  } catch {
    return null;
  }
}

function faultIn(id: string, kind: string, settings: unknown, secrets: Secrets): DestinationFault | null {
  try {
    parseConfiguration(id, kind, settings, secrets);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code === 'destinations.unknown-kind' ? 'unknown-kind' : 'settings';
  }
}
