import { and, asc, desc, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { type Keyset, type KeysetTerm, keysetOf } from './keyset.ts';
import type { OrderPart } from './table-plan.ts';

/** Where a page lies, whatever its rows are. */
type PlaceOfPage = Omit<Keyset<never>, 'pageOf'>;

/** The values of an order's terms as a cursor holds them: `k0`, `k1`, …; the last is the id. */
export type KeyRow = Record<string, string>;

const ISO = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);

export function keyColumns(terms: readonly KeysetTerm<never>[]): Record<string, SQL> {
  const text = ({ key, type }: KeysetTerm<never>) =>
    type === 'timestamptz' ? sql`to_char(${key} at time zone 'UTC', ${ISO})` : sql`(${key})::text`;
  return Object.fromEntries(
    terms.map((term, at) => [`k${at}`, text(term).as(`k${at}`)]),
  ) as unknown as Record<string, SQL>;
}

/** The same order, its cursors made of keys instead of rows. */
export function keyedBy(page: PlaceOfPage): Keyset<KeyRow> {
  const terms = page.terms.map((term, at) => ({ ...term, of: (row: KeyRow) => row[`k${at}`] as string }));
  return keysetOf(terms, page.from, page.limit - 1);
}

/** Group after group until the page is full: in each an index gives the rows in order. */
export async function groupedKeys(
  select: () => PgSelect,
  where: SQL | undefined,
  { column, ids }: { column: { getSQL(): SQL }; ids: string[] },
  page: PlaceOfPage,
): Promise<KeyRow[]> {
  const [, id] = page.terms as [KeysetTerm<never>, KeysetTerm<never>];
  const falling = id.desc !== (page.from?.backwards ?? false);
  const order = falling ? ids.toReversed() : ids;
  const [fromGroup, fromId] = page.from?.values ?? [];
  const keys: KeyRow[] = [];
  // A group that is gone meanwhile has no rows left: the list goes on at its end rather than begin again.
  const start =
    fromGroup === undefined ? 0 : order.includes(fromGroup) ? order.indexOf(fromGroup) : order.length;
  for (const group of order.slice(start)) {
    const beyond = sql`${id.key} ${sql.raw(falling ? '<' : '>')} ${fromId ?? null}::text::uuid`;
    const rows = await select()
      .where(and(where, sql`${column} = ${group}::uuid`, group === fromGroup ? beyond : undefined))
      .orderBy((falling ? desc : asc)(sql`${id.key}`))
      .limit(page.limit - keys.length);
    keys.push(...(rows as KeyRow[]));
    if (keys.length >= page.limit) break;
  }
  return keys;
}

/** Part after part until the page is full. */
export async function partedKeys(
  select: (terms: readonly KeysetTerm<never>[]) => PgSelect,
  where: SQL | undefined,
  parts: readonly OrderPart[],
  page: PlaceOfPage,
): Promise<KeyRow[]> {
  const [first, ...further] = page.terms as [KeysetTerm<never>, ...KeysetTerm<never>[]];
  const falling = first.desc !== (page.from?.backwards ?? false);
  const keys: KeyRow[] = [];
  for (const part of falling ? parts.toReversed() : parts) {
    const terms = [{ ...first, key: part.key }, ...further];
    const within = keysetOf(terms, page.from, page.limit - 1);
    const rows = await select(terms)
      .where(and(where, part.where, within.where))
      .orderBy(...within.orderBy)
      .limit(page.limit - keys.length);
    keys.push(...(rows as KeyRow[]));
    if (keys.length >= page.limit) break;
  }
  return keys;
}
