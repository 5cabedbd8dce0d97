import { selectPayloadFamilies } from '#server/device-types/families.sql.ts';
import type { Tx } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { isMisfit } from './warning-rules.ts';

/** What no device of the type could be read or told with is not switched on anew; what stands is only warned of. */
export async function refuseMisfit(
  tx: Tx,
  type: { name: string; networks: readonly string[] },
  id: string,
  code: 'flows.decoder-misfit' | 'flows.encoder-misfit',
): Promise<void> {
  const family = (await selectPayloadFamilies(tx)).get(id);
  if (isMisfit(type.networks, family)) throw new DomainError(code, 'conflict', { type: type.name });
}
