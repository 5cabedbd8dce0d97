import { describe, expect, it } from 'vitest';
import { MODEL_NAMES } from './contract.ts';
import { live, makeDevice, NOW, uplinksOf } from './device.fixture.ts';
import { modelFor, sensorModel } from './models/registry.ts';
import { settingsOf, simulatedDeviceOf, simulationRefusal, stateOf } from './rules.ts';
import { GATEWAYS_AT, simulateSchema, simulationSettingsSchema } from './simulation-contract.ts';
import { SITES } from './sites.ts';

const ids = { devEui: '0254000000000001', joinEui: '0059AC00000FFFFF', appKey: '0'.repeat(32) };
const settings = (of: object = {}) => simulationSettingsSchema.parse({ model: 'raw-counter', ...of });
const isInForm = (of: object) =>
  simulateSchema.safeParse({
    deviceId: '00000000-0000-4000-8000-000000000001',
    settings: { model: 'tracker', ...of },
  }).success;

describe('what a device sends', () => {
  it('is what its type is read by, where that is known', () => {
    const of = (slug: string, ...decoders: string[]) => modelFor({ slug, decoders });
    expect(of('elsys-ers')).toBe('elsys-ers');
    expect(of('leased-room-sensor', 'raw-lora', 'elsys-ers-v9-v2')).toBe('elsys-ers');
    expect(of('own-lora', 'raw-lora', 'thingsml-lora')).toBe('thingsml-quay');
    expect(of('own-lora', 'raw-lora')).toBe('raw-counter');
  });

  it('each model is found under its own name', () => {
    for (const name of MODEL_NAMES) expect(sensorModel(name).key).toBe(name);
  });

  it('bytes of one’s own are told as they were given', () => {
    const ownPayload = { fPort: 12, payload: 'ab cd' };
    const { device } = simulatedDeviceOf(ids, settings({ model: 'own-payload', ownPayload }), NOW);
    expect(device.ownPayload).toEqual({ fPort: 12, payload: 'abcd' });
    expect(simulatedDeviceOf(ids, settings({ ownPayload }), NOW).device.ownPayload).toBeUndefined();
    expect(isInForm({ model: 'own-payload' })).toBe(false);
    expect(isInForm({ model: 'own-payload', ownPayload: { fPort: 1, payload: '' } })).toBe(false);
    expect(isInForm({ model: 'own-payload', ownPayload: { fPort: 1, payload: 'abc' } })).toBe(false);
    expect(isInForm({ model: 'own-payload', ownPayload: { fPort: 0, payload: 'ab' } })).toBe(false);
    expect(isInForm({ model: 'own-payload', ownPayload: { fPort: 1, payload: 'ab'.repeat(52) } })).toBe(
      false,
    );
    expect(isInForm({ model: 'own-payload', ownPayload: { fPort: 1, payload: 'ab'.repeat(51) } })).toBe(true);
  });
});

describe('settings', () => {
  it('have bounds', () => {
    expect(isInForm({})).toBe(true);
    for (const bad of [
      { intervalSeconds: 9 },
      { intervalSeconds: 86_401 },
      { intervalSeconds: 10.5 },
      { gateways: 0 },
      { gateways: 6 },
      { behaviour: 'unregistered' },
      { model: 'nothing' },
      { site: 'moon' },
    ])
      expect(isInForm(bad)).toBe(false);
  });

  it('are told back as they were given, of a demo device too', () => {
    const given = settings({ behaviour: 'weak', intervalSeconds: 30, site: 'harbour', gateways: 2 });
    expect(settingsOf(simulatedDeviceOf(ids, given, NOW).device)).toEqual(given);
    expect(settingsOf(makeDevice().device)).toMatchObject({ site: 'harbour', gateways: 5 });
  });

  it('know how many gateways each site has', () => {
    for (const [site, { gateways }] of Object.entries(SITES))
      expect(GATEWAYS_AT[site as keyof typeof SITES]).toBe(gateways.length);
  });
});

describe('the radio', () => {
  const of = (more: object) => simulatedDeviceOf(ids, settings({ intervalSeconds: 600, ...more }), NOW);
  const until = new Date(NOW.getTime() + 3 * 86_400_000);

  it('only the nearest gateways hear it where fewer are wished', () => {
    const heardBy = (gateways: number) =>
      new Set(
        uplinksOf(live(of({ site: 'harbour', gateways }), until).events).flatMap(({ receptions }) =>
          receptions.map(({ gatewayId }) => gatewayId),
        ),
      );
    expect(heardBy(1).size).toBe(1);
    expect(heardBy(5).size).toBeGreaterThan(2);
  });

  it('lossy: about half of the frames reach nobody, with one gateway', () => {
    const { events, wakes } = live(of({ behaviour: 'lossy', gateways: 1 }), until);
    const loss = 1 - uplinksOf(events).length / wakes;
    expect(loss).toBeGreaterThan(0.3);
    expect(loss).toBeLessThan(0.7);
  });

  it('one with a dying battery ends, a healthy one does not', () => {
    const batteryOf = (made: ReturnType<typeof of>) => {
      const state = stateOf({ ...made, nextAt: NOW, repeats: true, isDeactivated: false }, NOW);
      return state.battery;
    };
    expect(batteryOf(of({ behaviour: 'dying-battery' }))).toBeCloseTo(0.1);
    expect(batteryOf(of({}))).toBe(1);
  });
});

it('a state is what is due and whether it goes on', () => {
  const made = makeDevice();
  const of = (nextAt: Date | null, repeats: boolean) =>
    stateOf({ ...made, nextAt, repeats, isDeactivated: false }, NOW).state;
  expect([of(NOW, true), of(NOW, false), of(null, false), of(null, true)]).toEqual([
    'running',
    'once',
    'stopped',
    'ended',
  ]);
});

it('what stands against it is named, the first that has to be mended', () => {
  const there = { provider: 'simulated', isThere: true };
  const of = (facts: object) =>
    simulationRefusal({ devEui: ids.devEui, hasAppKey: true, registration: there, ...facts });
  expect(of({})).toBeNull();
  expect(of({ devEui: null })).toBe('no-keys');
  expect(of({ hasAppKey: false })).toBe('no-keys');
  expect(of({ registration: null })).toBe('not-registered');
  expect(of({ registration: { ...there, isThere: false } })).toBe('not-registered');
  expect(of({ registration: { provider: 'chirpstack', isThere: false } })).toBe('other-network');
});
