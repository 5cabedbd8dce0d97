import { encode } from 'cborg';
import { describe, expect, test } from 'vitest';
import { codeOf, fromHex, survives } from '../garbage.fixture.ts';
import { parseSenmlCbor } from './parse-senml-cbor.ts';

const plainNames =
  '85A2006868756D69646974790847686F69686F6900A20065706F77657204F5A20068707265737375726502F93E00A2006B74656D7065726174757265020AA20067627265616474680366686169686169';

describe('packs', () => {
  test.each([
    [
      'names, all value types, half float',
      plainNames,
      [
        { n: 'humidity', vd: 'aG9paG9pAA' },
        { n: 'power', vb: true },
        { n: 'pressure', v: 1.5 },
        { n: 'temperature', v: 10 },
        { n: 'breadth', vs: 'haihai' },
      ],
    ],
  ])('%s', (_name, hex, expected) => {
    expect(parseSenmlCbor(fromHex(hex))).toEqual({ ok: true, value: expected });
  });

  test('records of RFC 8428 §6', () => {
    const hex =
      '83a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b001062236141200a0067766f6c7461676501615602fb405e066666666666a3006763757272656e74062402fb3ff3333333333333a3006763757272656e74062002fb3ff999999999999a';
    expect(parseSenmlCbor(fromHex(hex))).toEqual({
      ok: true,
      value: [
        {
          bn: 'urn:dev:ow:10e2073a0108006:',
          bt: 1276020076.001,
          bu: 'A',
          bver: 10,
          n: 'voltage',
          u: 'V',
          v: 120.1,
        },
        { n: 'current', t: -5, v: 1.2 },
        { n: 'current', t: -1, v: 1.6 },
      ],
    });
  });

  test.each([
    ['-6', -6],
    ['-16', -16],
  ])('base sum under key %s', (_name, key) => {
    const bytes = encode([
      new Map<number, unknown>([
        [key, 5],
        [0, 'e'],
        [5, 1],
      ]),
    ]);
    expect(parseSenmlCbor(bytes)).toEqual({ ok: true, value: [{ bs: 5, n: 'e', s: 1 }] });
  });

  test.each([
    ['half', '81a200616102f93e00', 1.5],
    ['single', '81a200616102fa34000000', 1.1920928955078125e-7],
    ['double', '81a200616102fb3ff4cccccccccccd', 1.3],
    ['negative integer', '81a2006161023863', -100],
    ['32-bit integer', '81a2006161021a00010000', 65536],
    ['an integer in more bytes than it needs', '81a20061610219000a', 10],
    ['a decimal fraction', '81a200616102c48221196ab3', 273.15],
    ['a negative decimal fraction', '81a200616102c4822038c7', -20],
  ])('%s', (_name, hex, v) => {
    expect(parseSenmlCbor(fromHex(hex))).toEqual({ ok: true, value: [{ n: 'a', v }] });
  });

  test('array and map of indefinite length', () => {
    expect(parseSenmlCbor(fromHex('9fbf0061610201ffff'))).toEqual({ ok: true, value: [{ n: 'a', v: 1 }] });
  });

  test('unknown labels are dropped, text or integer', () => {
    expect(parseSenmlCbor(fromHex('81a300616102016563 6f6c6f7263726564'))).toEqual({
      ok: true,
      value: [{ n: 'a', v: 1 }],
    });
    expect(codeOf(parseSenmlCbor(fromHex(`81a3006161020118ff${'81'.repeat(6)}00`)))).toBe('ok');
    expect(parseSenmlCbor(fromHex('81a30061610201182a820102'))).toEqual({
      ok: true,
      value: [{ n: 'a', v: 1 }],
    });
  });
});

describe('what is wrong is named', () => {
  test.each([
    ['nothing', '', 'senml.not-cbor'],
    ['half of a pack', '81a2006161', 'senml.not-cbor'],
    ['bytes after the pack', '81a2006161020100', 'senml.not-cbor'],
    ['array of 2^64 items', '9bffffffffffffffff', 'senml.not-cbor'],
    ['array of 2^32 items', '9affffffff', 'senml.not-cbor'],
    ['map of 2^53 pairs', '81bb001fffffffffffff', 'senml.not-cbor'],
    ['text of 2^32 bytes', '81a1007affffffff', 'senml.not-cbor'],
    ['break without a beginning', 'ff', 'senml.not-cbor'],
    ['break inside a lengthed array', '82ff', 'senml.not-cbor'],
    ['break in the place of a value', '9fbf00616118 63ffff', 'senml.not-cbor'],
    ['NaN', '81a200616102f97e00', 'senml.not-cbor'],
    ['NaN with a payload', '81a200616102f97e01', 'senml.not-cbor'],
    ['Infinity', '81a200616102f97c00', 'senml.not-cbor'],
    ['-Infinity, single', '81a200616102faff800000', 'senml.not-cbor'],
    ['undefined', '81a200616102f7', 'senml.not-cbor'],
    ['integer beyond 2^53', '81a2006161021b7fffffffffffffff', 'senml.not-cbor'],
    ['bignum tag', '81a200616102c24101', 'senml.not-cbor'],
    ['a tag of a tag', '81a200616102c4c4820001', 'senml.not-cbor'],
    ['tags to the bottom of a stack', `81a200616102${'c4'.repeat(60_000)}01`, 'senml.not-cbor'],
    ['a decimal fraction of three parts', '81a200616102c483000101', 'senml.not-cbor'],
    ['a decimal fraction beyond any number', '81a200616102c482190fff01', 'senml.not-finite'],
    ['the same key twice', '81a300616102010202', 'senml.not-cbor'],
    ['both keys of the base sum', '81a425012f0200616102 05', 'senml.repeated-field'],
    ['text that is not UTF-8', '81a20061ff0201', 'senml.not-cbor'],
    ['long text that is not UTF-8', `81a2036178 20${'ff'.repeat(32)}`, 'senml.not-cbor'],
    ['no array', 'a2006161 0201', 'senml.not-array'],
    ['empty', '80', 'senml.empty-pack'],
    ['record is no map', '8101', 'senml.not-record'],
    ['text label', '81a2616e61610201', 'senml.bad-label'],
    ['text label that must be understood', '81a262695f3700616102', 'senml.not-cbor'],
    ['text label that must be understood, whole', '81a262695f370201', 'senml.not-understood'],
    ['ThingsML index in plain SenML', '81a217370201', 'senml.not-understood'],
    ['float label', '81a1f93e0001', 'senml.bad-label'],
    ['vd as text', '81a200616108614a', 'senml.wrong-type'],
    ['vs as bytes', '81a20061610341aa', 'senml.wrong-type'],
    ['an unknown field nested nine deep', `81a3006161020118ff${'81'.repeat(9)}00`, 'senml.not-cbor'],
    ['nested too deeply', `81a118ff${'81'.repeat(60_000)}00`, 'senml.not-cbor'],
  ])('%s', (_name, hex, code) => {
    expect(codeOf(parseSenmlCbor(fromHex(hex)))).toBe(code);
  });
});

test('garbage never throws', () => {
  survives(parseSenmlCbor, [
    fromHex(plainNames),
    fromHex('9fbf0061610201ffff'),
    fromHex('81a42501006161020105f93e00'),
  ]);
});
