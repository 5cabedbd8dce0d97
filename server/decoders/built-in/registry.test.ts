import { describe, expect, test } from 'vitest';
import { resolveSenml } from '#server/protocols/senml/resolve-senml.ts';
import { uplinkInput } from './example-frames.ts';
import { announcedName } from './payload-decoder.ts';
import { builtInDecoders } from './registry.ts';
import { runBuiltIn } from './run-built-in.ts';

const PREFIX = /^[=›+] /;

describe.each(builtInDecoders.map((decoder) => [decoder.key, decoder] as const))('%s', (key, decoder) => {
  test.each(decoder.examples.map((example) => [example.description, example] as const))(
    '%s',
    (_, { input, expected, refusal }) => {
      expect(runBuiltIn(key, input)).toEqual(
        refusal === undefined
          ? { ok: true, records: expected }
          : { ok: false, error: { name: 'DecodeError', message: refusal } },
      );
    },
  );

  test('has an example with an outcome, in which every record is one of those it announces', () => {
    const packs = decoder.examples.flatMap(({ expected }) => (expected ? [expected] : []));
    expect(packs.length).toBeGreaterThan(0);
    if (decoder.records.length === 0) return;
    const announced = decoder.records.map(({ name, unit }) => `${announcedName(name)} ${unit}`);
    for (const { n, u } of packs.flat()) {
      if (n !== undefined) expect(announced).toContain(`${announcedName(n)} ${u ?? null}`);
    }
  });

  test('says in which form it is', () => {
    const packs = decoder.examples.flatMap(({ expected }) => (expected ? [expected] : []));
    for (const [first] of packs) expect(first?.n === undefined).toBe(decoder.form === 'former');
  });

  test('leads with base name and base time, and resolves', () => {
    for (const { expected } of decoder.examples) {
      if (!expected) continue;
      expect(expected[0]).toMatchObject({ bn: expect.stringMatching(/:$/), bt: expect.any(Number) });
      expect(resolveSenml(expected, { now: 0 }).ok).toBe(true);
    }
  });
});

test('keys and names are unique and marked with their kind', () => {
  expect(new Set(builtInDecoders.map(({ key }) => key)).size).toBe(builtInDecoders.length);
  expect(new Set(builtInDecoders.map(({ name }) => name)).size).toBe(builtInDecoders.length);
  for (const { name } of builtInDecoders) expect(name).toMatch(PREFIX);
});

test('an unknown key is an answer', () => {
  expect(runBuiltIn('constructor', uplinkInput({}))).toEqual({
    ok: false,
    error: { name: 'UnknownDecoder', message: 'There is no built-in decoder "constructor".' },
  });
});

test.each([
  ['not CBOR', 'ff'],
  ['a list cut short', '81a21737'],
  ['an index that nobody knows', '81a217187f0201'],
  ['no bytes', ''],
])('a ThingsML payload of %s fails with a sentence', (_, frmPayload) => {
  const result = runBuiltIn('thingsml-lora-v2', uplinkInput({ frmPayload }));
  expect(result).toMatchObject({
    ok: false,
    error: { name: 'DecodeError', message: expect.stringMatching(/\w+.*\./) },
  });
});

test.each([
  ['a type that nobody knows', 'ff00'],
  ['a value cut short', '0100'],
])('an ELSYS payload of %s fails with a sentence', (_, frmPayload) => {
  const result = runBuiltIn('elsys-ers-v9-v3', uplinkInput({ frmPayload }));
  expect(result).toMatchObject({
    ok: false,
    error: { name: 'DecodeError', message: expect.stringMatching(/0x\w\w .*byte 0/) },
  });
});

test('a decoder of a maker’s payloads names where they are described, and shows what it refuses', () => {
  for (const { key, source, examples } of builtInDecoders.filter((one) => one.source)) {
    expect(source?.url, key).toMatch(/^https:\/\//);
    if (/^(elsys|environment)/.test(key)) continue;
    expect(examples.length, key).toBeGreaterThan(3);
    expect(
      examples.some(({ refusal }) => refusal),
      key,
    ).toBe(true);
  }
});
