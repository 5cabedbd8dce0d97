import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CatalogueEncoder, ENCODERS } from '#db/seed/catalogue/encoders.ts';
import type { GivenCommand } from './contract.ts';
import { encodeCommands } from './rules.ts';

const of = (key: keyof typeof ENCODERS, ...given: [name: string, value: string][]) => {
  const encoder: CatalogueEncoder = ENCODERS[key];
  const { kind, combines = false, commands = [] } = encoder;
  const answer = encodeCommands(
    { kind, combines, commands },
    given.map(([name, value]) => ({ name, value })),
  );
  return answer.ok
    ? answer.downlinks.map(({ payloadHex }) => payloadHex)
    : `${answer.refusal.code} ${answer.refusal.name}`.trim();
};

describe('encoders of the catalogue', () => {
  test.each<[string, ReturnType<typeof of>, string[] | string]>([
    ['one value', of('elsys-ers', ['interval', '10m']), ['3E061400000258FE']],
    [
      'a prefix, a code and a postfix are one downlink',
      of('elsys-ers', ['nfcLockPrefix', 'set'], ['nfcLockPincode', '12 34 56 78'], ['nfcLockPostfix', 'set']),
      ['3E062012345678FE'],
    ],
    [
      'a value of several downlinks',
      of('locationtag-i-modes', ['mode', 'Active']),
      ['010000646400D100C700DADA', '02D180AA00C40784038405840484060A14'],
    ],
    ['hex as it is given', of('raw-lora', ['payloadHex', '0a:0B 0c']), ['0A0B0C']],
    [
      'a value as programs know it',
      of('locationtag-ii-v2-expert', [
        'deviceControl',
        '8 uur lifebeat interval. Warning: only send to TAG IIv2 start/stop configurations.',
      ]),
      ['1B8108807000008070000016'],
    ],
    ['a value whose bytes are not public', of('locationtag-ii-modes', ['mode', 'Active']), 'not-public mode'],
    ['a value that nobody knows', of('elsys-ers', ['interval', '7m']), 'unknown-value interval'],
    ['a command that nobody knows', of('elsys-ers', ['dance', 'now']), 'unknown-command dance'],
    [
      'two where one goes',
      of('locationtag-ii-v2', ['mode', 'Missing'], ['deviceControl', 'Reset']),
      'one-at-a-time deviceControl',
    ],
    ['a code that is no hex', of('elsys-ers', ['nfcLockPincode', 'abc']), 'not-hex nfcLockPincode'],
    ['nothing', of('elsys-ers'), 'no-command'],
    ['records', of('senml', ['payloadHex', '00']), 'not-a-table'],
  ])('%s', (_, made, expected) => expect(made).toEqual(expected));
});

test('what does not go into one downlink together is refused', () => {
  const commands = [
    { name: 'a', port: 5, values: [{ value: '1', hex: ['0102'] }] },
    { name: 'b', port: 6, values: [{ value: '1', hex: ['03'] }] },
    { name: 'c', port: 5, values: [{ value: '1', hex: ['04', '05'] }] },
    { name: 'd', port: 5, values: [] },
  ];
  const make = (...given: GivenCommand[]) =>
    encodeCommands({ kind: 'table', combines: true, commands }, given);
  const code = (...given: GivenCommand[]) => {
    const answer = make(...given);
    return answer.ok ? null : answer.refusal.code;
  };
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, value: '1' })) as [
    GivenCommand,
    GivenCommand,
    GivenCommand,
  ];
  expect(make(a)).toEqual({ ok: true, downlinks: [{ port: 5, payloadHex: '0102' }] });
  expect(code(a, b)).toBe('several-ports');
  expect(code(a, c)).toBe('several-downlinks');
  expect(code({ name: 'd', value: '00'.repeat(222) })).toBeNull();
  expect(code({ name: 'd', value: '00'.repeat(223) })).toBe('too-long');
  expect(code(a, { name: 'd', value: '00'.repeat(221) })).toBe('too-long');
});

test('every value of the catalogue makes whole bytes, or says that it cannot', () => {
  for (const { kind, combines = false, commands = [] } of Object.values<CatalogueEncoder>(ENCODERS))
    for (const { name, values } of commands)
      for (const { value, hex } of values) {
        const answer = encodeCommands({ kind, combines, commands }, [{ name, value }]);
        expect(answer.ok, `${name} ${value}`).toBe(hex.length > 0);
        if (answer.ok) expect(answer.downlinks.map(({ payloadHex }) => payloadHex)).toEqual(hex);
      }
});

test('whatever is given, downlinks of whole bytes or a refusal come out', () => {
  const { kind, commands = [] }: CatalogueEncoder = ENCODERS['elsys-ers'];
  const name = fc.constantFrom('interval', 'nfcLockPrefix', 'nfcLockPincode', '__proto__', 'constructor');
  const value = fc.oneof(fc.constantFrom('5m', 'set', '00', 'toString'), fc.string());
  fc.assert(
    fc.property(fc.array(fc.record({ name, value }), { maxLength: 6 }), (given) => {
      const answer = encodeCommands({ kind, combines: true, commands }, given);
      return answer.ok
        ? answer.downlinks.every(({ payloadHex }) => /^([0-9A-F]{2})+$/.test(payloadHex))
        : answer.refusal.code !== undefined;
    }),
  );
});
