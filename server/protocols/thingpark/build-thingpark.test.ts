import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { good, RUNS } from '../garbage.fixture.ts';
import type { GatewayReception, LoraEvent, LoraUplink } from '../lorawan/event.ts';
import { acks, joins, locations, sent, uplinks } from '../provider-envelope/events.fixture.ts';
import { buildThingparkRequest } from './build-thingpark.ts';
import { deliveryFailure } from './delivery-causes.ts';
import { parseThingpark } from './parse-thingpark.ts';
import { verifyThingparkToken } from './verify-thingpark-token.ts';

const SIGNER = {
  asId: 'TWA_100000001.999',
  key: 'c6f5e3b263092120b8766b9aed9c41b4',
  customerId: '100000001',
};

function thereAndBack(event: LoraEvent): LoraEvent {
  const request = buildThingparkRequest(event, SIGNER);
  if (!request) throw new Error(`ThingPark reports no ${event.kind}`);
  const verified = verifyThingparkToken({ ...request, key: SIGNER.key, asId: SIGNER.asId });
  if (!verified.ok) throw new Error(verified.error.message);
  return good(parseThingpark(request.body));
}

/** Six decimals; the position of the best gateway only; no bandwidth, no coding rate. */
function asThingparkTells<E extends LoraEvent>(event: E): E {
  const comparable = { ...event, identity: '' };
  if ('radio' in comparable) {
    const { codingRate: _codingRate, channel: _channel, subBand: _subBand, ...radio } = comparable.radio;
    comparable.radio = { ...radio, bandwidthHz: null };
  }
  if ('receptions' in comparable) comparable.receptions = comparable.receptions.map(receptionAsTold);
  return comparable;
}

function receptionAsTold({ location, ...reception }: GatewayReception, index: number): GatewayReception {
  const told = { ...reception, esp: Number(reception.esp?.toFixed(6)) };
  return index === 0 && location ? { ...told, location } : told;
}

const thingparkUplinks = fc
  .tuple(uplinks, fc.boolean(), fc.boolean(), fc.nat(0xffff), fc.boolean())
  .map(([uplink, ack, adrAckReq, fCntDown, isMac]): LoraUplink => {
    const frame = {
      ...uplink,
      ack,
      adrAckReq,
      fCntDown,
      mic: '0a0b0c0d',
      gatewayCount: uplink.gatewayCount + 2,
    };
    if (isMac) return { ...frame, fPort: 0, frmPayload: '', macCommands: '0307' };
    const location = { latitude: 52.1, longitude: 4.2, radius: 900, method: 'RSSI', fCntUp: 3 };
    return ack ? { ...frame, location: { ...location, locatedAt: uplink.occurredAt } } : frame;
  });

const failed = sent.map((event) => ({
  ...event,
  transmitted: false,
  slot: 'rx2' as const,
  queueItemId: '00FE21AA7D3B0C01',
  failure: deliveryFailure(['D0', 'E0', '00']),
}));

const KINDS: Record<string, fc.Arbitrary<LoraEvent>> = {
  uplinks: thingparkUplinks,
  'join notifications': joins,
  'join requests': fc
    .tuple(joins, uplinks, fc.nat(0xffff))
    .map(([join, { radio, receptions }, devNonce]) => ({
      ...join,
      accepted: false,
      devAddr: null,
      joinEui: '0059AC00000FFFFF',
      devNonce,
      radio,
      receptions,
    })),
  'sent downlinks': sent.map((event) => ({ ...event, queueItemId: null, slot: 'rx1' as const, fPort: 9 })),
  'downlinks of the network itself': sent.map((event) => ({
    ...event,
    queueItemId: null,
    slot: 'rx1' as const,
    macCommands: '06',
    adr: true,
    ack: false,
    fPending: true,
  })),
  'failed downlinks': failed,
  'rejected downlinks': joins.map(({ devEui, occurredAt, identity }) => ({
    kind: 'downlink-sent' as const,
    devEui,
    occurredAt,
    identity,
    transmitted: false,
    queueItemId: null,
    fPort: 1,
    fCntDown: null,
    frmPayload: null,
    confirmed: null,
    gatewayId: null,
    slot: null,
    failure: 'rejected 350: Downlink counter value already used. Expected=1238',
    radio: { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null },
  })),
  locations: locations.map((event) => ({
    ...event,
    location: { ...event.location, locatedAt: event.occurredAt, fCntUp: 7 },
    fCntUp: 7,
  })),
};

describe('round trips, signed and verified', () => {
  it.each(Object.keys(KINDS))('%s', (name) => {
    fc.assert(
      fc.property(KINDS[name] as fc.Arbitrary<LoraEvent>, (event) => {
        expect(asThingparkTells(thereAndBack(event))).toEqual(asThingparkTells(event));
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('tells frames apart and repeats the identity of one', () => {
    fc.assert(
      fc.property(thingparkUplinks, (uplink) => {
        const { identity } = thereAndBack(uplink);
        expect(thereAndBack({ ...uplink, receptions: [] }).identity).toBe(identity);
        expect(thereAndBack({ ...uplink, fCntUp: (uplink.fCntUp + 1) % 2 ** 32 }).identity).not.toBe(
          identity,
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('the request', () => {
  const [uplink] = fc.sample(uplinks, { seed: 5, numRuns: 1 });
  const [location] = fc.sample(locations, { seed: 5, numRuns: 1 });
  if (!uplink || !location) throw new Error('no sample');

  it('writes the query as ThingPark does', () => {
    const at = { ...uplink, fPort: 5, frmPayload: '01', occurredAt: '2026-01-02T03:04:05.678Z' };
    expect(buildThingparkRequest(at, SIGNER)?.query).toMatch(
      new RegExp(
        `^LrnDevEui=${uplink.devEui}&LrnFPort=5&LrnInfos=TWA_100000001\\.1\\.AS-1-\\d+&AS_ID=TWA_100000001\\.999` +
          '&Time=2026-01-02T03:04:05\\.678%2B00:00&Token=[0-9a-f]{64}$',
      ),
    );
  });

  it('writes a location in lower case with FPort 0', () => {
    expect(buildThingparkRequest(location, SIGNER)?.query).toContain(
      `LrnDevEui=${location.devEui.toLowerCase()}&LrnFPort=0&`,
    );
  });

  it('does not verify with another key', () => {
    const request = buildThingparkRequest(uplink, SIGNER);
    expect(request && verifyThingparkToken({ ...request, key: '0'.repeat(32) }).ok).toBe(false);
  });

  it('has nothing for an acknowledgement, which is the ACKbit of an uplink', () => {
    const [ack] = fc.sample(acks, 1);
    expect(ack && buildThingparkRequest(ack, SIGNER)).toBeNull();
  });
});
