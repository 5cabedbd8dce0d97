import { openOwnerSql, type Sql } from '#server/platform/database.ts';
import { DEMO_CUSTOMER_IDS } from './demo-keys.ts';

const ids = Object.values(DEMO_CUSTOMER_IDS);

/** half: its making was interrupted. The devices on the air are kept last, so they tell. */
export async function demoState(): Promise<'none' | 'half' | 'whole'> {
  return asOwner(async (sql) => {
    const [row] = await sql<{ customers: boolean; devices: boolean }[]>`
      select exists (select from customers where id = any(${ids}::uuid[])) as customers,
        exists (select from simulated_devices where customer_id = any(${ids}::uuid[])) as devices`;
    if (row?.devices) return 'whole';
    return row?.customers ? 'half' : 'none';
  });
}

/** Takes what was made of the demo away, whatever refers to whatever. */
export async function wipeDemo(): Promise<void> {
  await asOwner((sql) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      const tables = await tx<{ name: string }[]>`
        select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
        where a.attname = 'customer_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
          and c.relnamespace = 'public'::regnamespace`;
      for (const { name } of tables)
        await tx`delete from ${tx(name)} where customer_id = any(${ids}::uuid[])`;
      await tx`delete from customers where id = any(${ids}::uuid[])`;
    }),
  );
}

/** The installation's own role: the application's may neither delete the audit log nor pass the references by. */
async function asOwner<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openOwnerSql();
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
