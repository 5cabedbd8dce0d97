import type { z } from 'zod';
import type {
  KnownSim,
  ListedSim,
  PlatformStatus,
  SimPlatform,
  SimPlatformDriver,
  SimPlatformWorld,
} from '../contract.ts';
import { answered } from '../failures.ts';
import {
  devicePageSchema,
  deviceSchema,
  editedSchema,
  ratePlanPageSchema,
  sessionSchema,
  usageSchema,
} from './api.ts';
import { type CiscoConfig, call } from './call.ts';
import {
  type CiscoCredentials,
  type CiscoSettings,
  ciscoCredentialsSchema,
  ciscoSettingsSchema,
} from './settings.ts';

/** Its largest page; the function wants a date, ours lies before any SIM. */
const PAGE_SIZE = '50';
const EVER = '2000-01-01T00:00:00+00:00';
const MAX_RATE_PLAN_PAGES = 40;

/** SIM Status Values. A SIM in test can connect and is not billed, as one that is ready for activation. */
const STATUSES: Record<string, PlatformStatus> = {
  INVENTORY: 'INVENTORY',
  TEST_READY: 'ACTIVATION_READY',
  ACTIVATION_READY: 'ACTIVATION_READY',
  ACTIVATED: 'ACTIVATED',
  DEACTIVATED: 'DEACTIVATED',
  RETIRED: 'RETIRED',
  PURGED: 'RETIRED',
  REPLACED: 'RETIRED',
};

/** Cisco IoT Control Center, REST API version 1: "at most 5 calls a second", "active calls one at a time". */
export const ciscoDriver: SimPlatformDriver<CiscoSettings, CiscoCredentials> = {
  kind: 'cisco',
  settingsSchema: ciscoSettingsSchema,
  credentialsSchema: ciscoCredentialsSchema,
  sentTo: ({ url, username }) => `${username}@${url}`,
  paceMs: 250,
  async check({ settings }, http) {
    const address = await http.checkAddress(settings.url);
    return address.ok ? [] : [{ path: 'url', message: address.failure.code }];
  },
  connect: (config, world) => new ControlCenter(config, world),
};

class ControlCenter implements SimPlatform {
  readonly #config: CiscoConfig;
  readonly #world: SimPlatformWorld;

  constructor(config: CiscoConfig, world: SimPlatformWorld) {
    this.#config = config;
    this.#world = world;
  }

  #call<S extends z.ZodType>(request: Parameters<typeof call>[2], schema: S) {
    return call(this.#config, this.#world, request, schema);
  }

  async test() {
    const page = await this.#devices('1', '1');
    return page.ok ? answered({ account: this.#config.settings.accountId ?? null, sims: null }) : page;
  }

  async listSims(page = '1') {
    const answer = await this.#devices(page, PAGE_SIZE);
    if (!answer.ok) return answer;
    const { devices, lastPage, pageNumber } = answer.value;
    // A page without devices that is not the last would be asked for without end.
    const isLast = lastPage || devices.length === 0;
    return answered({ sims: devices.map(listedOf), next: isLast ? null : String(pageNumber + 1) });
  }

  #devices(pageNumber: string, pageSize: string) {
    const { accountId } = this.#config.settings;
    return this.#call(
      { path: '/devices', query: { accountId, modifiedSince: EVER, pageSize, pageNumber } },
      devicePageSchema,
    );
  }

  readSim(iccid: string, known?: KnownSim) {
    return known ? this.#readAgain(iccid, known) : this.#readWhole(iccid);
  }

