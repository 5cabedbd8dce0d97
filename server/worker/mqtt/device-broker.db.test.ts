import { once } from 'node:events';
import { connect } from 'node:net';
import { encode } from 'cborg';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { sendDownlink } from '#server/downlinks/send-downlink.ts';
import { beginSystemDownlinks } from '#server/downlinks/work.sql.ts';
import { getMqttAccess } from '#server/mqtt/read-mqtt.ts';
import { setMqttPassword } from '#server/mqtt/set-mqtt-password.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { garbage, RUNS } from '#server/protocols/garbage.fixture.ts';
import {
  type BrokerScene,
  connectDevice,
  type MqttDevice,
  makeBrokerScene,
  PASSWORD,
  soon,
} from './broker-scene.fixture.ts';
import { describeMosquitto, runMosquitto } from './mosquitto.fixture.ts';

const database = useTestDatabase();
let scene: BrokerScene;

beforeAll(async () => {
  scene = await makeBrokerScene(database.sql, 12);
});
afterAll(() => scene.close());

const device = (nth: number) => scene.devices[nth] as MqttDevice;
const rowsOf = ({ id }: MqttDevice) =>
  database.sql`select kind, event, processed from uplinks where device_id = ${id} order by id`;
const refusalsOf = async ({ id }: MqttDevice) => {
  await scene.acceptor.sightings.flush();
  return database.sql`select reason, count::int, last_detail as detail from device_refusals where device_id = ${id}`;
};
const closed = (client: MqttClient) => new Promise((resolve) => client.once('close', () => resolve(null)));
const pack = (name: string, value = 1) => JSON.stringify([{ n: name, v: value }]);

