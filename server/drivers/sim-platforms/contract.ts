import type { z } from 'zod';
import type { FieldError } from '#server/platform/errors.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';

/** As the platform has it, in the portal's words. */
export type PlatformStatus = 'INVENTORY' | 'ACTIVATION_READY' | 'ACTIVATED' | 'DEACTIVATED' | 'RETIRED';

/** One line of a listing. */
export interface ListedSim {
  /** 18 to 22 digits as the platform writes it; not checked. */
  iccid: string;
  /** null: a word that the portal has no status for; `platformStatus` still tells it. */
  status: PlatformStatus | null;
  /** The platform's own word. */
  platformStatus: string;
  ratePlan: string | null;
  communicationPlan: string | null;
}

export interface SimPage {
  sims: ListedSim[];
  /** What `listSims` is asked next; null: this was the last page. */
  next: string | null;
}

/** Everything that a platform tells of one SIM. */
export interface SimReading extends ListedSim {
  imsi: string | null;
  msisdn: string | null;
  /** Of the modem it was last seen in; as many digits as the platform gives. */
  imei: string | null;
  /** When it came into the account. */
  addedAt: Date | null;
  /** When it was first activated. */
  activatedAt: Date | null;
  /** Account and customer that it belongs to, as the platform names them. */
  platformAccount: string | null;
  platformCustomer: string | null;
  usage: SimUsage;
  /** The running data session, or the last one; both null: it never had one. Ended null while it runs. */
  session: { startedAt: Date | null; endedAt: Date | null; ipAddress: string | null };
}

/** What an earlier reading told, as far as it is kept. */
export type KnownSim = Omit<SimReading, 'iccid' | 'usage'> & { usage: Omit<SimUsage, 'days'> };

/** Of the billing month so far. */
export interface SimUsage {
  /** Both ways together. */
  bytes: number;
  /** Sent and received. */
  sms: number;
  sessions: number;
  /** Bytes a day (YYYY-MM-DD, UTC), for platforms that tell: the days given replace what is known of them. */
  days: { day: string; bytes: number }[] | null;
}

/** Plans by the platform's own names. A platform that does not list one kind gives null: those in use are known then. */
export interface PlatformPlans {
  communication: { name: string; apns: string[] }[] | null;
  rate: { name: string }[] | null;
}

/** What is to become different; several together are one call where the platform can. */
export interface SimWish {
  status?: PlatformStatus;
  communicationPlan?: string;
  ratePlan?: string;
}

/**
 * Why a platform did not do it.
 * - unauthorized: it knows neither user nor key; every call will fail so
 * - rate-limited: too much was asked; `retryAfterMs` where it says how long
 * - unavailable: no answer, or a fault on its side; may go well next time
 * - unreadable: an answer that is not its API's
 * - unknown-sim: it has no such SIM
 * - refused: it understood and will not; the same again would be refused again
 */
export interface PlatformFailure {
  kind: 'unauthorized' | 'rate-limited' | 'unavailable' | 'unreadable' | 'unknown-sim' | 'refused';
  /** Stable, for rules and translations: `sim-platform.<kind>`, or an `outgoing.*` code. */
  code: string;
  /** The platform's own words where it has some; at most 500 characters, nothing secret. */
  message: string;
  retryAfterMs?: number;
}

export type PlatformResult<T> = { ok: true; value: T } | { ok: false; failure: PlatformFailure };

/** An account with settings and credentials, both as the driver's schemas made them. */
export interface SimPlatformConfig<Settings extends object = object, Credentials extends object = object> {
  customerId: string;
  accountId: string;
  settings: Settings;
  credentials: Credentials;
}

/** What a platform is reached with. */
export interface SimPlatformWorld {
  http: OutgoingHttp;
  now(): Date;
  /** Resolves when the next call may go out: the account's pace is kept by waiting for it before every call. */
  turn(): Promise<void>;
}

/** One account at a platform. No method throws: whatever happens is a result. Calls are made one at a time. */
export interface SimPlatform {
  /** Asks for as little as proves that address and credentials are right. */
  test(): Promise<PlatformResult<{ account: string | null; sims: number | null }>>;
  /** All SIMs of the account in pages, in an order that new changes do not shift. `page` undefined: the first. */
  listSims(page?: string): Promise<PlatformResult<SimPage>>;
  /** With what is known, a platform that tells it in several calls leaves out those that can tell nothing new. */
  readSim(iccid: string, known?: KnownSim): Promise<PlatformResult<SimReading>>;
  listPlans(): Promise<PlatformResult<PlatformPlans>>;
  /** Asking for what is there already goes well and changes nothing. */
  changeSim(iccid: string, wish: SimWish): Promise<PlatformResult<null>>;
}

/** A kind of SIM platform: one folder, one definition, one line in the registry. */
export interface SimPlatformDriver<Settings extends object = object, Credentials extends object = object> {
  /** Stored in `sim_accounts.platform`; never changes. */
  kind: string;
  settingsSchema: z.ZodType<Settings>;
  credentialsSchema: z.ZodType<Credentials>;
  /** Where credentials go with these settings: those that are stored are not sent anywhere else. */
  sentTo?(settings: Settings): string;
  /** Least time between two calls of one account, milliseconds. */
  paceMs: number;
  /** What the schemas alone cannot see, asked at save: an address that may not be called. */
  check(config: SimPlatformConfig<Settings, Credentials>, http: OutgoingHttp): Promise<FieldError[]>;
  connect(config: SimPlatformConfig<Settings, Credentials>, world: SimPlatformWorld): SimPlatform;
}
