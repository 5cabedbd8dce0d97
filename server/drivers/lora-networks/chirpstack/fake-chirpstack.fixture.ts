import { randomUUID } from 'node:crypto';
import { type Call, type FakeServer, type Reply, startFakeServer } from '../fake-server.fixture.ts';
import { type Device, decodeMessage, encodeMessage, METHODS } from './api-messages.ts';

export const APPLICATION = '17c82e96-be03-4f38-aef3-f83d48582d97';
export const PROFILE = '14855bf7-d10d-4aee-b618-ebfcb64dc7ad';
export const GEO_PROFILE = '14855bf7-d10d-4aee-b618-ebfcb64dc7ae';
export const API_KEY = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.key.of-the-tenant';

interface QueuedItem {
  id: string;
  devEui: string;
  confirmed: boolean;
  fPort: number;
  data: Uint8Array;
}

export interface FakeChirpstack extends FakeServer {
  /** By DevEUI, lower case. */
  devices: Map<string, Device>;
  keys: Map<string, string>;
  profiles: Set<string>;
  queue: QueuedItem[];
  /** DevEUIs of tenants that the key knows nothing of. */
  foreign: Set<string>;
  /** As older versions: a DevEUI that is there twice is the database's own complaint. */
  complainsAsDatabase: boolean;
}

const APPLICATIONS = new Map([[APPLICATION, 'Harbour sensors']]);

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * ChirpStack v4 as far as registering and sending go, over gRPC-Web: a message and trailers in frames, or for an error the status
 * in the headers and no body (tonic's trailers-only answer). What is not the key's tenant's is UNAUTHENTICATED without
 * a text, be it there or not.
 */
export async function startFakeChirpstack(): Promise<FakeChirpstack> {
  const state = {
    devices: new Map<string, Device>(),
    keys: new Map<string, string>(),
    profiles: new Set([PROFILE, GEO_PROFILE]),
    queue: [],
    foreign: new Set<string>(),
    complainsAsDatabase: false,
  };
  const fake = {} as FakeChirpstack;
  const server = await startFakeServer((call) => answer(call, fake));
  return Object.assign(fake, server, state);
}

function answer(call: Call, fake: FakeChirpstack): Reply {
  const method = Object.values(METHODS).find(([path]) => `/${path}` === call.path);
  if (!method || call.method !== 'POST') return { status: 404, headers: { 'content-type': 'text/html' } };
  if (call.headers['content-type'] !== 'application/grpc-web+proto')
    return { status: 415, headers: { 'content-type': 'text/plain' } };
  try {
    if (call.headers.authorization !== `Bearer ${API_KEY}`) throw new Refusal(16, 'InvalidSignature');
    const request = decodeMessage(method[1], call.body.subarray(5));
    const message = encodeMessage(method[2], HANDLERS[method[0]]?.(request, fake) ?? {});
    const body = Buffer.concat([framed(0, message), framed(0x80, Buffer.from('grpc-status:0\r\n'))]);
    return { status: 200, headers: { 'content-type': 'application/grpc-web+proto' }, body };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(13, String(error));
    return {
      status: 200,
      headers: {
        'content-type': 'application/grpc-web+proto',
        'grpc-status': String(refusal.code),
        ...(refusal.message ? { 'grpc-message': encodeURIComponent(refusal.message) } : {}),
      },
    };
  }
}

function framed(flag: number, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flag);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

type Handler = (request: Record<string, unknown>, fake: FakeChirpstack) => object;

const HANDLERS: Record<string, Handler> = {
  'api.DeviceService/Get': ({ devEui }, fake) => ({ device: known(devEui, fake) }),
  'api.DeviceService/Create': ({ device }, fake) => {
    const wanted = device as Device;
    if (!APPLICATIONS.has(wanted.applicationId)) throw new Refusal(16, '');
    if (fake.devices.has(wanted.devEui) || fake.foreign.has(wanted.devEui)) {
      if (fake.complainsAsDatabase)
        throw new Refusal(13, 'duplicate key value violates unique constraint "device_pkey"');
      throw new Refusal(6, `Object already exists (id: ${wanted.devEui})`);
    }
    refuseUnknownProfile(wanted, fake);
    fake.devices.set(wanted.devEui, wanted);
    return {};
  },
  'api.DeviceService/Update': ({ device }, fake) => {
    const wanted = device as Device;
    known(wanted.devEui, fake);
    refuseUnknownProfile(wanted, fake);
    fake.devices.set(wanted.devEui, wanted);
    return {};
  },
  'api.DeviceService/Delete': ({ devEui }, fake) => {
    known(devEui, fake);
    fake.devices.delete(devEui as string);
    fake.keys.delete(devEui as string);
    return {};
  },
  'api.DeviceService/GetKeys': ({ devEui }, fake) => {
    known(devEui, fake);
    const nwkKey = fake.keys.get(devEui as string);
    if (nwkKey === undefined) throw new Refusal(5, `Object does not exist (id: ${devEui})`);
    return { deviceKeys: { devEui, nwkKey, appKey: '0'.repeat(32) } };
  },
  'api.DeviceService/CreateKeys': ({ deviceKeys }, fake) => {
    const { devEui, nwkKey } = deviceKeys as { devEui: string; nwkKey: string };
    known(devEui, fake);
    if (fake.keys.has(devEui)) throw new Refusal(6, `Object already exists (id: ${devEui})`);
    fake.keys.set(devEui, nwkKey);
    return {};
  },
  'api.DeviceService/UpdateKeys': ({ deviceKeys }, fake) => {
    const { devEui, nwkKey } = deviceKeys as { devEui: string; nwkKey: string };
    known(devEui, fake);
    if (!fake.keys.has(devEui)) throw new Refusal(5, `Object does not exist (id: ${devEui})`);
    fake.keys.set(devEui, nwkKey);
    return {};
  },
  'api.DeviceService/Enqueue': ({ queueItem }, fake) => {
    const item = queueItem as QueuedItem;
    known(item.devEui, fake);
    if (item.fPort === 0) throw new Refusal(3, 'FPort must be > 0');
    const id = randomUUID();
    fake.queue.push({ ...item, id });
    return { id };
  },
  'api.ApplicationService/Get': ({ id }) => {
    const name = APPLICATIONS.get(id as string);
    if (name === undefined) throw new Refusal(16, '');
    return { application: { id, name } };
  },
  'api.DeviceProfileService/Get': ({ id }, fake) => {
    if (!fake.profiles.has(id as string)) throw new Refusal(16, '');
    return { deviceProfile: { id, name: 'Profile' } };
  },
};

/** Without a right to it, be it there or not: the same answer. */
function known(devEui: unknown, fake: FakeChirpstack): Device {
  const device = fake.devices.get(devEui as string);
  if (!device) throw new Refusal(16, '');
  return device;
}

function refuseUnknownProfile({ deviceProfileId }: Device, fake: FakeChirpstack): void {
  if (fake.profiles.has(deviceProfileId)) return;
  const constraint = 'device_device_profile_id_fkey';
  throw new Refusal(13, `insert or update on table "device" violates foreign key constraint "${constraint}"`);
}
