import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, good, RUNS, utf8 } from '../garbage.fixture.ts';
import { deviceUrn, parseDeviceUrn, sameDevice, splitFullName } from './device-urn.ts';
import { messageToken } from './message-token.ts';
import { convertUnit, isHiddenUnit, isSecondaryUnit, UNITS } from './units.ts';

describe('device URNs', () => {
  test.each([
    ['urn:dev:DEVEUI:0059AC00001B3461:', 'DEVEUI', '0059AC00001B3461'],
    ['urn:dev:DEVEUI:0059ac00001b3461:', 'DEVEUI', '0059AC00001B3461'],
    ['URN:DEV:deveui:0059ac00001b3461', 'DEVEUI', '0059AC00001B3461'],
    ['urn:dev:IMEI:357292748642776:', 'IMEI', '357292748642776'],
    [
      'urn:dev:DVNUUID:0DBC06C3-0704-4AB3-8160-682BD470587B:',
      'DVNUUID',
      '0dbc06c3-0704-4ab3-8160-682bd470587b',
    ],
  ] as const)('%s', (text, kind, id) => {
    expect(good(parseDeviceUrn(text))).toEqual({ kind, id });
    expect(sameDevice(deviceUrn(kind, id), text)).toBe(true);
    expect(deviceUrn(kind, id).endsWith(`${id}:`)).toBe(true);
  });

  test.each([
    ['', 'device-urn.unknown'],
    ['urn:dev:ow:10e2073a01080063:', 'device-urn.unknown'],
    ['urn:dev:constructor:1:', 'device-urn.unknown'],
    ['urn:uuid:0dbc06c3-0704-4ab3-8160-682bd470587b', 'device-urn.unknown'],
    ['urn:dev:DEVEUI:0059AC00001B3461:temperature', 'device-urn.unknown'],
    ['urn:dev:DEVEUI:0059AC00001B346:', 'device-urn.bad-identifier'],
    ['urn:dev:DEVEUI:0059AC00001B346G:', 'device-urn.bad-identifier'],
    ['urn:dev:IMEI:35729274864277:', 'device-urn.bad-identifier'],
    ['urn:dev:DVNUUID:0dbc06c307044ab38160682bd470587b:', 'device-urn.bad-identifier'],
  ])('%s is refused', (text, code) => {
    expect(codeOf(parseDeviceUrn(text))).toBe(code);
  });

  test.each([
    ['urn:dev:DEVEUI:0059ac00001b3461:temperature', 'urn:dev:DEVEUI:0059AC00001B3461:', 'temperature'],
    ['urn:dev:IMEI:357292748642776:gps:time', 'urn:dev:IMEI:357292748642776:', 'gps:time'],
    ['urn:dev:ow:10e2073a01080063:voltage', 'urn:dev:ow:10e2073a01080063:', 'voltage'],
    ['urn:dev:DEVEUI:0059AC00001B3461:', 'urn:dev:DEVEUI:0059AC00001B3461:', ''],
    ['temperature', '', 'temperature'],
    ['urn:dev:IMEI:357292748642776', '', 'urn:dev:IMEI:357292748642776'],
  ])('%s splits', (full, urn, name) => {
    expect(splitFullName(full)).toEqual({ urn, name });
  });

  test('any text splits and parses without a word', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        splitFullName(`urn:dev:${text}`);
        expect(typeof parseDeviceUrn(`urn:dev:${text}`).ok).toBe('boolean');
        const { urn, name } = splitFullName(text);
        expect((urn + name).length).toBe(text.length);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('message token', () => {
  // Those of the ThingsML C++ library (test/senml_http.cpp), whose number 1.5 is written with six decimals.
  test.each([
    [
      '[{"bn":"device-name","n":"humidity","vd":"aG9paG9pAA"}]',
      'MYKEY2',
      '4d53c667486bb4679922b901dd733a936a07983f73275941abfb3068a0ba8748',
    ],
    [
      '[{"bn":"device-name","i_":-23,"vd":"aG9paG9pAA"},{"i_":-19,"vb":true},{"i_":-18,"v":1.500000},{"i_":-24,"v":10},{"i_":-15,"vs":"haihai"}]',
      'MYKEY',
      'ca385fee74e177be286d3b2bc5825fb1189ecb188fb47edb8ad5bbdd5e7836f0',
    ],
    [
      '[{"bn":"device-name","n":"humidity","vd":"aG9paG9pAA"},{"n":"power","vb":true},{"n":"pressure","v":1.500000},{"n":"temperature","v":10},{"n":"breadth","vs":"haihai"}]',
      'MYKEY2',
      '5cf81ec14696642db3faf701f281a89a025987738ed3edec4956b45f66680c7b',
    ],
  ])('published vector %s %s', (body, secret, token) => {
    expect(messageToken(utf8(body), secret)).toBe(token);
  });

  test('it covers the exact bytes, UTF-8 or not', () => {
    const body = Uint8Array.of(0x81, 0xa2, 0xff, 0x00);
    const expected = createHash('sha256')
      .update(Buffer.concat([body, Buffer.from('sécret')]))
      .digest('hex');
    expect(messageToken(body, 'sécret')).toBe(expected);
  });
});

describe('units', () => {
  test.each([
    [1001, 'mm', 'm', 1.001],
    [1.5, 'm', 'cm', 150],
    [36, 'km/h', 'm/s', 10],
    [1013.25, 'hPa', 'Pa', 101325],
    [0, 'dBm', 'dBW', -30],
    [-30, 'dBW', 'dBm', 0],
    [2, 'kWh', 'Wh', 2000],
    [638, 'ppm', '/', 0.000638],
    [3596, 'mV', 'V', 3.596],
    [7, 'nonsense', 'nonsense', 7],
    [1, 'Cel', 'K', null],
    [1, 'Cel', 'nonsense', null],
    [1, 'm', 's', null],
  ])('%d %s is %s %s', (value, from, to, expected) => {
    const converted = convertUnit(value, from, to);
    if (expected === null) expect(converted).toBeNull();
    else expect(converted).toBeCloseTo(expected, 12);
  });

  test('every secondary unit leads to a primary one and back', () => {
    for (const unit of UNITS.values()) {
      expect(UNITS.get(unit.primary)?.primary, unit.symbol).toBe(unit.primary);
      expect(
        convertUnit(convertUnit(12.5, unit.symbol, unit.primary) ?? 0, unit.primary, unit.symbol),
      ).toBeCloseTo(12.5, 9);
      expect(isSecondaryUnit(unit.symbol)).toBe(unit.symbol !== unit.primary);
    }
    expect([...UNITS.values()].filter((unit) => unit.symbol !== unit.primary)).toHaveLength(33);
  });

  test('units that say nothing are hidden', () => {
    expect(['enum', '/', 'string', 'Cel', 'count', ''].map(isHiddenUnit)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
