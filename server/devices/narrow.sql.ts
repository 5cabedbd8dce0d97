import { type SQL, sql } from 'drizzle-orm';
import type { TableFilter, TableQuery } from '#components/ui/data-table/table-query.ts';
import { devices } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { holdsText, likePattern } from '#server/platform/text-match.ts';
import { identifierPart } from './rules.ts';

/**
 * Texts and tags that few devices have are found by an index, through functions that row-level security does not keep
 * from it (decision 0015). What many have is found sooner by going along the list's own order: which of the two it is
 * tells a sample of the customer's devices. Ids are random, so the first of them are one.
 */
const SAMPLE = 1000;
/** In thousandths: with more, the walk fills a page and a bounded count sooner than the index gives its matches. */
const RARE = 25;

interface Wanted {
  /** Whether a row of the sample has it. */
  has: SQL;
  /** Ids of those that have it, from the index. */
  ids: SQL;
}

export async function narrowDevices(tx: Tx, query: TableQuery): Promise<SQL | undefined> {
  if (textsOf(query).length + tagsOf(query).length === 0) return undefined;
  const found = await spreadOf(tx, query);
  return found === 'few' || found === 'common' ? undefined : found;
}

/**
 * How many of the customer's devices may have what is looked for: they are few altogether, it is common among them, or
 * it is rare, and then the condition that finds them.
 */
export async function spreadOf(
  tx: Tx,
  query: Pick<TableQuery, 'q' | 'filters'>,
): Promise<'few' | 'common' | SQL> {
  const wanted = [...textsOf(query).map(holding), ...tagsOf(query).map(tagged)];
  const counts = wanted.map(({ has }) => sql`count(*) filter (where ${has})::int`);
  // Row by row (a limit inside keeps it so): the planner would sooner read the whole of an index that holds what is asked.
  const [row] = await tx.execute<{ n: number; have: number[] }>(sql`
    select count(*)::int as n, array[${sql.join(counts, sql`, `)}]::int[] as have
    from (select id from ${devices} where customer_id = (select current_setting('app.customer_id')::uuid)
      order by id limit ${SAMPLE}) sample
    cross join lateral (select search_text, tags from ${devices} d where d.id = sample.id limit 1) d`);
  if (!row || row.n < SAMPLE) return 'few';
  const least = Math.min(...row.have);
  return least > RARE ? 'common' : sql`${devices.id} = any(array(${wanted[row.have.indexOf(least)]?.ids}))`;
}

/** What pg_trgm finds a text by: three letters in a row, or the beginning or the end of a word. */
const TRIGRAM = /[\p{L}\p{N}]{3}|[\p{L}\p{N}]{2}[^\p{L}\p{N}]|[^\p{L}\p{N}][\p{L}\p{N}]/u;
export const isTrigram = (text: string) => TRIGRAM.test(text);

/** Each an alternative of texts of which a row must hold one. */
function textsOf({ q, filters }: Pick<TableQuery, 'q' | 'filters'>): string[][] {
  const search = q === undefined ? [] : [alternativesOf(q)];
  return [...search, ...filters.flatMap(textOfFilter)].filter((texts) => texts.every(isTrigram));
}

/** The text as it stands and, where it is another, the identifier that it may be. Its case is for the database to fold. */
function alternativesOf(q: string): string[] {
  const part = identifierPart(q);
  return part === null || part.toLowerCase() === q.toLowerCase() ? [q] : [q, part];
}

function textOfFilter({ field, op, value }: TableFilter): string[][] {
  if (!['name', 'identifier', 'barcode'].includes(field) || !['contains', 'starts', 'is'].includes(op))
    return [];
  return typeof value === 'string' ? [[field === 'identifier' ? value.replaceAll('-', '') : value]] : [];
}

function tagsOf({ filters }: Pick<TableQuery, 'filters'>): string[][] {
  return filters
    .filter(({ field, op }) => field === 'tags' && (op === 'is' || op === 'in'))
    .map(({ value }) => (Array.isArray(value) ? value : [value]));
}

const holding = (texts: string[]): Wanted => ({
  has: sql`(${sql.join(
    texts.map((text) => holdsText(sql`search_text`, text)),
    sql` or `,
  )})`,
  ids: sql.join(
    texts.map((text) => sql`select devices_like(${likePattern(text)})`),
    sql` union `,
  ),
});

const tagged = (tags: string[]): Wanted => ({
  has: sql`tags && ${arrayOf(tags, 'text')}`,
  ids: sql`select devices_tagged(${arrayOf(tags, 'text')})`,
});
