import { expect, it } from 'vitest';
import { buildChirpstackUp, chirpstackJson } from '#server/protocols/chirpstack/build-chirpstack.ts';
import { parseDigitalMatter } from '#server/protocols/digital-matter/parse-digital-matter.ts';
import { good, utf8 } from '#server/protocols/garbage.fixture.ts';
import { parseThingpark } from '#server/protocols/thingpark/parse-thingpark.ts';
import { NUMERIC_UPLINK } from '#server/protocols/thingpark/samples.fixture.ts';
import { uplinkOf } from '../scene.fixture.ts';
import { rawToHold } from './raw-bodies.ts';
import { thingsInput } from './script-call.ts';

const about = { customerId: 'c', urn: 'urn:dev:DEVEUI:0016C001F004B37B:', receivedAt: new Date(0) };
const timestamp = '1970-01-01T00:00:00.000Z';

it.each([
  ['DevEUI_uplink', 'uplink', NUMERIC_UPLINK],
  [
    'DevEUI_location',
    'location',
    {
      DevEUI: '0016C001F004B37B',
      Time: NUMERIC_UPLINK.Time,
      DevLAT: 51.9,
      DevLON: 4.5,
      DevAcc: 7,
      NwGeolocAlgo: 0,
    },
  ],
])('a %s stands in the input as it came', (root, name, told) => {
  const raw = utf8(JSON.stringify({ [root]: told }));
  const event = good(parseThingpark(raw));
  if (!event) throw new Error('no event');
  expect(rawToHold(event, raw)).toBe(raw);
  expect(thingsInput({ ...about, event, raw })).toEqual({
    encoding: 'JSON',
    payload: { [root]: told },
    metadata: { ingestion: { timestamp, actility: { [name]: told } }, device: { urn: about.urn } },
  });
});

it('of another network server the bytes are not held, and change nothing', () => {
  const event = uplinkOf({ devEui: '0016C001F004B37B' }, 7);
  const raw = chirpstackJson(buildChirpstackUp(event));
  expect(rawToHold(event, raw)).toBeNull();
  expect(thingsInput({ ...about, event, raw })).toEqual(thingsInput({ ...about, event, raw: null }));
});

it('a Digital Matter record is the report with that record alone', () => {
  const report = {
    SerNo: 7,
    IMEI: '490154203237518',
    Records: [{ SeqNo: 3, DateUTC: '2026-05-01 10:00:03', Reason: 11, Fields: [{ FType: 15, Unknown: 1 }] }],
  };
  const raw = utf8(JSON.stringify(report));
  const [event] = good(parseDigitalMatter(raw));
  if (!event) throw new Error('no record');
  expect(thingsInput({ ...about, event, raw: rawToHold(event, raw) })).toMatchObject({
    payload: report,
    metadata: { ingestion: { timestamp, digitalMatter: { report } } },
  });
});
