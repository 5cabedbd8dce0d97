import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { exportTable } from '#server/exports/export-table.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { downlinkExport } from './export-table.ts';
import { getDownlinkFacts, listDeviceDownlinks } from './read-downlinks.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

/** More than a page, than two, and than were ever shown at once. */
const COUNT = 230;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  await database.sql`delete from downlinks where customer_id = ${a.customerId}`;
  const rows = Array.from({ length: COUNT }, (_, at) => {
    const state = at === 0 ? 'EXECUTING' : at % 10 === 1 ? 'FAILED' : 'DELIVERED';
    return {
      customer_id: a.customerId,
      device_id: a.ids.device,
      channel: 'lora',
      method: { type: 'lora', port: 2, payloadHex: at.toString(16).padStart(4, '0') },
      feedback_seconds: 600,
      retry_limit: 0,
      dry_run: false,
      state,
      reason: state === 'FAILED' ? 'FEEDBACK_TIMEOUT' : null,
      external_reference: at === 7 ? '=HYPERLINK("x")' : null,
      created_by: 'Tester',
      started_at: new Date(),
      ended_at: state === 'EXECUTING' ? null : new Date(),
      timeout_at: state === 'EXECUTING' ? new Date(Date.now() + 600_000) : null,
    };
  });
  for (const row of rows)
    await database.sql`insert into downlinks ${database.sql({ ...row, method: database.sql.json(row.method) })}`;
});

const list = (query: Partial<TableQuery> = {}) =>
  listDeviceDownlinks(a.system, { id: a.ids.device, query: { ...emptyTableQuery, ...query } });
const payloads = async (query: Partial<TableQuery>) =>
  (await list(query)).rows.map(({ method }) => (method.type === 'lora' ? method.payloadHex : ''));

describe('what a device was sent', () => {
  it('is all there, newest first, page after page and back', async () => {
    const seen: string[] = [];
    let page = await list();
    expect(page.total).toBe(COUNT);
    expect(page.prev).toBeNull();
    for (;;) {
      seen.push(...page.rows.map(({ method }) => (method.type === 'lora' ? method.payloadHex : '')));
      if (!page.next) break;
      page = await list({ cursor: page.next });
    }
    const all = Array.from({ length: COUNT }, (_, at) => at.toString(16).padStart(4, '0'));
    expect(seen).toEqual(all.toReversed());
    expect(await payloads({ cursor: page.prev as string })).toEqual(
      seen.slice(-50 - (COUNT % 50)).slice(0, 50),
    );
    expect((await payloads({ sort: { field: 'createdAt', desc: false } }))[0]).toBe('0000');
  });

  it('is found by state, by why it failed, and by its bytes however they are written', async () => {
    const failed = { field: 'state', op: 'in' as const, value: ['FAILED'] };
    expect((await list({ filters: [failed] })).total).toBe(COUNT / 10);
    const why = { field: 'reason', op: 'in' as const, value: ['FEEDBACK_TIMEOUT'] };
    expect((await list({ filters: [why] })).total).toBe(COUNT / 10);
    for (const q of ['00e5', '00 E5', '00:e5']) expect(await payloads({ q })).toEqual(['00e5']);
    expect(await payloads({ q: 'hyperlink' })).toEqual(['0007']);
  });

  it('goes into a file whole, without anything that a spreadsheet computes', async () => {
    const asked = {
      format: 'csv' as const,
      columns: ['instruction', 'state', 'externalReference', 'createdBy'],
    };
    const { chunks } = await exportTable(
      a.system,
      downlinkExport,
      { ...asked, query: emptyTableQuery },
      a.ids.device,
    );
    const parts: Uint8Array[] = [];
    for await (const part of chunks) parts.push(part);
    const lines = Buffer.concat(parts).toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(COUNT + 1);
    expect(lines.some((line) => line.includes(`"'=HYPERLINK`))).toBe(true);
  });

  it('of it so many have not ended', async () => {
    expect(await getDownlinkFacts(a.system, { id: a.ids.device })).toMatchObject({ open: 1 });
  });

  it('is nobody else’s to see', async () => {
    const stranger = actorWith(b.customerId, ['manager.admin']);
    const support = actorWith(a.customerId, ['support.user']);
    const asked = { id: a.ids.device, query: emptyTableQuery };
    await expect(listDeviceDownlinks(stranger, asked)).rejects.toMatchObject({ code: 'devices.not-found' });
    await expect(listDeviceDownlinks(support, asked)).rejects.toMatchObject({ code: 'access.forbidden' });
    await expect(getDownlinkFacts(stranger, { id: a.ids.device })).rejects.toMatchObject({
      code: 'devices.not-found',
    });
  });
});
