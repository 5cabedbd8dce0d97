import { and, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { beyond, type Cursor, type Keyset, type KeysetTerm, keysetOf, orderBy } from './keyset.ts';
import type { TablePlan } from './table-plan.ts';

export type Terms = readonly KeysetTerm<never>[];

/** Where a page lies, whatever its rows are. */
export type PlaceOfPage = Omit<Keyset<never>, 'pageOf'>;

/** The values of an order's terms as a cursor holds them: `k0`, `k1`, …; the last is the id. */
export type KeyRow = Record<string, string>;

const ISO = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);

export function keyColumns(terms: Terms): Record<string, SQL> {
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

/** What one index gives in order: the whole of it, a group, a part. One after the other they are the list. */
export interface Stretch {
  terms: Terms;
  /** Of these the last so many order it; those before them are the same in all of it. */
  ordering: number;
  where: SQL | undefined;
  /** Values of the ordering terms that it begins beyond. */
  from: readonly string[] | null;
}

/** In the order in which the page is filled: from where the cursor stands. */
export function stretchesOf<Row>({ page, groups, parts }: TablePlan<Row>): Stretch[] {
  const terms = page.terms as unknown as Terms;
  if (groups) return ofGroups(terms, groups, page.from);
  const whole = { terms, ordering: terms.length, where: undefined, from: page.from?.values ?? null };
  if (!parts) return [whole];
  const [first, ...further] = terms as [KeysetTerm<never>, ...KeysetTerm<never>[]];
  const falling = first.desc !== (page.from?.backwards ?? false);
  return (falling ? parts.toReversed() : parts).map(({ where, key }) => ({
    ...whole,
    terms: [{ ...first, key }, ...further],
    where,
  }));
}

function ofGroups(
  terms: Terms,
  { column, ids }: { column: { getSQL(): SQL }; ids: string[] },
  from: Cursor | null,
): Stretch[] {
  const falling = terms[1]?.desc !== (from?.backwards ?? false);
  const order = falling ? ids.toReversed() : ids;
  const [fromGroup, fromId] = from?.values ?? [];
  // A group that is gone meanwhile has no rows left: the list goes on at its end rather than begin again.
  const start =
    fromGroup === undefined ? 0 : order.includes(fromGroup) ? order.indexOf(fromGroup) : order.length;
  return order.slice(start).map((group) => ({
    terms,
    ordering: 1,
    where: sql`${column} = ${group}::uuid`,
    from: group === fromGroup && fromId !== undefined ? [fromId] : null,
  }));
}

/** The rows of a stretch in its order, from the place where the page begins. */
export function placed({ terms, ordering, where, from }: Stretch, { from: cursor }: PlaceOfPage) {
  const ordered = terms.slice(-ordering);
  const backwards = cursor?.backwards ?? false;
  return {
    where: and(where, from ? beyond(ordered, from, backwards) : undefined),
    orderBy: orderBy(ordered, backwards),
  };
}

/** Stretch after stretch until the page is full. */
export async function keysAlong(
  select: (terms: Terms) => PgSelect,
  where: SQL | undefined,
  stretches: readonly Stretch[],
  page: PlaceOfPage,
): Promise<KeyRow[]> {
  const keys: KeyRow[] = [];
  for (const stretch of stretches) {
    const place = placed(stretch, page);
    const rows = await select(stretch.terms)
      .where(and(where, place.where))
      .orderBy(...place.orderBy)
      .limit(page.limit - keys.length);
    keys.push(...(rows as KeyRow[]));
    if (keys.length >= page.limit) break;
  }
  return keys;
}
