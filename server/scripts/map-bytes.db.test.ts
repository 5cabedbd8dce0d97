import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { byteMapSchema } from './byte-map-contract.ts';
import { closeEditorSandbox } from './editor-sandbox.ts';
import { mapBytes } from './map-bytes.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});
afterAll(closeEditorSandbox);

const creator = () => actorWith(a.customerId, ['creator.admin', 'manager.admin']);
const map = async (request: object) => mapBytes(creator(), byteMapSchema.parse(request));
const shown = async (request: object) => {
  const { map: found, error, payload } = await map(request);
  expect(error).toBeNull();
  expect(found?.bytes).toHaveLength(payload.length / 2);
  return found?.bytes.map(({ role, records }) => [role, ...records].join(' '));
};

const TS013 = `function decodeUplink(input) {
  var b = input.bytes;
  if (b[0] !== 2) return { errors: ['not for me'] };
  return { data: { temperature: ((b[1] << 8) | b[2]) / 10, door: { open: (b[3] & 1) === 1 } } };
}`;
const THINGS = `(s) => {
  const { payload, metadata } = JSON.parse(s);
  const hex = metadata.ingestion.actility.uplink.payload_hex;
  if (payload.DevEUI_uplink.payload_hex !== hex) throw new Error('two payloads');
  return JSON.stringify([{ n: 'temperature', u: 'Cel', v: parseInt(hex.slice(2, 6), 16) / 10 }, { n: 'first', v: parseInt(hex.slice(0, 2), 16) }]);
}`;

describe('what read each byte', () => {
  it('of a script of either contract, and of a decoder of the catalogue', async () => {
    const frame = { frmPayload: '02 00d7 01 ff', fPort: 2 };
    expect(await shown({ contract: 'ts013', source: TS013, ...frame })).toEqual([
      'structure',
      'value temperature',
      'value temperature',
      'value door.open',
      'unread',
    ]);
    expect(await shown({ contract: 'things', source: THINGS, ...frame })).toEqual([
      'value first',
      'value temperature',
      'value temperature',
      'unread',
      'unread',
    ]);
    const decoderId = randomUUID();
    await database.sql`insert into decoders (id, customer_id, kind, built_in, name)
      values (${decoderId}, ${PLATFORM_CUSTOMER_ID}, 'built-in', 'elsys-ers-v9-v3', '› Elsys')`;
    expect(await shown({ decoderId, frmPayload: '0100e20229', fPort: 5 })).toEqual([
      'structure',
      'value temperature',
      'value temperature',
      'structure',
      'value humidity',
    ]);
  });

  it('of a message that is kept; another customer’s is not there', async () => {
    const source = 'function decodeUplink(i) { return { data: { first: i.bytes[0] } } }';
    const request = { contract: 'ts013', source, uplinkId: a.ids.uplink };
    expect((await shown(request))?.[0]).toBe('value first');
    await expect(map({ ...request, uplinkId: b.ids.uplink })).rejects.toMatchObject({
      kind: 'not-found',
    });
    const decoderId = b.ids.decoder;
    await expect(map({ decoderId, uplinkId: a.ids.uplink })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it.each([
    ['throws', 'throw new TypeError("no such port")', 'TypeError'],
    ['returns errors', 'return { errors: ["no such port"] }', 'DecodeError'],
    ['needs its time for every byte', 'if (i.bytes[0] === 1) return { data: { a: 1 } }; for (;;);', 'Budget'],
    [
      'does not stop',
      'if (i.bytes[0] === 1) return { data: { a: 1 } }; [].indexOf.call({ length: 2 ** 53 - 1 }, 1)',
      'Budget',
    ],
  ])('has no map of a script that %s', async (_what, body, name) => {
    const source = `function decodeUplink(i) { ${body} }`;
    const frmPayload = '01'.repeat(name === 'Budget' ? 3 : 242);
    const answer = await map({
      contract: 'ts013',
      source: source.replace('i.bytes[0] === 1', 'i.bytes.every((b) => b === 1)'),
      frmPayload,
      fPort: 1,
    });
    expect(answer).toMatchObject({ map: null, error: { name } });
  });

  it('of the largest payload within moments', async () => {
    const source =
      'function decodeUplink(i) { return { data: Object.fromEntries(i.bytes.map((b, at) => ["b" + at, b])) } }';
    const started = performance.now();
    const found = await shown({ contract: 'ts013', source, frmPayload: 'a5'.repeat(242), fPort: 1 });
    expect(found?.[241]).toBe('value b241');
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
