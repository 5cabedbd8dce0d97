import { randomBytes } from 'node:crypto';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Provider } from './contract.ts';

export const connectionSecretPlace = (id: string) => `lora_connections|secret|${id}`;

/** 256 random bits; ThingPark's key has 128, as 32 hexadecimal digits. */
export function generateConnectionSecret(provider: Provider): string {
  return provider === 'thingpark'
    ? randomBytes(16).toString('hex')
    : `tpc_${randomBytes(32).toString('base64url')}`;
}

export async function sealConnectionSecret(tx: Tx, scope: TenantScope, id: string, secret: string) {
  return seal(await dataKeyOf(tx, scope.customerId), connectionSecretPlace(id), secret);
}

export async function openConnectionSecret(tx: Tx, scope: TenantScope, id: string, sealed: string) {
  return unseal(await dataKeyOf(tx, scope.customerId), connectionSecretPlace(id), sealed);
}
