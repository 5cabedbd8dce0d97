import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableFilter } from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { radioUseExport } from './export-radio-use.ts';
import { radioUseQuerySchema } from './radio-use-contract.ts';
import { getRadioUse } from './read-radio-use.ts';
import { getUplink, listUplinks } from './read-uplinks.ts';

const database = useTestDatabase();
let a: Tenant;
/** Clocks go back in Amsterdam on this day. */
const DAY = '2026-10-25';
const ids: Record<string, number> = {};

interface Frame {
  name: string;
  /** UTC. */
  at: string;
  kind: string;
  hz?: number | null;
  sf?: number | null;
  event?: object;
}

const up = { kind: 'uplink', frmPayload: 'aa', confirmed: false, adr: true, adrAckReq: false, ack: false };
const down = { kind: 'downlink-sent', frmPayload: null, confirmed: false, transmitted: true };
const FRAMES: Frame[] = [
  { name: 'request', at: '00:10', kind: 'lora.join', sf: 12, event: { kind: 'join', accepted: false } },
  {
    name: 'accept',
    at: '00:11',
    kind: 'lora.join',
    hz: null,
    sf: null,
    event: { kind: 'join', accepted: true },
  },
  { name: 'data', at: '00:30', kind: 'lora.uplink', event: up },
  { name: 'second hour', at: '01:30', kind: 'lora.uplink', event: { ...up, confirmed: true } },
  { name: 'lost', at: '02:00', kind: 'lora.downlink-sent', event: { ...down, macCommands: '06' } },
  {
    name: 'asked',
    at: '03:00',
    kind: 'lora.downlink-sent',
    event: { ...down, macCommands: '06', ack: true },
  },
  {
    name: 'both',
    at: '03:10',
    kind: 'lora.uplink',
    hz: 868_300_000,
    event: { ...up, macCommands: '06fe07' },
  },
  { name: 'mac', at: '04:00', kind: 'lora.uplink', event: { ...up, frmPayload: '', macCommands: '02' } },
  {
    name: 'empty',
    at: '05:00',
    kind: 'lora.uplink',
    event: { ...up, frmPayload: '', location: { latitude: 1 } },
  },
  { name: 'missing', at: '06:00', kind: 'lora.ack', sf: null, event: { kind: 'ack', acknowledged: false } },
];

beforeAll(async () => {
  const { sql } = database;
  a = await createTenant(sql, 'A', await seedCatalogue(sql));
  await sql`delete from uplinks`;
  for (const { name, at, kind, event, hz = 868_100_000, sf = 7 } of FRAMES) {
    const receivedAt = `${DAY}T${at}:00Z`;
    const radio = { frequencyHz: hz, spreadingFactor: sf, bandwidthHz: 125_000, dr: null };
    const [row] = await sql`
      insert into uplinks (id, received_at, customer_id, device_id, kind, occurred_at, f_port, spreading_factor, event, body_id, body_offset, body_length)
      values (nextval('uplink_ids'), ${receivedAt}, ${a.customerId}, ${a.ids.device}, ${kind}, ${receivedAt}, 2, ${sf},
        ${sql.json({ ...event, devEui: a.devEui, occurredAt: receivedAt, identity: name, radio, receptions: [] })}, 0, 0, 0)
      returning id::int as id`;
    ids[name] = row?.id;
  }
});

const nameOf = (id: number) => Object.keys(ids).find((name) => ids[name] === id);

describe('LoRa data by what a frame is', () => {
  it.each([
    ['kind', ['lora.join-request'], ['request']],
    ['kind', ['lora.join-accept', 'lora.ack'], ['missing', 'accept']],
    ['kind', ['lora.join'], ['accept', 'request']],
    ['carries', ['mac'], ['mac', 'asked', 'lost']],
    ['carries', ['both'], ['both']],
    ['carries', ['nothing'], ['empty']],
    ['carries', ['geolocation'], ['empty']],
    ['carries', ['data', 'both'], ['both', 'second hour', 'data']],
    ['confirmation', ['confirmed'], ['second hour']],
    ['confirmation', ['ack'], ['missing', 'asked']],
    ['carries', ['what nobody knows'], []],
  ])('%s %j', async (field, value, names) => {
    const filters: TableFilter[] = [{ field, op: 'in', value }];
    const page = await listUplinks(a.system, {
      deviceId: a.ids.device,
      query: { ...emptyTableQuery, filters },
    });
    expect(page.rows.map(({ id }) => nameOf(id))).toEqual(names);
  });
});

describe('MAC commands', () => {
  const exchanges = async (name: string) =>
    (await getUplink(a.system, { id: ids[name] as number })).macExchanges.map(({ request, answer }) => [
      request && [request.name, nameOf(request.uplinkId)],
      answer && [answer.name, nameOf(answer.uplinkId)],
    ]);

  it.each([
    [
      'asked',
      [
        [
          ['DevStatusReq', 'asked'],
          ['DevStatusAns', 'both'],
        ],
      ],
    ],
    [
      'both',
      [
        [
          ['DevStatusReq', 'asked'],
          ['DevStatusAns', 'both'],
        ],
      ],
    ],
    ['lost', [[['DevStatusReq', 'lost'], null]]],
    ['mac', [[['LinkCheckReq', 'mac'], null]]],
    ['data', []],
  ])('of "%s" stand with their other half', async (name, expected) => {
    expect(await exchanges(name)).toEqual(expected);
  });
});

describe('radio use', () => {
  const ask = (zone: string) =>
    radioUseQuerySchema.parse({
      deviceId: a.ids.device,
      from: '2026-10-24T22:00:00Z',
      to: '2026-10-25T23:00:00Z',
      zone,
    });

  it('counts by hour of the reader’s day, which has 25 of them here', async () => {
    const use = await getRadioUse(a.system, ask('Europe/Amsterdam'));
    expect([use.slotHours, use.slots.length]).toEqual([1, 25]);
    expect(use.slots[2]?.toISOString()).toBe('2026-10-25T00:00:00.000Z');
    const cell = { frequency: 868_100_000, spreadingFactor: 7, uplinks: 1, downlinks: 0 };
    expect(use.cells).toEqual([
      { ...cell, slot: 2 },
      { ...cell, slot: 2, spreadingFactor: 12 },
      { ...cell, slot: 3 },
      { ...cell, slot: 4, uplinks: 0, downlinks: 1 },
      { ...cell, slot: 5, uplinks: 0, downlinks: 1 },
      { ...cell, slot: 5, frequency: 868_300_000 },
      { ...cell, slot: 6 },
      { ...cell, slot: 7 },
    ]);
  });

  it('comes as a table with the moments of its slots', async () => {
    const filters: TableFilter[] = [
      { field: 'receivedAt', op: 'between', value: ['2026-10-20T00:00:00Z', '2026-10-25T04:00:00Z'] },
      { field: 'zone', op: 'is', value: 'Europe/Amsterdam' },
    ];
    const { rows } = await radioUseExport.list(a.system, { filters, limit: 1 }, a.ids.device);
    expect(rows.at(-1)).toMatchObject({
      from: new Date('2026-10-24T22:00:00Z'),
      to: new Date('2026-10-25T04:00:00Z'),
      frequency: 868_300_000,
      uplinks: 1,
    });
    const bad: TableFilter[] = [{ field: 'zone', op: 'is', value: 'Mars/Olympus' }];
    await expect(
      radioUseExport.list(a.system, { filters: bad, limit: 1 }, a.ids.device),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });
});
