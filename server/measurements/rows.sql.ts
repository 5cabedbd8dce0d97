import { and, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { allPacks as packs, shapes } from '#db/schema/measurements.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TableField } from '#server/platform/table-filter.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { OrderedSort } from '#server/platform/table-plan.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { RecordValue } from '#server/protocols/senml/record.ts';
import {
  earliest,
  type FarKnown,
  nearby,
  type Reach,
  selectFarPacks,
  tellsWithin,
  within,
} from './all-packs.sql.ts';
import type { PackRest } from './contract.ts';
import { MEASURED, type MeasurementRow } from './series-contract.ts';
import { fromShape } from './shape.ts';

/** What a device measured, a row a moment of a pack: the table beside its graph. Packs stand in the order of their first moment. */

const columns = {
  id: packs.id,
  uplinkId: packs.uplinkId,
  decoderId: packs.decoderId,
  time: packs.time,
  receivedAt: packs.receivedAt,
  v: packs.v,
  rest: sql<PackRest | null>`${packs.rest}`,
  names: shapes.names,
  units: shapes.units,
  kinds: shapes.kinds,
};

const selectFrom = (tx: Tx) =>
  tx
    .select(columns)
    .from(packs)
    .innerJoin(shapes, and(eq(shapes.customerId, packs.customerId), eq(shapes.id, packs.shapeId)))
    .$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

/** No index holds what was measured: an order by it reads every pack of the period. */
const SORT_BOUND = 50_000;

function measuredField(
  field: string,
  desc: boolean,
): { field: TableField; sort: OrderedSort<Row> } | undefined {
  if (!field.startsWith(MEASURED)) return undefined;
  const name = field.slice(MEASURED.length);
  // A pack may hold the name several times: each of its values counts.
  const each = sql`unnest(array_positions(${shapes.names}, ${name}::text)) held(i)`;
  const number = sql`nullif(${packs.v}[held.i], 'NaN'::double precision)`;
  const most = sql.raw(desc ? 'max' : 'min');
  return {
    field: {
      kind: 'value',
      number,
      text: sql`coalesce(${packs.rest} #>> array['s', (held.i - 1)::text], ${number}::text)`,
      among: (one) => sql`exists (select from ${each} where ${one})`,
    },
    sort: {
      key: sql`coalesce((select ${most}(${number}) from ${each}), '-Infinity'::double precision)`,
      type: 'double precision',
      of: ({ names, v }) => {
        const values = names.flatMap((one, at) => (one === name ? [Number(v[at] ?? Number.NaN)] : []));
        const numbers = values.filter((value) => !Number.isNaN(value));
        if (numbers.length === 0) return '-Infinity';
        return desc ? Math.max(...numbers) : Math.min(...numbers);
      },
      most: SORT_BOUND,
    },
  };
}

const definition: TableDefinition<Row> = {
  id: { key: packs.id, type: 'bigint', of: (row) => row.id },
  defaultSort: { field: 'time', desc: true },
  sorts: { time: { key: packs.time, type: 'timestamptz', of: (row) => row.time } },
  fields: {
    time: {
      kind: 'date',
      sql: packs.time,
      end: sql`case when ${packs.rest} -> 't' is null then ${packs.time} else pack_until(${packs.time}, ${packs.rest}) end`,
    },
    receivedAt: { kind: 'date', sql: packs.receivedAt },
  },
  brought: measuredField,
  // Numbers are filtered by their column; what can be looked for in all of them are texts.
  search: (q) => contains(sql`(${packs.rest} -> 's')::text`, q),
};

/** Each value at its own time; a name that stands there twice of one moment needs a row more. */
function momentsOf({ names, units, kinds, v, rest, ...row }: Row): MeasurementRow[] {
  const moments = new Map<string, { time: Date; values: [string, RecordValue][] }>();
  const seen = new Map<string, number>();
  for (const { n, t, ...value } of fromShape(
    { names, units, kinds },
    { time: row.time, v: v.map(Number), rest },
  )) {
    const ms = Math.round(t * 1000);
    const nth = seen.get(`${ms} ${n}`) ?? 0;
    seen.set(`${ms} ${n}`, nth + 1);
    const moment = moments.get(`${ms} ${nth}`) ?? { time: new Date(ms), values: [] };
    moments.set(`${ms} ${nth}`, moment);
    moment.values.push([n, value]);
  }
  return [...moments.values()].map(({ time, values }, part) => ({
    ...row,
    part,
    time,
    values: Object.fromEntries(values),
  }));
}

export async function selectMeasurementRows(
  tx: Tx,
  scope: TenantScope,
  /** `since`: nothing from before it; null: all that stands there. */
  { id: deviceId, since, hasFar }: { id: string; since: Date | null } & FarKnown,
  query: TableQuery,
): Promise<TablePage<MeasurementRow>> {
  const period = notBefore(since, periodOf(query));
  const { from, to } = period;
  const far = from ? await selectFarPacks(tx, scope, { deviceId, from, hasFar }) : [];
  const begins: Reach = { from: from && earliest(from, far), to };
  const own = and(
    eq(packs.customerId, scope.customerId),
    eq(packs.deviceId, deviceId),
    within(begins, packs),
    from
      ? sql`case when ${packs.rest} -> 't' is null then ${packs.time} >= ${from.toISOString()}::timestamptz
          else ${tellsWithin(period, [], { time: packs.time, rest: packs.rest, names: shapes.names })} end`
      : undefined,
  );
  const near: TableDefinition<Row> = {
    ...definition,
    nearby: (page) => nearby(page, begins).map((reach) => within(reach, packs)),
  };
  const isAsked = ({ time }: MeasurementRow) => !(from && time < from) && !(to && time > to);
  const page = await selectTablePage(tx, () => selectFrom(tx), own, near, query, momentsOf);
  const isOldestFirst = query.sort?.field === 'time' && !query.sort.desc;
  const asked = page.rows.map((moments) => moments.filter(isAsked)).filter(({ length }) => length > 0);
  const rows = together(asked).flatMap((moments) => (isOldestFirst ? moments : moments.toReversed()));
  // Packs are counted; where all of them are here, so are their rows.
  const isAll = page.next === null && page.prev === null;
  return { ...page, ...(isAll ? { total: rows.length } : {}), rows };
}

/**
 * What several decoders made of one message stands in one row a moment, unless they say different things by one name.
 * Their packs follow each other in every order by time.
 */
function together(packs: MeasurementRow[][]): MeasurementRow[][] {
  const messages: MeasurementRow[][][] = [];
  for (const moments of packs) {
    const message = messages.at(-1);
    if (message?.[0]?.[0]?.uplinkId === moments[0]?.uplinkId) message?.push(moments);
    else messages.push([moments]);
  }
  const idOf = ([first]: MeasurementRow[]) => first?.id ?? 0;
  return messages.map((of) => of.sort((a, b) => idOf(a) - idOf(b)).reduce(joined));
}

function joined(before: MeasurementRow[], moments: MeasurementRow[]): MeasurementRow[] {
  const free = new Set(before);
  const rows = new Map(before.map((row) => [row, row]));
  const left = moments.filter((row) => {
    const at = row.time.getTime();
    const place = [...free].find((one) => one.time.getTime() === at && agree(one.values, row.values));
    if (!place) return true;
    // What a pack tells twice of a moment are two rows of it.
    free.delete(place);
    rows.set(place, { ...place, values: { ...place.values, ...row.values } });
    return false;
  });
  return [...rows.values(), ...left].sort((a, b) => a.time.getTime() - b.time.getTime());
}

const agree = (a: MeasurementRow['values'], b: MeasurementRow['values']): boolean =>
  Object.entries(b).every(
    ([name, value]) => !Object.hasOwn(a, name) || JSON.stringify(a[name]) === JSON.stringify(value),
  );

/** What of all time the filters leave, to the millisecond, as times are kept. */
function periodOf({ filters }: TableQuery): Reach {
  const from: number[] = [];
  const to: number[] = [];
  for (const { field, op, value } of filters) {
    if (field !== 'time') continue;
    const [first = '', second = ''] = [value].flat();
    if (op === 'gt') from.push(Date.parse(first) + 1);
    if (op === 'gte' || op === 'between') from.push(Date.parse(first));
    if (op === 'lt') to.push(Date.parse(first) - 1);
    if (op === 'lte') to.push(Date.parse(first));
    if (op === 'between') to.push(Date.parse(second));
  }
  return { from: edge(from, Math.max), to: edge(to, Math.min) };
}

/** Where the end lies before it, nothing does in between. */
const notBefore = (since: Date | null, { from, to }: Reach): Reach =>
  since && (!from || from < since) ? { from: since, to } : { from, to };

/** What is no time is told by whoever reads the filter. */
function edge(times: readonly number[], most: (...times: number[]) => number): Date | null {
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length > 0 ? new Date(most(...known)) : null;
}
