import type postgres from 'postgres';
import { sealCredentials } from './account-credentials.ts';

/** An account with one of everything, its texts with the tenant's mark. The SIM is in no device. */
export async function storeSim(sql: postgres.Sql, customerId: string, mark: (what: string) => string) {
  const { pipelineDatabase } = await import('#server/platform/database.ts');
  const simAccount = crypto.randomUUID();
  const credentials = await pipelineDatabase().transaction((tx) =>
    sealCredentials(tx, customerId, simAccount, {}),
  );
  await sql`insert into sim_accounts ${sql({ id: simAccount, customer_id: customerId, name: mark('sim-accounts-name'), description: mark('sim-accounts-description'), platform: 'simulated', settings: sql.json({ simCount: 1, delayMs: 0 }), credentials })}`;
  const [plan] =
    await sql`insert into sim_plans ${sql({ customer_id: customerId, account_id: simAccount, kind: 'rate', name: mark('sim-plans-name') })} returning id`;
  const iccid = `8931${BigInt(`0x${simAccount.slice(0, 8)}`)
    .toString()
    .padStart(15, '0')}`;
  const [sim] =
    await sql`insert into sims ${sql({ customer_id: customerId, account_id: simAccount, iccid, status: 'ACTIVATED', communication_plan: mark('sims-communication'), rate_plan: mark('sims-rate'), platform_customer: mark('sims-customer') })} returning id`;
  await sql`insert into sim_jobs ${sql({ customer_id: customerId, account_id: simAccount, sim_id: sim?.id, kind: 'status', before: 'ACTIVATED', wanted: 'DEACTIVATED', state: 'failed', priority: 0, error_code: 'sim-platform.refused', error: mark('sim-jobs-error'), requested_by: mark('sim-jobs-by') })}`;
  await sql`insert into sim_usage_days (customer_id, sim_id, day, bytes) values (${customerId}, ${sim?.id}, current_date, 5)`;
  await sql`insert into simulated_sims (iccid, customer_id, account_id, sim) values (${iccid}, ${customerId}, ${simAccount}, '{}')`;
  return { simAccount, simPlan: plan?.id as string, sim: sim?.id as string };
}
