import { RateLimiterMemory } from 'rate-limiter-flexible';
import { systemActor } from '#server/access/system-actor.ts';
import { sharedSecretPlace } from '#server/devices/device-secrets.ts';
import { urnOfAdapter } from '#server/devices/rules.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { consume } from '#server/platform/rate-limit.ts';
import { unseal } from '#server/platform/secrets.ts';
import type { SimulatedSender } from './contract.ts';
import { selectSender, useSystemLink } from './repository.ts';
import { pathOfNetwork } from './rules.ts';
import { hashOfToken } from './simulator-links.ts';

/** Nobody guesses 256 bits; this keeps those who try from the database. */
const perAddress = new RateLimiterMemory({ points: 60, duration: 60 });

/**
 * Who has the link is the device: its secret goes to the page, which signs as any device does. No account is involved;
 * revoked, expired and never made look the same.
 */
export async function openSimulator(
  { token }: { token: string },
  address: string | null,
): Promise<SimulatedSender> {
  await consume(perAddress, address ?? 'unknown', 'device-simulator.too-many');
  const gone = new DomainError('device-simulator.no-link', 'unauthenticated');
  const link = await useSystemLink(hashOfToken(token));
  if (!link) throw gone;
  const { scope } = systemActor(link.customerId);
  return tenantTransaction(scope, async (tx) => {
    const sender = await selectSender(tx, scope, link.deviceId);
    if (!sender?.network || !sender.identifier || sender.secret === null) throw gone;
    const dataKey = await dataKeyOf(tx, scope.customerId);
    return {
      name: sender.name,
      deviceType: sender.deviceType,
      urn: urnOfAdapter(sender.network, sender.identifier),
      path: pathOfNetwork(sender.network),
      sharedSecret: unseal(dataKey, sharedSecretPlace(sender.id), sender.secret),
      expiresAt: link.expiresAt.toISOString(),
    };
  });
}
