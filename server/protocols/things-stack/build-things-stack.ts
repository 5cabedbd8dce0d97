import type {
  LoraDownlinkSent,
  LoraEvent,
  LoraLocation,
  LoraUplink,
} from '#server/protocols/lorawan/event.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import { locationSource } from './location-source.ts';
import { CORRELATION_PREFIX } from './read-downlink.ts';

export interface ThingsStackDevice {
  deviceId?: string;
  applicationId?: string;
  joinEui?: string;
  devAddr?: string;
  /** Identifier of the session keys; one is derived from DevEUI and DevAddr when it is not given. */
  sessionKeyId?: string;
}

type Message = Record<string, unknown>;

/** The webhook body of an event, as an object; null for what The Things Stack never reports. */
export function buildThingsStack(event: LoraEvent, device: ThingsStackDevice = {}): Message | null {
  const body = eventBody(event, sessionKeyId(event, device));
  if (!body) return null;
  const devAddr = ('devAddr' in event ? event.devAddr : null) ?? device.devAddr;
  const joinEui = ('joinEui' in event ? event.joinEui : null) ?? device.joinEui;
  return {
    end_device_ids: withoutZeros({
      device_id: device.deviceId ?? `eui-${event.devEui.toLowerCase()}`,
      application_ids: { application_id: device.applicationId ?? 'things-portal' },
      dev_eui: event.devEui,
      join_eui: joinEui,
      dev_addr: devAddr,
    }),
    correlation_ids: [`as:up:${hashedIdentity(event.kind, [event.identity]).slice(-26).toUpperCase()}`],
    received_at: nanoseconds(event.occurredAt),
    ...body,
  };
}

export function thingsStackJson(message: Message): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message));
}

function eventBody(event: LoraEvent, session: string): Message | null {
  switch (event.kind) {
    case 'uplink':
      return { uplink_message: uplinkMessage(event, session) };
    case 'join': {
      if (!event.accepted) return null;
      return { join_accept: { session_key_id: session, received_at: nanoseconds(event.occurredAt) } };
    }
    case 'ack': {
      const { queueItemId, fCntDown } = event;
      const downlink = downlinkMessage({ queueItemId, fCntDown, confirmed: true }, session);
      return event.acknowledged ? { downlink_ack: downlink } : { downlink_nack: downlink };
    }
    case 'downlink-sent': {
      const downlink = downlinkMessage(event, session);
      if (event.transmitted) return { downlink_sent: downlink };
      return { downlink_failed: { downlink, error: errorDetails(event.failure) } };
    }
    case 'location':
      return { location_solved: locationSolved(event) };
    case 'log':
    case 'status':
      return null;
  }
}

function uplinkMessage(uplink: LoraUplink, session: string): Message {
  const { radio } = uplink;
  const lora = withoutZeros({
    bandwidth: radio.bandwidthHz,
    spreading_factor: radio.spreadingFactor,
    coding_rate: radio.codingRate,
  });
  return withoutZeros({
    session_key_id: session,
    f_port: uplink.fPort,
    f_cnt: uplink.fCntUp,
    frm_payload: Buffer.from(uplink.frmPayload, 'hex').toString('base64'),
    rx_metadata: uplink.receptions.map((rx) =>
      withoutZeros({
        gateway_ids: gatewayIds(rx.gatewayId),
        antenna_index: Number(rx.antenna ?? 0),
        rssi: rx.rssi,
        channel_rssi: rx.rssi,
        snr: rx.snr,
        location: rx.location && withoutZeros({ ...rx.location, source: 'SOURCE_REGISTRY' }),
      }),
    ),
    settings: withoutZeros({
      data_rate: radio.spreadingFactor === null ? undefined : { lora },
      frequency: radio.frequencyHz === null ? undefined : String(radio.frequencyHz),
    }),
    received_at: nanoseconds(uplink.occurredAt),
    confirmed: uplink.confirmed,
  });
}

function gatewayIds(gatewayId: string): Message {
  if (!/^[0-9A-F]{16}$/.test(gatewayId)) return { gateway_id: gatewayId };
  return { gateway_id: `eui-${gatewayId.toLowerCase()}`, eui: gatewayId };
}

type Downlink = Pick<LoraDownlinkSent, 'queueItemId' | 'fCntDown' | 'confirmed'> &
  Partial<Pick<LoraDownlinkSent, 'fPort' | 'frmPayload'>>;

function downlinkMessage(downlink: Downlink, session: string): Message {
  const { queueItemId, fPort, fCntDown, frmPayload, confirmed } = downlink;
  return withoutZeros({
    session_key_id: session,
    f_port: fPort,
    f_cnt: fCntDown,
    frm_payload: Buffer.from(frmPayload ?? '', 'hex').toString('base64'),
    confirmed,
    correlation_ids: queueItemId === null ? undefined : [`${CORRELATION_PREFIX}${queueItemId}`],
  });
}

function errorDetails(failure: string | null): Message {
  const match = /^(\w+): (.*)$/s.exec(failure ?? '');
  const [name, words] = match ? [match[1], match[2]] : [undefined, failure ?? ''];
  return withoutZeros({ namespace: 'pkg/networkserver', name, message_format: words, code: 3 });
}

function locationSolved(event: LoraLocation): Message {
  const { latitude, longitude, altitude, radius, method } = event.location;
  const source = locationSource(method);
  return {
    service: 'geolocation',
    location: withoutZeros({ latitude, longitude, altitude, accuracy: radius, source }),
  };
}

function sessionKeyId(event: LoraEvent, device: ThingsStackDevice): string {
  if (device.sessionKeyId !== undefined) return device.sessionKeyId;
  const devAddr = 'devAddr' in event ? event.devAddr : device.devAddr;
  const derived = hashedIdentity('join', [event.devEui, devAddr]).slice(-32);
  return Buffer.from(derived, 'hex').toString('base64');
}

/** Times come with nine decimals. */
const nanoseconds = (time: string) => time.replace('Z', '000000Z');

/** protobuf JSON leaves out 0, false and "". */
function withoutZeros(values: Message): Message {
  const isZero = (value: unknown) => value === 0 || value === false || value === '' || value == null;
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isZero(value)));
}
