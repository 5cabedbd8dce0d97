import { type SQL, sql } from 'drizzle-orm';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TableField } from '#server/platform/table-filter.ts';

/** Filters of the list of devices by what no order of it holds: without an index's help they are looked for along it. */

export const tagsField: TableField = {
  kind: 'labels',
  oneOf: (values) =>
    values.length > 0
      ? sql`${devices.tags} && ${arrayOf(values, 'text')}`
      : sql`cardinality(${devices.tags}) > 0`,
  along: true,
};

export const barcodeField: TableField = { kind: 'text', sql: devices.barcode, along: true };

const typesOn = (networks: string[]) =>
  sql`select ${deviceTypes.id} from ${deviceTypes} where ${deviceTypes.networks} && ${arrayOf(networks, 'text')}`;

export const networkField: TableField = {
  kind: 'choice',
  oneOf: (values) => sql`${devices.deviceTypeId} in (${typesOn(values)})`,
  along: true,
};

/** So many are read by the index of types sooner than the order is gone along until a page of them is full. */
const RARE = 10_000;

/** Of a network that few devices are on those, by the index of types. */
export async function onRareNetwork(
  tx: Tx,
  { filters }: Pick<TableQuery, 'filters'>,
): Promise<SQL | undefined> {
  const asked = filters.find(({ field, op }) => field === 'network' && (op === 'is' || op === 'in'));
  if (!asked) return undefined;
  const those = sql`select d.id from ${devices} d where d.customer_id = (select current_setting('app.customer_id')::uuid)
    and d.device_type_id = any(array(${typesOn([asked.value].flat())}))`;
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from (${those} limit ${RARE + 1}) counted`,
  );
  return row && row.n <= RARE ? sql`${devices.id} = any(array(${those}))` : undefined;
}