  async #readWhole(iccid: string) {
    const path = devicePath(iccid);
    const details = await this.#call({ path }, deviceSchema);
    if (!details.ok) return details;
    const usage = await this.#call({ path: `${path}/ctdUsages` }, usageSchema);
    if (!usage.ok) return usage;
    const session = await this.#session(path);
    if (!session.ok) return session;
    const device = details.value;
    return answered({
      ...listedOf(device),
      imsi: device.imsi,
      msisdn: device.msisdn,
      imei: device.imei,
      addedAt: device.dateShipped ?? device.dateAdded,
      activatedAt: device.dateActivated,
      platformAccount: device.accountId,
      platformCustomer: device.customer,
      usage: usageOf(usage.value),
      session: sessionOf(session.value, device.fixedIPAddress),
    });
  }

  /** The use of a SIM comes with its numbers, status and plans: where those are as they were, the details are as well. */
  async #readAgain(iccid: string, known: KnownSim) {
    const path = devicePath(iccid);
    const answer = await this.#call({ path: `${path}/ctdUsages` }, usageSchema);
    if (!answer.ok) return answer;
    const told = answer.value;
    if (!isAsKnown(told, known)) return this.#readWhole(iccid);
    const { imsi, msisdn, imei } = told;
    const present = { ...known, iccid, imsi, msisdn, imei, usage: usageOf(told) };
    if (isAtRest(told, known)) return answered(present);
    const session = await this.#session(path);
    if (!session.ok) return session;
    return answered({ ...present, session: sessionOf(session.value, known.session.ipAddress) });
  }

  /** Not every user may see sessions; the rest is worth having. */
  async #session(path: string) {
    const session = await this.#call({ path: `${path}/sessionInfo` }, sessionSchema);
    if (session.ok) return session;
    const { kind } = session.failure;
    return kind === 'refused' || kind === 'unknown-sim' ? answered(null) : session;
  }

  /** Only an administrator's user may list rate plans; communication plans nobody can: those in use are known. */
  async listPlans() {
    const rate: { name: string }[] = [];
    for (let page = 1; page <= MAX_RATE_PLAN_PAGES; page++) {
      const query = {
        accountId: this.#config.settings.accountId,
        pageSize: PAGE_SIZE,
        pageNumber: String(page),
      };
      const answer = await this.#call({ path: '/rateplans', query }, ratePlanPageSchema);
      if (!answer.ok) {
        const { kind } = answer.failure;
        const isForbidden = kind === 'unauthorized' || kind === 'refused' || kind === 'unknown-sim';
        return isForbidden ? answered({ communication: null, rate: null }) : answer;
      }
      rate.push(...answer.value.ratePlans.map(({ name }) => ({ name })));
      if ((answer.value.lastPage ?? true) || answer.value.ratePlans.length === 0) break;
    }
    return answered({ communication: null, rate });
  }

  async changeSim(
    iccid: string,
    { status, communicationPlan, ratePlan }: Parameters<SimPlatform['changeSim']>[1],
  ) {
    const body = { status, communicationPlan, ratePlan };
    const answer = await this.#call({ method: 'PUT', path: devicePath(iccid), body }, editedSchema);
    return answer.ok ? answered(null) : answer;
  }
}

type Usage = z.output<typeof usageSchema>;

const usageOf = ({ ctdDataUsage, ctdSMSUsage, ctdSessionCount }: Usage) => ({
  bytes: ctdDataUsage,
  sms: ctdSMSUsage,
  sessions: ctdSessionCount,
  days: null,
});

const sessionOf = (last: z.output<typeof sessionSchema> | null, address: string | null) => ({
  startedAt: last?.dateSessionStarted ?? null,
  endedAt: last?.dateSessionEnded ?? null,
  ipAddress: last?.ipAddress ?? last?.ipv6Address ?? address,
});

function isAsKnown({ status, ratePlan, communicationPlan }: Usage, known: KnownSim): boolean {
  return (
    status !== null &&
    wordOf(status) === known.platformStatus &&
    ratePlan === known.ratePlan &&
    communicationPlan === known.communicationPlan
  );
}

/** Nothing was sent and no session began since, and none was running: the last one is still the last one. */
function isAtRest({ ctdDataUsage, ctdSessionCount }: Usage, { usage, session }: KnownSim): boolean {
  const isRunning = session.startedAt !== null && session.endedAt === null;
  return !isRunning && ctdDataUsage === usage.bytes && ctdSessionCount === usage.sessions;
}

const devicePath = (iccid: string) => `/devices/${encodeURIComponent(iccid)}`;

function listedOf(device: {
  iccid: string;
  status: string;
  ratePlan: string | null;
  communicationPlan: string | null;
}): ListedSim {
  const { iccid, ratePlan, communicationPlan } = device;
  const word = wordOf(device.status);
  return { iccid, ratePlan, communicationPlan, platformStatus: word, status: STATUSES[word] ?? null };
}

const wordOf = (status: string) => status.trim().toUpperCase().replaceAll(' ', '_');
