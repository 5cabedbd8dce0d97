import { beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from '../scene.fixture.ts';
import { Acceptor } from './acceptor.ts';
import { bodyOfSegment } from './body-segments.ts';
import { BODY_LIMITS } from './contract.ts';

const database = useTestDatabase();
const changes = new ConfigurationChanges();
let scene: Scene;
let acceptor: Acceptor;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 5 });
  acceptor = new Acceptor({ changes });
});

const device = (n = 0) => scene.devices[n] as Scene['devices'][number];
const stored = () =>
  database.sql`select id::int, device_id, processed, kind from uplinks where customer_id = ${scene.customerId} order by id`;

describe('a good message', () => {
  it('is stored with its exact bytes and queued before the answer', async () => {
    const request = chirpstackRequest(scene, uplinkOf(device(), 1));
    const answer = await acceptor.accept(request);
    expect(answer.status).toBe(200);
    const { status, id } = JSON.parse(answer.body);
    expect(status).toBe('accepted');
    const [row] = await database.sql`
      select u.*, b.bytes, q.shard from uplinks u join uplink_bodies b on b.id = u.body_id join uplink_queue q on q.uplink_id = u.id
      where u.id = ${id}`;
    expect(row?.event.frmPayload).toBe('000000010000000000000000');
    expect(row?.f_cnt_up).toBe('1');
    expect(row?.shard).toBe(device().shard);
    const bytes = await bodyOfSegment(row?.bytes, { offset: row?.body_offset, length: row?.body_length });
    expect(bytes.equals(request.body)).toBe(true);
  });

  it('told again is a duplicate and stands once', async () => {
    const request = chirpstackRequest(scene, uplinkOf(device(), 2));
    const answers = await Promise.all([
      acceptor.accept(request),
      acceptor.accept(request),
      acceptor.accept(request),
    ]);
    const later = await acceptor.accept(request);
    const statuses = [...answers, later].map(({ status, body }) => [status, JSON.parse(body).status]);
    expect(statuses.filter(([, s]) => s === 'accepted')).toHaveLength(1);
    expect(statuses.filter(([status, s]) => status === 200 && s === 'duplicate')).toHaveLength(3);
    const [{ n }] =
      (await database.sql`select count(*)::int as n from uplinks where f_cnt_up = 2 and customer_id = ${scene.customerId}`) as unknown as [
        { n: number },
      ];
    expect(n).toBe(1);
  });

  it('of a deactivated device is kept and not processed', async () => {
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${device(1).id}`;
    changes.changed(scene.customerId);
    const answer = await acceptor.accept(chirpstackRequest(scene, uplinkOf(device(1), 1)));
    const { id } = JSON.parse(answer.body);
    const [row] =
      await database.sql`select processed, exists(select from uplink_queue where uplink_id = ${id}) as queued from uplinks where id = ${id}`;
    expect(row).toMatchObject({ processed: false, queued: false });
  });

  it('with text that Postgres cannot hold does not fail the batch', async () => {
    const log = {
      kind: 'log',
      level: 'ERROR',
      code: 'OTAA',
      description: 'bad \u0000 \ud800 text',
      time: '2024-01-01T00:00:00Z',
    };
    const body = Buffer.from(
      JSON.stringify({ ...log, deviceInfo: { devEui: device().devEui.toLowerCase() } }),
    );
    const [odd, good] = await Promise.all([
      acceptor.accept(chirpstackRequest(scene, uplinkOf(device(), 1), { query: 'event=log', body })),
      acceptor.accept(chirpstackRequest(scene, uplinkOf(device(), 77))),
    ]);
    expect([odd?.status, good?.status]).toEqual([200, 200]);
  });

  it('of The Things Stack is the same to us', async () => {
    const tts = await makeScene(database.sql, { provider: 'things-stack' });
    const body = Buffer.from(
      JSON.stringify({
        end_device_ids: {
          device_id: 'a',
          application_ids: { application_id: 'b' },
          dev_eui: tts.devices[0]?.devEui,
        },
        received_at: '2024-05-01T10:00:00Z',
        uplink_message: { f_port: 1, f_cnt: 5, frm_payload: 'AQI=', received_at: '2024-05-01T10:00:00Z' },
      }),
    );
    const answer = await acceptor.accept(chirpstackRequest(tts, uplinkOf(device(), 1), { query: '', body }));
    expect(answer).toMatchObject({ status: 200 });
  });
});

describe('what is refused', () => {
  const ask = (more: Parameters<typeof chirpstackRequest>[2] = {}) =>
    acceptor.accept(chirpstackRequest(scene, uplinkOf(device(), 500), more));
  const secret = () => ({
    authorization: `Bearer ${scene.connectionSecret}`,
    'content-type': 'application/json',
  });

  const cases: [
    name: string,
    more: () => Parameters<typeof chirpstackRequest>[2],
    status: number,
    code: string,
  ][] = [
    ['no secret', () => ({ headers: {} }), 401, 'ingestion.secret-missing'],
    ['a wrong secret', () => ({ headers: { authorization: 'Bearer nope' } }), 401, 'ingestion.secret-wrong'],
    ['another scheme', () => ({ headers: { authorization: 'Basic abc' } }), 401, 'ingestion.secret-missing'],
    [
      'no connection of that id',
      () => ({ path: '/ingestion/lora/3ac7e3c4-4401-4b8d-9386-a5c902f9202d' }),
      404,
      'ingestion.unknown-connection',
    ],
    ['an id that is none', () => ({ path: '/ingestion/lora/x' }), 404, 'ingestion.unknown-connection'],
    ['GET', () => ({ method: 'GET' }), 405, 'ingestion.method'],
    ['no JSON', () => ({ body: Buffer.from('{"a":') }), 400, 'envelope.not-json'],
    [
      'broken Protobuf',
      () => ({
        body: Buffer.from([255, 255, 1]),
        headers: { ...secret(), 'content-type': 'application/octet-stream' },
      }),
      400,
      'envelope.not-protobuf',
    ],
    ['no event', () => ({ query: '' }), 400, 'envelope.unknown-event'],
    ['too much', () => ({ body: Buffer.alloc(BODY_LIMITS.networkServer + 1) }), 413, 'ingestion.too-large'],
    ['gzip', () => ({ headers: { ...secret(), 'content-encoding': 'gzip' } }), 415, 'ingestion.encoding'],
  ];

  it.each(cases)('%s', async (_name, more, status, code) => {
    const before = await stored();
    const answer = await ask(more());
    const problem = JSON.parse(answer.body);
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(problem).toMatchObject({ status, type: `urn:things:problem:${code}` });
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body).not.toContain(scene.connectionSecret);
    expect(await stored()).toHaveLength(before.length);
  });

  it('counts refusals by reason and hour for the operator', async () => {
    await acceptor.sightings.flush();
    const rows =
      await database.sql`select reason, count::int, last_detail from refusals where connection_id = ${scene.connectionId} order by reason`;
    expect(Object.fromEntries(rows.map((r) => [r.reason, r.count]))).toEqual({
      malformed: 3,
      'too-large': 1,
      unauthorized: 3,
      unsupported: 1,
    });
    await ask({ headers: {} });
    await acceptor.sightings.flush();
    const [again] =
      await database.sql`select count::int from refusals where connection_id = ${scene.connectionId} and reason = 'unauthorized'`;
    expect(again?.count).toBe(4);
  });

  it('an unknown device is sighted, and known as soon as it is registered', async () => {
    const stranger = { devEui: 'FFFFFFFFFFFF0001' };
    const send = (n: number) => acceptor.accept(chirpstackRequest(scene, uplinkOf(stranger, n)));
    for (const n of [1, 2]) expect((await send(n)).status).toBe(404);
    await acceptor.sightings.flush();
    const [sighting] =
      await database.sql`select * from unknown_devices where connection_id = ${scene.connectionId}`;
    expect(sighting).toMatchObject({ identifier: stranger.devEui, network: 'lora', count: '2' });
    await database.sql`update network_adapters set identifier = ${stranger.devEui} where device_id = ${device(2).id}`;
    changes.changed(scene.customerId);
    expect((await send(3)).status).toBe(200);
  });

  it('another customer’s device is as unknown as none', async () => {
    const other = await makeScene(database.sql);
    const answer = await acceptor.accept(
      chirpstackRequest(scene, uplinkOf(other.devices[0] as { devEui: string }, 1)),
    );
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([404, 'ingestion.unknown-device']);
  });

  it('a switched-off connection', async () => {
    const off = await makeScene(database.sql);
    await database.sql`update lora_connections set status = 'disabled' where id = ${off.connectionId}`;
    const answer = await acceptor.accept(
      chirpstackRequest(off, uplinkOf(off.devices[0] as { devEui: string }, 1)),
    );
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'ingestion.connection-disabled']);
  });

  it('ThingPark without or with a wrong token', async () => {
    const tp = await makeScene(database.sql, {
      provider: 'thingpark',
      connectionSecret: 'c6f5e3b263092120b8766b9aed9c41b4',
    });
    const body = Buffer.from(
      JSON.stringify({
        DevEUI_uplink: {
          Time: '2018-02-09T13:21:45.311+01:00',
          DevEUI: tp.devices[0]?.devEui,
          FPort: '1',
          FCntUp: '17',
          payload_hex: '2030',
          CustomerID: '1',
        },
      }),
    );
    for (const query of ['', `LrnDevEui=${tp.devices[0]?.devEui}&Token=${'0'.repeat(64)}`]) {
      const answer = await acceptor.accept(
        chirpstackRequest(tp, uplinkOf(device(), 1), { query, body, headers: {} }),
      );
      expect(answer.status).toBe(401);
    }
  });
});

it('two acceptors at the same moment store each frame once', async () => {
  const twice = await makeScene(database.sql, { devices: 10 });
  const acceptors = [new Acceptor({ changes }), new Acceptor({ changes })];
  const frames = Array.from({ length: 200 }, (_, n) =>
    uplinkOf(twice.devices[n % 10] as { devEui: string }, n),
  );
  const sends = frames.flatMap((frame, n) =>
    Array.from({ length: 1 + (n % 4) }, (_, copy) => ({
      frame,
      acceptor: acceptors[(n + copy) % 2] as Acceptor,
    })),
  );
  const shuffled = sends.map((send, n) => ({ send, key: (n * 7919) % 1009 })).sort((a, b) => a.key - b.key);
  const answers = await Promise.all(
    shuffled.map(({ send }) => send.acceptor.accept(chirpstackRequest(twice, send.frame))),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(answers.filter(({ body }) => JSON.parse(body).status === 'accepted')).toHaveLength(200);
  const [counts] =
    await database.sql`select count(*)::int as rows, count(distinct (device_id, f_cnt_up))::int as frames from uplinks where customer_id = ${twice.customerId}`;
  expect(counts).toMatchObject({ rows: 200, frames: 200 });
});
