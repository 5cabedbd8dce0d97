import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loopbackPolicy } from '#server/platform/egress.fixture.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { ciscoDriver } from './cisco-driver.ts';
import {
  API_KEY,
  type CenterDevice,
  type ControlCenter,
  centerDevice,
  startControlCenter,
  USERNAME,
} from './control-center.fixture.ts';

const ICCID = '8931086119049006789';
const real = createOutgoingHttp(loopbackPolicy());
/** The driver's patience is 20 s; a test has less. */
const http: OutgoingHttp = {
  ...real,
  request: (url, request) => real.request(url, { ...request, timeoutMs: 3000 }),
};
let center: ControlCenter;
let turns = 0;

beforeEach(async () => {
  await center?.stop();
  center = await startControlCenter([
    centerDevice(ICCID, {
      ctdDataUsage: 1_234_567,
      ctdSMSUsage: 3,
      ctdSessionCount: 41,
      session: { started: '2026-11-21 06:10:00.000+0000', ended: null, ipAddress: '10.11.12.13' },
    }),
  ]);
  turns = 0;
});

afterAll(async () => {
  await center.stop();
  await real.close();
});

function platform(change: { apiKey?: string; accountId?: string } = {}) {
  const settings = ciscoDriver.settingsSchema.parse({
    url: `${center.url}/rws/api/v1/`,
    username: USERNAME,
    ...(change.accountId ? { accountId: change.accountId } : {}),
  });
  return ciscoDriver.connect(
    { customerId: 'c', accountId: 'a', settings, credentials: { apiKey: change.apiKey ?? API_KEY } },
    {
      http,
      now: () => new Date(),
      turn: async () => {
        turns++;
      },
    },
  );
}

const failureOf = async (work: Promise<{ ok: boolean }>) => {
  const result = (await work) as {
    ok: boolean;
    failure?: { kind: string; code: string; message: string; retryAfterMs?: number };
  };
  expect(result.ok).toBe(false);
  return result.failure;
};

