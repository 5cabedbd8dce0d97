import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { exportTable } from '#server/exports/export-table.ts';
import { plainText } from '#server/platform/sheet-text.ts';
import {
  a,
  actor,
  applied,
  b,
  database,
  eui,
  planned,
  programmable,
  rowsOf,
  sheet,
} from './bulk-scene.fixture.ts';
import { taskRow } from './bulk-work.fixture.ts';
import { BULK_KINDS, type BulkKind } from './contract.ts';
import { bulkRowExport } from './export-rows.ts';
import { getBulkTask } from './read-tasks.ts';
import { definitionOf } from './registry.ts';
import type { Field } from './sheet/columns-contract.ts';
import { sheetTemplate } from './sheet-template.ts';

const headings = async (kind: BulkKind, deviceTypeId?: string) => {
  const { name, csv } = await sheetTemplate(actor, { kind, deviceTypeId });
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(csv.endsWith('\r\n')).toBe(true);
  const [line = []] = parse(csv, { bom: true }) as string[][];
  return { name, line };
};

describe('the template of a sheet', () => {
  it.each(BULK_KINDS.filter((kind) => definitionOf(kind).sheet))(
    '%s: its columns are recognised as they stand',
    async (kind) => {
      const { line } = await headings(kind);
      const fields: readonly Field[] = definitionOf(kind).sheet?.fields ?? [];
      expect(line.length).toBeGreaterThan(0);
      const id = await planned(kind, sheet([line.map(() => 'x').join(';')], line.join(';')), {});
      const { mapping, missing } = await getBulkTask(actor, { id });
      expect(mapping).toHaveLength(line.length);
      expect(missing).toEqual([]);
      for (const field of mapping ?? [])
        expect(field !== null && (field.startsWith('metadata:') || fields.includes(field))).toBe(true);
    },
  );

  it.each(BULK_KINDS.filter((kind) => !definitionOf(kind).sheet))('%s takes none', async (kind) => {
    await expect(sheetTemplate(actor, { kind })).rejects.toMatchObject({ code: 'bulk-tasks.takes-no-sheet' });
  });

  it('of a device type leaves out the type, and keys that the portal makes', async () => {
    const preset = await headings('add-lora-devices', a.ids.deviceType);
    expect(preset.line).toEqual(expect.arrayContaining(['DevEUI', 'JoinEUI', 'AppKey', 'Name']));
    expect(preset.line).not.toContain('Type');
    const made = await headings('add-lora-devices', programmable);
    expect(made.name).toBe('add-lora-devices-programmable.csv');
    expect(made.line).toContain('Name');
    for (const key of ['DevEUI', 'JoinEUI', 'AppKey', 'Type']) expect(made.line).not.toContain(key);
  });

  it('of a type of another customer looks like one of none, and it is for who may see bulk tasks', async () => {
    const [row] =
      await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${b.customerId}, 'theirs', 'Theirs', 'own', 'Sensors', '{generic}') returning id`;
    for (const deviceTypeId of [row?.id as string, crypto.randomUUID()])
      await expect(sheetTemplate(actor, { kind: 'add-generic-devices', deviceTypeId })).rejects.toMatchObject(
        {
          code: 'device-types.not-found',
        },
      );
    const support = actorWith(a.customerId, ['support.user']);
    await expect(sheetTemplate(support, { kind: 'link-flow' })).rejects.toMatchObject({
      code: 'access.forbidden',
    });
  });
});

describe('a sheet that changes metadata and nothing else', () => {
  const own = () => sheet([`${a.devEui};Quay 7;12`], 'DevEUI;metadata:location;Metadata.height');

  it('is complete, and is done', async () => {
    const id = await planned('update-devices', own(), {});
    expect(await getBulkTask(actor, { id })).toMatchObject({ state: 'planned', missing: [] });
    await applied('update-devices', own(), {});
    const [twin] = await database.sql`select metadata from twins where device_id = ${a.ids.device}`;
    expect(twin?.metadata).toMatchObject({ location: 'Quay 7', height: '12' });
  });

  it('without a column to change says which there could be, metadata among them', async () => {
    const id = await planned('update-devices', sheet([a.devEui], 'DevEUI'), {});
    const { state, missing } = await getBulkTask(actor, { id });
    expect(state).toBe('draft');
    expect(missing).toEqual([['name', 'barcode', 'description', 'tags', 'latitude', 'metadata:']]);
  });
});

describe('the rows of a task as a file', () => {
  const words = {
    reason: ({ code }: { code: string }) => `words of ${code}`,
    field: (name: string) => name,
    value: (field: string, value: unknown) => (field === 'type' ? `words of type ${typeof value}` : null),
  };
  const fileOf = async (id: string, query: Partial<TableQuery> = {}, who = actor) => {
    const columns = ['number', 'label', 'verdict', 'outcome', 'what'];
    const asked = { format: 'csv' as const, columns, query: { ...emptyTableQuery, ...query } };
    const parts: Uint8Array[] = [];
    for await (const part of (await exportTable(who, bulkRowExport(words), asked, id)).chunks)
      parts.push(part);
    return parse(Buffer.concat(parts), { bom: true, from_line: 2 }) as string[][];
  };
  const lines = [`${eui(1)};=cmd|x`, `${eui(1)};twice`, 'nonsense;Pump', `${eui(2)};@SUM(A1)`];
  const plan = () =>
    planned(
      'add-lora-devices',
      sheet(
        lines.map((line) => withKeys(line)),
        'DevEUI;Name;JoinEUI;AppKey',
      ),
    );
  const withKeys = (line: string) => `${line};70B3D57ED0000001;${'0'.repeat(31)}1`;

  it('is there before anybody confirms: every row, what is planned, and why not', async () => {
    const id = await plan();
    const rows = await fileOf(id);
    const shown = await rowsOf(id);
    expect(rows.map(([number]) => Number(number))).toEqual(shown.map((row) => row.number));
    expect(rows.map((row) => row[2])).toEqual(shown.map((row) => row.verdict));
    expect(new Set(rows.map((row) => row[3]))).toEqual(new Set(['']));
    const refused = rows.filter((row) => row[2] === 'refuse');
    expect(refused.length).toBeGreaterThan(0);
    for (const row of refused) expect(row[4]).toContain('words of ');
    expect((await taskRow(database.sql, id)).state).toBe('planned');
  });

  it('holds no key, and nothing that a spreadsheet computes', async () => {
    const rows = await fileOf(await plan());
    const cells = rows.flat();
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(cells.join('\n')).not.toContain(`${'0'.repeat(31)}1`);
    const planned = rows.map((row) => plainText(row[4] as string)).join('\n');
    expect(planned).toContain('@SUM(A1)');
    expect(planned).toContain('type: words of type object');
  });

  it('is what the filters leave, and of the own tasks only', async () => {
    const id = await plan();
    const refused = await fileOf(id, { filters: [{ field: 'verdict', op: 'in', value: ['refuse'] }] });
    expect(new Set(refused.map((row) => row[2]))).toEqual(new Set(['refuse']));
    const stranger = actorWith(b.customerId, ['manager.admin']);
    await expect(fileOf(id, {}, stranger)).rejects.toMatchObject({ code: 'bulk-tasks.not-found' });
  });
});
