import { type SQL, sql } from 'drizzle-orm';
import type { TableFilter, TableQuery } from '#components/ui/data-table/table-query.ts';
import { devices } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { contains, holdsText, likePattern } from '#server/platform/text-match.ts';
import { identifierPart, packedIdentifier } from './rules.ts';

/**
 * Texts and tags that few devices have are found by an index, through functions that row-level security does not keep
 * from it (decision 0015). What many have is found sooner by going along the list's own order: which of the two it is
 * tells a sample of the customer's devices. Ids are random, so the first of them are one.
 */
const SAMPLE = 1000;
/** To find a device by the index and to read it takes as long as to go along so many in the order of names. */
const ALONG = 100;
/** A single device of the sample tells nothing of how many others there are, of which a page has to be filled. */
const FEW = 3;
/** In thousandths, for orders that are read from other tables: with more, the walk fills a page sooner than the index. */
const RARE = 3;

interface Wanted {
  /** Whether a row of the sample has it. */
  has: SQL;
  /** Ids of those that have it, from the index. */
  ids: SQL;
}

type Asked = Pick<TableQuery, 'q' | 'filters' | 'sort'>;

export async function narrowDevices(tx: Tx, query: Asked): Promise<SQL | undefined> {
  const found = await spreadOf(tx, query);
  return found === 'few' || found === 'common' ? undefined : found;
}

/** The same for the API, which looks through names and descriptions, and through barcodes by themselves. */
export async function narrowBodies(
  tx: Tx,
  { q, barcode }: { q?: string | undefined; barcode?: string | undefined },
): Promise<SQL | undefined> {
  const wanted: Wanted[] = [];
  if (q !== undefined && isTrigram(q))
    wanted.push({
      has: sql`(${holdsText(sql`search_text`, q)} or ${contains(sql`description`, q)})`,
      ids: sql`select devices_like(${likePattern(q)}) union select devices_described(${likePattern(q)})`,
    });
  if (barcode !== undefined && isTrigram(barcode)) wanted.push(holding([barcode]));
  const found = await spreadAmong(tx, wanted, { field: 'createdAt', desc: false });
  return found === 'few' || found === 'common' ? undefined : found;
}

/**
 * How many of the customer's devices may have what is looked for: they are few altogether, it is common among them, or
 * it is rare, and then the condition that finds them.
 */
export function spreadOf(tx: Tx, query: Asked): Promise<'few' | 'common' | SQL> {
  const wanted = [...textsOf(query).map(holding), ...tagsOf(query).map(tagged)];
  return spreadAmong(tx, wanted, query.sort ?? { field: 'name', desc: false });
}

async function spreadAmong(
  tx: Tx,
  wanted: Wanted[],
  { field, desc }: { field: string; desc: boolean },
): Promise<'few' | 'common' | SQL> {
  if (wanted.length === 0) return 'common';
  const flags = wanted.map((_, at) => sql.identifier(`has_${at}`));
  const told = sql.join(
    wanted.map(({ has }, at) => sql`${has} as ${flags[at]}`),
    sql`, `,
  );
  const have = flags.map((flag) => sql`count(*) filter (where ${flag})::int`);
  const before = flags.map((flag) =>
    desc
      ? sql`(select count(*)::int from sampled where name > (select max(name) from sampled where ${flag}))`
      : sql`(select count(*)::int from sampled where name < (select min(name) from sampled where ${flag}))`,
  );
  // Row by row (a limit inside keeps it so): the planner would sooner read the whole of an index that holds what is asked.
  const [row] = await tx.execute<{ n: number; have: number[]; before: number[] }>(sql`
    with sampled as materialized (select name, ${told}
      from (select id from ${devices} where customer_id = (select current_setting('app.customer_id')::uuid)
        order by id limit ${SAMPLE}) sample
      cross join lateral (select name, search_text, description, tags from ${devices} d where d.id = sample.id limit 1) d)
    select count(*)::int as n, array[${sql.join(have, sql`, `)}]::int[] as have,
      array[${sql.join(before, sql`, `)}]::int[] as before from sampled`);
  if (!row || row.n < SAMPLE) return 'few';
  const least = Math.min(...row.have);
  const at = row.have.indexOf(least);
  const isCommon =
    field === 'name' ? least >= FEW && (row.before[at] as number) <= least * ALONG : least > RARE;
  return isCommon ? 'common' : sql`${devices.id} = any(array(${wanted[at]?.ids}))`;
}

/** What pg_trgm finds a text by: three letters in a row, or the beginning or the end of a word. */
const TRIGRAM = /[\p{L}\p{N}]{3}|[\p{L}\p{N}]{2}[^\p{L}\p{N}]|[^\p{L}\p{N}][\p{L}\p{N}]/u;
export const isTrigram = (text: string) => TRIGRAM.test(text);

/** Each an alternative of texts of which a row must hold one. */
function textsOf({ q, filters }: Asked): string[][] {
  const search = q === undefined ? [] : [alternativesOf(q)];
  return [...search, ...filters.flatMap(textOfFilter)].filter((texts) => texts.every(isTrigram));
}

/** The text as it stands and, where it is another, the identifier that it may be. Its case is for the database to fold. */
function alternativesOf(q: string): string[] {
  const part = identifierPart(q);
  return part === null || part.toLowerCase() === q.toLowerCase() ? [q] : [q, part];
}

function textOfFilter({ field, op, value }: TableFilter): string[][] {
  if (!['name', 'identifier', 'barcode'].includes(field) || !['contains', 'starts', 'is', 'in'].includes(op))
    return [];
  const texts = Array.isArray(value) ? value : [value];
  return [field === 'identifier' ? texts.map((text) => packedIdentifier(text) || text) : texts];
}

function tagsOf({ filters }: Asked): string[][] {
  return filters
    .filter(({ field, op }) => field === 'tags' && (op === 'is' || op === 'in'))
    .map(({ value }) => (Array.isArray(value) ? value : [value]));
}

/** All identifiers of a maker begin alike; by their end alone the index has less to put together. */
const endOf = (text: string) => (/^[0-9a-f]{9,}$/i.test(text) ? text.slice(-8) : text);

const holding = (texts: string[]): Wanted => ({
  has: sql`(${sql.join(
    texts.map((text) => holdsText(sql`search_text`, text)),
    sql` or `,
  )})`,
  ids: sql.join(
    texts.map((text) => sql`select devices_like(${likePattern(endOf(text))})`),
    sql` union `,
  ),
});

const tagged = (tags: string[]): Wanted => ({
  has: sql`tags && ${arrayOf(tags, 'text')}`,
  ids: sql`select devices_tagged(${arrayOf(tags, 'text')})`,
});
