import type {
  LoraAck,
  LoraDownlinkSent,
  LoraEvent,
  LoraJoin,
  LoraLocation,
  LoraLog,
  LoraStatus,
  LoraUplink,
  RadioSettings,
} from '#server/protocols/lorawan/event.ts';
import { uint32Of, uuidOfIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import { locationSource } from './chirpstack-location.ts';
import type { ChirpstackEventName } from './chirpstack-messages.ts';
import { encodeChirpstackProtobuf } from './chirpstack-protobuf.ts';
import { codeRateName } from './read-radio.ts';

/** What ChirpStack knows of a device beside the LoRaWAN facts. */
export interface ChirpstackDevice {
  tenantId?: string;
  tenantName?: string;
  applicationId?: string;
  applicationName?: string;
  deviceProfileId?: string;
  deviceProfileName?: string;
  deviceName?: string;
  tags?: Record<string, string>;
}

export interface ChirpstackMessage {
  /** The `event` query parameter. */
  event: ChirpstackEventName;
  /** protobuf JSON as ChirpStack writes it: camelCase, values of 0, false and "" left out. */
  json: Record<string, unknown>;
}

export function buildChirpstackUp(uplink: LoraUplink, device: ChirpstackDevice = {}): ChirpstackMessage {
  const { radio } = uplink;
  return message('up', uplink, device, {
    devAddr: uplink.devAddr?.toLowerCase(),
    adr: uplink.adr ?? false,
    dr: radio.dr ?? 0,
    fCnt: uplink.fCntUp,
    fPort: uplink.fPort ?? 0,
    confirmed: uplink.confirmed,
    data: Buffer.from(uplink.frmPayload, 'hex').toString('base64'),
    rxInfo: uplink.receptions.map((rx) =>
      withoutZeros({
        gatewayId: rx.gatewayId.toLowerCase(),
        uplinkId: uint32Of(uplink.identity, rx.gatewayId, rx.antenna),
        nsTime: uplink.occurredAt,
        rssi: rx.rssi === null ? 0 : Math.round(rx.rssi),
        snr: rx.snr ?? 0,
        antenna: Number(rx.antenna ?? 0),
        location: rx.location && withoutZeros({ ...rx.location }),
        crcStatus: 'CRC_OK',
      }),
    ),
    txInfo: txInfo(radio),
  });
}

export function buildChirpstackJoin(join: LoraJoin, device: ChirpstackDevice = {}): ChirpstackMessage {
  return message('join', join, device, { devAddr: join.devAddr?.toLowerCase() });
}

export function buildChirpstackAck(ack: LoraAck, device: ChirpstackDevice = {}): ChirpstackMessage {
  const { queueItemId, acknowledged, fCntDown } = ack;
  return message('ack', ack, device, { queueItemId, acknowledged, fCntDown });
}

export function buildChirpstackTxAck(
  sent: LoraDownlinkSent,
  device: ChirpstackDevice = {},
): ChirpstackMessage {
  const { queueItemId, fCntDown, gatewayId, identity } = sent;
  return message('txack', sent, device, {
    downlinkId: uint32Of(identity),
    queueItemId,
    fCntDown,
    gatewayId: gatewayId?.toLowerCase(),
    txInfo: txInfo(sent.radio),
  });
}

export function buildChirpstackLog(log: LoraLog, device: ChirpstackDevice = {}): ChirpstackMessage {
  const { code, description, context } = log;
  return message('log', log, device, { level: log.level.toUpperCase(), code, description, context });
}

export function buildChirpstackStatus(status: LoraStatus, device: ChirpstackDevice = {}): ChirpstackMessage {
  return message('status', status, device, {
    margin: status.margin,
    externalPowerSource: status.externalPower,
    batteryLevelUnavailable: status.batteryLevel === null && !status.externalPower,
    batteryLevel: status.batteryLevel ?? 0,
  });
}

export function buildChirpstackLocation(
  event: LoraLocation,
  device: ChirpstackDevice = {},
): ChirpstackMessage {
  const { latitude, longitude, altitude, radius, method } = event.location;
  const source = locationSource(method);
  const location = withoutZeros({ latitude, longitude, altitude, accuracy: radius });
  return message('location', event, device, {
    location: source === 'UNKNOWN' ? location : { ...location, source },
  });
}

/** null for what ChirpStack never reports: a downlink that did not go out is a `log` there. */
export function buildChirpstack(event: LoraEvent, device: ChirpstackDevice = {}): ChirpstackMessage | null {
  switch (event.kind) {
    case 'uplink':
      return buildChirpstackUp(event, device);
    case 'join':
      return event.accepted ? buildChirpstackJoin(event, device) : null;
    case 'ack':
      return buildChirpstackAck(event, device);
    case 'downlink-sent':
      return event.transmitted ? buildChirpstackTxAck(event, device) : null;
    case 'log':
      return buildChirpstackLog(event, device);
    case 'status':
      return buildChirpstackStatus(event, device);
    case 'location':
      return buildChirpstackLocation(event, device);
  }
}

export function chirpstackJson(built: ChirpstackMessage): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(built.json));
}

export function chirpstackProtobuf(built: ChirpstackMessage): Uint8Array {
  return encodeChirpstackProtobuf(built.event, built.json);
}

const WITHOUT_DEDUPLICATION: ChirpstackEventName[] = ['txack', 'log'];

function message(
  event: ChirpstackEventName,
  of: LoraEvent,
  device: ChirpstackDevice,
  own: Record<string, unknown>,
): ChirpstackMessage {
  const deduplicationId = WITHOUT_DEDUPLICATION.includes(event) ? undefined : uuidOfIdentity(of.identity);
  const deviceInfo = withoutZeros({ ...device, devEui: of.devEui.toLowerCase() });
  // ChirpStack writes the offset as +00:00 and nine decimals.
  const time = of.occurredAt.replace('Z', '000000+00:00');
  return { event, json: withoutZeros({ deduplicationId, time, deviceInfo, ...own }) };
}

function txInfo(radio: RadioSettings): Record<string, unknown> | undefined {
  if (radio.frequencyHz === null && radio.spreadingFactor === null) return undefined;
  const lora = withoutZeros({
    bandwidth: radio.bandwidthHz,
    spreadingFactor: radio.spreadingFactor,
    codeRate: codeRateName(radio.codingRate),
  });
  const modulation = radio.spreadingFactor === null ? undefined : { lora };
  return withoutZeros({ frequency: radio.frequencyHz, modulation });
}

function withoutZeros(values: Record<string, unknown>): Record<string, unknown> {
  const isZero = (value: unknown) => value === 0 || value === false || value === '' || value == null;
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isZero(value)));
}
