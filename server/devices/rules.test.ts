import { describe, expect, it, test } from 'vitest';
import { batteryOf, networkRefusal, rhythmOf, signalOf, typeRefusal } from './rules.ts';

describe('which network information a device may have', () => {
  const lora = { networks: ['lora'], loraKeys: 'preset' as const };
  const programmable = { networks: ['lora'], loraKeys: 'generated' as const };
  const both = { networks: ['cellular', 'generic'], loraKeys: null };

  test.each([
    [lora, { lora: {} }, null],
    [lora, {}, null],
    [lora, { cellular: {} }, 'devices.wrong-network'],
    [programmable, { lora: {} }, 'devices.keys-are-generated'],
    [both, { cellular: {}, generic: {} }, null],
    [both, { lora: undefined }, null],
    [both, { lora: {}, generic: {} }, 'devices.wrong-network'],
  ])('%j with %j: %s', (type, given, code) => expect(networkRefusal(type, given)?.code ?? null).toBe(code));

  it('the platform itself may bring keys to a type whose keys are made', () =>
    expect(networkRefusal(programmable, { lora: {} }, true)).toBeNull());

  it('managed types are the operator’s', () => {
    expect(typeRefusal({ category: 'managed' })?.kind).toBe('forbidden');
    expect(typeRefusal({ category: 'own' })).toBeNull();
  });
});

test.each([
  [null, null],
  [0, null],
  [0.4, null],
  [1, 1],
  [600, 600],
])('an interval of %s seconds is spoken of as %s', (seconds, told) => expect(rhythmOf(seconds)).toBe(told));

describe('what the twin knows of the device itself', () => {
  const value = (v: number, u?: string) => ({ v, t: 0, o: '', ...(u ? { u } : {}) });

  it('its battery: a voltage before a percentage, by its name or by a unit that is of nothing else', () => {
    expect(batteryOf({ temperature: value(3, 'V'), humidity: value(50, '%') })).toBeNull();
    expect(batteryOf({ batteryLevel: value(80, '%'), 'io:batteryVoltage': value(3.6, 'V') })?.name).toBe(
      'io:batteryVoltage',
    );
    expect(batteryOf({ charge: value(71, '%EL') })).toMatchObject({ name: 'charge', value: 71, unit: '%EL' });
    expect(batteryOf({ battery: { vs: 'low', t: 0, o: '' } })).toBeNull();
  });

  it('its signal: strength before quality, only of numbers', () => {
    expect(signalOf({ snr: value(7), 'modem:rssi': value(-80, 'dBm'), rsrq: value(-9) })).toBe('modem:rssi');
    expect(signalOf({ signalQuality: value(20), snr: value(7) })).toBe('signalQuality');
    expect(signalOf({ rssi: { vs: 'good', t: 0, o: '' } })).toBeNull();
    expect(signalOf({ crossing: value(2) })).toBeNull();
  });
});
