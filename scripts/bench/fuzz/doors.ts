import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { DEVICE_SECRET, makeSigning } from '#server/pipeline/accept/signing-device.fixture.ts';
import { makeScene, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import {
  buildChirpstack,
  buildChirpstackUp,
  type ChirpstackMessage,
  chirpstackJson,
  chirpstackProtobuf,
} from '#server/protocols/chirpstack/build-chirpstack.ts';
import type { LoraEvent, LoraUplink } from '#server/protocols/lorawan/event.ts';
import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { buildThingparkRequest } from '#server/protocols/thingpark/build-thingpark.ts';
import { readReport } from '#server/protocols/thingpark/thingpark-root.ts';
import { bodyElements, thingparkToken } from '#server/protocols/thingpark/thingpark-token.ts';
import { buildThingsStack, thingsStackJson } from '#server/protocols/things-stack/build-things-stack.ts';
import { encodeThingsmlCbor } from '#server/protocols/thingsml/encode-thingsml-cbor.ts';

/** An address of the ingestion with messages that it takes, from which garbage is made. */
export interface Door {
  name: string;
  seeds: Uint8Array[];
  /** Request line and headers for a body, as somebody would send it who knows the secret. */
  headOf(body: Uint8Array): string;
  /** Which share of the inputs it gets; 1 where nothing is said. */
  share?: number;
}

const SEED_FRAMES = 20;
const head = (path: string, headers: Record<string, string>) =>
  [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
  ].join('\r\n');

/** Every address that takes messages, each with a customer, a connection and devices of its own. */
export async function doors(sql: postgres.Sql): Promise<Door[]> {
  return [
    ...(await chirpstackDoors(sql)),
    await thingsStackDoor(sql),
    await thingparkDoor(sql),
    await digitalMatterDoor(sql),
    ...(await senmlDoors(sql)),
  ];
}

const seedsOf = (devEui: string) =>
  Array.from({ length: SEED_FRAMES }, (_, n) => uplinkOf({ devEui }, n + 1));

/** What network servers tell beside uplinks, one of each kind. */
function othersOf({ devEui, occurredAt, radio, receptions, devAddr }: LoraUplink): LoraEvent[] {
  const of = { devEui, occurredAt };
  const queueItemId = '5f0e4b2a-6f3c-4a53-9a6e-0b8a1f3f6c11';
  const down = { fPort: 2, fCntDown: 9, frmPayload: '0102', confirmed: true, gatewayId: null, failure: null };
  return [
    {
      ...of,
      ...{
        kind: 'join',
        identity: 'join',
        joinEui: '0059AC00000FFFFF',
        devAddr,
        devNonce: 7,
        accepted: true,
      },
      ...{ radio, receptions },
    },
    { ...of, kind: 'ack', identity: 'ack', acknowledged: true, queueItemId, fCntDown: 9 },
    {
      ...of,
      ...down,
      kind: 'downlink-sent',
      identity: 'sent',
      transmitted: true,
      queueItemId,
      slot: 'rx1',
      radio,
    },
    {
      ...of,
      kind: 'log',
      identity: 'log',
      level: 'error',
      code: 'UPLINK_MIC',
      description: 'MIC',
      context: {},
    },
    { ...of, kind: 'status', identity: 'status', margin: 7, externalPower: false, batteryLevel: 80 },
    {
      ...of,
      ...{ kind: 'location', identity: 'location', fCntUp: 3 },
      location: { latitude: 51.9, longitude: 4.4, radius: 40, method: 'TDOA' },
    },
  ] as LoraEvent[];
}

async function loraScene(
  sql: postgres.Sql,
  provider: 'chirpstack' | 'things-stack' | 'thingpark',
  secret?: string,
) {
  const given = secret === undefined ? { provider } : { provider, connectionSecret: secret };
  const { devices, connectionId, connectionSecret } = await makeScene(sql, given);
  const path = `/ingestion/lora/${connectionId}`;
  return { uplinks: seedsOf(devices[0]?.devEui as string), path, secret: connectionSecret };
}

async function chirpstackDoors(sql: postgres.Sql): Promise<Door[]> {
  const { uplinks, path, secret } = await loraScene(sql, 'chirpstack');
  const messages = uplinks.map((uplink) => buildChirpstackUp(uplink));
  const others = othersOf(uplinks[0] as LoraUplink).flatMap((event) => buildChirpstack(event) ?? []);
  const door = (built: ChirpstackMessage[], form: 'JSON' | 'Protobuf', share = 1): Door => {
    const event = built[0]?.event ?? 'up';
    const type = form === 'JSON' ? 'application/json' : 'application/octet-stream';
    const lines = head(`${path}?event=${event}`, { authorization: `Bearer ${secret}`, 'content-type': type });
    const seeds = built.map(form === 'JSON' ? chirpstackJson : chirpstackProtobuf);
    return { name: `ChirpStack, ${event}, ${form}`, seeds, headOf: () => lines, share };
  };
  return (['JSON', 'Protobuf'] as const).flatMap((form) => [
    door(messages, form),
    ...others.map((one) => door([one], form, 1 / others.length)),
  ]);
}

async function thingsStackDoor(sql: postgres.Sql): Promise<Door> {
  const { uplinks, path, secret } = await loraScene(sql, 'things-stack');
  const lines = head(path, { authorization: `Bearer ${secret}`, 'content-type': 'application/json' });
  const seeds = [...othersOf(uplinks[0] as LoraUplink), ...uplinks].flatMap((event) => {
    const message = buildThingsStack(event);
    return message ? [thingsStackJson(message)] : [];
  });
  return { name: 'The Things Stack', seeds, headOf: () => lines };
}

/** ThingPark signs some elements of a body: garbage that still has them is signed anew, so that it comes past the token. */
async function thingparkDoor(sql: postgres.Sql): Promise<Door> {
  const key = randomBytes(16).toString('hex');
  const { uplinks, path } = await loraScene(sql, 'thingpark', key);
  const last = uplinks.at(-1) as LoraUplink;
  const requests = [...uplinks, ...othersOf(last), last].flatMap((event) => {
    const request = buildThingparkRequest(event, { key, asId: 'AS', customerId: '100006356' });
    return request ? [request] : [];
  });
  const unsigned = (requests[0]?.query ?? '').replace(/&Token=.*/, '');
  const headOf = (body: Uint8Array) => {
    const token = thingparkToken(elementsOf(body), decodeURIComponent(unsigned), key);
    return head(`${path}?${unsigned}&Token=${token}`, { 'content-type': 'application/json' });
  };
  return { name: 'ThingPark', seeds: requests.map(({ body }) => body), headOf };
}

function elementsOf(body: Uint8Array): string {
  try {
    return bodyElements(readReport(body))[0] ?? '';
  } catch (error) {
    if (error instanceof BodyFault) return '';
    throw error;
  }
}

async function digitalMatterDoor(sql: postgres.Sql): Promise<Door> {
  const scene = await makeScene(sql, { provider: 'digital-matter' });
  const { urn } = await makeSigning(sql, scene, 'cellular');
  const report = (n: number) => ({
    SerNo: 7,
    IMEI: urn.split(':')[3],
    Records: [
      {
        SeqNo: n,
        DateUTC: `2026-05-01 10:00:${String(n).padStart(2, '0')}`,
        Fields: [
          { FType: 0, Lat: 51.9, Long: 4.4, Alt: 3, Spd: 12, GpsUTC: '2026-05-01 10:00:00' },
          { FType: 2, DIn: n },
          { FType: 6, AnalogueData: { 1: 4100, 3: 2150 } },
        ],
      },
    ],
  });
  const lines = head(`/ingestion/digitalmatter/${scene.connectionId}`, {
    authorization: `Bearer ${scene.connectionSecret}`,
    'content-type': 'application/json',
  });
  const seeds = Array.from({ length: SEED_FRAMES }, (_, n) => Buffer.from(JSON.stringify(report(n))));
  return { name: 'Digital Matter', seeds, headOf: () => lines };
}

async function senmlDoors(sql: postgres.Sql): Promise<Door[]> {
  const scene = await makeScene(sql, { devices: 2 });
  const [internet, m2m] = [
    await makeSigning(sql, scene, 'generic', 0),
    await makeSigning(sql, scene, 'cellular', 1),
  ];
  const door = (name: string, path: string, type: string, seeds: Uint8Array[]): Door => ({
    name,
    seeds,
    headOf: (body) =>
      head(path, { 'content-type': type, 'things-message-token': messageToken(body, DEVICE_SECRET) }),
  });
  const packs = (urn: string) =>
    Array.from({ length: SEED_FRAMES }, (_, n) => [
      { bn: urn, bt: 1_700_000_000 + n, n: 'temperature', u: 'Cel', v: n / 2 },
      { n: 'open', vb: n % 2 === 0 },
      { n: 'note', vs: `of ${n}` },
    ]);
  return [
    door(
      'SenML of Internet devices, JSON',
      internet.path,
      'application/json',
      packs(internet.urn).map((pack) => Buffer.from(JSON.stringify(pack))),
    ),
    door(
      'ThingsML of M2M devices, CBOR',
      m2m.path,
      'application/cbor',
      packs(m2m.urn).map((pack) => encodeThingsmlCbor(pack)),
    ),
  ];
}
