import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';

export type Credentials = Record<string, unknown>;

const placeOf = (id: string) => `sim_accounts|credentials|${id}`;

export async function sealCredentials(
  tx: Tx,
  customerId: string,
  id: string,
  credentials: object,
): Promise<string> {
  return seal(await dataKeyOf(tx, customerId), placeOf(id), JSON.stringify(credentials));
}

export async function openCredentials(
  tx: Tx,
  customerId: string,
  id: string,
  sealed: string,
): Promise<Credentials> {
  return JSON.parse(unseal(await dataKeyOf(tx, customerId), placeOf(id), sealed));
}
