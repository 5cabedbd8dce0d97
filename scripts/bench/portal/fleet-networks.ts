import type postgres from 'postgres';

/** What the fleet's devices have at their networks, and what some of them sent. Reads `numbered` of fleet.ts. */
export async function intoNetworks(tx: postgres.TransactionSql): Promise<void> {
  await intoLora(tx);
  await intoSims(tx);
  await intoUplinks(tx);
}

const CHIRPSTACK = {
  address: 'https://lora.example.com',
  applicationId: '7f000000-0000-4000-8000-000000000001',
  plans: [
    { id: 'outside', name: 'Outside', profile: '7f000000-0000-4000-8000-000000000002', geolocation: false },
    { id: 'located', name: 'Located', profile: '7f000000-0000-4000-8000-000000000003', geolocation: true },
  ],
};

async function intoLora(tx: postgres.TransactionSql): Promise<void> {
  const plans = CHIRPSTACK.plans.map(({ id, name, geolocation }) => ({ id, name, geolocation }));
  await tx`insert into lora_connections (customer_id, name, provider, plans)
    select c.id, n.name, n.provider, n.plans::jsonb from customers c,
      (values ('Built-in network', 'simulated', '[]'), ('Own network', 'chirpstack', ${JSON.stringify(plans)})) n(name, provider, plans)
    where c.name like 'Customer %'`;
  await tx`insert into lora_connection_access (connection_id, customer_id, secret, settings)
    select id, customer_id, 'never opened', case provider when 'chirpstack' then ${JSON.stringify(CHIRPSTACK)}::text::jsonb else '{}' end
    from lora_connections`;
  await tx`insert into lora_bindings (customer_id, device_id, join_eui, status)
    select customer_id, id, '0059AC00000FFFFF',
      case abs(h % 200) when 0 then 'FAILED' when 1 then 'PENDING_CREATE' when 2 then 'DEACTIVATED' when 3 then 'INVENTORY'
        else 'ACTIVE' end from numbered where not cellular`;
  await tx`insert into lora_registrations (customer_id, connection_customer_id, connection_id, device_id, dev_eui, wish, present, plan, attempts,
      next_at, failure_code, failure_reason, failure_of, failed_at)
    select n.customer_id, n.customer_id, c.ids[1 + abs(n.h % 2)], n.id, n.identifier, case when abs(n.h % 200) = 2 then 'DEACTIVATED' else 'ACTIVE' end,
      case when abs(n.h % 200) in (0, 1) then 'ABSENT' when abs(n.h % 200) = 2 then 'DEACTIVATED' else 'ACTIVE' end,
      case when abs(n.h % 2) = 0 then 'standard' when abs(n.h % 9) = 0 then 'located' else 'outside' end, 1,
      case when abs(n.h % 200) = 1 then now() + interval '1 hour' end, f.code, f.reason, f.of, f.at
    from numbered n
    join (select customer_id, array_agg(id order by name) as ids from lora_connections group by 1) c using (customer_id)
    left join (values (0, 'refused', 'object already exists', 'device', now())) f(k, code, reason, of, at) on f.k = abs(n.h % 200)
    where not n.cellular and abs(n.h % 200) <> 3`;
}

/** One SIM a cellular device, and for each ten of them one in store. */
async function intoSims(tx: postgres.TransactionSql): Promise<void> {
  await tx`insert into sim_accounts (customer_id, name, platform, settings, credentials)
    select c.id, 'Account ' || n, 'simulated', '{}', 'never opened' from customers c, generate_series(1, 2) n where c.name like 'Customer %'`;
  await tx`insert into sim_plans (customer_id, account_id, kind, name, apns)
    select customer_id, id, k.kind, k.prefix || n, case when k.kind = 'communication' then array['apn' || n || '.example'] else '{}' end
    from sim_accounts, (values ('communication', 'CP '), ('rate', 'RP ')) k(kind, prefix), generate_series(1, 8) n`;
  await tx`insert into sims (customer_id, account_id, iccid, imsi, msisdn, imei, device_id, device_name, linked_at, status, communication_plan,
      rate_plan, added_at, activated_at, cycle_bytes, cycle_sms, cycle_sessions, usage_read_at, synced_at, sync_error_code)
    select n.customer_id, a.ids[1 + abs(n.h % 2)], case when s.store = 0 then n.iccid else overlay(n.iccid placing '1' from 5) end,
      '20404' || lpad((n.i * 104729 % 10000000000)::text, 10, '0'), '31970' || s.store || lpad((n.i * 611953 % 10000000)::text, 7, '0'),
      case when s.store = 0 then n.identifier end, case when s.store = 0 then n.id end, case when s.store = 0 then n.device_name end, case when s.store = 0 then now() end,
      case when s.store = 1 then 'INVENTORY' else (array['ACTIVATED', 'ACTIVATED', 'ACTIVATED', 'ACTIVATION_READY', 'DEACTIVATED', 'RETIRED'])[1 + abs(n.h % 6)] end,
      'CP ' || 1 + abs(n.h % 8), 'RP ' || 1 + abs(hashint8(n.i + 1) % 8), now() - interval '1 year',
      case when s.store = 0 then now() - abs(n.h % 500000) * interval '1 minute' end,
      case when s.store = 0 then abs(hashint8(n.i + 2)) % 50000000 end, abs(n.h % 20), abs(n.h % 500), now(),
      now() - abs(hashint8(n.i + 4) % 86400000) * interval '1 millisecond', case when abs(n.h % 500) = 0 then 'sims.not-at-platform' end
    from numbered n
    join (select customer_id, array_agg(id order by name) as ids from sim_accounts group by 1) a using (customer_id)
    join (values (0), (1)) s(store) on s.store = 0 or abs(n.h % 10) = 0
    where n.cellular`;
  await tx`insert into sim_jobs (customer_id, account_id, sim_id, kind, before, wanted, state, priority, due_at)
    select customer_id, account_id, id, 'status', status, 'DEACTIVATED', case when id::text < '8' then 'pending' else 'failed' end, 0, now()
    from sims where iccid like '%77' and status = 'ACTIVATED'`;
}

/** Each of the first devices by number a message a minute for a day, of the others every tenth one. */
async function intoUplinks(tx: postgres.TransactionSql): Promise<void> {
  await tx`insert into uplinks (id, received_at, customer_id, device_id, kind, occurred_at, f_cnt_up, f_port, signal, spreading_factor,
      event, body_id, body_offset, body_length)
    select nextval('uplink_ids'), m.at, customer_id, n.id, 'lora.uplink', m.at, m.k, 2, -80, 7, '{}', 1, 0, 20
    from numbered n
    cross join lateral (select k, now() - k * interval '1 minute' as at
      from generate_series(1, case when n.i <= 60 then 1440 when n.i % 10 = 0 then 1 else 0 end) k) m`;
}
