import fc from 'fast-check';
import { dataRateIndex } from '../lorawan/data-rate.ts';
import { effectiveSignalPower } from '../lorawan/esp.ts';
import type {
  GatewayReception,
  GeoPoint,
  LoraAck,
  LoraDownlinkSent,
  LoraJoin,
  LoraLocation,
  LoraLog,
  LoraStatus,
  LoraUplink,
  RadioSettings,
} from '../lorawan/event.ts';

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(...'0123456789ABCDEF'), { minLength: digits, maxLength: digits })
    .map((all) => all.join(''));

const payload = (min: number) =>
  fc.uint8Array({ minLength: min, maxLength: 51 }).map((bytes) => Buffer.from(bytes).toString('hex'));

const time = fc
  .integer({ min: Date.UTC(2000, 0), max: Date.UTC(2099, 11) })
  .map((milliseconds) => new Date(milliseconds).toISOString());

/** Six decimals, as ThingPark writes; never 0, 0, which means no position for a gateway. */
const point: fc.Arbitrary<GeoPoint> = fc.record({
  latitude: fc.integer({ min: 1, max: 89_000_000 }).map((n) => n / 1e6),
  longitude: fc.integer({ min: -179_000_000, max: 179_000_000 }).map((n) => n / 1e6),
});

const base = { devEui: hex(16), occurredAt: time, identity: fc.uuid().map((id) => `made:${id}`) };
const counter = fc.integer({ min: 0, max: 0xffff_ffff });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const radio: fc.Arbitrary<RadioSettings> = fc
  .record({
    frequencyHz: fc.constantFrom(
      868_100_000,
      868_300_000,
      868_500_000,
      867_100_000,
      867_900_000,
      869_525_000,
    ),
    spreadingFactor: fc.integer({ min: 7, max: 12 }),
    bandwidthHz: fc.constant(125_000),
    codingRate: fc.constantFrom('4/5', '4/6', '4/8'),
  })
  .map((told) => ({ ...told, dr: dataRateIndex(told.spreadingFactor) }));

const reception: fc.Arbitrary<GatewayReception> = fc
  .record({
    gatewayId: hex(16),
    rssi: fc.integer({ min: -140, max: -1 }),
    snr: fc.integer({ min: -200, max: 120 }).map((tenths) => tenths / 10),
    antenna: fc.constantFrom('1', '2'),
    location: fc.option(point, { nil: undefined }),
  })
  .map(({ location, ...told }) => {
    const esp = effectiveSignalPower(told.rssi, told.snr);
    return location ? { ...told, esp, location } : { ...told, esp };
  });

const receptions = fc
  .uniqueArray(reception, { maxLength: 6, selector: ({ gatewayId }) => gatewayId })
  .map((all) => all.sort((one, other) => (other.esp ?? 0) - (one.esp ?? 0)));

const application = fc.oneof(
  fc.record({ fPort: fc.integer({ min: 1, max: 223 }), frmPayload: payload(0) }),
  fc.constant({ fPort: null, frmPayload: '' }),
);

/** What every network server tells of an uplink, and nothing that only some do. */
export const uplinks: fc.Arbitrary<LoraUplink> = fc
  .tuple(
    fc.record({
      ...base,
      devAddr: hex(8),
      fCntUp: counter,
      confirmed: fc.boolean(),
      adr: fc.boolean(),
      radio,
      receptions,
    }),
    application,
  )
  .map(([told, { fPort, frmPayload }]) => ({
    kind: 'uplink',
    ...told,
    fPort,
    frmPayload,
    adrAckReq: null,
    ack: null,
    gatewayCount: told.receptions.length,
  }));

const NO_RADIO: RadioSettings = { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null };

export const joins: fc.Arbitrary<LoraJoin> = fc.record({
  kind: fc.constant('join' as const),
  ...base,
  joinEui: fc.constant(null),
  devAddr: hex(8),
  devNonce: fc.constant(null),
  accepted: fc.constant(true),
  radio: fc.constant(NO_RADIO),
  receptions: fc.constant([]),
});

export const acks: fc.Arbitrary<LoraAck> = fc.record({
  kind: fc.constant('ack' as const),
  ...base,
  acknowledged: fc.boolean(),
  queueItemId: maybe(fc.uuid()),
  fCntDown: counter,
});

export const sent: fc.Arbitrary<LoraDownlinkSent> = fc.record({
  kind: fc.constant('downlink-sent' as const),
  ...base,
  transmitted: fc.constant(true),
  queueItemId: maybe(fc.uuid()),
  fPort: fc.constant(null),
  fCntDown: counter,
  frmPayload: fc.constant(null),
  confirmed: fc.constant(null),
  gatewayId: maybe(hex(16)),
  slot: fc.constant(null),
  failure: fc.constant(null),
  radio,
});

export const logs: fc.Arbitrary<LoraLog> = fc.record({
  kind: fc.constant('log' as const),
  ...base,
  level: fc.constantFrom('info' as const, 'warning' as const, 'error' as const),
  code: fc.constantFrom('UNKNOWN', 'OTAA', 'UPLINK_F_CNT_RESET', 'DOWNLINK_GATEWAY', 'EXPIRED'),
  description: fc.string({ unit: 'grapheme' }),
  context: fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
});

export const statuses: fc.Arbitrary<LoraStatus> = fc
  .record({
    kind: fc.constant('status' as const),
    ...base,
    margin: fc.integer({ min: -32, max: 31 }),
    externalPower: fc.boolean(),
    batteryLevel: maybe(fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10)),
  })
  .map((status) => (status.externalPower ? { ...status, batteryLevel: null } : status));

export const locations: fc.Arbitrary<LoraLocation> = fc
  .tuple(
    fc.record({ kind: fc.constant('location' as const), ...base }),
    point,
    fc.integer({ min: 1, max: 5000 }),
  )
  .map(([head, place, radius]) => ({
    ...head,
    location: { ...place, altitude: 12, radius, method: 'TDOA' },
    fCntUp: null,
  }));

/** A JSON document in which one or two values anywhere have become something else. */
export function mutatedJson(seeds: readonly unknown[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.tuple(
    fc.nat(),
    fc.oneof(fc.jsonValue(), fc.constantFrom('-1', 1e300, -1, 'NaN', '__proto__', [null])),
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 2 }))
    .map(([seed, edits]) => {
      const document = structuredClone(seed);
      for (const [at, value] of edits) {
        const places = placesIn(document);
        const place = places[at % places.length];
        if (place) place.holder[place.key] = structuredClone(value);
      }
      return new TextEncoder().encode(JSON.stringify(document));
    });
}

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}
