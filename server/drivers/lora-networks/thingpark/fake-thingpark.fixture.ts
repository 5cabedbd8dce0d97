import { type Call, type FakeServer, type Reply, startFakeServer } from '../fake-server.fixture.ts';

export const CLIENT_ID = 'dev1-api/operator@example.org';
export const CLIENT_SECRET = 'thingpark-secret';
export const DEVICE_PROFILE = 'LORA/GenericA.1.0.3a_ETSI';
export const PLAN = 'actility-sub/tpk-standard';
export const GEO_PLAN = 'actility-sub/tpk-geolocation';
export const ROUTING = 'TWA_100000001.1';

interface Device {
  ref: string;
  name: string;
  EUI: string;
  applicationEUI: string;
  connectivityPlanId: string;
  deviceProfileId: string;
  activationType: string;
  applicationKey: string;
}

export interface FakeThingpark extends FakeServer {
  /** By EUI. */
  devices: Map<string, Device>;
  /** EUIs of other subscribers. */
  foreign: Set<string>;
  /** Tokens given out and not revoked. */
  tokens: Set<string>;
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Of a device's attributes these may be changed; the API's description says so. */
const CHANGEABLE = [
  'name',
  'routingProfileId',
  'processingStrategyId',
  'connectivityPlanId',
  'deviceProfileId',
  'applicationEUI',
];

/** ThingPark's DX Admin and Core API as far as registering goes. Keys go in and never come out. */
export async function startFakeThingpark(): Promise<FakeThingpark> {
  const fake = {} as FakeThingpark;
  const server = await startFakeServer((call) => answer(call, fake));
  return Object.assign(fake, server, {
    devices: new Map<string, Device>(),
    foreign: new Set<string>(),
    tokens: new Set<string>(),
  });
}

let given = 0;

function answer(call: Call, fake: FakeThingpark): Reply {
  const json = { 'content-type': 'application/json' };
  try {
    const { status, body } = route(call, fake);
    return { status, headers: json, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = { code: error.status, message: error.message, errorId: 'e1' };
    return { status: error.status, headers: json, body: JSON.stringify(body) };
  }
}

function route(call: Call, fake: FakeThingpark): { status: number; body?: unknown } {
  const url = new URL(call.path, fake.address);
  if (url.pathname === '/admin/latest/api/oauth/token') return token(call, fake);
  const bearer = call.headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (!fake.tokens.has(bearer)) throw new Refusal(401, 'Invalid or expired access token');
  const [, what, ref] = /^\/core\/latest\/api\/(\w+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
  const key = `${call.method} ${what}${ref ? '/ref' : ''}`;
  const body = call.body.length > 0 ? JSON.parse(call.body.toString('utf8')) : {};
  switch (key) {
    case 'GET deviceProfiles':
      return { status: 200, body: [{ id: DEVICE_PROFILE, name: 'Generic' }] };
    case 'GET routingProfiles':
      return { status: 200, body: [{ id: ROUTING, name: 'Portal' }] };
    case 'GET connectivityPlans':
      return { status: 200, body: [PLAN, GEO_PLAN].map((id) => ({ id, name: id })) };
    case 'GET devices':
      return { status: 200, body: list(url.searchParams.get('deviceEUI'), fake) };
    case 'POST devices':
      return { status: 201, body: create(body, fake) };
    case 'PUT devices/ref':
      return { status: 200, body: update(ref as string, body, fake) };
    case 'DELETE devices/ref':
      fake.devices.delete(byRef(ref as string, fake).EUI);
      return { status: 204 };
    default:
      throw new Refusal(404, 'No such resource');
  }
}

function token(call: Call, fake: FakeThingpark) {
  const form = new URLSearchParams(call.body.toString('utf8'));
  if (form.get('grant_type') !== 'client_credentials') throw new Refusal(400, 'Unsupported grant type');
  if (form.get('client_id') !== CLIENT_ID || form.get('client_secret') !== CLIENT_SECRET)
    throw new Refusal(401, 'Bad credentials');
  given += 1;
  fake.tokens.add(`token-${given}`);
  return { status: 200, body: { access_token: `token-${given}`, token_type: 'bearer', expires_in: 300 } };
}

function list(eui: string | null, fake: FakeThingpark) {
  return [...fake.devices.values()].filter((one) => eui === null || one.EUI === eui).map(shown);
}

function shown({ applicationKey: _key, ...device }: Device) {
  return device;
}

function create(body: Device, fake: FakeThingpark) {
  if (fake.devices.has(body.EUI) || fake.foreign.has(body.EUI))
    throw new Refusal(409, `A device with EUI ${body.EUI} already exists`);
  refuseUnknown(body);
  const ref = String(1000 + fake.calls.length);
  const device = { ...body, ref };
  fake.devices.set(body.EUI, device);
  return shown(device);
}

function update(ref: string, body: Partial<Device>, fake: FakeThingpark) {
  const device = byRef(ref, fake);
  const fixed = Object.keys(body).filter((name) => !CHANGEABLE.includes(name));
  if (fixed.length > 0) throw new Refusal(400, `Cannot be updated: ${fixed.join(', ')}`);
  const after = { ...device, ...body };
  refuseUnknown(after);
  fake.devices.set(device.EUI, after);
  return shown(after);
}

function refuseUnknown({ connectivityPlanId, deviceProfileId }: Device): void {
  if (![PLAN, GEO_PLAN].includes(connectivityPlanId))
    throw new Refusal(400, `Unknown connectivity plan ${connectivityPlanId}`);
  if (deviceProfileId !== DEVICE_PROFILE) throw new Refusal(400, `Unknown device profile ${deviceProfileId}`);
}

function byRef(ref: string, fake: FakeThingpark): Device {
  const device = [...fake.devices.values()].find((one) => one.ref === ref);
  if (!device) throw new Refusal(404, `No device with ref ${ref}`);
  return device;
}
