import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

export type Secrets = Record<string, unknown>;

const placeOf = (id: string) => `destinations|secrets|${id}`;

export async function sealSecrets(tx: Tx, scope: TenantScope, id: string, secrets: object): Promise<string> {
  return seal(await dataKeyOf(tx, scope.customerId), placeOf(id), JSON.stringify(secrets));
}

export async function openSecrets(tx: Tx, scope: TenantScope, id: string, sealed: string): Promise<Secrets> {
  return JSON.parse(unseal(await dataKeyOf(tx, scope.customerId), placeOf(id), sealed));
}
