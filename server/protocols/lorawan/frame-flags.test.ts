import { expect, it } from 'vitest';
import { parseChirpstack } from '../chirpstack/parse-chirpstack.ts';
import { SAMPLES as CHIRPSTACK } from '../chirpstack/samples.fixture.ts';
import { good, utf8 } from '../garbage.fixture.ts';
import { parseThingpark } from '../thingpark/parse-thingpark.ts';
import { NUMERIC_UPLINK, UPLINK } from '../thingpark/samples.fixture.ts';
import type { LoraUplink } from './event.ts';
import { flagsOf } from './frame-flags.ts';

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