describe('a device', () => {
  it('publishes SenML and ThingsML, JSON and CBOR, and each is stored when it is acknowledged', async () => {
    const client = await connectDevice(scene.port, device(0));
    const cbor = Buffer.from(
      encode([
        new Map([
          [23, -24],
          [2, 1.5],
        ] as [number, number][]),
      ]),
    );
    const bodies = [
      JSON.stringify([{ bn: device(0).urn, n: 'temperature', u: 'Cel', v: 21.5 }]),
      JSON.stringify([{ i_: -24, v: 10 }]),
      cbor,
    ];
    for (const [n, body] of bodies.entries()) {
      await client.publishAsync(device(0).uplink, body, { qos: 1 });
      expect(await rowsOf(device(0))).toHaveLength(n + 1);
    }
    const rows = await rowsOf(device(0));
    expect(rows.map(({ kind, processed, event }) => [kind, processed, event.form, event.pack[0].n])).toEqual([
      ['mqtt.senml', true, 'json', 'temperature'],
      ['mqtt.senml', true, 'json', 'temperature'],
      ['mqtt.senml', true, 'cbor', 'temperature'],
    ]);
    expect(rows.every(({ event }) => event.urn === device(0).urn && event.pack[0].bn === device(0).urn)).toBe(
      true,
    );
    await client.endAsync();
  });

  it('may write its URN in any case, with or without the colon, and choose its client id', async () => {
    const bare = device(1).urn.slice(0, -1).toLowerCase();
    const client = await connectDevice(scene.port, device(1), { username: bare, clientId: '' });
    await client.publishAsync(`devices/${bare.toUpperCase()}/uplink`, pack('a'), { qos: 1 });
    const granted = await client.subscribeAsync(`devices/${bare}/downlink`, { qos: 1 });
    expect([(await rowsOf(device(1))).length, granted[0]?.qos]).toEqual([1, 1]);
    await client.endAsync();
  });

  it('that says the same twice is heard twice, unless it says that it says it again', async () => {
    const client = await connectDevice(scene.port, device(2));
    for (const dup of [false, false, true])
      await client.publishAsync(device(2).uplink, pack('b'), { qos: 1, dup });
    expect(await rowsOf(device(2))).toHaveLength(2);
    await client.endAsync();
  });

  it('with a wrong password, another name or a will is not let in', async () => {
    const wrong = connectDevice(scene.port, device(3), { password: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ code: 4 });
    await expect(connectDevice(scene.port, device(3), { username: 'somebody' })).rejects.toMatchObject({
      code: 4,
    });
    const will = { topic: device(3).uplink, payload: Buffer.from('gone'), qos: 0, retain: false } as const;
    await expect(connectDevice(scene.port, device(3), { will })).rejects.toMatchObject({ code: 5 });
    expect(await refusalsOf(device(3))).toMatchObject([{ reason: 'unauthorized', count: 2 }]);
  });

  it('is refused on whatever is not its own, and loses its connection for publishing there', async () => {
    const elsewhere = [
      device(5).uplink,
      device(4).downlink,
      'devices',
      '$SYS/broker',
      `${device(4).uplink}/more`,
    ];
    for (const topic of elsewhere) {
      const client = await connectDevice(scene.port, device(4));
      client.publish(topic, pack('c'), { qos: 1 });
      await closed(client);
    }
    const client = await connectDevice(scene.port, device(4));
    for (const topic of [device(5).downlink, device(4).uplink, '#', 'devices/+/downlink', '$SYS/#']) {
      await expect(client.subscribeAsync(topic, { qos: 1 })).rejects.toThrow();
    }
    expect(client.connected).toBe(true);
    await client.endAsync();
    expect(await refusalsOf(device(4))).toMatchObject([{ reason: 'unauthorized', count: 10 }]);
    expect(await rowsOf(device(5))).toHaveLength(0);
  });

  it('that publishes what nobody can read is acknowledged, and its operator told', async () => {
    const client = await connectDevice(scene.port, device(6));
    await client.publishAsync(device(6).uplink, 'no SenML', { qos: 1 });
    await client.publishAsync(device(6).uplink, JSON.stringify([{ bn: device(7).urn, n: 'a', v: 1 }]), {
      qos: 1,
    });
    expect(client.connected).toBe(true);
    client.publish(device(6).uplink, Buffer.alloc(70_000), { qos: 1 });
    await closed(client);
    const [row] = await refusalsOf(device(6));
    expect(row).toMatchObject({ reason: 'malformed', count: 3 });
    expect(await rowsOf(device(6))).toHaveLength(0);
  });

  it('is told apart from other devices with the same client id, and takes its own place', async () => {
    const [a, b] = await Promise.all([
      connectDevice(scene.port, device(7), { clientId: 'sensor' }),
      connectDevice(scene.port, device(8), { clientId: 'sensor' }),
    ]);
    const gone = closed(a);
    const again = await connectDevice(scene.port, device(7), { clientId: 'sensor' });
    await gone;
    expect([again.connected, b.connected]).toEqual([true, true]);
    expect(scene.broker.sessions.of(device(7).id)).toHaveLength(1);
    await Promise.all([again.endAsync(), b.endAsync()]);
  });

  it('loses its connection with its password and when it is deactivated, and is shown as connected meanwhile', async () => {
    const actor = systemActor(scene.customerId);
    const ofDevice = device(9);
    const access = async () => {
      await scene.broker.presence.flush();
      return (await getMqttAccess(actor, { deviceId: ofDevice.id })).isConnected;
    };
    const told = async () => {
      scene.changes.changed(scene.customerId);
      await scene.broker.recheck(scene.customerId);
    };
    const first = await connectDevice(scene.port, ofDevice);
    await told();
    expect([first.connected, await access()]).toEqual([true, true]);
    const end = closed(first);
    await setMqttPassword(actor, { deviceId: ofDevice.id, password: `${PASSWORD}-2` });
    await told();
    await end;
    await soon(async () => expect(await access()).toBe(false));
    const second = await connectDevice(scene.port, ofDevice, { password: `${PASSWORD}-2` });
    const ended = closed(second);
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${ofDevice.id}`;
    await told();
    await ended;
    // What it sends is kept and not worked on, as at the other doors.
    const third = await connectDevice(scene.port, ofDevice, { password: `${PASSWORD}-2` });
    await third.publishAsync(ofDevice.uplink, pack('d'), { qos: 1 });
    expect(await rowsOf(ofDevice)).toMatchObject([{ processed: false }]);
    await third.endAsync();
  });

  it('whatever is written to it, the broker stays', async () => {
    for (const bytes of [
      [0x10, 0xff, 0xff, 0xff, 0xff],
      [0xff],
      [0x10, 2, 0, 0],
      [0x30, 0xff, 0xff, 0xff, 0x7f],
    ]) {
      const socket = connect(scene.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(Buffer.from(bytes));
      socket.end();
      await once(socket, 'close');
    }
    const client = await connectDevice(scene.port, device(0));
    await client.endAsync();
  });

  // S10. What gets past the first packet is garbage of a device that signed in.
  it('packets that are nearly right are survived by the thousand, and who comes next is served', async () => {
    const { urn, uplink, downlink } = device(0);
    const text = (value: string) => [0, value.length, ...Buffer.from(value)];
    const packet = (type: number, ...parts: number[][]) => {
      const body = parts.flat();
      return [
        type,
        ...(body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7]),
        ...body,
      ];
    };
    const hello = packet(0x10, text('MQTT'), [4, 0xc2, 0, 60], text('fuzz'), text(urn), text(PASSWORD));
    const said = packet(0x32, text(uplink), [0, 1], [...Buffer.from(pack('fuzz'))]);
    const asked = packet(0x82, [0, 2], text(downlink), [1]);
    const seeds = [said, asked, [0xc0, 0], [0xe0, 0], hello].map((bytes) => Uint8Array.from(bytes));
    const packets = fc.sample(garbage(seeds), { numRuns: Math.min(5_000, RUNS / 4), seed: 13 });
    const faults: unknown[] = [];
    const caught = (fault: unknown) => void faults.push(fault);
    process.on('uncaughtException', caught);
    const tell = async (bytes: Uint8Array, isSignedIn: boolean) => {
      const socket = connect(scene.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      if (isSignedIn) socket.write(Buffer.from(hello));
      socket.end(bytes);
      await once(socket, 'close');
    };
    for (let at = 0; at < packets.length; at += 25)
      await Promise.all(packets.slice(at, at + 25).map((bytes, n) => tell(bytes, n % 2 === 0)));
    process.off('uncaughtException', caught);
    expect(faults).toEqual([]);
    const client = await connectDevice(scene.port, device(3));
    await client.publishAsync(device(3).uplink, pack('after'), { qos: 1 });
    expect((await rowsOf(device(3))).at(-1)?.event.pack[0].n).toBe('after');
    await client.endAsync();
  }, 60_000);
});

const send = (to: MqttDevice, value: number) =>
  sendDownlink(
    systemActor(scene.customerId),
    downlinkCreateSchema.parse({
      deviceId: to.id,
      method: { type: 'senml', records: [{ n: 'interval', v: value }] },
    }),
  );
const stateOf = async (id: string) =>
  (await database.sql`select state, channel, tries from downlinks where id = ${id}`)[0];

describe('a downlink', () => {
  it('goes to the connected device and is delivered when it is acknowledged', async () => {
    const client = await connectDevice(scene.port, device(10));
    const heard: unknown[] = [];
    client.on('message', (topic, payload) => heard.push([topic, JSON.parse(payload.toString())]));
    await client.subscribeAsync(device(10).downlink, { qos: 1 });
    const { id } = await send(device(10), 60);
    await beginSystemDownlinks(new Date());
    scene.broker.courier.heard(device(10).id);
    await soon(async () =>
      expect(await stateOf(id)).toMatchObject({ state: 'DELIVERED', channel: 'mqtt', tries: 1 }),
    );
    expect(heard).toEqual([[device(10).downlink, [{ bn: device(10).urn }, { n: 'interval', v: 60 }]]]);
    await client.endAsync();
  });

  it('waits for a device that is away, and is told again to the connection after one that did not acknowledge', async () => {
    const { id } = await send(device(11), 90);
    await beginSystemDownlinks(new Date());
    await scene.broker.courier.look();
    expect(await stateOf(id)).toMatchObject({ state: 'EXECUTING', tries: 0 });
    // It listens and says nothing.
    const deaf = await connectDevice(scene.port, device(11), {});
    const heard = new Promise((resolve) => {
      deaf.handleMessage = resolve;
    });
    await deaf.subscribeAsync(device(11).downlink, { qos: 1 });
    await heard;
    expect(await stateOf(id)).toMatchObject({ state: 'EXECUTING', tries: 1 });
    deaf.end(true);
    await soon(() => expect(scene.broker.sessions.of(device(11).id)).toHaveLength(0));
    const client = await connectDevice(scene.port, device(11));
    await client.subscribeAsync(device(11).downlink, { qos: 1 });
    await soon(async () => expect(await stateOf(id)).toMatchObject({ state: 'DELIVERED', tries: 2 }));
    await client.endAsync();
  });
});

it('hundreds that come back at once are all let in, and what they send is stored', async () => {
  const refused: unknown[] = [];
  const storm = await Promise.all(
    Array.from({ length: 300 }, (_, n) =>
      connectDevice(scene.port, device(n % 12), {
        clientId: `storm ${n}`,
        password: n % 12 === 9 ? `${PASSWORD}-2` : PASSWORD,
      }).catch((error: { code?: unknown }) => {
        // The broker's own no has a number.
        if (typeof error.code === 'number') refused.push(error.code);
        return null;
      }),
    ),
  );
  // Four connections a device: those that came first made room.
  await soon(() => expect(scene.broker.sessions.size).toBe(48));
  expect(refused).toEqual([]);
  // One or another made room before it had read that it was let in.
  expect(storm.filter((client) => client === null).length).toBeLessThan(10);
  const before = (await database.sql`select count(*)::int as n from uplinks`)[0]?.n;
  const left = storm.flatMap((client, n) => (client?.connected && client ? [{ client, n }] : []));
  const open = left.slice(-48);
  await Promise.all(
    open.map(({ client, n }) => client.publishAsync(device(n % 12).uplink, pack('storm', n), { qos: 1 })),
  );
  expect((await database.sql`select count(*)::int as n from uplinks`)[0]?.n).toBe(before + open.length);
  await Promise.all(storm.map((client) => client?.endAsync(true)));
});

describeMosquitto('mosquitto_pub and mosquitto_sub as a device', () => {
  it('connects, publishes with QoS 1, and is refused on another device’s topic', async () => {
    const as = { port: scene.port, device: device(1) };
    const message = ['-q', '1', '-m', pack('mosquitto')];
    const own = await runMosquitto('mosquitto_pub', as, [...message, '-t', device(1).uplink]);
    expect(own).toEqual({ code: 0, out: '' });
    expect((await rowsOf(device(1))).at(-1)?.event.pack[0]).toMatchObject({ n: 'mosquitto', v: 1 });
    const other = await runMosquitto('mosquitto_pub', as, [...message, '-t', device(2).uplink]);
    expect(other.code).not.toBe(0);
    const listening = ['-q', '1', '-t', device(2).downlink, '-C', '1', '-W', '5'];
    const sub = await runMosquitto('mosquitto_sub', as, listening);
    expect(sub.out).toMatch(/not authori[sz]ed|denied|refused|failed/i);
  });

  it('hears what it is told', async () => {
    const { id } = await send(device(1), 45);
    await beginSystemDownlinks(new Date());
    const as = { port: scene.port, device: device(1) };
    const own = ['-q', '1', '-t', device(1).downlink, '-C', '1', '-W', '20'];
    const { code, out } = await runMosquitto('mosquitto_sub', as, own);
    expect([code, JSON.parse(out)]).toEqual([0, [{ bn: device(1).urn }, { n: 'interval', v: 45 }]]);
    await soon(async () => expect(await stateOf(id)).toMatchObject({ state: 'DELIVERED' }));
  });
});
