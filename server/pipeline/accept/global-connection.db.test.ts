import { beforeAll, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { getConnection, listUnknownDevices } from '#server/lora-networks/read-connections.ts';
import { updateConnection } from '#server/lora-networks/update-connection.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { chirpstackRequest, makeScene, type Scene, type SceneDevice, uplinkOf } from '../scene.fixture.ts';
import { Acceptor } from './acceptor.ts';

// Two customers behind one network server of the platform's.

const database = useTestDatabase();
const changes = new ConfigurationChanges();
const operator = systemActor(PLATFORM_CUSTOMER_ID, 'Operator');
const STRANGER = { devEui: 'A81758FFFE0000AA' };
let a: Scene;
let b: Scene;
let global: { connectionId: string; connectionSecret: string };
let acceptor: Acceptor;

beforeAll(async () => {
  a = await makeScene(database.sql);
  b = await makeScene(database.sql);
  const { id, secret } = await createConnection(operator, { name: 'National', provider: 'chirpstack' });
  global = { connectionId: id, connectionSecret: secret };
  acceptor = new Acceptor({ changes });
});

const first = ({ devices }: Scene) => devices[0] as SceneDevice;
const send = (device: { devEui: string }, n: number, by = global) =>
  acceptor.accept(chirpstackRequest(by, uplinkOf(device, n)));
const stored = ({ customerId }: Scene) =>
  database.sql`select device_id, connection_id from uplinks where customer_id = ${customerId}`;

it('each message is its device’s customer’s, and nobody else’s', async () => {
  const answers = await Promise.all([send(first(a), 1), send(first(b), 1)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  for (const scene of [a, b])
    expect(await stored(scene)).toEqual([{ device_id: first(scene).id, connection_id: global.connectionId }]);
  const [{ bodies, queued }] = (await database.sql`
    select (select array_agg(distinct customer_id) from uplink_bodies) as bodies,
      (select array_agg(distinct customer_id) from uplink_queue) as queued`) as unknown as [
    { bodies: string[]; queued: string[] },
  ];
  for (const owners of [bodies, queued]) expect(owners.sort()).toEqual([a.customerId, b.customerId].sort());
});

it('a customer’s own connection still tells of its own devices alone', async () => {
  expect((await send(first(a), 2, a)).status).toBe(200);
  const foreign = await send(first(b), 2, a);
  const unknown = await send(STRANGER, 2, a);
  const told = ({ body }: { body: string }) => ({ ...JSON.parse(body), requestId: '', detail: '' });
  expect(told(foreign)).toEqual(told(unknown));
  expect(JSON.parse(foreign.body).code).toBe('ingestion.unknown-device');
});

it('what is refused there and who is unknown there, its operator alone sees', async () => {
  expect((await send(STRANGER, 3)).status).toBe(404);
  expect((await send(first(a), 3, { ...global, connectionSecret: a.connectionSecret })).status).toBe(401);
  await acceptor.sightings.flush();
  const { inside } = await getConnection(operator, { id: global.connectionId });
  expect(inside?.refusals.map(({ reason }) => reason).sort()).toEqual(['unauthorized', 'unknown-device']);
  expect(inside?.unknown.map(({ identifier }) => identifier)).toEqual([STRANGER.devEui]);
  for (const { customerId } of [a, b]) {
    const reader = systemActor(customerId);
    const seen = await getConnection(reader, { id: global.connectionId });
    expect(seen).toMatchObject({ inside: null, refusedLastHour: null, unknownDevices: null });
    const sighted = await listUnknownDevices(reader);
    expect(sighted.filter(({ connectionId }) => connectionId === global.connectionId)).toEqual([]);
  }
});

it('switched off by its operator it takes nothing of anybody', async () => {
  await updateConnection(operator, { id: global.connectionId, status: 'disabled' });
  changes.changed(PLATFORM_CUSTOMER_ID);
  for (const scene of [a, b]) {
    const answer = await send(first(scene), 4);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'ingestion.connection-disabled']);
  }
});
