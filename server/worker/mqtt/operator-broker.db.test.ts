import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#scripts/postgres.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { sendDownlink } from '#server/downlinks/send-downlink.ts';
import { beginSystemDownlinks } from '#server/downlinks/work.sql.ts';
import type { MqttDoor, MqttMessage } from '#server/pipeline/accept/mqtt-door.ts';
import { systemClock } from '#server/platform/clock.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '#server/platform/loopback-tls.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { debianProgram } from '#server/platform/test-programs.ts';
import { type BrokerScene, type MqttDevice, makeBrokerScene, soon } from './broker-scene.fixture.ts';
import { OperatorBroker } from './operator-broker.ts';

const database = useTestDatabase();
const OTHERS = 9;
const mosquitto = debianProgram('mosquitto', 'mosquitto');

describe.skipIf('missing' in mosquitto)(
  `Mosquitto as a broker of the operator's${'missing' in mosquitto ? ` (${mosquitto.missing})` : ''}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mosquitto-'));
    let scene: BrokerScene;
    let device: MqttDevice;
    let server: ChildProcess;
    let port: number;
    let tlsPort: number;
    let told = '';
    let portal: OperatorBroker;

    const openPortal = (door = scene.acceptor.mqtt) => {
      const made = new OperatorBroker({
        url: `mqtts://portal:portal@127.0.0.1:${tlsPort}`,
        caFile: path.join(folder, 'certificate.pem'),
        worker: 'test',
        door,
        clock: systemClock,
      });
      made.start();
      return made;
    };
    const asDevice = ({ urn } = device) =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
        username: urn,
        password: 'x',
        reconnectPeriod: 0,
      });
    const stored = async ({ id } = device) =>
      (
        await database.sql`select (event #>> '{pack,0,v}')::int as n from uplinks where device_id = ${id} order by id`
      ).map(({ n }) => n as number);

    beforeAll(async () => {
      scene = await makeBrokerScene(database.sql, 1 + OTHERS);
      device = scene.devices[0] as MqttDevice;
      [port, tlsPort] = [await freePort(), await freePort()];
      const acl = [
        'pattern write devices/%u/uplink',
        'pattern read devices/%u/downlink',
        'user portal',
        'topic read devices/+/uplink',
        'topic write devices/+/downlink',
      ];
      const settings = [
        `listener ${port} 127.0.0.1`,
        `listener ${tlsPort} 127.0.0.1`,
        `certfile ${folder}/certificate.pem`,
        `keyfile ${folder}/key.pem`,
        'allow_anonymous true',
        `acl_file ${folder}/acl`,
        'log_type debug',
        'log_dest stderr',
        'max_inflight_messages 100',
      ];
      writeFileSync(path.join(folder, 'certificate.pem'), LOOPBACK_CERTIFICATE);
      writeFileSync(path.join(folder, 'key.pem'), LOOPBACK_KEY);
      writeFileSync(path.join(folder, 'acl'), `${acl.join('\n')}\n`);
      writeFileSync(path.join(folder, 'mosquitto.conf'), `${settings.join('\n')}\n`);
      // Started as root it becomes another user, who has to read this.
      chmodSync(folder, 0o755);
      server = spawn('path' in mosquitto ? mosquitto.path : '', ['-c', `${folder}/mosquitto.conf`], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      server.stderr?.on('data', (text) => {
        told += text;
      });
      await soon(
        () =>
          new Promise<void>((resolve, reject) => {
            const probe = connect(port, '127.0.0.1').once('error', reject);
            probe.once('connect', () => probe.end(resolve));
          }),
      );
      portal = openPortal();
      await soon(() => expect(portal.isConnected).toBe(true));
    }, 30_000);

    afterAll(async () => {
      await portal.stop(1_000);
      await scene.close();
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    });

    it('what devices publish there is stored, also what came while no worker was there', async () => {
      const client = await asDevice();
      const publish = (v: number) =>
        client.publishAsync(device.uplink, JSON.stringify([{ n: 'a', v }]), { qos: 1 });
      await publish(1);
      await soon(async () => expect(await stored()).toEqual([1]));
      await portal.stop(1_000);
      await publish(2);
      await publish(3);
      portal = openPortal();
      await soon(async () => expect(await stored()).toEqual([1, 2, 3]));
      await client.endAsync();
    });

    it('what cannot be stored is sent again', async () => {
      const client = await asDevice();
      await database.sql`alter table uplink_identities rename to uplink_identities_away`;
      await client.publishAsync(device.uplink, JSON.stringify([{ n: 'a', v: 4 }]), { qos: 1 });
      await soon(() => expect(portal.isConnected).toBe(false));
      await database.sql`alter table uplink_identities_away rename to uplink_identities`;
      await soon(async () => expect(await stored()).toEqual([1, 2, 3, 4]));
      await client.endAsync();
    }, 20_000);

    const acknowledged = () =>
      [...told.matchAll(/Received PUBACK from things-portal-\S+ \(Mid: (\d+)/g)].map(([, id]) => Number(id));
    const given = () =>
      [...told.matchAll(/Sending PUBLISH to things-portal-\S+ \(d0, q1, r0, m(\d+)/g)].map(([, id]) =>
        Number(id),
      );

    /** Three messages of each device, while nobody can commit; answers with what was acknowledged meanwhile. */
    async function acknowledgedBeforeCommit(from: number): Promise<number> {
      told = '';
      const clients = await Promise.all(scene.devices.map((one) => asDevice(one)));
      const isGiven = () => soon(() => expect(given()).toHaveLength(3 * clients.length));
      let early = 0;
      await database.sql.begin(async (tx) => {
        await tx`lock table uplink_identities in exclusive mode`;
        for (let n = from; n < from + 3; n++)
          await Promise.all(
            clients.map((client, at) =>
              client.publishAsync(
                (scene.devices[at] as MqttDevice).uplink,
                JSON.stringify([{ n: 'a', v: n }]),
                { qos: 1 },
              ),
            ),
          );
        await isGiven();
        // Of each device one is on its way to the database.
        await soon(() => expect(scene.acceptor.waiting).toBeGreaterThanOrEqual(clients.length));
        early = acknowledged().length;
      });
      await soon(() => expect(acknowledged()).toHaveLength(3 * clients.length));
      await Promise.all(clients.map((client) => client.endAsync()));
      return early;
    }

    it('many are stored at a time, none acknowledged before it is committed, all in their order', async () => {
      expect(await acknowledgedBeforeCommit(10)).toBe(0);
      expect(acknowledged()).toEqual(given());
      for (const one of scene.devices)
        expect((await stored(one)).filter((n) => n >= 10)).toEqual([10, 11, 12]);
    }, 30_000);

    it('a door that says so before the commit is found out', async () => {
      const { mqtt: door } = scene.acceptor;
      const early = Object.create(door, {
        publishFromBroker: {
          value: async (message: MqttMessage) => void door.publishFromBroker(message).catch(() => {}),
        },
      }) as MqttDoor;
      await portal.stop(1_000);
      portal = openPortal(early);
      await soon(() => expect(portal.isConnected).toBe(true));
      expect(await acknowledgedBeforeCommit(20)).toBeGreaterThan(0);
      await portal.stop(1_000);
      portal = openPortal();
    }, 30_000);

    it('an instruction waits until its device listens there', async () => {
      const { id } = await sendDownlink(
        systemActor(scene.customerId),
        downlinkCreateSchema.parse({
          deviceId: device.id,
          method: { type: 'senml', records: [{ n: 'interval', v: 60 }] },
        }),
      );
      const stateOf = async () =>
        (await database.sql`select state from downlinks where id = ${id}`)[0]?.state;
      await beginSystemDownlinks(new Date());
      await soon(() => expect(portal.isConnected).toBe(true));
      portal.heard();
      await soon(async () =>
        expect((await database.sql`select tries, sent_at from downlinks where id = ${id}`)[0]).toEqual({
          tries: 1,
          sent_at: null,
        }),
      );
      expect(await stateOf()).toBe('EXECUTING');
      const client = await asDevice();
      const heard = new Promise((resolve) =>
        client.once('message', (_, payload) => resolve(String(payload))),
      );
      await client.subscribeAsync(device.downlink, { qos: 1 });
      portal.heard();
      expect(await heard).toBe(JSON.stringify([{ bn: device.urn }, { n: 'interval', v: 60 }]));
      await soon(async () => expect(await stateOf()).toBe('DELIVERED'));
      await client.endAsync();
    }, 20_000);
  },
);
