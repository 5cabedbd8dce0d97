import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableFilter, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { typeExport } from '#server/device-types/export-table.ts';
import { unknownExport } from '#server/lora-networks/export-table.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createUser } from '#server/users/create-user.ts';
import { userExport } from '#server/users/export-table.ts';
import type { ExportTable } from './definition.ts';
import { exportTable } from './export-table.ts';
import { heldExport } from './held-export.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  for (const [name, roles] of [
    ['Ann', ['manager.admin']],
    ['=Bob', ['manager.editor']],
    ['Cas', ['manager.admin', 'creator.admin']],
  ] as const)
    await createUser({
      customerId: a.customerId,
      name,
      email: `${name.replace('=', '')}@held.example`,
      roles: [...roles],
    });
});

async function lines<Row>(
  table: ExportTable<Row>,
  columns: string[],
  asked: Partial<TableQuery>,
  of = '',
): Promise<string[][]> {
  const actor = actorWith(a.customerId, ['manager.admin', 'creator.admin', 'organization.admin']);
  const query = { ...emptyTableQuery, ...asked };
  const parts: Uint8Array[] = [];
  for await (const part of (await exportTable(actor, table, { format: 'csv', columns, query }, of)).chunks)
    parts.push(part);
  return parse(Buffer.concat(parts), { bom: true });
}

const role = (value: string): TableFilter => ({ field: 'roles', op: 'in', value: [value] });
const wrong = expect.objectContaining({ code: 'input.invalid' });

describe('a list that is held whole, as a file', () => {
  it('holds what its table finds, in its order, and nothing a spreadsheet computes', async () => {
    const sort = { field: 'name', desc: true };
    expect(
      await lines(userExport, ['name', 'roles'], { filters: [role('manager.admin')], q: '@HELD', sort }),
    ).toEqual([
      ['name', 'roles'],
      ['Cas', 'creator.admin, manager.admin'],
      ['Ann', 'manager.admin'],
    ]);
    expect(await lines(userExport, ['name'], { filters: [role('manager.editor')], q: '@held' })).toEqual([
      ['name'],
      ["'=Bob"],
    ]);
  });

  it('is the customer’s own, whose rows they are besides', async () => {
    expect(JSON.stringify(await lines(userExport, ['name', 'email'], {}))).not.toContain('CANARY-B');
    expect((await lines(typeExport, ['name', 'decoders'], {})).length).toBeGreaterThan(1);
    await expect(lines(unknownExport, ['identifier'], {}, b.ids.connection)).rejects.toEqual(
      expect.objectContaining({ code: 'lora-connections.not-found' }),
    );
    expect((await lines(unknownExport, ['identifier', 'count'], {}, a.ids.connection))[0]).toEqual([
      'identifier',
      'count',
    ]);
  });

  it('refuses by name what the list does not know', async () => {
    await expect(lines(userExport, ['name', 'password'], {})).rejects.toEqual(wrong);
    await expect(lines(userExport, ['name'], { sort: { field: 'password', desc: false } })).rejects.toEqual(
      wrong,
    );
    await expect(
      lines(userExport, ['name'], { filters: [{ field: 'password', op: 'empty', value: '' }] }),
    ).rejects.toEqual(wrong);
  });

  it('goes on where a page ends', async () => {
    const rows = Array.from({ length: 2_300 }, (_, n) => ({ n }));
    const counted = heldExport({
      name: 'numbers',
      operation: 'users.read',
      held: { fields: { n: (row: { n: number }) => row.n }, search: [] },
      columns: {},
      read: async () => rows,
    });
    const found = await lines(counted, ['n'], { sort: { field: 'n', desc: true } });
    expect(found).toHaveLength(2_301);
    expect([found[1], found.at(-1)]).toEqual([['2299'], ['0']]);
  });
});
