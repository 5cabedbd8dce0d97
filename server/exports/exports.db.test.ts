import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportFormat, TableExport } from '#components/ui/data-table/table-export.ts';
import { emptyTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { deviceExport } from '#server/devices/export-table.ts';
import { DomainError } from '#server/platform/errors.ts';
import { plainText } from '#server/platform/sheet-text.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { EXPORTS_AN_HOUR, WORKBOOK_ROWS } from './contract.ts';
import type { ExportTable } from './definition.ts';
import { askExport, exportTable } from './export-table.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

/** Names that are dangerous or hard to carry in a sheet; a name has neither tabs nor ends of lines. */
const NASTY = [
  '=1+1',
  '+31612345678',
  '-5 degrees',
  '@SUM(A1:A9)',
  '＝1',
  "'=already",
  'a;=cmd|x',
  'comma, "quotes" and ; semicolon',
  'Zoë – 温度 😀',
  '000123',
  '1e5',
  'TRUE',
];

const reader = (tenant: Tenant) => actorWith(tenant.customerId, ['manager.read-only']);
const asking = (format: ExportFormat, columns: string[], query: Partial<TableQuery> = {}): TableExport => ({
  format,
  columns,
  query: { ...emptyTableQuery, ...query },
});

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const run = async (asked: TableExport, tenant = a) =>
  bytesOf((await exportTable(reader(tenant), deviceExport, asked, '')).chunks);

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  for (const name of NASTY)
    await createDevice(a.system, {
      projectId: a.ids.project,
      deviceTypeId: a.ids.deviceType,
      name,
      description: null,
      barcode: null,
      tags: ['x', '=y'],
      flowIds: [],
    });
  await database.sql`update device_activity set last_signal = -101.5 where device_id = ${a.ids.device}`;
});

