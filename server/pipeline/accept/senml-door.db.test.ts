import { encode } from 'cborg';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { randomOf, shuffled } from '../disorder.fixture.ts';
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

  // Fails when what was heard is known to one process only.
  it('without one is the same within a minute, whichever process it comes to, and a new one after', async () => {
    const other = new Acceptor({ changes: new ConfigurationChanges(), clock: { now: () => now } });
    const body = JSON.stringify([{ bn: m2m.urn, n: 'again', v: 1 }]);
    const doors = [acceptor, other];
    const before = (await rowsOf(m2m.deviceId)).length;
    const stored = async (n: number) => {
      expect((await doors[n % 2]?.accept(senmlRequest(m2m.path, body)))?.status).toBe(200);
      return (await rowsOf(m2m.deviceId)).length - before;
    };
    now = new Date('2026-05-02T10:00:20.000Z');
    await Promise.all([0, 1, 2, 3].map(stored));
    expect(await stored(0)).toBe(1);
    later(36);
    expect(await stored(1)).toBe(1);
    later(30);
    expect(await stored(0)).toBe(2);
    // The clock has begun a new minute meanwhile, and the retry comes to the other process.
    later(30);
    expect(await stored(0)).toBe(2);
    const next = [{ bn: m2m.urn, n: 'around', v: 1 }];
    later(2);
    await send(m2m, next);
    later(3);
    await other.accept(senmlRequest(m2m.path, JSON.stringify(next)));
    expect((await rowsOf(m2m.deviceId)).length - before).toBe(3);
  });

  it('with an Idempotency-Key is known by that, whatever it says and whenever it comes', async () => {
    const before = (await rowsOf(ip.deviceId)).length;
    const told = (key: string, records: object[]) => {
      const asked = senmlRequest(ip.path, JSON.stringify(records));
      return acceptor.accept({ ...asked, headers: { ...asked.headers, 'idempotency-key': key } });
    };
    const records = (bt: number) => [{ bn: ip.urn, bt, n: 'keyed', v: 1 }];
    const timeless = [{ bn: ip.urn, n: 'keyed', v: 1 }];
    for (const [key, pack] of [
      ['a', records(1777000200)],
      ['a', records(1777000201)],
      ['b', timeless],
      ['c', timeless],
    ] as const)
      expect((await told(key, pack)).status).toBe(200);
    later(3600);
    await told('b', timeless);
    expect((await rowsOf(ip.deviceId)).length - before).toBe(3);
  });

  // R5 of these doors. Fails when identities are not unique in the database.
  it('told one to eight times to two processes at the same moment is stored once', async () => {
    const other = new Acceptor({ changes: new ConfigurationChanges(), clock: { now: () => now } });
    for (const seed of [1, 2, 3]) {
      later(3600);
      const random = randomOf(seed);
      const before = (await rowsOf(ip.deviceId)).length;
      const told = Array.from({ length: 50 }, (_, n) => {
        const own = n % 2 === 0 ? { bt: 1777100000 + 100 * seed + n } : {};
        const asked = senmlRequest(ip.path, JSON.stringify([{ bn: ip.urn, ...own, n: 'often', v: n }]));
        const key = n % 5 === 0 ? { 'idempotency-key': `${seed} ${n}` } : {};
        const one = { ...asked, headers: { ...asked.headers, ...key } };
        return Array.from({ length: 1 + Math.floor(random() * 8) }, () => one);
      }).flat();
      await database.sql`delete from device_rates`;
      const answers: number[] = [];
      // Retries use up the allowance, too: those that have to wait come again.
      for (let left = shuffled(told, random); left.length > 0; later(0.2)) {
        const made = await Promise.all(left.map((one, n) => [acceptor, other][n % 2]?.accept(one)));
        answers.push(...made.flatMap((one) => (one?.status === 200 ? [200] : [])));
        expect(made.every((one) => one?.status === 200 || one?.status === 429)).toBe(true);
        left = left.filter((_, n) => made[n]?.status === 429);
        await database.sql`delete from device_rates`;
        later(1);
      }
      expect(answers).toHaveLength(told.length);
      expect((await rowsOf(ip.deviceId)).length - before).toBe(50);
    }
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

  it('nested packs of a gateway are told the way out', async () => {
    const { body } = await send(m2m, [...good(), { bn: ip.urn, n: 'a', v: 1 }]);
    expect(JSON.parse(body).detail).toContain('Send a message for each device');
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

  // S13. Fails when each process counts for itself.
  it('too many messages of one device through two processes together, and of no other', async () => {
    later(3600);
    const doors = [0, 1].map(() => new Acceptor({ changes, clock: { now: () => now } }));
    let n = 0;
    const ask = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () => {
          n += 1;
          const body = JSON.stringify([{ bn: m2m.urn, n: 'n', v: n }]);
          return doors[n % 2]?.accept(senmlRequest(m2m.path, body));
        }),
      );
    const before = (await rowsOf(m2m.deviceId)).length;
    const answers = await ask(140);
    const refused = answers.filter((answer) => answer?.status === 429);
    expect(refused).toHaveLength(80);
    expect(refused[0]?.headers).toMatchObject({
      'retry-after': '1',
      'ratelimit-limit': '60',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '1',
    });
    const other = await doors[0]?.accept(
      senmlRequest(ip.path, JSON.stringify([{ bn: ip.urn, n: 'n', v: 1 }])),
    );
    expect(other?.status).toBe(200);
    // One a second from there on, and as many as before after a minute.
    for (const [seconds, taken] of [
      [0.5, 0],
      [0.5, 1],
      [5, 5],
      [60, 60],
    ] as const) {
      later(seconds);
      const again = await ask(70);
      expect(again.filter((answer) => answer?.status === 200)).toHaveLength(taken);
    }
    expect((await rowsOf(m2m.deviceId)).length - before).toBe(126);
  });
});
