import { z } from 'zod';
import { lineSchema } from '#server/platform/contract.ts';
import type { FieldError } from '#server/platform/errors.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';

/** What a device gets from the network: its radio profile, with or without a location worked out by the gateways. */
export interface ConnectivityPlan {
  /** Stored with the device; never changes. */
  id: string;
  name: string;
  geolocation: boolean;
}

/** A plan of a network server of one's own: which of its profiles stands behind the name. */
export const planSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lora-connections.bad-plan-id'),
  name: lineSchema(80).min(1),
  geolocation: z.boolean(),
  /** Device profile (ChirpStack), frequency plan (The Things Stack), connectivity plan (ThingPark). */
  profile: lineSchema(200).min(1),
});
export type NetworkPlan = z.output<typeof planSchema>;

export const plansSchema = z
  .array(planSchema)
  .min(1)
  .max(20)
  .refine((plans) => new Set(plans.map(({ id }) => id)).size === plans.length, 'lora-connections.plan-twice');

/** Where the API of a network server answers; the part before its own paths. */
export const serverAddressSchema = z
  .url({ protocol: /^https?$/, error: 'lora-connections.bad-address' })
  .max(500)
  .transform((text) => text.replace(/\/+$/, ''));

/** A secret that goes into a header as it is: no spaces, no line breaks. */
export const apiSecretSchema = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .regex(/^[\x21-\x7e]+$/, 'lora-connections.bad-secret');

/** A device as it is to be at the network server. LoRaWAN 1.0.x, OTAA. */
export interface NetworkDevice {
  /** 16 hexadecimal digits, upper case; so the JoinEUI. */
  devEui: string;
  joinEui: string;
  /** 32 hexadecimal digits, upper case. Never logged, never in a failure. */
  appKey: string;
  name: string;
  /** Id of a plan of the connection. */
  plan: string;
}

/** A connection with its settings and secrets opened, both as the driver's schemas made them. */
export interface NetworkConfig<Settings extends object = object, Secrets extends object = object> {
  connectionId: string;
  customerId: string;
  settings: Settings;
  secrets: Secrets;
}

export interface NetworkFailure {
  /** `lora-network.…` or `outgoing.…`; the portal has words for each. */
  code: string;
  /** In the server's own words, as far as it said any; no secret among it. */
  reason: string;
  /** connection: with other settings it may go well, also for other devices. */
  of: 'connection' | 'device';
  /** Worth trying again as it is. */
  passing: boolean;
}

export type NetworkOutcome = { ok: true } | { ok: false; failure: NetworkFailure };

/** A confirmed downlink that a device is to get after its next uplink. */
export interface NetworkDownlink {
  /** 16 hexadecimal digits, upper case. */
  devEui: string;
  fPort: number;
  /** Hex, lower case. */
  payload: string;
  /** Ours; the same again for the same try. */
  reference: string;
}

/** `queueItem`: the name under which the server's events tell of it; null: they do not. */
export type EnqueueOutcome = { ok: true; queueItem: string | null } | { ok: false; failure: NetworkFailure };

/** One line of a connection test: what was looked at and what came of it. */
export interface TestStep {
  /** address · key · application · rights · plan */
  step: 'address' | 'key' | 'application' | 'rights' | 'plan';
  /** Of which plan, which application: the name over there, as far as it is known. */
  subject?: string;
  failure?: NetworkFailure;
}

/**
 * A kind of LoRa network server that devices can be registered at. Every call may be repeated: it ends in the same
 * state as once. A call touches nothing outside the application (tenant, subscription) of its connection, and never
 * throws: whatever happens is an outcome. Sources are named at each driver.
 */
export interface LoraNetworkDriver<Settings extends object = object, Secrets extends object = object> {
  /** Stored in `lora_connections.provider`; never changes. */
  provider: string;
  settingsSchema: z.ZodType<Settings>;
  secretsSchema: z.ZodType<Secrets>;
  plans(settings: Settings): ConnectivityPlan[];
  /** What the schemas alone cannot see, asked at save: an address that may not be called. */
  check(settings: Settings, http: OutgoingHttp): Promise<FieldError[]>;
  /** Looks without changing anything: is it there, does it know us, may we, are the plans' profiles there. */
  test(config: NetworkConfig<Settings, Secrets>, http: OutgoingHttp): Promise<TestStep[]>;
  /**
   * The device is there, active, with these keys. Is it there already with the same keys: success. Elsewhere on the
   * server: `lora-network.identifier-in-use`; here with other keys: `lora-network.other-keys`.
   */
  create(
    device: NetworkDevice,
    config: NetworkConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<NetworkOutcome>;
  /** The network no longer listens to it; what is not there is deactivated already. */
  deactivate(
    device: NetworkDevice,
    config: NetworkConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<NetworkOutcome>;
  /** As it was before; what is not there any more is created. */
  reactivate(
    device: NetworkDevice,
    config: NetworkConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<NetworkOutcome>;
  /** Plan and, where they are new, keys become these; whether it is active stays. What is not there is put back. */
  update(
    device: NetworkDevice & { active: boolean; newKeys: boolean },
    config: NetworkConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<NetworkOutcome>;
  /** It is not there. The rest of the device may be gone already, so this goes by the DevEUI alone. */
  remove(
    device: Pick<NetworkDevice, 'devEui'>,
    config: NetworkConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<NetworkOutcome>;
  /**
   * Puts a downlink into the device's queue at the server; absent where none can be sent through it. May be repeated
   * when the answer was lost: the device may get it twice then.
   */
  enqueue?(
    downlink: NetworkDownlink,
    config: NetworkConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<EnqueueOutcome>;
}

export const DONE: NetworkOutcome = { ok: true };
