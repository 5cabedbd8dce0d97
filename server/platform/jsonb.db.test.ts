import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { pipelineDatabase } from './database.ts';
import { jsonb } from './jsonb.ts';
import { useTestDatabase } from './test-database.ts';

useTestDatabase();

it.each([
  ['half a pair of surrogates', 'Pump \ud83d', 'Pump \ufffd'],
  ['NUL', 'Pump\0 3', 'Pump 3'],
  ['what looks like an escape', 'C:\\u0000\\ud83d', 'C:\\u0000\\ud83d'],
  ['a whole pair', 'Pump 🚰', 'Pump 🚰'],
])('a row with %s goes in beside the others', async (_what, name, kept) => {
  const rows = await pipelineDatabase().execute(
    sql`select name from jsonb_to_recordset(${jsonb([{ name: 'Before' }, { name }])}) x(name text)`,
  );
  expect(rows.map((row) => row.name)).toEqual(['Before', kept]);
});
