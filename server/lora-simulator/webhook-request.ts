import type { Provider } from '#server/lora-networks/contract.ts';
import { buildChirpstack, chirpstackJson } from '#server/protocols/chirpstack/build-chirpstack.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import { buildThingparkRequest } from '#server/protocols/thingpark/build-thingpark.ts';
import { buildThingsStack, thingsStackJson } from '#server/protocols/things-stack/build-things-stack.ts';

export interface SimulatedConnection {
  id: string;
  provider: Provider;
  secret: string;
}

/** What a network server posts to us. */
export interface WebhookRequest {
  method: 'POST';
  path: string;
  /** Without question mark. */
  query: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** When it was posted. */
  at: Date;
}

export interface NamedDevice {
  name: string;
  joinEui: string;
}

/** Network servers wait for further gateways before they tell of a frame. */
const DEDUPLICATION_MS = 200;

/** The webhook of the connection's network server for an event; null for what such a server never tells. */
export function webhookRequest(
  connection: SimulatedConnection,
  device: NamedDevice,
  event: LoraEvent,
): WebhookRequest | null {
  if (isNetworksOwn(event) && connection.provider !== 'thingpark') return null;
  const content = CONTENT[connection.provider](connection, device, event);
  if (!content) return null;
  return {
    method: 'POST',
    path: `/ingestion/lora/${connection.id}`,
    ...content,
    headers: { 'content-type': 'application/json', 'user-agent': 'lora-simulator', ...content.headers },
    at: new Date(Date.parse(event.occurredAt) + DEDUPLICATION_MS),
  };
}

/** A frame that the application did not send: ChirpStack's and The Things Stack's webhooks tell of queued downlinks only. */
const isNetworksOwn = (event: LoraEvent) => event.kind === 'downlink-sent' && event.queueItemId === null;

interface Content {
  query: string;
  headers?: Record<string, string>;
  body: Uint8Array;
}

type Builder = (connection: SimulatedConnection, device: NamedDevice, event: LoraEvent) => Content | null;

const bearer = (connection: SimulatedConnection) => ({ authorization: `Bearer ${connection.secret}` });

const chirpstack: Builder = (connection, device, event) => {
  const built = buildChirpstack(event, { deviceName: device.name, applicationName: 'Things' });
  if (!built) return null;
  return { query: `event=${built.event}`, headers: bearer(connection), body: chirpstackJson(built) };
};

const thingsStack: Builder = (connection, device, event) => {
  const built = buildThingsStack(event, { joinEui: device.joinEui });
  return built && { query: '', headers: bearer(connection), body: thingsStackJson(built) };
};

const thingpark: Builder = (connection, _device, event) =>
  buildThingparkRequest(event, { asId: 'things.portal', key: connection.secret, customerId: '100006356' });

const CONTENT: Record<Provider, Builder> = {
  simulated: chirpstack,
  chirpstack,
  'things-stack': thingsStack,
  thingpark,
  'digital-matter': () => {
    throw new Error('Digital Matter’s server has no LoRa devices.');
  },
};
