import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A SIM as Control Center keeps it. */
export interface CenterDevice {
  iccid: string;
  imsi: string;
  msisdn: string;
  imei: string;
  status: string;
  ratePlan: string;
  communicationPlan: string;
  customer: string | null;
  accountId: string;
  dateActivated: string | null;
  dateShipped: string | null;
  modified: number;
  ctdDataUsage: number;
  ctdSMSUsage: number;
  ctdSessionCount: number;
  session: { started: string; ended: string | null; ipAddress: string } | null;
}

type Fault =
  | 'rate-limit'
  | 'rate-limit-400'
  | 'server-error'
  | 'gateway'
  | 'slow'
  | 'broken-off'
  | 'not-json'
  | 'other-json'
  | 'redirect';

/** A server of the Control Center REST API, version 1, on loopback: its shapes, its words, its limits; and faults on demand. */
export interface ControlCenter {
  url: string;
  devices: Map<string, CenterDevice>;
  calls: { method: string; path: string; query: URLSearchParams; body: unknown; at: number }[];
  /** The next calls whose method and path fit meet these, one each. */
  fail(fault: Fault, which?: { method?: string; path?: RegExp; times?: number }): void;
  /** From now on only with this key. */
  setApiKey(key: string): void;
  mayListRatePlans: boolean;
  stop(): Promise<void>;
}

export const USERNAME = 'apiuser';
export const API_KEY = '6f1d1d86-5a7c-4f7e-93f0-1c2d3e4f5a6b';
const RATE_PLANS = ['Flex 1 MB', 'Flex 10 MB', 'Flex 100 MB'];
const COMMUNICATION_PLANS = ['Data LTE-M', 'Data and SMS'];

/** As Control Center decides; Retired and Purged are final there, too. */
const FOLLOWS: Record<string, string[]> = {
  INVENTORY: ['TEST_READY', 'ACTIVATION_READY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED'],
  TEST_READY: ['INVENTORY', 'ACTIVATION_READY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED'],
  ACTIVATION_READY: ['INVENTORY', 'TEST_READY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED'],
  ACTIVATED: ['DEACTIVATED', 'RETIRED', 'PURGED'],
  DEACTIVATED: ['ACTIVATED', 'RETIRED', 'PURGED'],
  RETIRED: [],
  PURGED: [],
};

export function centerDevice(iccid: string, more: Partial<CenterDevice> = {}): CenterDevice {
  return {
    iccid,
    imsi: `20408${iccid.slice(-10)}`,
    msisdn: `3197${iccid.slice(-9)}`,
    imei: '8622610404567890',
    status: 'ACTIVATED',
    ratePlan: 'Flex 10 MB',
    communicationPlan: 'Data LTE-M',
    customer: null,
    accountId: '100020620',
    dateActivated: '2025-03-29 11:19:44.709+0000',
    dateShipped: '2025-03-01 08:00:00.000+0000',
    modified: 0,
    ctdDataUsage: 0,
    ctdSMSUsage: 0,
    ctdSessionCount: 0,
    session: null,
    ...more,
  };
}

