import { and, eq, type SQL, sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { twins } from '#db/schema/twins.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TableField } from '#server/platform/table-filter.ts';
import type { OrderedSort } from '#server/platform/table-plan.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { ReportedValue } from '#server/twins/contract.ts';
import type { TwinCell } from './contract.ts';

/** Reported values as columns of the list of devices: `twin:temperature`. */
export const TWIN = 'twin:';

const nameOf = (field: string) => (field.startsWith(TWIN) ? field.slice(TWIN.length) : null);

const value = (name: string) => sql`${twins.reported} -> ${name}::text`;
const numberOf = (name: string) => sql`(${value(name)} ->> 'v')::double precision`;
/** As it is shown: a text, a number, true or false, bytes in base64. */
const textOf = (name: string) =>
  sql`coalesce(${value(name)} ->> 'vs', ${value(name)} ->> 'v', ${value(name)} ->> 'vb', ${value(name)} ->> 'vd')`;

/** No index holds what devices may tell: an order by it reads the twin of every match, so it is given for so many. */
const SORT_BOUND = 50_000;

/** Numbers in their order; below them, by their text, what is none. Cursors of such an order are made of its keys. */
export function twinField(field: string): { field: TableField; sort: OrderedSort<unknown> } | undefined {
  const name = nameOf(field);
  if (name === null) return undefined;
  const unread = () => {
    throw new Error('an order by reported values is read by keys');
  };
  return {
    field: { kind: 'value', number: numberOf(name), text: textOf(name), along: true },
    sort: {
      key: sql`coalesce(${numberOf(name)}, '-Infinity'::double precision)`,
      type: 'double precision',
      of: unread,
      most: SORT_BOUND,
      further: [{ key: sql`coalesce(${textOf(name)}, '')`, type: 'text', of: unread }],
    },
  };
}

/** The values that the query wants shown, put to its rows. */
export async function withTwins<Item extends { id: string }>(
  tx: Tx,
  scope: TenantScope,
  items: Item[],
  wanted: readonly string[] = [],
): Promise<(Item & { twin?: Record<string, TwinCell> })[]> {
  const names = wanted.map(nameOf).filter((name) => name !== null);
  if (names.length === 0 || items.length === 0) return items;
  const picked: SQL[] = names.map((name) => sql`${name}::text, ${value(name)}`);
  const rows = await tx
    .select({
      id: twins.deviceId,
      values: sql<Record<string, ReportedValue | null>>`jsonb_build_object(${sql.join(picked, sql`, `)})`,
    })
    .from(twins)
    .where(
      and(
        eq(twins.customerId, scope.customerId),
        sql`${twins.deviceId} = any(${`{${items.map(({ id }) => id).join(',')}}`}::text::uuid[])`,
      ),
    );
  const cells = new Map(rows.map(({ id, values }) => [id, cellsOf(values)]));
  return items.map((item) => ({ ...item, twin: cells.get(item.id) ?? {} }));
}

function cellsOf(values: Record<string, ReportedValue | null>): Record<string, TwinCell> {
  const told = Object.entries(values).filter((entry): entry is [string, ReportedValue] => entry[1] !== null);
  return Object.fromEntries(
    told.map(([name, { v, vs, vb, vd, u, t }]) => [
      name,
      { value: v ?? vs ?? vb ?? vd ?? null, unit: u ?? null, at: new Date(t * 1000) },
    ]),
  );
}

/** Of each type so many devices tell what its devices tell. */
const DEVICES_A_TYPE = 100;
const NAMES = 50;

/** Names that the customer's devices tell, those of most devices first. */
export async function selectTwinNames(tx: Tx, scope: TenantScope, q: string | undefined): Promise<string[]> {
  const customer = sql`${scope.customerId}::uuid`;
  const rows = await tx.execute<{ name: string }>(sql`
    select told.name from ${deviceTypes} t
    cross join lateral (select d.id from ${devices} d where d.customer_id = ${customer} and d.device_type_id = t.id
      order by d.name, d.id limit ${DEVICES_A_TYPE}) sample
    join ${twins} on ${twins.deviceId} = sample.id
    cross join lateral jsonb_object_keys(${twins.reported}) told(name)
    ${q === undefined ? sql`` : sql`where ${contains(sql`told.name`, q)}`}
    group by told.name order by count(*) desc, told.name limit ${NAMES}`);
  return [...rows].map(({ name }) => name);
}
