import type postgres from 'postgres';
import type {
  KnownSim as KnownReading,
  ListedSim,
  PlatformPlans,
  SimReading,
} from '#server/drivers/sim-platforms/contract.ts';
import { pipelineSql } from '#server/platform/database.ts';
import type { ListingOutcome } from './account-contract.ts';
import { PRIORITY } from './jobs.sql.ts';
import type { Job, Lane } from './lanes.sql.ts';
import { usageBetween } from './rules.ts';

type InTransaction = postgres.TransactionSql;

/** Within the lease, or not at all. */
async function fenced(lane: Lane, work: (tx: InTransaction) => Promise<void>): Promise<void> {
  await pipelineSql().begin(async (tx) => {
    const { count } = await tx`
      select from sim_accounts where id = ${lane.accountId} and lease_token = ${lane.token} for share`;
    if (count === 1) await work(tx);
  });
}

/** What the last reading of a SIM told; null where there was none. */
export async function selectSystemKnown({ simId }: Job): Promise<KnownReading | null> {
  interface Row extends Omit<KnownReading, 'usage' | 'session'> {
    bytes: number;
    sms: number;
    sessions: number;
    startedAt: Date | null;
    endedAt: Date | null;
    ipAddress: string | null;
  }
  const [row] = await pipelineSql()<Row[]>`
    select nullif(status, 'UNKNOWN') as status, platform_status as "platformStatus", communication_plan as "communicationPlan",
      rate_plan as "ratePlan", imsi, msisdn, imei, added_at as "addedAt", activated_at as "activatedAt",
      platform_account as "platformAccount", platform_customer as "platformCustomer", cycle_bytes::float8 as bytes,
      cycle_sms as sms, cycle_sessions as sessions, session_started_at as "startedAt", session_ended_at as "endedAt",
      ip_address as "ipAddress"
    from sims where id = ${simId} and platform_status is not null and usage_read_at is not null`;
  if (!row) return null;
  const { bytes, sms, sessions, startedAt, endedAt, ipAddress, ...known } = row;
  return { ...known, usage: { bytes, sms, sessions }, session: { startedAt, endedAt, ipAddress } };
}

/** What a platform tells of one SIM, with its use; the sync that asked for it is over. */
export async function storeSystemReading(
  lane: Lane,
  job: Job,
  reading: SimReading,
  now: Date,
): Promise<void> {
  await fenced(lane, async (tx) => {
    const [before] = await tx<{ bytes: number | null; at: Date | null }[]>`
      select cycle_bytes::float8 as bytes, usage_read_at as at from sims where id = ${job.simId} for update`;
    if (!before) return;
    await tx`
      update sims set
        status = coalesce(${reading.status}, status), platform_status = ${reading.platformStatus},
        communication_plan = ${reading.communicationPlan}, rate_plan = ${reading.ratePlan},
        imsi = ${reading.imsi}, msisdn = ${reading.msisdn}, imei = ${reading.imei},
        added_at = ${reading.addedAt}, activated_at = ${reading.activatedAt},
        platform_account = ${reading.platformAccount}, platform_customer = ${reading.platformCustomer},
        cycle_bytes = ${reading.usage.bytes}, cycle_sms = ${reading.usage.sms}, cycle_sessions = ${reading.usage.sessions},
        usage_read_at = ${now}, session_started_at = ${reading.session.startedAt}, session_ended_at = ${reading.session.endedAt},
        ip_address = ${reading.session.ipAddress}, synced_at = ${now}, sync_error_code = null, sync_error = null
      where id = ${job.simId}`;
    await storeUsage(tx, lane, job, reading, before, now);
    await tx`delete from sim_jobs where id = ${job.id}`;
  });
}

async function storeUsage(
  tx: InTransaction,
  lane: Lane,
  job: Job,
  { usage }: SimReading,
  before: { bytes: number | null; at: Date | null },
  now: Date,
): Promise<void> {
  if (usage.days) {
    await tx`
      insert into sim_usage_days (customer_id, sim_id, day, bytes)
      select ${lane.customerId}, ${job.simId}, told.day, told.bytes
      from unnest(${usage.days.map(({ day }) => day)}::date[], ${usage.days.map(({ bytes }) => bytes)}::bigint[]) told (day, bytes)
      on conflict (sim_id, day) do update set bytes = excluded.bytes`;
    return;
  }
  const known = before.bytes === null || before.at === null ? null : { bytes: before.bytes, at: before.at };
  const grown = usageBetween(known, { bytes: usage.bytes, at: now });
  if (!grown) return;
  await tx`
    insert into sim_usage_days (customer_id, sim_id, day, bytes)
    values (${lane.customerId}, ${job.simId}, ${grown.day}, ${grown.bytes})
    on conflict (sim_id, day) do update set bytes = sim_usage_days.bytes + excluded.bytes`;
}

interface KnownSim {
  iccid: string;
  customerId: string;
  accountId: string | null;
  status: string;
  platformStatus: string | null;
  communicationPlan: string | null;
  ratePlan: string | null;
}

/**
 * One page of a listing. A SIM that was typed in at a device is taken over; one of another account or another customer is
 * left alone. Each that is new or in use is read on its own later, those that are not as they were before the others.
 */
