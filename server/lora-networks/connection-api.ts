import type {
  ConnectivityPlan,
  LoraNetworkDriver,
  NetworkConfig,
} from '#server/drivers/lora-networks/contract.ts';
import { loraNetworkDriver } from '#server/drivers/lora-networks/registry.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';

const placeOf = (id: string) => `lora_connections|api_secrets|${id}`;

/** A connection's row as far as its network server's API goes: its owner's to read. */
export interface StoredApi {
  id: string;
  customerId: string;
  provider: string;
  settings: unknown;
  apiSecrets: string | null;
}

/** What whoever may register devices through it may know. */
interface Offered {
  provider: string;
  plans: ConnectivityPlan[];
}

type KeyReader = Parameters<typeof dataKeyOf>[0];

export async function sealApiSecrets(tx: Tx, customerId: string, id: string, secrets: object) {
  return seal(await dataKeyOf(tx, customerId), placeOf(id), JSON.stringify(secrets));
}

/** The simulated network's plans are always there; others' are once it is known how their API is reached. */
export function plansOf({ provider, plans }: Offered): ConnectivityPlan[] {
  return provider === 'simulated' ? loraNetworkDriver(provider).plans({}) : plans;
}

/** Of each plan what its users may know: not what stands behind its name at the server. */
export function offeredBy(driver: LoraNetworkDriver, settings: object): ConnectivityPlan[] {
  return driver.plans(settings).map(({ id, name, geolocation }) => ({ id, name, geolocation }));
}

export const canRegister = (offered: Offered): boolean => plansOf(offered).length > 0;

/** Settings as the driver's schema makes them; null: none, or of an older form that no longer fits. */
export function settingsOf({ provider, settings }: Pick<StoredApi, 'provider' | 'settings'>): object | null {
  const parsed = loraNetworkDriver(provider).settingsSchema.safeParse(settings);
  return parsed.success ? parsed.data : null;
}

/** Whether its API can be asked at all, and whether downlinks go through servers of its kind. */
export function canSendThrough(offered: Offered & { status: string }): {
  isReady: boolean;
  canSend: boolean;
} {
  return {
    isReady: offered.status === 'active' && canRegister(offered),
    canSend: loraNetworkDriver(offered.provider).enqueue !== undefined,
  };
}

export interface OpenedApi {
  driver: LoraNetworkDriver;
  config: NetworkConfig;
}

/** With its secrets opened, ready to be called for a customer's device; null when devices cannot be registered through it. */
export async function openApi(
  tx: KeyReader,
  stored: StoredApi,
  customerId = stored.customerId,
): Promise<OpenedApi | null> {
  const settings = settingsOf(stored);
  if (!settings || (stored.apiSecrets === null && stored.provider !== 'simulated')) return null;
  const driver = loraNetworkDriver(stored.provider);
  const secrets = driver.secretsSchema.safeParse(await openSecrets(tx, stored));
  if (!secrets.success) return null;
  return { driver, config: { connectionId: stored.id, customerId, settings, secrets: secrets.data } };
}

async function openSecrets(tx: KeyReader, { id, customerId, apiSecrets }: StoredApi): Promise<unknown> {
  if (apiSecrets === null) return {};
  return JSON.parse(unseal(await dataKeyOf(tx, customerId), placeOf(id), apiSecrets));
}
