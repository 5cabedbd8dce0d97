import { expect, it } from 'vitest';
import { parseChirpstack } from '#server/protocols/chirpstack/parse-chirpstack.ts';
import { SAMPLES as CHIRPSTACK } from '#server/protocols/chirpstack/samples.fixture.ts';
import { good, utf8 } from '#server/protocols/garbage.fixture.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import { parseThingpark } from '#server/protocols/thingpark/parse-thingpark.ts';
import { NUMERIC_UPLINK, UPLINK } from '#server/protocols/thingpark/samples.fixture.ts';
import { flagsOf } from './radio-flags.ts';

const json = (value: unknown) => utf8(JSON.stringify(value));
const thingpark = (uplink: object) => parseThingpark(json({ DevEUI_uplink: uplink }));
const chirpstack = parseChirpstack({
  event: 'up',
  body: json(CHIRPSTACK.up),
  contentType: 'application/json',
});

it.each([
  ['ThingPark tells all', thingpark(NUMERIC_UPLINK), ['ADR', 'ADRAckReq', 'ACK'], []],
  ['ThingPark leaves out what is not set', thingpark(UPLINK), ['ADR'], []],
  ['ChirpStack tells ADR alone', chirpstack, [], ['ADRAckReq', 'ACK']],
])('%s', (_, told, set, untold) => {
  expect(flagsOf(good(told) as LoraUplink)).toEqual({ set, untold });
});
