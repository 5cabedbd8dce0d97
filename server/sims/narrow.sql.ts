import { type SQL, sql } from 'drizzle-orm';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { sims } from '#db/schema/sims.ts';
import { isTrigram, spreadOf } from '#server/devices/narrow.sql.ts';
import type { Tx } from '#server/platform/database.ts';
import type { WrittenForm } from '#server/platform/table-filter.ts';
import { contains, holdsText, likePattern } from '#server/platform/text-match.ts';

/** As for devices (decision 0015): what few SIMs have is found by an index, what many have by going along the order. */
const SAMPLE = 1000;
/** Of the sample. */
const RARE = 25;

/** A number of a SIM or a part of it, without what people put between; null: it is none. */
export function digitsOf(q: string): string | null {
  const digits = q.replace(/[-\s./+]/g, '');
  return /^\d+$/.test(digits) ? digits : null;
}

/** As a platform tells it, which of an IMEI may leave out the check digit or put the software version in its place. */
const numberForm = (lengths: { least: number; most: number }): WrittenForm => ({
  whole: (text) => {
    const digits = digitsOf(text);
    return digits && digits.length >= lengths.least && digits.length <= lengths.most ? digits : null;
  },
  part: (text) => digitsOf(text) ?? text,
});
export const imeiForm = numberForm({ least: 14, most: 16 });
/** ITU-T E.164: at most 15 digits. */
export const msisdnForm = numberForm({ least: 1, most: 15 });

export async function narrowSims(tx: Tx, { q }: Pick<TableQuery, 'q'>): Promise<SQL | undefined> {
  if (q === undefined) return undefined;
  const digits = digitsOf(q);
  if (!isTrigram(q) || (digits !== null && !isTrigram(digits))) return undefined;
  const ofDevice = contains(sims.deviceName, q);
  const holds = digits === null ? ofDevice : sql`(${holdsText(sims.searchText, digits)} or ${ofDevice})`;
  if (!(await isRare(tx, holds))) return undefined;
  // A word of many devices, none of which has a SIM: to name them all would take longer than to go along the SIMs.
  if ((await spreadOf(tx, { q, filters: [] })) === 'common') return undefined;
  const byNumber = digits === null ? sql`` : sql`select sims_like(${likePattern(digits)}) union`;
  return sql`${sims.id} = any(array(${byNumber}
    select s.id from ${sims} s where s.customer_id = ${own}
      and s.device_id = any(array(select devices_like(${likePattern(q)})))))`;
}

/** Of `id` of a SIM: that it is one of those that hold the digits, where an index gives them soonest. */
export async function holdingDigits(tx: Tx, id: SQL, digits: string): Promise<SQL | undefined> {
  if (!(await isRare(tx, holdsText(sims.searchText, digits)))) return undefined;
  return sql`${id} = any(array(select sims_like(${likePattern(digits)})))`;
}

const own = sql`(select current_setting('app.customer_id')::uuid)`;

async function isRare(tx: Tx, holds: SQL): Promise<boolean> {
  const [row] = await tx.execute<{ n: number; have: number }>(sql`
    select count(*)::int as n, count(*) filter (where ${holds})::int as have
    from (select id from ${sims} where customer_id = ${own} order by id limit ${SAMPLE}) sample
    cross join lateral (select search_text, device_name from ${sims} s where s.id = sample.id limit 1) sims`);
  return row !== undefined && row.n >= SAMPLE && row.have <= RARE;
}
