import { encode } from 'cborg';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { makeScene, type Scene } from '../scene.fixture.ts';
import { Acceptor } from './acceptor.ts';
import { BODY_LIMITS } from './contract.ts';
import { DEVICE_SECRET, makeSigning, type SigningScene, senmlRequest } from './signing-device.fixture.ts';

const database = useTestDatabase();
const changes = new ConfigurationChanges();
let scene: Scene;
let m2m: SigningScene;
let ip: SigningScene;
let now = new Date('2026-05-01T10:00:00.000Z');
let acceptor: Acceptor;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 4 });
  m2m = await makeSigning(database.sql, scene, 'cellular', 0);
  ip = await makeSigning(database.sql, scene, 'generic', 1);
  acceptor = new Acceptor({ changes, clock: { now: () => now } });
});

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const rowsOf = (deviceId: string) =>
  database.sql`select id::int, kind, event, processed, occurred_at from uplinks where device_id = ${deviceId} order by id`;
const send = (of: SigningScene, records: object[], more: Parameters<typeof senmlRequest>[2] = {}) =>
  acceptor.accept(senmlRequest(of.path, JSON.stringify(records), more));

describe('a good message', () => {
  it('of either kind of device is stored with what it told before it is answered', async () => {
    for (const device of [m2m, ip]) {
      const answer = await send(device, [{ bn: device.urn, n: 'temperature', u: 'Cel', v: 21.5 }]);
      expect([answer.status, answer.body, answer.headers['content-type']]).toEqual([
        200,
        '[]',
        'application/json',
      ]);
      const [row] = await rowsOf(device.deviceId);
      expect(row).toMatchObject({
        id: Number(answer.headers['things-message-id']),
        kind: 'http.senml',
        processed: true,
      });
      expect(row?.event).toMatchObject({
        kind: 'senml',
        urn: device.urn,
        pack: [{ n: 'temperature', v: 21.5 }],
      });
      expect(row?.occurred_at).toEqual(now);
    }
  });

  it('has the token of the published vector', () => {
    const body = Buffer.from('[{"bn":"device-name","n":"humidity","vd":"aG9paG9pAA"}]');
    expect(messageToken(body, 'MYKEY2')).toBe(
      '4d53c667486bb4679922b901dd733a936a07983f73275941abfb3068a0ba8748',
    );
  });

  it('may be signed over any bytes that mean the same, and only over those', async () => {
    const text = `[ {"bn": "${m2m.urn.toLowerCase()}", "n":"a", "v": 1.0, "bt": 1777000000.25} ]\n`;
    expect((await acceptor.accept(senmlRequest(m2m.path, text))).status).toBe(200);
    const token = messageToken(Buffer.from(JSON.stringify(JSON.parse(text))), DEVICE_SECRET);
    const headers = { 'content-type': 'application/json', 'things-message-token': token };
    expect((await acceptor.accept(senmlRequest(m2m.path, text, { headers }))).status).toBe(401);
    expect((await rowsOf(m2m.deviceId)).at(-1)?.occurred_at).toEqual(new Date('2026-04-24T03:06:40.250Z'));
  });

  it('may be ThingsML, and CBOR whatever its content type says', async () => {
    expect((await send(ip, [{ bn: ip.urn, i_: -24, v: 10 }])).status).toBe(200);
    const cbor = Buffer.from(
      encode([
        new Map<number, unknown>([
          [-2, ip.urn],
          [0, 'cbor'],
          [2, 7.5],
        ]),
      ]),
    );
    for (const type of ['application/senml+cbor', 'application/json', undefined]) {
      later(60);
      const signed = senmlRequest(ip.path, cbor);
      const answer = await acceptor.accept({
        ...signed,
        headers: { ...signed.headers, 'content-type': type },
      });
      expect(answer.status).toBe(200);
    }
    const rows = await rowsOf(ip.deviceId);
    expect(rows.slice(-4).map(({ event }) => [event.form, event.pack[0].n])).toEqual([
      ['json', 'temperature'],
      ['cbor', 'cbor'],
      ['cbor', 'cbor'],
      ['cbor', 'cbor'],
    ]);
  });

  it('with a time of its own is stored once, however late it comes again', async () => {
    const records = [{ bn: m2m.urn, bt: 1777000100, n: 'once', v: 1 }];
    const before = (await rowsOf(m2m.deviceId)).length;
    const answers = await Promise.all([send(m2m, records), send(m2m, records)]);
    later(3600);
    answers.push(await send(m2m, records));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([200, '[]']));
    expect((await rowsOf(m2m.deviceId)).length - before).toBe(1);
  });

  it('without one is the same within seconds, and a new one after', async () => {
    const records = [{ bn: m2m.urn, n: 'again', v: 1 }];
    const before = (await rowsOf(m2m.deviceId)).length;
    await send(m2m, records);
    later(5);
    await send(m2m, records);
    later(30);
    await send(m2m, records);
    expect((await rowsOf(m2m.deviceId)).length - before).toBe(2);
  });

  it('of a deactivated device is kept and not processed', async () => {
    const off = await makeSigning(database.sql, scene, 'generic', 2);
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${off.deviceId}`;
    expect((await send(off, [{ bn: off.urn, n: 'a', v: 1 }])).status).toBe(200);
    expect(await rowsOf(off.deviceId)).toMatchObject([{ processed: false }]);
  });

  it('a device that asks only whether something waits is answered', async () => {
    expect((await send(ip, [{ bn: ip.urn }])).status).toBe(200);
  });
});

describe('what is refused', () => {
  const good = () => [{ bn: m2m.urn, n: 'temperature', v: 1 }];
  const cases: [name: string, ask: () => ReturnType<typeof send>, status: number, code: string][] = [
    ['no token', () => send(m2m, good(), { headers: {} }), 401, 'ingestion.token-missing'],
    ['a token by another secret', () => send(m2m, good(), { secret: 'other' }), 401, 'ingestion.token-wrong'],
    [
      'a token of other length',
      () => send(m2m, good(), { headers: { 'things-message-token': 'a' } }),
      401,
      'ingestion.token-wrong',
    ],
    ['no JSON', () => acceptor.accept(senmlRequest(m2m.path, '[{"bn":')), 400, 'senml.not-json'],
    ['an empty body', () => acceptor.accept(senmlRequest(m2m.path, '')), 400, 'senml.not-json'],
    ['no array', () => acceptor.accept(senmlRequest(m2m.path, '{"a":1}')), 400, 'senml.not-array'],
    ['no base name', () => send(m2m, [{ n: 'a', v: 1 }]), 400, 'senml.no-base-name'],
    [
      'a base name without its colon',
      () => send(m2m, [{ bn: m2m.urn.slice(0, -1), n: 'a', v: 1 }]),
      400,
      'senml.no-colon',
    ],
    [
      'a bad value in a signed message',
      () => send(m2m, [{ bn: m2m.urn, n: 'a', v: 'one' }]),
      400,
      'senml.wrong-type',
    ],
    [
      'the same unsigned',
      () => send(m2m, [{ bn: m2m.urn, n: 'a', v: 'one' }], { secret: 'x' }),
      401,
      'ingestion.token-wrong',
    ],
    [
      'an unknown field that must be understood',
      () => send(m2m, [{ bn: m2m.urn, n: 'a', v: 1, x_: 1 }]),
      400,
      'senml.not-understood',
    ],
    [
      'a name of another device',
      () => send(m2m, [...good(), { bn: ip.urn, n: 'a', v: 1 }]),
      400,
      'measurements.other-device',
    ],
    [
      'a device that nobody has',
      () => send(m2m, [{ bn: 'urn:dev:IMEI:490154203237518:', n: 'a', v: 1 }]),
      404,
      'ingestion.unknown-device',
    ],
    [
      'a device of the other address',
      () => acceptor.accept(senmlRequest(m2m.path, JSON.stringify([{ bn: ip.urn, n: 'a', v: 1 }]))),
      404,
      'ingestion.unknown-device',
    ],
    ['GET', () => send(m2m, good(), { method: 'GET' }), 405, 'ingestion.method'],
    [
      'text',
      () => send(m2m, good(), { headers: { 'content-type': 'text/plain' } }),
      415,
      'ingestion.content-type',
    ],
    ['gzip', () => send(m2m, good(), { headers: { 'content-encoding': 'gzip' } }), 415, 'ingestion.encoding'],
    [
      'too much',
      () => acceptor.accept(senmlRequest(m2m.path, Buffer.alloc(BODY_LIMITS.device + 1))),
      413,
      'ingestion.too-large',
    ],
    [
      'another version',
      () => acceptor.accept(senmlRequest('/ingestion/ip/senml/v2', '[]')),
      404,
      'ingestion.not-found',
    ],
  ];

  it.each(cases)('%s', async (_name, ask, status, code) => {
    const before = (await rowsOf(m2m.deviceId)).length;
    const answer = await ask();
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).not.toContain(DEVICE_SECRET);
    expect(await rowsOf(m2m.deviceId)).toHaveLength(before);
  });

  it('is counted for the device that it named, by reason and hour', async () => {
    await acceptor.sightings.flush();
    await database.sql`delete from device_refusals`;
    for (let n = 0; n < 3; n++) await send(ip, [{ bn: ip.urn, n: 'a', v: 1 }], { secret: 'wrong' });
    await send(ip, [{ bn: ip.urn, n: 'a', v: [] }]);
    await acceptor.sightings.flush();
    const rows =
      await database.sql`select device_id, reason, count::int, last_detail from device_refusals order by reason`;
    expect(rows).toMatchObject([
      { device_id: ip.deviceId, reason: 'malformed', count: 1, last_detail: expect.stringContaining('"v"') },
      { device_id: ip.deviceId, reason: 'unauthorized', count: 3 },
    ]);
  });

  it('a device without a secret can sign nothing, until it has one', async () => {
    const bare = await makeSigning(database.sql, scene, 'generic', 3);
    const [kept] =
      await database.sql`delete from device_secrets where device_id = ${bare.deviceId} returning *`;
    changes.changed(scene.customerId);
    const records = [{ bn: bare.urn, n: 'a', v: 1 }];
    expect((await send(bare, records)).status).toBe(401);
    await database.sql`insert into device_secrets ${database.sql(kept as never)}`;
    changes.changed(scene.customerId);
    expect((await send(bare, records)).status).toBe(200);
  });

  it('too many messages of one device, and of no other', async () => {
    const fresh = new Acceptor({ changes, clock: { now: () => now } });
    const ask = (n: number) =>
      fresh.accept(senmlRequest(m2m.path, JSON.stringify([{ bn: m2m.urn, n: 'n', v: n }])));
    const answers = await Promise.all(Array.from({ length: 620 }, (_, n) => ask(n)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    const other = await fresh.accept(senmlRequest(ip.path, JSON.stringify([{ bn: ip.urn, n: 'n', v: 1 }])));
    expect(other.status).toBe(200);
  });
});
