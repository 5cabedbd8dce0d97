import type { LoraEvent, LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { DecoderInput } from '../contract.ts';

const DEV_EUI = '0059AC00001B3461';

/** A frame as the network published it on 14 December 2025: SF8, two gateways, FCntUp 0. */
export const UPLINK: LoraUplink = {
  kind: 'uplink',
  devEui: DEV_EUI,
  occurredAt: '2025-12-14T19:19:15.219Z',
  identity: 'example',
  devAddr: '14204BAE',
  fCntUp: 0,
  fPort: 61,
  frmPayload: '763d0028',
  confirmed: false,
  adr: true,
  adrAckReq: false,
  ack: false,
  fCntDown: 1,
  radio: {
    frequencyHz: 868_500_000,
    spreadingFactor: 8,
    bandwidthHz: 125_000,
    dr: 4,
    channel: 'LC3',
    subBand: 'G1',
  },
  receptions: [
    { gatewayId: 'FF010AD7', rssi: -107, snr: 3, esp: -108.764351 },
    { gatewayId: 'FF010AD8', rssi: -113, snr: -2, esp: -117.124 },
  ],
  gatewayCount: 2,
};

export function exampleInput(event: LoraEvent): DecoderInput {
  return { urn: `urn:dev:DEVEUI:${event.devEui}:`, receivedAt: new Date('2025-12-14T19:19:16.000Z'), event };
}

export function uplinkInput(change: Partial<LoraUplink>): DecoderInput {
  return exampleInput({ ...UPLINK, ...change });
}

export const JOIN_INPUT: DecoderInput = exampleInput({
  kind: 'join',
  devEui: DEV_EUI,
  occurredAt: '2025-12-14T19:19:00.000Z',
  identity: 'example',
  joinEui: '0059AC00000FFFFF',
  devAddr: '14204BAE',
  devNonce: 7,
  accepted: true,
  radio: UPLINK.radio,
  receptions: [],
});

export const LOCATION_INPUT: DecoderInput = exampleInput({
  kind: 'location',
  devEui: DEV_EUI,
  occurredAt: '2025-12-14T19:19:20.260Z',
  identity: 'example',
  fCntUp: 0,
  location: { latitude: 52.266785, longitude: 4.630842, radius: 356.820465, method: 'TDOA' },
});
