import { pipelineSql } from '#server/platform/database.ts';
import type { ChangeKind } from './contract.ts';
import { PRIORITY } from './jobs.sql.ts';

/**
 * Who works for which account, and what is next. An account is leased by one worker at a time; whatever a worker writes
 * counts only while its token is the account's, so that one that slept past its lease changes nothing.
 */
export interface Lane {
  accountId: string;
  customerId: string;
  token: number;
}

export interface LeasedAccount extends Lane {
  platform: string;
  settings: unknown;
  credentials: string;
}

export interface Job {
  id: number;
  kind: ChangeKind | 'sync' | 'sync-account';
  simId: string | null;
  iccid: string | null;
  wanted: string | null;
  attempts: number;
  /** Of routine: nobody waits for it. */
  isRoutine: boolean;
}

const LEASE_SECONDS = 60;

/** The account that has waited longest with work that is due; null when there is none to be had. */
export async function leaseSystemAccount(): Promise<LeasedAccount | null> {
  const [row] = await pipelineSql()<LeasedAccount[]>`
    update sim_accounts set lease_token = lease_token + 1, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = (
      select a.id from sim_accounts a
      where a.status = 'active' and coalesce(a.lease_until, 'epoch') < now() and coalesce(a.paused_until, 'epoch') < now()
        and exists (select from sim_jobs j where j.account_id = a.id and j.state = 'pending' and j.due_at <= now())
      order by a.lease_until nulls first limit 1 for update skip locked)
    returning id as "accountId", customer_id as "customerId", lease_token::int as token, platform, settings, credentials`;
  return row ?? null;
}

/** False: another has the account meanwhile, or it is disabled or gone. */
export async function keepSystemLease({ accountId, token }: Lane): Promise<boolean> {
  const { count } = await pipelineSql()`
    update sim_accounts set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where id = ${accountId} and lease_token = ${token} and status = 'active'`;
  return count === 1;
}

export async function endSystemLease({ accountId, token }: Lane): Promise<void> {
  await pipelineSql()`
    update sim_accounts set lease_until = null where id = ${accountId} and lease_token = ${token}`;
}

/** Changes before what somebody waits for, before listings, before routine; nothing while the platform wants quiet. */
export async function nextSystemJob({ accountId, token }: Lane): Promise<Job | null> {
  const [job] = await pipelineSql()<Job[]>`
    select j.id::int, j.kind, j.sim_id as "simId", s.iccid, j.wanted, j.attempts, j.priority = ${PRIORITY.routine} as "isRoutine"
    from sim_jobs j left join sims s on s.id = j.sim_id
    where j.account_id = ${accountId} and j.state = 'pending' and j.due_at <= now()
      and exists (select from sim_accounts a where a.id = ${accountId} and a.lease_token = ${token}
        and coalesce(a.paused_until, 'epoch') < now())
    order by j.priority, j.due_at, j.id limit 1`;
  return job ?? null;
}

/** Tries again later, in the platform's words; nothing of what was asked is lost. */
export async function postponeSystemJob(
  lane: Lane,
  job: Job,
  again: { dueAt: Date; attempts: number; pauseAccountUntil: Date | null },
  failure: { code: string; message: string },
): Promise<void> {
  await pipelineSql().begin(async (tx) => {
    const { count } = await tx`
      update sim_accounts set paused_until = greatest(paused_until, ${again.pauseAccountUntil})
      where id = ${lane.accountId} and lease_token = ${lane.token}`;
    if (count === 0) return;
    await tx`
      update sim_jobs set attempts = ${again.attempts}, due_at = ${again.dueAt}, error_code = ${failure.code}, error = ${failure.message}
      where id = ${job.id} and state = 'pending'`;
    if (job.kind === 'sync' && job.simId) {
      await tx`
        update sims set sync_error_code = ${failure.code}, sync_error = ${failure.message} where id = ${job.simId}`;
    }
    if (job.kind === 'sync-account') {
      await tx`
        update sim_accounts set sync_error_code = ${failure.code}, sync_error = ${failure.message} where id = ${lane.accountId}`;
    }
  });
}

/** Over: a change stays as failed with its reason, until somebody asks again or puts it away. */
export async function failSystemJob(
  lane: Lane,
  job: Job,
  failure: { code: string; message: string },
): Promise<void> {
  await pipelineSql().begin(async (tx) => {
    const { count } = await tx`
      select from sim_accounts where id = ${lane.accountId} and lease_token = ${lane.token} for share`;
    if (count === 0) return;
    if (job.kind === 'sync') {
      await tx`delete from sim_jobs where id = ${job.id}`;
      await tx`
        update sims set sync_error_code = ${failure.code}, sync_error = ${failure.message} where id = ${job.simId}`;
      return;
    }
    await tx`
      update sim_jobs set state = 'failed', finished_at = now(), attempts = attempts + 1,
        error_code = ${failure.code}, error = ${failure.message}
      where id = ${job.id} and state = 'pending'`;
    if (job.kind === 'sync-account') {
      await tx`
        update sim_accounts set sync_error_code = ${failure.code}, sync_error = ${failure.message} where id = ${lane.accountId}`;
    }
  });
}

/** The platform did it: the SIM is so now, and is read again for what else became different. */
export async function finishSystemChange(lane: Lane, job: Job): Promise<void> {
  await pipelineSql().begin(async (tx) => {
    const { count } = await tx`
      select from sim_accounts where id = ${lane.accountId} and lease_token = ${lane.token} for share`;
    if (count === 0) return;
    const column = { status: 'status', 'communication-plan': 'communication_plan', 'rate-plan': 'rate_plan' }[
      job.kind as ChangeKind
    ];
    // A wish that was taken back meanwhile stays taken back; what the platform did is true all the same.
    await tx`
      update sim_jobs set state = 'done', finished_at = now(), attempts = attempts + 1, error_code = null, error = null
      where id = ${job.id} and state = 'pending'`;
    await tx`update sims set ${tx(column)} = ${job.wanted}, modified_at = now() where id = ${job.simId}`;
    await tx`
      insert into sim_jobs (customer_id, account_id, sim_id, kind, priority)
      values (${lane.customerId}, ${lane.accountId}, ${job.simId}, 'sync', ${PRIORITY.asked})
      on conflict (sim_id, kind) where state = 'pending' and sim_id is not null
      do update set priority = ${PRIORITY.asked}, due_at = least(sim_jobs.due_at, now())`;
  });
}

/** Every account whose SIMs were not listed for a day. Answers with how many were put on the list. */
export async function scheduleSystemListings(before: Date): Promise<number> {
  const { count } = await pipelineSql()`
    insert into sim_jobs (customer_id, account_id, kind, priority)
    select a.customer_id, a.id, 'sync-account', ${PRIORITY.listing} from sim_accounts a
    where a.status = 'active' and coalesce(a.last_sync_at, 'epoch') < ${before}
      and not exists (select from sim_jobs j where j.account_id = a.id and j.sim_id is null
        and (j.state = 'pending' or j.finished_at > ${before}))
    on conflict do nothing`;
  return count;
}

/** What is over and was asked before that. */
export async function purgeSystemSimJobs(before: Date): Promise<number> {
  const { count } = await pipelineSql()`
    delete from sim_jobs where state <> 'pending' and finished_at < ${before}`;
  return count;
}