export async function storeSystemPage(
  lane: Lane,
  listed: ListedSim[],
): Promise<Omit<ListingOutcome, 'found'>> {
  const outcome = { added: 0, changed: 0, refused: 0 };
  await fenced(lane, async (tx) => {
    const iccids = listed.map(({ iccid }) => iccid);
    const rows = await tx<KnownSim[]>`
      select iccid, customer_id as "customerId", account_id as "accountId", status, platform_status as "platformStatus",
        communication_plan as "communicationPlan", rate_plan as "ratePlan"
      from sims where iccid = any(${iccids}) order by id for update`;
    const known = new Map(rows.map((row) => [row.iccid, row]));
    const kept: string[] = [];
    const changed: string[] = [];
    for (const sim of listed) {
      const held = known.get(sim.iccid);
      if (held && !belongsTo(lane, held)) {
        outcome.refused++;
        continue;
      }
      kept.push(sim.iccid);
      if (held && isSame(lane, held, sim)) continue;
      await storeListed(tx, lane, sim);
      changed.push(sim.iccid);
      outcome[held ? 'changed' : 'added']++;
    }
    await tx`
      insert into sim_jobs (customer_id, account_id, sim_id, kind, priority)
      select s.customer_id, s.account_id, s.id, 'sync',
        case when s.iccid = any(${changed}) then ${PRIORITY.listing}::int else ${PRIORITY.routine}::int end from sims s
      where s.account_id = ${lane.accountId} and s.iccid = any(${kept})
        and (s.synced_at is null or s.status in ('ACTIVATED', 'ACTIVATION_READY', 'DEACTIVATED', 'UNKNOWN') or s.modified_at > s.synced_at)
      on conflict (sim_id, kind) where state = 'pending' and sim_id is not null
      do update set priority = least(sim_jobs.priority, excluded.priority)`;
  });
  return outcome;
}

const belongsTo = (lane: Lane, { customerId, accountId }: KnownSim) =>
  customerId === lane.customerId && (accountId === null || accountId === lane.accountId);

const isSame = (lane: Lane, held: KnownSim, sim: ListedSim) =>
  held.accountId === lane.accountId &&
  (sim.status === null || held.status === sim.status) &&
  held.platformStatus === sim.platformStatus &&
  held.communicationPlan === sim.communicationPlan &&
  held.ratePlan === sim.ratePlan;

async function storeListed(tx: InTransaction, lane: Lane, sim: ListedSim): Promise<void> {
  await tx`
    insert into sims (customer_id, account_id, iccid, status, platform_status, communication_plan, rate_plan)
    values (${lane.customerId}, ${lane.accountId}, ${sim.iccid}, ${sim.status ?? 'UNKNOWN'}, ${sim.platformStatus},
      ${sim.communicationPlan}, ${sim.ratePlan})
    on conflict (iccid) do update set account_id = excluded.account_id,
      status = coalesce(${sim.status}, sims.status), platform_status = excluded.platform_status,
      communication_plan = excluded.communication_plan, rate_plan = excluded.rate_plan, modified_at = now()
    where sims.customer_id = excluded.customer_id and (sims.account_id is null or sims.account_id = excluded.account_id)`;
}

/** The plans that a platform lists take the place of those known; of what it does not list, those in use are added. */
export async function storeSystemPlans(lane: Lane, plans: PlatformPlans): Promise<void> {
  await fenced(lane, async (tx) => {
    const put = (kind: string, name: string, apns: string[] | null) => tx`
      insert into sim_plans (customer_id, account_id, kind, name, apns)
      values (${lane.customerId}, ${lane.accountId}, ${kind}, ${name}, ${apns ?? []})
      on conflict (account_id, kind, name) do update set apns = coalesce(${apns}, sim_plans.apns), modified_at = now()
      where ${apns}::text[] is not null and sim_plans.apns is distinct from ${apns}`;
    for (const { name, apns } of plans.communication ?? []) await put('communication', name, apns);
    for (const { name } of plans.rate ?? []) await put('rate', name, null);
    await tx`
      insert into sim_plans (customer_id, account_id, kind, name)
      select distinct s.customer_id, s.account_id, used.kind, used.name from sims s
      cross join lateral (values ('communication', s.communication_plan), ('rate', s.rate_plan)) used (kind, name)
      where s.account_id = ${lane.accountId} and used.name is not null
      on conflict do nothing`;
    for (const kind of ['communication', 'rate'] as const) {
      const listed = plans[kind]?.map(({ name }) => name);
      if (!listed) continue;
      await tx`
        delete from sim_plans p where p.account_id = ${lane.accountId} and p.kind = ${kind} and p.name <> all(${listed})
          and not exists (select from sims s where s.account_id = p.account_id
            and case p.kind when 'rate' then s.rate_plan else s.communication_plan end = p.name)`;
    }
  });
}

export async function endSystemListing(
  lane: Lane,
  job: Job,
  outcome: ListingOutcome,
  now: Date,
): Promise<void> {
  await fenced(lane, async (tx) => {
    await tx`
      update sim_accounts set last_sync_at = ${now}, last_sync = ${tx.json({ ...outcome })}, sync_error_code = null, sync_error = null
      where id = ${lane.accountId}`;
    await tx`
      update sim_jobs set state = 'done', finished_at = now(), attempts = attempts + 1, error_code = null, error = null
      where id = ${job.id} and state = 'pending'`;
  });
}
