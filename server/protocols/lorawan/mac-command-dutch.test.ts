import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '../garbage.fixture.ts';
import { macWordsDutch } from './mac-command-dutch.ts';
import { MAC_COMMANDS } from './mac-command-table.ts';
import { parseMacCommands } from './mac-commands.ts';

test('says the same in Dutch: the same numbers, and no English', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MAC_COMMANDS),
      fc.uint8Array({ minLength: 5, maxLength: 5 }),
      (of, bytes) => {
        const hex = toHex(Uint8Array.of(of.cid, ...bytes.slice(0, of.length)));
        const [command] = parseMacCommands(fromHex(hex), of.direction).commands;
        const dutch = command ? macWordsDutch(command) : '';
        const numbers = (text: string) => text.match(/\d[\d.:TZ-]*\d|\d/g) ?? [];
        // English says once, twice and the rest in other words.
        const said = numbers(dutch).filter((one) => one !== '1');
        expect(said).toEqual(numbers(command?.words ?? '').filter((one) => one !== '1'));
        expect(dutch).toMatch(/^(Het|De|\d+ gateways?) .*\.$/);
        expect(dutch).not.toMatch(/\b(the|device|and)\b/i);
      },
    ),
  );
  expect(
    macWordsDutch({
      name: 'Proprietary',
      fields: {},
      words: 'Proprietary command 0x80; from there on the bytes are 8001.',
    }),
  ).toBe('Eigen opdracht 0x80; vanaf daar zijn de bytes 8001.');
});
