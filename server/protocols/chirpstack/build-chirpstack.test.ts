import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { good, RUNS } from '../garbage.fixture.ts';
import type { LoraEvent } from '../lorawan/event.ts';
import { uuidOfIdentity } from '../provider-envelope/event-identity.ts';
import {
  acks,
  joins,
  locations,
  logs,
  sent,
  statuses,
  uplinks,
} from '../provider-envelope/events.fixture.ts';
import {
  buildChirpstack,
  type ChirpstackMessage,
  chirpstackJson,
  chirpstackProtobuf,
} from './build-chirpstack.ts';
import { parseChirpstack } from './parse-chirpstack.ts';

const DEVICE = { applicationName: 'Water', deviceName: 'Tank 1', tags: { floor: '2' } };
const KINDS: Record<string, fc.Arbitrary<LoraEvent>> = {
  uplinks,
  joins,
  acks,
  sent,
  logs,
  statuses,
  locations,
};

function built(event: LoraEvent): ChirpstackMessage {
  const message = buildChirpstack(event, DEVICE);
  if (!message) throw new Error(`ChirpStack reports no ${event.kind}`);
  return message;
}

const fromJson = (message: ChirpstackMessage) =>
  good(
    parseChirpstack({ event: message.event, body: chirpstackJson(message), contentType: 'application/json' }),
  );

const fromProtobuf = (message: ChirpstackMessage) =>
  good(
    parseChirpstack({
      event: message.event,
      body: chirpstackProtobuf(message),
      contentType: 'application/octet-stream',
    }),
  );

describe('round trips', () => {
  it.each(Object.keys(KINDS))('%s survive JSON and Protobuf, both the same', (name) => {
    fc.assert(
      fc.property(KINDS[name] as fc.Arbitrary<LoraEvent>, (event) => {
        const message = built(event);
        const back = fromJson(message);
        expect(fromProtobuf(message)).toEqual(back);
        expect({ ...back, identity: '' }).toEqual({ ...event, identity: '' });
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('sends the same identity for the same event, another for another', () => {
    fc.assert(
      fc.property(uplinks, uplinks, (one, other) => {
        const identity = fromJson(built(one))?.identity;
        expect(identity).toBe(`uplink:${uuidOfIdentity(one.identity)}`);
        expect(fromJson(built(one))?.identity).toBe(identity);
        expect(fromJson(built(other))?.identity).not.toBe(identity);
      }),
      { numRuns: 100 },
    );
  });
});

describe('shape', () => {
  it('leaves zeros out, writes lower case and nine decimals', () => {
    const [uplink] = fc.sample(uplinks, { seed: 7, numRuns: 1 });
    if (!uplink) throw new Error('no sample');
    const { json } = built({
      ...uplink,
      fCntUp: 0,
      confirmed: false,
      occurredAt: '2026-01-02T03:04:05.678Z',
    });
    expect(json).not.toHaveProperty('fCnt');
    expect(json).not.toHaveProperty('confirmed');
    expect(json).toMatchObject({
      time: '2026-01-02T03:04:05.678000000+00:00',
      deviceInfo: { ...DEVICE, devEui: uplink.devEui.toLowerCase() },
    });
  });

  it('has nothing for what ChirpStack does not report', () => {
    const [failed] = fc.sample(sent, 1);
    expect(failed && buildChirpstack({ ...failed, transmitted: false })).toBeNull();
  });
});
