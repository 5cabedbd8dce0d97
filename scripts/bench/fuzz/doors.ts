import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { DEVICE_SECRET, makeSigning } from '#server/pipeline/accept/signing-device.fixture.ts';
import { makeScene, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import {
  buildChirpstackUp,
  chirpstackJson,
  chirpstackProtobuf,
} from '#server/protocols/chirpstack/build-chirpstack.ts';
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
    ...(await senmlDoors(sql)),
  ];
}

const seedsOf = (devEui: string) =>
  Array.from({ length: SEED_FRAMES }, (_, n) => uplinkOf({ devEui }, n + 1));

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
  const door = (name: string, type: string, bytesOf: typeof chirpstackJson): Door => {
    const lines = head(`${path}?event=up`, { authorization: `Bearer ${secret}`, 'content-type': type });
    return { name, seeds: messages.map(bytesOf), headOf: () => lines };
  };
  return [
    door('ChirpStack, JSON', 'application/json', chirpstackJson),
    door('ChirpStack, Protobuf', 'application/octet-stream', chirpstackProtobuf),
  ];
}

async function thingsStackDoor(sql: postgres.Sql): Promise<Door> {
  const { uplinks, path, secret } = await loraScene(sql, 'things-stack');
  const lines = head(path, { authorization: `Bearer ${secret}`, 'content-type': 'application/json' });
  const seeds = uplinks.flatMap((uplink) => {
    const message = buildThingsStack(uplink);
    return message ? [thingsStackJson(message)] : [];
  });
  return { name: 'The Things Stack', seeds, headOf: () => lines };
}

/** ThingPark signs some elements of a body: garbage that still has them is signed anew, so that it comes past the token. */
async function thingparkDoor(sql: postgres.Sql): Promise<Door> {
  const key = randomBytes(16).toString('hex');
  const { uplinks, path } = await loraScene(sql, 'thingpark', key);
  const requests = uplinks.flatMap((uplink) => {
    const request = buildThingparkRequest(uplink, { key, asId: 'AS', customerId: '100006356' });
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
