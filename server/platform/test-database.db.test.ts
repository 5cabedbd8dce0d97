import { expect, it } from 'vitest';
import { pipelineSql } from './database.ts';
import { useTestDatabase } from './test-database.ts';

const database = useTestDatabase();

it('gives the file a migrated database, reached by the owner and by the pipeline alike', async () => {
  const [shards] = await database.sql`select count(*)::int as n from shard_leases`;
  expect(shards?.n).toBe(64);
  const [who] = await pipelineSql()`select current_user as role, current_database() as name`;
  expect(who?.role).toBe('things_pipeline');
  expect(database.url.endsWith(`/${who?.name}`)).toBe(true);
});
