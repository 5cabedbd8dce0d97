import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableFilter } from '#components/ui/data-table/table-query.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { exportTable } from '#server/exports/export-table.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { measurementExport } from './export-table.ts';
import { getTrack, listMeasurementRows } from './read-measurements.ts';
import { MAX_TRACK_POINTS } from './series-contract.ts';

const database = useTestDatabase();
let a: Tenant;
const to = new Date('2026-06-01T12:00:00Z');
const from = new Date(to.getTime() - 3_600_000);
const ROWS = 1200;

/** A place every three seconds, going north; every tenth without a radius; the last one no place on earth. */
beforeAll(async () => {
  const { sql } = database;
  a = await createTenant(sql, 'A', await seedCatalogue(sql));
  await sql`delete from packs`;
  await sql`delete from pack_weeks`;
  const [shape] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
    values (${a.customerId}, ${Buffer.from('way')}, '{latitude,longitude,radius,method}', '{lat,lon,m,""}', 'nnns') returning id`;
  await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
    select 50000 + n, t, ${a.customerId}, ${a.ids.device}, 50000 + n, ${a.ids.decoder}, t, ${shape?.id},
      array[case when n = ${ROWS - 1} then 95 else 51 + n / 10000.0 end, 4, case when n % 10 = 0 then 'NaN'::float8 else n end, 'NaN'],
      json_build_object('s', json_build_object('3', case when n % 2 = 0 then 'TDOA' else 'GNSS' end))
    from generate_series(0, ${ROWS - 1}) n cross join lateral (select ${from}::timestamptz + n * interval '3 seconds' as t) at`;
});

const list = (filters: TableFilter[], more = {}) =>
  listMeasurementRows(a.system, { id: a.ids.device, query: { ...emptyTableQuery, filters, ...more } });

describe('measurements as a table', () => {
  it('newest first, each value by its name', async () => {
    const { rows, total } = await list([]);
    expect(total).toBe(ROWS);
    expect(rows[1]).toMatchObject({
      uplinkId: 50_000 + ROWS - 2,
      values: { latitude: { v: 51.1198, u: 'lat' }, radius: { v: 1198, u: 'm' }, method: { vs: 'TDOA' } },
    });
  });

  it.each([
    ['a number', [{ field: 'm:radius', op: 'lt', value: '4' }], [3, 2, 1]],
    ['one that is missing', [{ field: 'm:radius', op: 'empty', value: '' }], [1190, 1180, 1170]],
    ['a text', [{ field: 'm:method', op: 'is', value: 'GNSS' }], [1199, 1197, 1195]],
    ['a time', [{ field: 'time', op: 'lte', value: from.toISOString() }], [0]],
  ] as [string, TableFilter[], number[]][])('filtered by %s', async (_, filters, first) => {
    const { rows } = await list(filters, { limit: 3 });
    expect(rows.map(({ id }) => id - 50_000)).toEqual(first);
  });

  it('in the order of a value, page after page, and what holds a text', async () => {
    const sort = { field: 'm:radius', desc: true };
    const first = await list([], { sort, limit: 2 });
    const next = await list([], { sort, limit: 2, cursor: first.next as string });
    expect([...first.rows, ...next.rows].map(({ id }) => id - 50_000)).toEqual([1199, 1198, 1197, 1196]);
    expect((await list([], { q: 'tdoa' })).total).toBe(ROWS / 2);
  });

  it('as a file with the columns that were asked for', async () => {
    const columns = ['time', 'm:latitude', 'm:method', 'm:nothing'];
    const query = { ...emptyTableQuery, filters: [{ field: 'm:radius', op: 'is' as const, value: '7' }] };
    const asked = { format: 'csv' as const, columns, query };
    const file = await exportTable(systemActor(a.customerId), measurementExport, asked, a.ids.device);
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.chunks) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('51.0007');
    expect(lines[1]).toContain('GNSS');
  });
});

describe('the way of a device', () => {
  it('oldest first, some of the places where they are many, the newest among them', async () => {
    const { total, points } = await getTrack(a.system, { deviceId: a.ids.device, from, to });
    expect(total).toBe(ROWS - 1);
    expect(points.length).toBeLessThanOrEqual(MAX_TRACK_POINTS);
    expect(points[0]).toMatchObject({ latitude: 51, longitude: 4, radius: null, uplinkId: 50_000 });
    expect(points.at(-1)).toMatchObject({ radius: ROWS - 2 });
    expect(points.every(({ at }, index) => index === 0 || at > (points[index - 1]?.at ?? at))).toBe(true);
  });

  it('a short stretch has all of them', async () => {
    const { points } = await getTrack(a.system, {
      deviceId: a.ids.device,
      from,
      to: new Date(from.getTime() + 30_000),
    });
    expect(points.map(({ radius }) => radius)).toEqual([null, 1, 2, 3, 4, 5, 6, 7, 8, 9, null]);
  });
});

