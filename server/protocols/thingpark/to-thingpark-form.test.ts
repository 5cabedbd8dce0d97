import { describe, expect, it } from 'vitest';
import { parseChirpstack } from '../chirpstack/parse-chirpstack.ts';
import { SAMPLES } from '../chirpstack/samples.fixture.ts';
import { good, utf8 } from '../garbage.fixture.ts';
import type { LoraLocation, LoraUplink } from '../lorawan/event.ts';
import { parseThingpark } from './parse-thingpark.ts';
import { NUMERIC_UPLINK, UPLINK } from './samples.fixture.ts';
import { toThingparkLocation, toThingparkUplink } from './to-thingpark-form.ts';

const CONTEXT = { customerId: '100006356' };

const thingpark = (uplink: object) =>
  good(parseThingpark(utf8(JSON.stringify({ DevEUI_uplink: uplink })))) as LoraUplink;

const chirpstack = () =>
  good(
    parseChirpstack({ event: 'up', body: utf8(JSON.stringify(SAMPLES.up)), contentType: 'application/json' }),
  ) as LoraUplink;

describe('an uplink', () => {
  it("of ThingPark's own comes out as it came in, all but the LRC and customer data", () => {
    const form = toThingparkUplink(thingpark(UPLINK), CONTEXT);
    const { Lrcid: _lrcid, CustomerData: _customerData, Time, ...rest } = UPLINK;
    expect(form).toMatchObject(rest);
    expect(Date.parse(String(form.Time))).toBe(Date.parse(Time));
  });

  it('of ChirpStack has the strings that a script for ThingPark reads', () => {
    expect(toThingparkUplink(chirpstack(), CONTEXT)).toEqual({
      Time: '2022-07-18T09:34:15.775+00:00',
      DevEUI: '0101010101010101',
      FPort: '1',
      FCntUp: '0',
      ADRbit: '0',
      MType: '2',
      payload_hex: 'aa',
      Lrcid: '00000000',
      LrrRSSI: '-36.000000',
      LrrSNR: '10.500000',
      LrrESP: '-36.370778',
      Lrrid: '0016C001F153A14C',
      SpFact: '11',
      SubBand: 'G0',
      Channel: 'LC255',
      Frequency: '867.1',
      DevLrrCnt: '1',
      Late: '0',
      Lrrs: {
        Lrr: [
          {
            Lrrid: '0016C001F153A14C',
            Chain: '0',
            LrrRSSI: '-36.000000',
            LrrSNR: '10.500000',
            LrrESP: '-36.370778',
          },
        ],
      },
      CustomerID: '100006356',
      CustomerData: { alr: { pro: 'LORA/Generic', ver: '1' } },
      ModelCfg: '0',
      InstantPER: '0.000000',
      MeanPER: '0.000000',
      DevAddr: '00189440',
    });
  });

  it('carries the position that came with it', () => {
    expect(toThingparkUplink(thingpark(NUMERIC_UPLINK), CONTEXT)).toMatchObject({
      DevLAT: '45.504021',
      DevLON: '19.527136',
      DevLocRadius: '5000.000000',
      DevLocTime: '2026-08-19T13:22:26.359+00:00',
      DevUlFCntUpUsed: '13600',
      NwGeolocAlgo: '1',
      MType: '4',
      ACKbit: '1',
      rawMacCommands: '0703',
    });
  });

  it.each([
    [868_100_000, 'LC1', 'G1'],
    [868_300_000, 'LC2', 'G1'],
    [868_500_000, 'LC3', 'G1'],
    [867_900_000, 'LC255', 'G0'],
    [868_800_000, 'LC255', 'G2'],
    [869_525_000, 'LC255', 'G3'],
  ])('at %i Hz is channel %s of %s', (frequencyHz, Channel, SubBand) => {
    const uplink = chirpstack();
    const form = toThingparkUplink({ ...uplink, radio: { ...uplink.radio, frequencyHz } }, CONTEXT);
    expect(form).toMatchObject({ Channel, SubBand });
  });

  it('without payload has neither FPort nor payload_hex; nothing unknown is made up', () => {
    const form = toThingparkUplink({ ...chirpstack(), fPort: null, frmPayload: '', receptions: [] }, CONTEXT);
    for (const name of [
      'FPort',
      'payload_hex',
      'LrrRSSI',
      'Lrrid',
      'FCntDn',
      'mic_hex',
      'DevLAT',
      'ACKbit',
    ]) {
      expect(form).not.toHaveProperty(name);
    }
  });
});

it('a location has the strings of DevEUI_location', () => {
  const event: LoraLocation = {
    kind: 'location',
    devEui: '0059AC0000180000',
    occurredAt: '2026-01-02T03:04:05.000Z',
    identity: 'location:1',
    location: { latitude: 51.907218, longitude: 4.489303, radius: 120, method: 'TDOA' },
    fCntUp: 9,
  };
  expect(toThingparkLocation(event, CONTEXT)).toEqual({
    DevEUI: '0059AC0000180000',
    Lrcid: '00000000',
    NwGeolocAlgo: '0',
    NwGeolocTdoaOpt: '0',
    Time: '2026-01-02T03:04:05.000+00:00',
    DevLocTime: '2026-01-02T03:04:05.000+00:00',
    DevLAT: '51.907218',
    DevLON: '4.489303',
    DevLocRadius: '120.000000',
    DevUlFCntUpUsed: '9',
    CustomerID: '100006356',
  });
});