describe('a table as CSV', () => {
  it('is UTF-8 with its mark, quotes every text, and leaves nothing that a spreadsheet computes', async () => {
    const bytes = await run(asking('csv', ['name', 'tags', 'signal', 'createdAt']));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows: string[][] = parse(bytes, { bom: true });
    expect(rows[0]).toEqual(['name', 'tags', 'signal', 'createdAt']);
    expect(rows).toHaveLength(NASTY.length + 2);
    for (const cell of rows.slice(1).flatMap((row) => row.slice(0, 2)))
      expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    for (const row of rows.slice(1)) expect(row[3]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    // A number is one, also where it begins with a minus.
    expect(bytes.toString('utf8')).toMatch(/,-101\.5,/);
  });

  it('gives back what went in when it is read again', async () => {
    const rows: string[][] = parse(await run(asking('csv', ['name'])), { bom: true, from_line: 2 });
    const names = rows.map(([name]) => plainText(name as string));
    for (const name of NASTY) expect(names).toContain(name);
  });

  it('holds what the query matches in its order, and nothing of another customer', async () => {
    const sort = { field: 'name', desc: true };
    const rows: string[][] = parse(
      await run(
        asking('csv', ['name', 'id'], { sort, filters: [{ field: 'name', op: 'contains', value: '1' }] }),
      ),
      { bom: true, from_line: 2 },
    );
    expect(rows.map(([name]) => plainText(name as string))).toEqual(
      NASTY.filter((name) => name.includes('1'))
        .sort()
        .reverse(),
    );
    expect((await run(asking('csv', ['name']))).toString('utf8')).not.toContain('CANARY-B');
    expect((await run(asking('csv', ['name']), b)).toString('utf8')).toContain('CANARY-B');
  });

  it('carries the values that devices report', async () => {
    const rows: string[][] = parse(await run(asking('csv', ['twin:batteryVoltage', 'name'])), { bom: true });
    expect(rows[0]).toEqual(['twin:batteryVoltage', 'name']);
    expect(rows.find(([, name]) => name === 'CANARY-A-devices-name')?.[0]).toBe('3.6');
  });
});

describe('a table as a workbook', () => {
  it('has typed cells, texts exactly as they are, and no formula', async () => {
    const bytes = await run(asking('xlsx', ['name', 'signal', 'createdAt', 'barcode']));
    const [sheet] = await readExcelFile(bytes);
    const rows = sheet?.data ?? [];
    expect(rows[0]).toEqual(['name', 'signal', 'createdAt', 'barcode']);
    const names = rows.slice(1).map(([name]) => name);
    for (const name of NASTY) expect(names).toContain(name);
    const own = rows.find(([name]) => name === 'CANARY-A-devices-name');
    expect(own?.[1]).toBe(-101.5);
    expect(own?.[2]).toBeInstanceOf(Date);
    expect(Math.abs(Number(own?.[2]) - Date.now())).toBeLessThan(3_600_000);
  });

  it('is refused where it would not fit, before it counts as an export', async () => {
    const many: ExportTable<unknown> = {
      ...(deviceExport as ExportTable<unknown>),
      list: async (_actor, { countTo }) => ({
        rows: [],
        total: countTo ?? 0,
        atLeast: true,
        next: null,
        prev: null,
      }),
    };
    const actor = reader(a);
    for (let n = 0; n <= EXPORTS_AN_HOUR; n++) {
      const error = await exportTable(actor, many, asking('xlsx', ['name']), '').catch((e: unknown) => e);
      expect(error).toMatchObject({
        code: 'exports.too-many-rows',
        kind: 'too-large',
        details: { limit: WORKBOOK_ROWS },
      });
    }
    await exportTable(actor, many, asking('csv', ['name']), '');
  });

  it('is asked for without counting, and then says what the next would be told', async () => {
    const actor = actorWith(a.customerId, ['manager.read-only']);
    const asked = asking('csv', ['name']);
    const ask = () => askExport(actor, deviceExport, asked, '');
    for (let n = 0; n < EXPORTS_AN_HOUR + 2; n++) await ask();
    for (let n = 0; n < EXPORTS_AN_HOUR; n++) await exportTable(actor, deviceExport, asked, '');
    const refusal = { code: 'exports.too-many', details: { retryAfterSeconds: expect.any(Number) } };
    await expect(ask()).rejects.toMatchObject(refusal);
    await expect(exportTable(actor, deviceExport, asked, '')).rejects.toMatchObject(refusal);
  });
});

describe('an export', () => {
  it('is written down with its query before its first byte', async () => {
    const actor = reader(a);
    const file = await exportTable(actor, deviceExport, asking('csv', ['name'], { q: 'pump' }), '');
    expect(file.name).toMatch(/^devices-\d{4}-\d\d-\d\d\.csv$/);
    const [row] = await database.sql`
      select operation, object_kind, object_id, after from audit_log where actor_id = ${actor.id}`;
    expect(row).toMatchObject({
      operation: 'tables.export',
      object_kind: 'table',
      object_id: 'devices',
      after: { format: 'csv', columns: ['name'], q: 'pump', filters: [] },
    });
  });

  it('is refused to who may not read the table, and by the name of a column that it does not have', async () => {
    const support = actorWith(a.customerId, ['support.user']);
    await expect(exportTable(support, deviceExport, asking('csv', ['name']), '')).rejects.toMatchObject({
      code: 'access.forbidden',
    });
    const error = await exportTable(
      reader(a),
      deviceExport,
      asking('csv', ['name', 'colour', '__proto__']),
      '',
    ).catch((e: unknown) => e);
    expect((error as DomainError).fields[0]?.message).toContain('colour, __proto__');
    await expect(exportTable(reader(a), deviceExport, asking('csv', ['day']), '')).rejects.toBeInstanceOf(
      DomainError,
    );
  });

  it('is to be had ten times an hour, each person for itself', async () => {
    const actor = reader(a);
    for (let n = 0; n < EXPORTS_AN_HOUR; n++)
      await exportTable(actor, deviceExport, asking('csv', ['name']), '');
    await expect(exportTable(actor, deviceExport, asking('csv', ['name']), '')).rejects.toMatchObject({
      code: 'exports.too-many',
      kind: 'rate',
    });
    await exportTable(reader(a), deviceExport, asking('csv', ['name']), '');
  });

  it('reads page after page: what comes meanwhile at the end is in it, and nothing twice', async () => {
    const pages: number[] = [];
    const counting: typeof deviceExport = {
      ...deviceExport,
      list: (actor, query, of) => {
        pages.push(query.countTo ?? -1);
        return deviceExport.list(actor, { ...query, limit: 3 }, of);
      },
    };
    const file = await exportTable(reader(a), counting, asking('csv', ['id']), '');
    expect(pages).toEqual([0]);
    const ids = parse(await bytesOf(file.chunks), { bom: true, from_line: 2 }).map(
      (row) => (row as string[])[0],
    );
    expect(ids).toHaveLength(NASTY.length + 1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.length).toBe(Math.ceil(ids.length / 3));
  });
});
