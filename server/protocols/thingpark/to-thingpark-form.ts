import { channelName } from '#server/protocols/lorawan/data-rate.ts';
import type {
  GatewayReception,
  LoraLocation,
  LoraUplink,
  NetworkLocation,
  RadioSettings,
} from '#server/protocols/lorawan/event.ts';
import { algorithmNumber } from './read-location.ts';
import { figure, known, subBand, type ThingparkObject, thingparkTime } from './thingpark-form.ts';

export interface ThingparkContext {
  /** ThingPark's CustomerID; scripts see whatever the connection is set to. */
  customerId: string;
}

/** The network that has no LRC of ThingPark's. */
const NO_LRC = '00000000';

/**
 * The body of `DevEUI_uplink`, whatever network server the uplink came from: what decoder scripts of the
 * contract "things" find in `metadata.ingestion.actility.uplink`. What is not known is left out.
 */
export function toThingparkUplink(uplink: LoraUplink, context: ThingparkContext): ThingparkObject {
  const [best] = uplink.receptions;
  const isMac = uplink.fPort === 0;
  const payload = isMac ? (uplink.macCommands ?? '') : uplink.frmPayload;
  return known({
    Time: thingparkTime(uplink.occurredAt),
    DevEUI: uplink.devEui,
    // Without application payload ThingPark sends neither FPort nor payload_hex.
    FPort: uplink.fPort === null ? null : String(uplink.fPort),
    FCntUp: String(uplink.fCntUp),
    ADRbit: uplink.adr === null ? null : uplink.adr ? '1' : '0',
    ADRAckReq: uplink.adrAckReq ? '1' : null,
    ACKbit: uplink.ack ? '1' : null,
    MType: uplink.confirmed ? '4' : '2',
    FCntDn: uplink.fCntDown === undefined ? null : String(uplink.fCntDown),
    payload_hex: uplink.fPort === null ? null : payload,
    mic_hex: uplink.mic,
    Lrcid: NO_LRC,
    ...bestReception(best),
    ...radioFields(uplink.radio),
    DevLrrCnt: String(uplink.gatewayCount),
    Late: '0',
    Lrrs: { Lrr: uplink.receptions.map(lrr) },
    ...(uplink.location ? locationFields(uplink.location) : {}),
    CustomerID: context.customerId,
    CustomerData: { alr: { pro: 'LORA/Generic', ver: '1' } },
    ModelCfg: '0',
    InstantPER: figure(0),
    MeanPER: figure(0),
    DevAddr: uplink.devAddr,
    rawMacCommands: isMac ? null : uplink.macCommands,
  });
}

/** The body of `DevEUI_location`: `metadata.ingestion.actility.location`. */
export function toThingparkLocation(event: LoraLocation, context: ThingparkContext): ThingparkObject {
  const location: NetworkLocation =
    event.fCntUp === null ? event.location : { ...event.location, fCntUp: event.fCntUp };
  return known({
    DevEUI: event.devEui,
    Lrcid: NO_LRC,
    NwGeolocTdoaOpt: '0',
    Time: thingparkTime(event.occurredAt),
    ...locationFields({ locatedAt: event.occurredAt, ...location }),
    CustomerID: context.customerId,
  });
}

export function lrr(reception: GatewayReception): ThingparkObject {
  return known({ Lrrid: reception.gatewayId, Chain: reception.antenna ?? '0', ...signal(reception) });
}

export function bestReception(best: GatewayReception | undefined): ThingparkObject {
  if (!best) return {};
  const { latitude, longitude } = best.location ?? {};
  return known({
    ...signal(best),
    Lrrid: best.gatewayId,
    LrrLAT: latitude === undefined ? null : figure(latitude),
    LrrLON: longitude === undefined ? null : figure(longitude),
  });
}

function signal({ rssi, snr, esp }: GatewayReception): ThingparkObject {
  return known({
    LrrRSSI: rssi === null ? null : figure(rssi),
    LrrSNR: snr === null ? null : figure(snr),
    LrrESP: esp === null ? null : figure(esp),
  });
}

export function radioFields(radio: RadioSettings): ThingparkObject {
  const { frequencyHz, spreadingFactor } = radio;
  const derivedChannel = frequencyHz === null ? null : (channelName(frequencyHz) ?? 'LC255');
  return known({
    SpFact: spreadingFactor === null ? null : String(spreadingFactor),
    SubBand: radio.subBand ?? (frequencyHz === null ? null : subBand(frequencyHz)),
    Channel: radio.channel ?? derivedChannel,
    Frequency: frequencyHz === null ? null : String(frequencyHz / 1_000_000),
  });
}

function locationFields(location: NetworkLocation): ThingparkObject {
  const { altitude, radius, altitudeRadius, locatedAt, fCntUp } = location;
  const algorithm = algorithmNumber(location.method);
  return known({
    NwGeolocAlgo: algorithm === undefined ? null : String(algorithm),
    DevLocTime: locatedAt === undefined ? null : thingparkTime(locatedAt),
    DevLAT: figure(location.latitude),
    DevLON: figure(location.longitude),
    DevAlt: altitude === undefined ? null : figure(altitude),
    DevLocRadius: radius === undefined ? null : figure(radius),
    DevAltRadius: altitudeRadius === undefined ? null : figure(altitudeRadius),
    DevUlFCntUpUsed: fCntUp === undefined ? null : String(fCntUp),
  });
}
