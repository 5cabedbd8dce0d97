import { expect, test } from 'vitest';
import { builtInDecoders } from '#server/decoders/built-in/registry.ts';
import type { UnreadDecoder } from '#server/device-types/contract.ts';
import { CATALOGUE } from './device-types.ts';
import { type CatalogueEncoder, ENCODERS } from './encoders.ts';
import unreadDecoders from './unread-decoders.json' with { type: 'json' };

const unread = unreadDecoders as unknown as Record<string, UnreadDecoder[]>;
const byKey = new Map(builtInDecoders.map((decoder) => [decoder.key, decoder]));

/** All that is known of the types, a line a fact. What programs and receivers rely on is not to drop out unseen. */
function facts(): string {
  const types = CATALOGUE.flatMap((type) => [
    `${type.name} (${type.slug}, ${type.category}, ${type.networks.join('+') || 'no network'})${type.id ? ` ${type.id}` : ''}`,
    ...(type.decoders ?? []).map((key) => `  ${byKey.get(key)?.name}`),
    ...(unread[type.slug] ?? []).map(
      ({ name, uuid, records }) => `  not read: ${name} ${uuid ?? 'no id'} [${records.join(', ')}]`,
    ),
    ...(type.encoders ?? []).map((key) => `  ${ENCODERS[key].name} ${ENCODERS[key].id}`),
  ]);
  const decoders = builtInDecoders.flatMap(({ key, name, records, fixes = [] }) => [
    `${name} (${key})`,
    ...records.map(({ name: n, type, unit, example }) =>
      `  ${n} ${type} ${unit ?? '–'} ${example ?? ''}`.trimEnd(),
    ),
    ...fixes.map((fix) => `  fixed: ${fix}`),
  ]);
  const encoders = Object.values<CatalogueEncoder>(ENCODERS).flatMap(
    ({ name, kind, combines, commands = [] }) => [
      `${name} (${kind}${combines ? ', several in one downlink' : ''})`,
      ...commands.flatMap((command) =>
        command.values.length === 0
          ? [`  ${command.name} as given`]
          : command.values.map(
              ({ value, hex }) => `  ${command.name} ${value}: ${hex.join(' then ') || 'not public'}`,
            ),
      ),
    ],
  );
  return [...types, '', ...decoders, '', ...encoders, ''].join('\n');
}

test('everything known of the catalogue is as it was carried over', async () => {
  await expect(facts()).toMatchFileSnapshot('./catalogue-facts.txt');
});

test('a decoder is read or said not to be, never both; every type that has something unread exists', () => {
  for (const [slug, decoders] of Object.entries(unread)) {
    const type = CATALOGUE.find((one) => one.slug === slug);
    expect(type, slug).toBeDefined();
    const read = (type?.decoders ?? []).map((key) => byKey.get(key)?.name);
    expect(decoders.filter(({ name }) => read.includes(name))).toEqual([]);
  }
});
