import { randomUUID } from 'node:crypto';
import { uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { buildChirpstackUp } from '#server/protocols/chirpstack/build-chirpstack.ts';

/** Six values, the first of which numbers the frame. */
export const SIX_VALUES = `function decodeUplink(input) {
  var b = input.bytes;
  return { data: {
    counter: ((b[0] << 24) | (b[1] << 16) | (b[2] << 8) | b[3]) >>> 0,
    temperature: ((b[4] << 8) | b[5]) / 10,
    humidity: b[6],
    co2: (b[7] << 8) | b[8],
    battery: b[9] / 50,
    motion: b[10]
  } };
}`;

const GATEWAYS = ['0016C001F153A14C', '0016C001F153A14D', '0016C001F153A14E'];

/** A ChirpStack webhook body of about 1.5 KB, heard by three gateways. */
export function chirpstackBody(devEui: string, n: number): Buffer {
  const payload = Buffer.alloc(11);
  payload.writeUInt32BE(n);
  payload.writeUInt16BE(150 + (n % 100), 4);
  payload.writeUInt8(40 + (n % 30), 6);
  payload.writeUInt16BE(400 + (n % 900), 7);
  payload.writeUInt8(160 + (n % 20), 9);
  payload.writeUInt8(n % 2, 10);
  const uplink = uplinkOf({ devEui }, n, {
    identity: `uplink:${randomUUID()}`,
    frmPayload: payload.toString('hex'),
    receptions: GATEWAYS.map((gatewayId, i) => ({
      gatewayId,
      rssi: -70 - i * 9,
      snr: 8 - i,
      esp: null,
      location: { latitude: 51.9 + i / 100, longitude: 4.48, altitude: 12 },
    })),
    gatewayCount: 3,
  });
  const { json } = buildChirpstackUp(uplink, {
    tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
    tenantName: 'Harbour',
    applicationId: '17c82e96-be03-4f38-aef3-f83d48582d97',
    applicationName: 'Climate of the warehouses',
    deviceProfileId: '14855bf7-d10d-4aee-b618-ebfcb64dc7ad',
    deviceProfileName: 'Climate sensor',
  });
  return Buffer.from(JSON.stringify(json));
}

export function requestHead(connectionId: string, secret: string): string {
  return [
    `POST /ingestion/lora/${connectionId}?event=up HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: Bearer ${secret}`,
    'content-type: application/json',
    '',
  ].join('\r\n');
}
