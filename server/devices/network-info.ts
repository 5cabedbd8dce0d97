import { randomUUID } from 'node:crypto';
import type { Network } from '#server/device-types/contract.ts';
import { generateSecret } from '#server/platform/generate-secret.ts';
import type { DeviceCredentials, NewDevice } from './contract.ts';
import { generateLoraKeys } from './lora-keys.ts';
import type { LoraIdentity } from './network-contract.ts';

/** Network information with nothing missing: what was brought and what the platform made. */
export interface NetworkInfo {
  lora?: LoraIdentity;
  cellular?: { imei: string; iccid?: string | undefined };
  generic?: { dvnUuid: string };
  sharedSecret?: string;
}

/** Fills in what is the platform's to make, and tells it apart: only that is shown. */
export function completeNetworkInfo(
  given: Pick<NewDevice, 'cellular' | 'generic'> & { lora?: LoraIdentity | undefined },
  loraKeys: 'generated' | 'preset' | null,
  hasSecret = false,
): { info: NetworkInfo; made: DeviceCredentials | null } {
  const info: NetworkInfo = {};
  const made: DeviceCredentials = {};
  if (given.lora) info.lora = given.lora;
  else if (loraKeys === 'generated') {
    info.lora = generateLoraKeys();
    Object.assign(made, info.lora);
  }
  if (given.cellular) info.cellular = { imei: given.cellular.imei, iccid: given.cellular.iccid };
  if (given.generic) {
    info.generic = { dvnUuid: given.generic.dvnUuid ?? randomUUID() };
    if (!given.generic.dvnUuid) made.dvnUuid = info.generic.dvnUuid;
  }
  if (!hasSecret && (info.cellular || info.generic)) {
    const brought = given.cellular?.sharedSecret ?? given.generic?.sharedSecret;
    info.sharedSecret = brought ?? generateSecret();
    if (!brought) made.sharedSecret = info.sharedSecret;
  }
  return { info, made: Object.keys(made).length > 0 ? made : null };
}

/** Its adapters, the one whose identifier stands for the device first. */
export function adaptersOf(info: NetworkInfo): { network: Network; identifier: string }[] {
  return [
    ...(info.lora ? [{ network: 'lora' as const, identifier: info.lora.devEui }] : []),
    ...(info.cellular ? [{ network: 'cellular' as const, identifier: info.cellular.imei }] : []),
    ...(info.generic ? [{ network: 'generic' as const, identifier: info.generic.dvnUuid }] : []),
  ];
}
