import { expect, it } from 'vitest';
import { pipelineSql } from './database.ts';
import { type ArrayElement, arrayOids, readArray } from './postgres-arrays.ts';
import { useTestDatabase } from './test-database.ts';

const database = useTestDatabase();

it('has the numbers that Postgres has', async () => {
  const rows = await database.sql<{ name: string; oid: number; array: number }[]>`
    select typname as name, oid::int as oid, typarray::int as array from pg_type
    where typname in ${database.sql(Object.keys(arrayOids))} and typnamespace = 'pg_catalog'::regnamespace`;
  expect(Object.fromEntries(rows.map(({ name, oid, array }) => [name, [oid, array]]))).toEqual(arrayOids);
});

// Rows that stand in a row (pack_weeks) never leave the database as such.
it('knows every array of values that our tables hold', async () => {
  const rows = await database.sql<{ name: string }[]>`
    select distinct e.typname as name from pg_attribute a
    join pg_type t on t.oid = a.atttypid and t.typcategory = 'A' join pg_type e on e.oid = t.typelem and e.typtype <> 'c'
    join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace`;
  expect(rows.length).toBeGreaterThan(0);
  for (const { name } of rows) expect(Object.keys(arrayOids)).toContain(name);
});

it.each([
  ['text', ['', 'a,b', 'say "no"', 'back\\slash', '{}', 'null', null, 'é 🚀', ' ', '\n']],
  ['uuid', ['019a0000-0000-7000-8000-000000000001']],
  ['int4', [1, -2, null, 2147483647]],
  ['int2', []],
  ['int8', ['9007199254740993', '-1']],
  ['float8', [1.5, -0.1, null, 1e300, Number.NaN, Number.POSITIVE_INFINITY]],
  ['bool', [true, false, null]],
  ['bytea', [Buffer.from([0, 255, 92, 34])]],
  ['jsonb', [{ a: '"\\' }, 'x', null]],
  ['timestamptz', [new Date('2026-11-21T12:00:00.123Z')]],
  [
    'text',
    [
      ['a', 'b'],
      ['c', null],
    ],
  ],
])('carries %s there and back', async (element, values) => {
  const sql = pipelineSql();
  const [, oid] = arrayOids[element as ArrayElement];
  const [row] = await sql`select ${sql.typed(values, oid) as never} as values`;
  expect(row?.values).toEqual(values);
});

it.each(['{a', '{"a', '{a,{b}'])('says so of %s, which does not end', (text) => {
  expect(() => readArray(text, String)).toThrow('does not end');
});
