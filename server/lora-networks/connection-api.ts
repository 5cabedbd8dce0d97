import type { LoraNetworkDriver, NetworkConfig } from '#server/drivers/lora-networks/contract.ts';
import { loraNetworkDriver } from '#server/drivers/lora-networks/registry.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';

const placeOf = (id: string) => `lora_connections|api_secrets|${id}`;

/** A connection's row as far as its network server's API goes. */
export interface StoredApi {
  id: string;
  provider: string;
  settings: unknown;
  apiSecrets: string | null;
}

type KeyReader = Parameters<typeof dataKeyOf>[0];

export async function sealApiSecrets(tx: Tx, customerId: string, id: string, secrets: object) {
  return seal(await dataKeyOf(tx, customerId), placeOf(id), JSON.stringify(secrets));
}

/** What the simulated network needs is always there; others need what was saved. */
export function canRegister({ provider, apiSecrets }: Pick<StoredApi, 'provider' | 'apiSecrets'>): boolean {
  return provider === 'simulated' || apiSecrets !== null;
}

/** Settings as the driver's schema makes them; null: none, or of an older form that no longer fits. */
export function settingsOf({ provider, settings }: Pick<StoredApi, 'provider' | 'settings'>): object | null {
  const parsed = loraNetworkDriver(provider).settingsSchema.safeParse(settings);
  return parsed.success ? parsed.data : null;
}

export function plansOf(stored: Pick<StoredApi, 'provider' | 'settings'>) {
  const settings = settingsOf(stored);
  return settings ? loraNetworkDriver(stored.provider).plans(settings) : [];
}

/** Whether its API can be asked at all, and whether downlinks go through servers of its kind. */
export function canSendThrough(stored: StoredApi & { status: string }): {
  isReady: boolean;
  canSend: boolean;
} {
  return {
    isReady: stored.status === 'active' && canRegister(stored) && settingsOf(stored) !== null,
    canSend: loraNetworkDriver(stored.provider).enqueue !== undefined,
  };
}

export interface OpenedApi {
  driver: LoraNetworkDriver;
  config: NetworkConfig;
}

/** With its secrets opened, ready to be called; null when devices cannot be registered through it. */
export async function openApi(
  tx: KeyReader,
  customerId: string,
  stored: StoredApi,
): Promise<OpenedApi | null> {
  const settings = settingsOf(stored);
  if (!settings || !canRegister(stored)) return null;
  const driver = loraNetworkDriver(stored.provider);
  const secrets = driver.secretsSchema.safeParse(await openSecrets(tx, customerId, stored));
  if (!secrets.success) return null;
  return { driver, config: { connectionId: stored.id, customerId, settings, secrets: secrets.data } };
}

async function openSecrets(
  tx: KeyReader,
  customerId: string,
  { id, apiSecrets }: StoredApi,
): Promise<unknown> {
  if (apiSecrets === null) return {};
  return JSON.parse(unseal(await dataKeyOf(tx, customerId), placeOf(id), apiSecrets));
}