describe('reading', () => {
  it('a SIM is details, usage and session together, each call in its turn', async () => {
    expect(await platform().readSim(ICCID)).toEqual({
      ok: true,
      value: {
        iccid: ICCID,
        imsi: `20408${ICCID.slice(-10)}`,
        msisdn: `3197${ICCID.slice(-9)}`,
        imei: '8622610404567890',
        status: 'ACTIVATED',
        platformStatus: 'ACTIVATED',
        ratePlan: 'Flex 10 MB',
        communicationPlan: 'Data LTE-M',
        addedAt: new Date('2025-03-01T08:00:00.000Z'),
        activatedAt: new Date('2025-03-29T11:19:44.709Z'),
        platformAccount: '100020620',
        platformCustomer: null,
        usage: { bytes: 1_234_567, sms: 3, sessions: 41, days: null },
        session: { startedAt: new Date('2026-11-21T06:10:00.000Z'), endedAt: null, ipAddress: '10.11.12.13' },
      },
    });
    expect(turns).toBe(3);
    expect(center.calls.map(({ path }) => path.split(ICCID)[1])).toEqual(['', '/ctdUsages', '/sessionInfo']);
  });

  describe('read again', () => {
    const parts = () => center.calls.map(({ path }) => path.split(ICCID)[1]);
    const device = () => center.devices.get(ICCID) as CenterDevice;

    /** As the worker keeps it from the reading before. */
    async function known() {
      const reading = await platform().readSim(ICCID);
      if (!reading.ok) throw new Error(reading.failure.message);
      center.calls.length = 0;
      const { iccid: _, ...kept } = reading.value;
      return { before: reading.value, kept };
    }

    it('takes one call where nothing was used, and tells the same', async () => {
      device().session = {
        started: '2026-11-21 06:10:00.000+0000',
        ended: '2026-11-21 06:20:00.000+0000',
        ipAddress: '10.0.0.1',
      };
      const { before, kept } = await known();
      expect(await platform().readSim(ICCID, kept)).toEqual({ ok: true, value: before });
      expect(parts()).toEqual(['/ctdUsages']);
    });

    it('asks for the session where something was used or one was running', async () => {
      const running = await known();
      expect(await platform().readSim(ICCID, running.kept)).toEqual({ ok: true, value: running.before });
      expect(parts()).toEqual(['/ctdUsages', '/sessionInfo']);
      device().session = {
        started: '2026-11-21 06:10:00.000+0000',
        ended: '2026-11-21 06:20:00.000+0000',
        ipAddress: '10.0.0.1',
      };
      const { kept } = await known();
      Object.assign(device(), { ctdDataUsage: 2_000_000, imei: '8622610404567999' });
      device().session = { started: '2026-11-22 06:10:00.000+0000', ended: null, ipAddress: '10.0.0.2' };
      expect(await platform().readSim(ICCID, kept)).toEqual(await platform().readSim(ICCID));
      expect(parts()).toEqual(['/ctdUsages', '/sessionInfo', '', '/ctdUsages', '/sessionInfo']);
    });

    it.each([
      [{ status: 'DEACTIVATED' }],
      [{ ratePlan: 'Flex 1 MB' }],
      [{ communicationPlan: 'Data and SMS' }],
    ])('reads everything where %j', async (change) => {
      const { kept } = await known();
      Object.assign(device(), change, { customer: 'Other owner' });
      const again = await platform().readSim(ICCID, kept);
      expect(again).toMatchObject({ ok: true, value: { platformCustomer: 'Other owner' } });
      expect(again).toEqual(await platform().readSim(ICCID));
    });

    it('of a SIM that is gone says so', async () => {
      const { kept } = await known();
      center.devices.delete(ICCID);
      expect(await failureOf(platform().readSim(ICCID, kept))).toMatchObject({ kind: 'unknown-sim' });
    });
  });

  it('all SIMs come in pages of 50, none twice', async () => {
    for (let n = 0; n < 120; n++) {
      const iccid = `89310861190490${String(10_000 + n)}`;
      center.devices.set(iccid, centerDevice(iccid, { modified: n }));
    }
    const seen: string[] = [];
    let page: string | undefined;
    do {
      const answer = await platform({ accountId: '100020620' }).listSims(page);
      if (!answer.ok) throw new Error(answer.failure.message);
      seen.push(...answer.value.sims.map(({ iccid }) => iccid));
      page = answer.value.next ?? undefined;
    } while (page);
    expect(seen).toHaveLength(121);
    expect(new Set(seen).size).toBe(121);
    expect(center.calls.map(({ query }) => query.get('pageNumber'))).toEqual(['1', '2', '3']);
    expect(center.calls[0]?.query.get('accountId')).toBe('100020620');
    expect(center.calls[0]?.query.get('modifiedSince')).toBe('2000-01-01T00:00:00+00:00');
  });

  it('every status of its list has its place; a new word is told as it is', async () => {
    const words = [
      'INVENTORY',
      'TEST_READY',
      'ACTIVATION_READY',
      'ACTIVATED',
      'DEACTIVATED',
      'RETIRED',
      'PURGED',
      'REPLACED',
      'SLEEPING',
    ];
    center.devices.clear();
    for (const [n, status] of words.entries())
      center.devices.set(`${n}`, centerDevice(`${n}`, { status, modified: n }));
    const answer = await platform().listSims();
    expect(answer.ok && answer.value.sims.map(({ status }) => status)).toEqual([
      'INVENTORY',
      'ACTIVATION_READY',
      'ACTIVATION_READY',
      'ACTIVATED',
      'DEACTIVATED',
      'RETIRED',
      'RETIRED',
      'RETIRED',
      null,
    ]);
    expect(answer.ok && answer.value.sims.at(-1)?.platformStatus).toBe('SLEEPING');
  });

  it('rate plans where the user may list them, communication plans never', async () => {
    expect(await platform().listPlans()).toEqual({
      ok: true,
      value: {
        communication: null,
        rate: [{ name: 'Flex 1 MB' }, { name: 'Flex 10 MB' }, { name: 'Flex 100 MB' }],
      },
    });
    center.mayListRatePlans = false;
    expect(await platform().listPlans()).toEqual({ ok: true, value: { communication: null, rate: null } });
  });
});

