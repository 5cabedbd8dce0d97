import { sql } from 'drizzle-orm';
import type { pipelineDatabase } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { DEFAULT_WISH } from './contract.ts';
import type { Subscriber } from './unsubscribe-token.ts';

type Database = ReturnType<typeof pipelineDatabase>;

export async function selectSystemSubscriber(
  database: Database,
  { customerId, userId }: Subscriber,
): Promise<{ email: string } | null> {
  const [row] = await database.execute<{ email: string }>(
    sql`select email from users where customer_id = ${customerId}::uuid and id = ${userId}::uuid`,
  );
  return row ?? null;
}

export async function stopSystemMails(
  database: Database,
  { customerId, userId }: Subscriber,
): Promise<boolean> {
  const rows = await database.execute(sql`
    insert into alert_readers (user_id, customer_id, kinds, mail)
    select id, customer_id, array(select jsonb_array_elements_text(${jsonb(DEFAULT_WISH.kinds)})), 'off' from users
    where customer_id = ${customerId}::uuid and id = ${userId}::uuid
    on conflict (user_id) do update set mail = 'off' returning user_id`);
  return rows.length > 0;
}