export async function startControlCenter(devices: CenterDevice[] = []): Promise<ControlCenter> {
  const faults: { fault: Fault; method?: string; path?: RegExp; left: number }[] = [];
  let apiKey = API_KEY;
  const center: ControlCenter = {
    url: '',
    devices: new Map(devices.map((device) => [device.iccid, device])),
    calls: [],
    mayListRatePlans: true,
    fail: (fault, { times = 1, ...which } = {}) => faults.push({ fault, left: times, ...which }),
    setApiKey: (key) => {
      apiKey = key;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const body = await bodyOf(request);
    const method = request.method ?? 'GET';
    center.calls.push({ method, path: url.pathname, query: url.searchParams, body, at: performance.now() });
    const met = faults.find(
      (one) => one.left > 0 && (one.method ?? method) === method && (one.path?.test(url.pathname) ?? true),
    );
    if (met) {
      met.left--;
      return fault(response, met.fault);
    }
    const wanted = `Basic ${Buffer.from(`${USERNAME}:${apiKey}`).toString('base64')}`;
    if (request.headers.authorization !== wanted)
      return refuse(response, 401, '10000001', 'Invalid credentials');
    answer(center, response, { method, url, body });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  center.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return center;
}

interface Asked {
  method: string;
  url: URL;
  body: unknown;
}

function answer(center: ControlCenter, response: ServerResponse, asked: Asked): unknown {
  const [, resource, iccid, part] =
    /^\/rws\/api\/v1\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(asked.url.pathname) ?? [];
  if (resource === 'rateplans') return ratePlans(center, response, asked.url.searchParams);
  if (resource !== 'devices') return refuse(response, 404, '10000005', 'Resource not found');
  if (!iccid) return search(center, response, asked.url.searchParams);
  const device = center.devices.get(iccid);
  if (!device) return refuse(response, 404, '20000001', 'Resource not found - Invalid ICCID');
  if (asked.method === 'PUT') return edit(response, device, asked.body as Record<string, string>);
  const { ctdDataUsage, ctdSMSUsage, ctdSessionCount, session, modified: _modified, ...details } = device;
  const { imsi, msisdn, imei, status, ratePlan, communicationPlan } = device;
  if (part === 'ctdUsages')
    return send(response, 200, {
      iccid,
      imsi,
      msisdn,
      imei,
      status,
      ratePlan,
      communicationPlan,
      ctdDataUsage,
      ctdSMSUsage,
      ctdVoiceUsage: 0,
      ctdSessionCount,
      overageLimitReached: false,
      overageLimitOverride: 'DEFAULT',
    });
  if (part === 'sessionInfo')
    return send(response, 200, {
      iccid,
      ipAddress: session?.ipAddress ?? null,
      dateSessionStarted: session?.started ?? null,
      dateSessionEnded: session?.ended ?? null,
    });
  send(response, 200, {
    ...details,
    endConsumerId: null,
    dateUpdated: null,
    fixedIPAddress: null,
    accountCustom1: null,
    simNotes: null,
    deviceID: null,
    modemID: '',
    globalSimType: null,
  });
}

function search(center: ControlCenter, response: ServerResponse, query: URLSearchParams): unknown {
  if (!query.get('modifiedSince') || Number.isNaN(Date.parse(query.get('modifiedSince') as string)))
    return refuse(response, 400, '10000003', 'Invalid value for the modifiedSince parameter');
  const page = pageOf(
    [...center.devices.values()].toSorted((a, b) => a.modified - b.modified),
    query,
  );
  if (!page) return refuse(response, 400, '10000003', 'Invalid page');
  send(response, 200, {
    pageNumber: page.pageNumber,
    devices: page.items.map(({ iccid, status, ratePlan, communicationPlan }) => ({
      iccid,
      status,
      ratePlan,
      communicationPlan,
    })),
    lastPage: page.lastPage,
  });
}

function ratePlans(center: ControlCenter, response: ServerResponse, query: URLSearchParams): unknown {
  if (!center.mayListRatePlans)
    return refuse(response, 403, '10000002', 'User does not have access to this API');
  const page = pageOf(RATE_PLANS, query);
  if (!page) return refuse(response, 400, '10000003', 'Invalid page');
  send(response, 200, {
    operatorName: 'Operator',
    operatorId: '1',
    timeStamp: '2026-11-21T12:00:00.000Z',
    pageNumber: page.pageNumber,
    lastPage: page.lastPage,
    ratePlans: page.items.map((name) => ({ name, type: 'MONTHLY' })),
  });
}

function pageOf<T>(all: T[], query: URLSearchParams) {
  const size = Number(query.get('pageSize') ?? 50);
  const pageNumber = Number(query.get('pageNumber') ?? 1);
  if (!(size >= 1 && size <= 50 && pageNumber >= 1)) return null;
  const from = (pageNumber - 1) * size;
  return { items: all.slice(from, from + size), pageNumber, lastPage: from + size >= all.length };
}

function edit(response: ServerResponse, device: CenterDevice, wish: Record<string, string>): unknown {
  const { status, ratePlan, communicationPlan } = wish;
  if (!status && !ratePlan && !communicationPlan)
    return refuse(response, 400, '10000015', 'At least one field is required');
  if (ratePlan && !RATE_PLANS.includes(ratePlan))
    return refuse(response, 400, '10000017', 'Invalid ratePlan');
  if (communicationPlan && !COMMUNICATION_PLANS.includes(communicationPlan))
    return refuse(response, 400, '10000018', 'Invalid communicationPlan');
  if (status && status !== device.status && !FOLLOWS[device.status]?.includes(status))
    return refuse(
      response,
      400,
      '10000029',
      `The SIM status cannot change from ${device.status} to ${status}`,
    );
  Object.assign(device, {
    ...(status ? { status } : {}),
    ...(ratePlan ? { ratePlan } : {}),
    ...(communicationPlan ? { communicationPlan } : {}),
  });
  if (status === 'ACTIVATED') device.dateActivated ??= '2026-11-21 12:00:00.000+0000';
  device.modified = Date.now();
  send(response, 200, { iccid: device.iccid });
}

function fault(response: ServerResponse, kind: Fault): unknown {
  if (kind === 'rate-limit') {
    response.setHeader('retry-after', '2');
    return refuse(response, 429, '40000029', 'Rate limit exceeded');
  }
  if (kind === 'rate-limit-400') return refuse(response, 400, '40000029', 'Rate limit exceeded');
  if (kind === 'server-error') return refuse(response, 500, '30000001', 'Unknown server error');
  if (kind === 'gateway')
    return response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
  if (kind === 'not-json')
    return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
  if (kind === 'other-json') return send(response, 200, { hello: 'world' });
  if (kind === 'redirect') return response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
  if (kind === 'broken-off') return response.destroy();
  // slow: says nothing, until whoever asked gives up or the server ends
  return null;
}

const refuse = (response: ServerResponse, status: number, errorCode: string, errorMessage: string) =>
  send(response, status, { errorMessage, errorCode });

function send(response: ServerResponse, status: number, body: object): unknown {
  return response
    .writeHead(status, { 'content-type': 'application/json;charset=ISO-8859-1' })
    .end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : null;
}