describe('a pack of several moments', () => {
  const BEGIN = Date.parse('2026-05-20T09:00:00Z');
  const minutes = (n: number) => new Date(BEGIN + n * 60_000);

  beforeAll(async () => {
    const { sql } = database;
    const names = [
      'latitude',
      'longitude',
      'latitude',
      'longitude',
      'latitude',
      'longitude',
      'depth',
      'depth',
    ];
    const [shape] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
      values (${a.customerId}, ${Buffer.from('buffered way')}, ${names}, ${names.map(() => '')}, 'nnnnnnnn') returning id`;
    const offsets = { 2: 3_600, 3: 3_600, 4: 7_200, 5: 7_200, 6: 7_200, 7: 7_200 };
    await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
      values (90000, ${minutes(121)}, ${a.customerId}, ${a.ids.device}, 90000, ${a.ids.decoder}, ${minutes(0)}, ${shape?.id},
        '{51,4,52,5,53,6,1,2}', ${sql.json({ t: offsets } as never)})`;
  });

  it('is a row each in the table and in the file, and a value that is told twice a row more', async () => {
    const filters: TableFilter[] = [{ field: 'time', op: 'lte', value: minutes(120).toISOString() }];
    const told = (rows: Awaited<ReturnType<typeof list>>['rows']) =>
      rows.map(({ time, part, values }) => [
        (time.getTime() - BEGIN) / 60_000,
        part,
        values.latitude?.v,
        values.depth?.v,
      ]);
    const expected = [
      [0, 0, 51, undefined],
      [60, 1, 52, undefined],
      [120, 2, 53, 1],
      [120, 3, undefined, 2],
    ];
    expect(told((await list(filters, { sort: { field: 'time', desc: false } })).rows)).toEqual(expected);
    expect(told((await list(filters)).rows)).toEqual(expected.toReversed());
    const asked = {
      format: 'csv' as const,
      columns: ['time', 'm:latitude'],
      query: { ...emptyTableQuery, filters },
    };
    const file = await exportTable(systemActor(a.customerId), measurementExport, asked, a.ids.device);
    let text = '';
    for await (const chunk of file.chunks) text += Buffer.from(chunk).toString('utf8');
    for (const latitude of ['51', '52', '53'])
      expect(text).toMatch(new RegExp(`[,;]"?${latitude}"?\\r?$`, 'm'));
  });

  it.each([
    ['any of its values', 'lt', '2', true],
    ['none of them', 'gt', '2', false],
    ['one that is another', 'not', '3', true],
    ['the very one', 'not', '2', false],
  ] as [string, TableFilter['op'], string, boolean][])('is found by %s', async (_, op, value, isFound) => {
    const filters: TableFilter[] = [
      { field: 'time', op: 'lte', value: minutes(120).toISOString() },
      { field: 'm:depth', op, value },
    ];
    expect((await list(filters)).rows.length > 0).toBe(isFound);
  });

  it('stands in the order of a value by its highest or its lowest', async () => {
    const { sql } = database;
    const [shape] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
      values (${a.customerId}, ${Buffer.from('swing')}, '{swing,swing,swing}', '{"","",""}', 'nnn') returning id`;
    for (const [nth, v] of ['{1,9,5}', '{NaN,7,7}', '{2,3,8}'].entries())
      await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
        values (${91_000 + nth}, ${minutes(nth)}, ${a.customerId}, ${a.ids.device}, ${91_000 + nth}, ${a.ids.decoder}, ${minutes(nth)}, ${shape?.id}, ${v})`;
    const order = async (desc: boolean) => {
      const filters: TableFilter[] = [{ field: 'm:swing', op: 'filled', value: '' }];
      const ids: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(filters, {
          sort: { field: 'm:swing', desc },
          limit: 1,
          ...(cursor && { cursor }),
        });
        for (const { id } of page.rows) if (ids.at(-1) !== id - 91_000) ids.push(id - 91_000);
        cursor = page.next ?? undefined;
      } while (cursor);
      return ids;
    };
    expect([await order(true), await order(false)]).toEqual([
      [0, 2, 1],
      [0, 2, 1],
    ]);
    await sql`delete from packs where id between 91000 and 91002`;
  });

  it('is a place each of the way, those within the period and no other', async () => {
    const way = async (begins: number, ends: number) => {
      const period = { from: minutes(begins), to: minutes(ends) };
      const { points } = await getTrack(a.system, { deviceId: a.ids.device, ...period });
      return points.map(({ at, latitude, longitude }) => [
        (at.getTime() - BEGIN) / 60_000,
        latitude,
        longitude,
      ]);
    };
    const places = [
      [0, 51, 4],
      [60, 52, 5],
      [120, 53, 6],
    ];
    expect(await way(0, 200)).toEqual(places);
    expect(await way(30, 90)).toEqual([places[1]]);
  });
});

describe('what several decoders made of one message', () => {
  it('is one row, and one more of each that says something else by the same name', async () => {
    const { sql } = database;
    const at = new Date(to.getTime() + 86_400_000);
    const packs = [
      ['temperature,port', [21, 5]],
      ['payload,port', [16, 5]],
      ['temperature,humidity', [22, 40]],
    ] as const;
    for (const [n, [names, values]] of packs.entries()) {
      const [shape] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
        values (${a.customerId}, ${Buffer.from(names)}, ${names.split(',')}, '{"",""}', 'nn') returning id`;
      await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
        values (${95_000 + n}, ${at}, ${a.customerId}, ${a.ids.device}, 95000, ${a.ids.decoder}, ${at}, ${shape?.id}, ${[...values]})`;
    }
    const filters: TableFilter[] = [{ field: 'time', op: 'gte', value: at.toISOString() }];
    const told = async (desc: boolean) => {
      const { rows, total } = await list(filters, { sort: { field: 'time', desc } });
      expect(total).toBe(rows.length);
      return rows.map(({ values }) => Object.entries(values).map(([name, { v }]) => `${name} ${v}`));
    };
    const expected = [
      ['temperature 21', 'port 5', 'payload 16'],
      ['temperature 22', 'humidity 40'],
    ];
    expect(await told(false)).toEqual(expected);
    expect(await told(true)).toEqual(expected.toReversed());
  });
});
