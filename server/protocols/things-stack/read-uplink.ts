import type {
  GatewayReception,
  LoraJoin,
  LoraLocation,
  LoraUplink,
  NetworkLocation,
  RadioSettings,
} from '#server/protocols/lorawan/event.ts';
import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import {
  countGateways,
  MAX_FCNT,
  protoFPort,
  protoGatewayPoint,
  protoPoint,
  radioSettings,
  reception,
  strongestFirst,
  UNKNOWN_RADIO,
} from '#server/protocols/provider-envelope/lora-fields.ts';
import { locationMethod } from './location-source.ts';
import { type Head, occurredAt } from './read-head.ts';

export function readUplink(head: Head, uplink: Fields): LoraUplink {
  if (uplink.has('app_s_key')) {
    const message = 'The Things Stack does not decrypt for this application: the payload is still encrypted';
    throw new BodyFault('envelope.payload-encrypted', message, uplink.at('app_s_key'));
  }
  const frmPayload = uplink.base64AsHex('frm_payload') ?? '';
  const fCntUp = uplink.integer('f_cnt', 0, MAX_FCNT) ?? 0;
  const at = occurredAt(head, uplink);
  const session = uplink.text('session_key_id');
  const radio = readSettings(uplink.childOrEmpty('settings'));
  const receptions = readRxMetadata(uplink, radio.spreadingFactor !== null);
  return {
    kind: 'uplink',
    devEui: head.devEui,
    occurredAt: at,
    // Without a session key (a simulated uplink) nothing but the time tells two equal frames apart.
    identity: hashedIdentity('uplink', [head.devEui, session ?? at, fCntUp, frmPayload]),
    devAddr: head.devAddr,
    fCntUp,
    fPort: protoFPort(uplink, 'f_port', frmPayload),
    frmPayload,
    confirmed: uplink.flag('confirmed') ?? false,
    // Settings of the frame are the Network Server's own: nothing of FCtrl comes with them.
    adr: null,
    adrAckReq: null,
    ack: null,
    radio,
    receptions,
    gatewayCount: countGateways(receptions),
  };
}

/** TxSettings; `coding_rate` moved into `lora` in v3.21, the frequency is a uint64 and so a string. */
function readSettings(settings: Fields): RadioSettings {
  const lora = settings.childOrEmpty('data_rate').childOrEmpty('lora');
  return radioSettings({
    frequencyHz: settings.integer('frequency', 0, Number.MAX_SAFE_INTEGER) || null,
    spreadingFactor: lora.integer('spreading_factor', 0, 12) || null,
    bandwidthHz: lora.integer('bandwidth', 0, Number.MAX_SAFE_INTEGER) || null,
    codingRate: lora.text('coding_rate') ?? settings.text('coding_rate'),
  });
}

/** Values of 0 are left out: an absent RSSI or SNR is 0. */
function readRxMetadata(uplink: Fields, isLora: boolean): GatewayReception[] {
  const receptions = uplink.children('rx_metadata').map((rx) => {
    const antenna = rx.integer('antenna_index', 0, Number.MAX_SAFE_INTEGER) ?? 0;
    return reception({
      gatewayId: readGatewayId(rx),
      rssi: rx.number('rssi') ?? 0,
      snr: rx.number('snr') ?? (isLora ? 0 : null),
      antenna: antenna === 0 ? undefined : String(antenna),
      location: protoGatewayPoint(rx.child('location')),
    });
  });
  return strongestFirst(receptions);
}

/** Through Packet Broker every gateway is named "packetbroker"; the forwarder's name says which it was. */
function readGatewayId(rx: Fields): string {
  const broker = rx.childOrEmpty('packet_broker');
  const forwarder = broker.text('forwarder_gateway_eui') ?? broker.text('forwarder_gateway_id');
  const ids = rx.childOrEmpty('gateway_ids');
  return ids.required('gateway_id', forwarder ?? ids.text('eui') ?? ids.text('gateway_id'));
}

export function readJoinAccept(head: Head, join: Fields): LoraJoin {
  const at = occurredAt(head, join);
  return {
    kind: 'join',
    devEui: head.devEui,
    occurredAt: at,
    identity: hashedIdentity('join', [head.devEui, join.text('session_key_id'), head.devAddr, at]),
    joinEui: head.joinEui,
    devAddr: head.devAddr,
    devNonce: null,
    accepted: true,
    radio: { ...UNKNOWN_RADIO },
    receptions: [],
  };
}

export function readLocationSolved(head: Head, solved: Fields): LoraLocation {
  const fields = solved.required('location', solved.child('location'));
  const location: NetworkLocation = protoPoint(fields);
  const accuracy = fields.number('accuracy');
  if (accuracy !== undefined && accuracy !== 0) location.radius = accuracy;
  const method = locationMethod(fields.text('source'));
  if (method !== undefined) location.method = method;
  const at = occurredAt(head, solved);
  const { latitude, longitude } = location;
  return {
    kind: 'location',
    devEui: head.devEui,
    occurredAt: at,
    identity: hashedIdentity('location', [head.devEui, at, solved.text('service'), latitude, longitude]),
    location,
    fCntUp: null,
  };
}