describe('changing', () => {
  it('sends what is wished and nothing else', async () => {
    expect(await platform().changeSim(ICCID, { status: 'DEACTIVATED' })).toEqual({ ok: true, value: null });
    expect(
      await platform().changeSim(ICCID, { ratePlan: 'Flex 1 MB', communicationPlan: 'Data and SMS' }),
    ).toMatchObject({ ok: true });
    expect(center.calls.map(({ method, body }) => [method, body])).toEqual([
      ['PUT', { status: 'DEACTIVATED' }],
      ['PUT', { ratePlan: 'Flex 1 MB', communicationPlan: 'Data and SMS' }],
    ]);
    expect(center.devices.get(ICCID)).toMatchObject({ status: 'DEACTIVATED', ratePlan: 'Flex 1 MB' });
  });

  it('what it refuses is final, in its own words', async () => {
    (center.devices.get(ICCID) as { status: string }).status = 'RETIRED';
    expect(await failureOf(platform().changeSim(ICCID, { status: 'ACTIVATED' }))).toEqual({
      kind: 'refused',
      code: 'sim-platform.refused',
      message: 'The SIM status cannot change from RETIRED to ACTIVATED (10000029)',
    });
    expect(await failureOf(platform().changeSim(ICCID, { ratePlan: 'No such plan' }))).toMatchObject({
      kind: 'refused',
      message: 'Invalid ratePlan (10000017)',
    });
  });
});

describe('what can go wrong', () => {
  it('wrong credentials', async () => {
    expect(await failureOf(platform({ apiKey: 'wrong' }).test())).toEqual({
      kind: 'unauthorized',
      code: 'sim-platform.unauthorized',
      message: 'Invalid credentials (10000001)',
    });
    expect(await platform().test()).toMatchObject({ ok: true });
  });

  it('an unknown ICCID', async () => {
    expect(await failureOf(platform().readSim('8931000000000000000'))).toMatchObject({
      kind: 'unknown-sim',
      message: 'Resource not found - Invalid ICCID (20000001)',
    });
  });

  it('too many calls, with and without the status that says so', async () => {
    center.fail('rate-limit');
    expect(await failureOf(platform().test())).toMatchObject({ kind: 'rate-limited', retryAfterMs: 2000 });
    center.fail('rate-limit-400');
    const failure = await failureOf(platform().test());
    expect(failure).toMatchObject({ kind: 'rate-limited', message: 'Rate limit exceeded (40000029)' });
    expect(failure?.retryAfterMs).toBeUndefined();
  });

  it.each([
    ['server-error', 'unavailable', 'Unknown server error (30000001)'],
    ['gateway', 'unavailable', 'HTTP 502'],
    ['slow', 'unavailable', 'The receiver did not answer in time.'],
    ['broken-off', 'unavailable', 'The receiver broke the connection off.'],
    ['redirect', 'unreadable', 'HTTP 302'],
  ] as const)('%s', async (fault, kind, message) => {
    center.fail(fault);
    expect(await failureOf(platform().test())).toMatchObject({ kind, message });
  });

  it('an answer of something else', async () => {
    for (const fault of ['not-json', 'other-json'] as const) {
      center.fail(fault);
      expect(await failureOf(platform().test())).toMatchObject({ kind: 'unreadable' });
    }
  });

  it('nothing of the credentials is in what is said', async () => {
    center.setApiKey('another');
    const failure = await failureOf(platform().test());
    expect(JSON.stringify(failure)).not.toMatch(new RegExp(`${API_KEY}|${USERNAME}`));
  });
});

describe('settings', () => {
  it('the address is kept without the path of the API', () => {
    for (const url of ['https://rest.example', 'https://rest.example/', 'https://rest.example/rws/api/v1/'])
      expect(ciscoDriver.settingsSchema.parse({ url, username: 'u' })).toEqual({
        url: 'https://rest.example',
        username: 'u',
      });
    for (const url of ['rest.example', 'https://u:p@rest.example', 'https://rest.example/?a=b'])
      expect(ciscoDriver.settingsSchema.safeParse({ url, username: 'u' }).success).toBe(false);
  });

  it('an address inside the house is refused', async () => {
    const settings = ciscoDriver.settingsSchema.parse({ url: 'https://10.0.0.7', username: 'u' });
    const fields = await ciscoDriver.check(
      { customerId: 'c', accountId: 'a', settings, credentials: { apiKey: 'k' } },
      http,
    );
    expect(fields).toEqual([{ path: 'url', message: expect.stringMatching(/^outgoing\./) }]);
  });
});
