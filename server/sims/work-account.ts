import { setTimeout as sleep } from 'node:timers/promises';
import type { SimPlatform, SimWish } from '#server/drivers/sim-platforms/contract.ts';
import { systemClock } from '#server/platform/clock.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { normaliseIccid } from '#server/protocols/device-identifiers.ts';
import type { ListingOutcome } from './account-contract.ts';
import { openCredentials } from './account-credentials.ts';
import { parseAccount } from './check-account.ts';
import type { ChangeKind, WantedStatus } from './contract.ts';
import {
  endSystemLease,
  failSystemJob,
  finishSystemChange,
  type Job,
  keepSystemLease,
  type LeasedAccount,
  leaseSystemAccount,
  nextSystemJob,
  postponeSystemJob,
} from './lanes.sql.ts';
import {
  endSystemListing,
  selectSystemKnown,
  storeSystemPage,
  storeSystemPlans,
  storeSystemReading,
} from './readings.sql.ts';
import { afterFailure, type FailureKind, isReadWhole } from './rules.ts';

interface Failure {
  kind: FailureKind;
  code: string;
  message: string;
  retryAfterMs?: number | undefined;
}

/** The account is another's meanwhile, or the worker ends: what was begun is done by whoever comes next. */
class LaneOver extends Error {
  override readonly name = 'LaneOver';
}

export interface WorkSettings {
  http: OutgoingHttp;
  signal: AbortSignal;
  now?: () => Date;
}

const RENEW_AFTER_MS = 20_000;
/** Then the next account has its turn. */
const LONGEST_VISIT_MS = 60_000;

/** Leases one account and does what is due there, one call after the other. False: there was nothing to do. */
export async function workSystemAccount({
  http,
  signal,
  now = systemClock.now,
}: WorkSettings): Promise<boolean> {
  const lane = await leaseSystemAccount();
  if (!lane) return false;
  const began = performance.now();
  try {
    const platform = await connect(lane, http, signal, now);
    while (!signal.aborted && performance.now() - began < LONGEST_VISIT_MS) {
      const job = await nextSystemJob(lane);
      if (!job) break;
      const failure = 'kind' in platform ? platform : await doJob(lane, platform, job, now);
      if (failure) await settle(lane, job, failure, now());
    }
  } catch (error) {
    if (!(error instanceof LaneOver)) throw error;
  } finally {
    await endSystemLease(lane);
  }
  return true;
}

async function settle(lane: LeasedAccount, job: Job, failure: Failure, now: Date): Promise<void> {
  const verdict = afterFailure(failure, job.attempts, now);
  if (verdict.again) await postponeSystemJob(lane, job, verdict, failure);
  else await failSystemJob(lane, job, failure);
}

/** A configuration that no longer fits its driver, or that cannot be opened, is a failure like any other. */
async function connect(
  lane: LeasedAccount,
  http: OutgoingHttp,
  signal: AbortSignal,
  now: () => Date,
): Promise<SimPlatform | Failure> {
  const { customerId, accountId, platform, settings } = lane;
  try {
    const credentials = await pipelineDatabase().transaction((tx) =>
      openCredentials(tx, customerId, accountId, lane.credentials),
    );
    const { driver, config } = parseAccount({ customerId, accountId }, platform, settings, credentials);
    return driver.connect(config, { http, now, turn: paceOf(lane, driver.paceMs, signal) });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: 'unauthorized', code: error.code, message: '' };
  }
}

/** Before each call: the account's pace, the lease, and the end of the worker. */
function paceOf(lane: LeasedAccount, paceMs: number, signal: AbortSignal): () => Promise<void> {
  let nextAt = 0;
  let renewedAt = performance.now();
  return async () => {
    const wait = nextAt - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) throw new LaneOver();
    if (performance.now() - renewedAt > RENEW_AFTER_MS) {
      if (!(await keepSystemLease(lane))) throw new LaneOver();
      renewedAt = performance.now();
    }
    nextAt = performance.now() + paceMs;
  };
}

/** What went wrong, or null. */
async function doJob(
  lane: LeasedAccount,
  platform: SimPlatform,
  job: Job,
  now: () => Date,
): Promise<Failure | null> {
  if (job.kind === 'sync-account') return list(lane, platform, job, now);
  const iccid = job.iccid as string;
  if (job.kind === 'sync') {
    const reading = await platform.readSim(iccid, await knownOf(job, now()));
    if (!reading.ok) return reading.failure;
    await storeSystemReading(lane, job, reading.value, now());
    return null;
  }
  const wish = wishOf(job.kind, job.wanted as string);
  if (job.attempts > 0 && (await isDone(platform, iccid, wish))) {
    await finishSystemChange(lane, job);
    return null;
  }
  const answer = await platform.changeSim(iccid, wish);
  if (!answer.ok) return answer.failure;
  await finishSystemChange(lane, job);
  return null;
}

/** Whoever asks gets everything anew; routine spares the account what cannot have changed. */
async function knownOf(job: Job, now: Date) {
  if (!job.isRoutine || isReadWhole(job.simId as string, now)) return undefined;
  return (await selectSystemKnown(job)) ?? undefined;
}

function wishOf(kind: ChangeKind, wanted: string): SimWish {
  if (kind === 'status') return { status: wanted as WantedStatus };
  return kind === 'rate-plan' ? { ratePlan: wanted } : { communicationPlan: wanted };
}

/** An attempt whose answer was lost may have been heard: asked before it is said again. */
async function isDone(platform: SimPlatform, iccid: string, wish: SimWish): Promise<boolean> {
  const reading = await platform.readSim(iccid);
  if (!reading.ok) return false;
  const { status, communicationPlan, ratePlan } = reading.value;
  const present = { status, communicationPlan, ratePlan };
  return Object.entries(wish).every(([name, wanted]) => present[name as keyof SimWish] === wanted);
}

/** A listing that is broken off begins again at its first page: storing a page twice changes nothing. */
async function list(
  lane: LeasedAccount,
  platform: SimPlatform,
  job: Job,
  now: () => Date,
): Promise<Failure | null> {
  const outcome: ListingOutcome = { found: 0, added: 0, changed: 0, refused: 0 };
  let page: string | undefined;
  do {
    const answer = await platform.listSims(page);
    if (!answer.ok) return answer.failure;
    const fitting = answer.value.sims.filter(({ iccid }) => normaliseIccid(iccid).ok);
    const stored = await storeSystemPage(lane, fitting);
    outcome.found += answer.value.sims.length;
    outcome.added += stored.added;
    outcome.changed += stored.changed;
    outcome.refused += stored.refused + answer.value.sims.length - fitting.length;
    page = answer.value.next ?? undefined;
  } while (page !== undefined);
  const plans = await platform.listPlans();
  if (!plans.ok) return plans.failure;
  await storeSystemPlans(lane, plans.value);
  await endSystemListing(lane, job, outcome, now());
  return null;
}
