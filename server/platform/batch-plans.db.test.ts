import { expect, it } from 'vitest';
import { batchSql } from './database.ts';
import { useTestDatabase } from './test-database.ts';

const database = useTestDatabase();

const IDS = Array.from({ length: 800 }, (_, n) => n + 1);

// 800 rows by 800 took 4 times the processor time of all the rest of an uplink in Postgres.
it('a batch is hashed and looked up by its keys also where statistics tell of an empty table', async () => {
  await database.sql`analyze uplink_queue`;
  const plan = await batchSql()`
    explain with done as (delete from uplink_queue where uplink_id = any(${IDS}::bigint[]) returning uplink_id)
    select * from json_to_recordset(${JSON.stringify(IDS.map((u) => ({ u })))}::text::json) as p(u bigint)
    join done on done.uplink_id = p.u`;
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('uplink_queue_pkey');
  expect(text).toContain('Hash Join');
  expect(text).not.toContain('Nested Loop');
});
