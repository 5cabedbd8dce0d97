import { expect, it } from 'vitest';
import { good } from '../garbage.fixture.ts';
import { parseChirpstack } from './parse-chirpstack.ts';
import { SAMPLES } from './samples.fixture.ts';

/**
 * The samples once more, written as Protobuf by a few lines of its own with the field numbers of
 * integration.proto, gw.proto and common.proto: our table of numbers is not both question and answer.
 */
const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
};
const number = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, value: Iterable<number>) => {
  const all = [...value];
  return [...varint(field * 8 + 2), ...varint(all.length), ...all];
};
const text = (field: number, value: string) => bytes(field, Buffer.from(value));
const float = (field: number, value: number) => {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return [...varint(field * 8 + 5), ...four];
};
const double = (field: number, value: number) => {
  const eight = Buffer.alloc(8);
  eight.writeDoubleLE(value);
  return [...varint(field * 8 + 1), ...eight];
};
const message = (field: number, ...parts: number[][]) => bytes(field, parts.flat());

const time = (field: number, seconds: number, nanos: number) =>
  message(field, number(1, seconds), number(2, nanos));
const device = (field: number) =>
  message(field, text(1, 'tenant'), text(7, 'Test device'), text(8, '0101010101010101'));
const lora = (spreadingFactor: number) =>
  message(3, message(3, number(1, 125000), number(2, spreadingFactor), number(5, 1)));
const mapEntry = (field: number, key: string, value: string) => message(field, text(1, key), text(2, value));

const WIRE: Record<keyof typeof SAMPLES, number[][]> = {
  up: [
    text(1, '3ac7e3c4-4401-4b8d-9386-a5c902f9202d'),
    time(2, 1658136855, 775023242),
    device(3),
    text(4, '00189440'),
    number(6, 1),
    number(8, 1),
    bytes(10, [0xaa]),
    message(12, text(1, '0016c001f153a14c'), number(2, 4217106255), number(6, -36), float(7, 10.5)),
    message(13, number(1, 867100000), message(2, message(3, number(1, 125000), number(2, 11), number(5, 1)))),
  ],
  join: [
    text(1, 'c9dbe358-2578-4fb7-b295-66b44edc45a6'),
    time(2, 1658136808, 823500726),
    device(3),
    text(4, '00189440'),
  ],
  ack: [
    text(1, '856a03e7-80f6-4c26-b971-9dcb34a59c2e'),
    time(2, 1658137129, 235700766),
    device(3),
    text(4, '1bbcab1d-6ec6-4136-b3f5-d63be1dc08de'),
    number(5, 1),
    number(6, 3),
  ],
  txack: [
    number(1, 3461958127),
    time(2, 1658137068, 929184085),
    device(3),
    text(4, '42cb6459-a640-46ec-9623-bdff39dc4736'),
    number(5, 2),
    text(6, '0016c001f153a14c'),
    message(7, number(1, 867900000), number(2, 14), lora(7)),
  ],
  log: [
    time(1, 1658137197, 311414029),
    device(2),
    number(3, 2),
    number(4, 6),
    text(5, 'MIC of join-request is invalid, make sure keys are correct'),
    mapEntry(6, 'deduplication_id', '4e91db13-5ce3-4c8c-ab0f-dfc626cf0771'),
  ],
  status: [
    text(1, 'bf2a9746-1c8b-49be-a92e-f0b89c8534e4'),
    time(2, 1658136906, 927172638),
    device(3),
    number(5, 10),
    float(8, 88.3),
  ],
  location: [
    text(1, '63d870b9-b769-4d88-8b33-8e43f58851a7'),
    time(2, 1658138111, 59481003),
    device(3),
    message(4, double(1, 37.344214), double(2, -8.839375), double(3, 2)),
  ],
  // google.protobuf.Struct: fields = 1, each a Value of null 1, number 2, string 3, bool 4, struct 5, list 6.
  integration: [
    text(1, '63d870b9-b769-4d88-8b33-8e43f58851a7'),
    time(2, 1658138112, 59481003),
    device(3),
    text(4, 'loracloud'),
    text(5, 'modem_info'),
    message(
      6,
      message(1, text(1, 'rfu'), message(2, number(1, 0))),
      message(1, text(1, 'charge'), message(2, double(2, 12.5))),
      message(1, text(1, 'mode'), message(2, text(3, 'FULL'))),
      message(1, text(1, 'muted'), message(2, number(4, 0))),
      message(
        1,
        text(1, 'session'),
        message(
          2,
          message(
            5,
            message(
              1,
              text(1, 'streams'),
              message(2, message(6, message(1, double(2, 1)), message(1, text(3, 'a')))),
            ),
          ),
        ),
      ),
    ),
  ],
};

it.each(Object.keys(SAMPLES) as (keyof typeof SAMPLES)[])('%s', (event) => {
  const body = Uint8Array.from(WIRE[event].flat());
  const json = new TextEncoder().encode(JSON.stringify(SAMPLES[event]));
  expect(good(parseChirpstack({ event, body, contentType: 'application/octet-stream' }))).toEqual(
    good(parseChirpstack({ event, body: json, contentType: 'application/json' })),
  );
});

it('reads the fields that the samples leave at 0', () => {
  const place = message(12, double(1, 52.5), double(2, 4.25), double(3, -3));
  const rx = [text(1, 'aa00000000000001'), number(6, -100), float(7, -7.25), number(11, 2), place];
  const extra = [number(5, 1), number(7, 300), number(9, 1), message(12, ...rx), bytes(99, [1, 2, 3])];
  const upBody = Uint8Array.from([...WIRE.up, ...extra].flat());
  expect(good(parseChirpstack({ event: 'up', body: upBody, contentType: null }))).toMatchObject({
    adr: true,
    fCntUp: 300,
    confirmed: true,
    receptions: [
      { gatewayId: '0016C001F153A14C' },
      { rssi: -100, snr: -7.25, antenna: '2', location: { latitude: 52.5, longitude: 4.25, altitude: -3 } },
    ],
  });

  const status = [...WIRE.status, number(5, -20), number(6, 1)];
  const statusBody = Uint8Array.from(status.flat());
  expect(good(parseChirpstack({ event: 'status', body: statusBody, contentType: null }))).toMatchObject({
    margin: -20,
    externalPower: true,
  });

  const location = [
    ...WIRE.location.slice(0, 3),
    message(4, double(1, 1), double(2, 2), number(4, 6), float(5, 12.5)),
  ];
  const locationBody = Uint8Array.from(location.flat());
  expect(good(parseChirpstack({ event: 'location', body: locationBody, contentType: null }))).toMatchObject({
    location: { latitude: 1, longitude: 2, method: 'WIFI', radius: 12.5 },
  });

  const unavailable = Uint8Array.from([...WIRE.status, number(7, 1)].flat());
  expect(good(parseChirpstack({ event: 'status', body: unavailable, contentType: null }))).toMatchObject({
    batteryLevel: null,
  });

  const encrypted = Uint8Array.from([...WIRE.up, message(15, text(1, 'ab'))].flat());
  expect(parseChirpstack({ event: 'up', body: encrypted, contentType: null })).toMatchObject({
    error: { code: 'envelope.payload-encrypted' },
  });
});
