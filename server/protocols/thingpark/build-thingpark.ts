import type { LoraDownlinkSent, LoraEvent, LoraJoin } from '#server/protocols/lorawan/event.ts';
import { uint32Of } from '#server/protocols/provider-envelope/event-identity.ts';
import { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { causesOf } from './delivery-causes.ts';
import { slotNumber } from './read-downlink.ts';
import { known, type ThingparkObject, thingparkTime } from './thingpark-form.ts';
import type { ThingparkReport, ThingparkRoot } from './thingpark-root.ts';
import { bodyElements, thingparkToken } from './thingpark-token.ts';
import {
  bestReception,
  lrr,
  radioFields,
  toThingparkLocation,
  toThingparkUplink,
} from './to-thingpark-form.ts';

export interface ThingparkSigner {
  asId: string;
  /** LRC-AS key, 32 hex digits. */
  key: string;
  customerId: string;
  /** When the LRC signs it, ISO 8601 UTC; the event's own time when it is not given. */
  signedAt?: string;
  /** MIC of a join request, 8 hex digits; one derived from the event when it is not given. */
  joinMic?: string;
}

export interface ThingparkRequest {
  /** Query string without `?`, percent-encoded, ending in the token. */
  query: string;
  body: Uint8Array;
}

/** The push of an event as ThingPark sends it, signed; null for what ThingPark never reports. */
export function buildThingparkRequest(event: LoraEvent, signer: ThingparkSigner): ThingparkRequest | null {
  const built = report(event, signer);
  if (!built) return null;
  const [root, values] = built;
  const signed: ThingparkReport = { root, fields: new Fields(values, root, 'exact') };
  const isLocation = root === 'DevEUI_location';
  const parameters = [
    ['LrnDevEui', isLocation ? event.devEui.toLowerCase() : event.devEui],
    ['LrnFPort', isLocation ? '0' : (signed.fields.text('FPort') ?? '0')],
    ['LrnInfos', `TWA_${signer.customerId}.1.AS-1-${uint32Of(signer.asId) % 100_000_000}`],
    ['AS_ID', signer.asId],
    ['Time', thingparkTime(signer.signedAt ?? event.occurredAt)],
  ];
  const plain = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  const encoded = parameters.map(([name, value]) => `${name}=${encodeValue(value ?? '')}`).join('&');
  const token = thingparkToken(bodyElements(signed)[0] ?? '', plain, signer.key);
  return {
    query: `${encoded}&Token=${token}`,
    body: new TextEncoder().encode(JSON.stringify({ [root]: values })),
  };
}

/** ThingPark leaves `:` as it is and writes `+` as %2B. */
const encodeValue = (value: string) => encodeURIComponent(value).replaceAll('%3A', ':');

function report(event: LoraEvent, signer: ThingparkSigner): [ThingparkRoot, ThingparkObject] | null {
  switch (event.kind) {
    case 'uplink':
      return ['DevEUI_uplink', toThingparkUplink(event, signer)];
    case 'location':
      return ['DevEUI_location', toThingparkLocation(event, signer)];
    case 'join':
      return event.accepted ? joinNotification(event, signer) : joinRequest(event, signer);
    case 'downlink-sent': {
      const rejected = /^rejected(?: (\d+))?: (.*)$/s.exec(event.failure ?? '');
      if (!rejected) return downlinkSent(event, signer);
      return downlinkRejected(event, signer, rejected[1] ?? null, rejected[2] ?? '');
    }
    // An acknowledgement is the ACKbit of the next uplink.
    case 'ack':
    case 'log':
    case 'status':
      return null;
  }
}

function head(event: LoraEvent, signer: ThingparkSigner) {
  return { Time: thingparkTime(event.occurredAt), DevEUI: event.devEui, CustomerID: signer.customerId };
}

function joinNotification(join: LoraJoin, signer: ThingparkSigner): [ThingparkRoot, ThingparkObject] {
  const values = { ...head(join, signer), DevAddr: join.devAddr, FCntDn: '0', Type: 'join' };
  return ['DevEUI_notification', known(values)];
}

function joinRequest(join: LoraJoin, signer: ThingparkSigner): [ThingparkRoot, ThingparkObject] {
  const mic = signer.joinMic ?? uint32Of('mic', join.identity).toString(16).padStart(8, '0');
  const nonce = Buffer.alloc(2);
  nonce.writeUInt16LE(join.devNonce ?? 0);
  const littleEndian = (eui: string) => Buffer.from(eui, 'hex').reverse();
  const frame = [
    Buffer.of(0),
    littleEndian(join.joinEui ?? '0'.repeat(16)),
    littleEndian(join.devEui),
    nonce,
  ];
  const { SpFact, ...radio } = radioFields(join.radio);
  const { Lrrid, LrrLAT, LrrLON } = bestReception(join.receptions[0]);
  const values = {
    ...head(join, signer),
    rawJoinRequest: `${Buffer.concat(frame).toString('hex')}${mic.toLowerCase()}`,
    ...radio,
    Spfact: SpFact,
    Lrrid,
    LrrLAT,
    LrrLON,
    MType: '0',
    mic_hex: mic.toLowerCase(),
    Lrrs: { Lrr: join.receptions.map(lrr) },
  };
  return ['DevEUI_uplink', known(values)];
}

function downlinkSent(sent: LoraDownlinkSent, signer: ThingparkSigner): [ThingparkRoot, ThingparkObject] {
  const [DeliveryFailedCause1, DeliveryFailedCause2, DeliveryFailedCause3] = causesOf(sent.failure);
  const values = {
    ...head(sent, signer),
    FPort: sent.fPort === null ? null : String(sent.fPort),
    FCntDn: sent.fCntDown === null ? null : String(sent.fCntDown),
    Lrcid: '00000000',
    ...radioFields(sent.radio),
    Lrrid: sent.gatewayId,
    DeliveryStatus: sent.transmitted ? '1' : '0',
    DeliveryFailedCause1,
    DeliveryFailedCause2,
    DeliveryFailedCause3,
    TransmissionSlot: String(slotNumber(sent.slot)),
    CorrelationID: sent.queueItemId,
    rawMacCommands: sent.macCommands ?? null,
    ADRbit: bitOf(sent.adr),
    ACKbit: bitOf(sent.ack),
    FPending: bitOf(sent.fPending),
  };
  return ['DevEUI_downlink_Sent', known(values)];
}

const bitOf = (flag: boolean | undefined) => (flag === undefined ? null : flag ? '1' : '0');

function downlinkRejected(
  sent: LoraDownlinkSent,
  signer: ThingparkSigner,
  code: string | null,
  cause: string,
): [ThingparkRoot, ThingparkObject] {
  const values = {
    ...head(sent, signer),
    FPort: sent.fPort === null ? null : String(sent.fPort),
    FCntDn: sent.fCntDown === null ? null : String(sent.fCntDown),
    DeliveryStatus: code,
    DownlinkRejectionCause: cause,
    CorrelationID: sent.queueItemId,
  };
  return ['DevEUI_downlink_Rejected', known(values)];
}
