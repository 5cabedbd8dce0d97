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
import { systemClock } from '#server/platform/clock.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { debianProgram } from '#server/platform/test-programs.ts';
import { type BrokerScene, type MqttDevice, makeBrokerScene, soon } from './broker-scene.fixture.ts';
import { OperatorBroker } from './operator-broker.ts';

const database = useTestDatabase();
const mosquitto = debianProgram('mosquitto', 'mosquitto');

describe.skipIf('missing' in mosquitto)(
  `Mosquitto as a broker of the operator's${'missing' in mosquitto ? ` (${mosquitto.missing})` : ''}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mosquitto-'));
    let scene: BrokerScene;
    let device: MqttDevice;
    let server: ChildProcess;
    let port: number;
    let portal: OperatorBroker;

    const openPortal = () => {
      const made = new OperatorBroker({
        url: `mqtt://portal:portal@127.0.0.1:${port}`,
        worker: 'test',
        door: scene.acceptor.mqtt,
        clock: systemClock,
      });
      made.start();
      return made;
    };
    const asDevice = () =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
        username: device.urn,
        password: 'x',
        reconnectPeriod: 0,
      });
    const stored = async () =>
      (
        await database.sql`select (event #>> '{pack,0,v}')::int as n from uplinks where device_id = ${device.id} order by id`
      ).map(({ n }) => n as number);

    beforeAll(async () => {
      scene = await makeBrokerScene(database.sql, 1);
      device = scene.devices[0] as MqttDevice;
      port = await freePort();
      const acl = [
        'pattern write devices/%u/uplink',
        'pattern read devices/%u/downlink',
        'user portal',
        'topic read devices/+/uplink',
        'topic write devices/+/downlink',
      ];
      const settings = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', `acl_file ${folder}/acl`];
      writeFileSync(path.join(folder, 'acl'), `${acl.join('\n')}\n`);
      writeFileSync(path.join(folder, 'mosquitto.conf'), `${settings.join('\n')}\n`);
      // Started as root it becomes another user, who has to read this.
      chmodSync(folder, 0o755);
      server = spawn('path' in mosquitto ? mosquitto.path : '', ['-c', `${folder}/mosquitto.conf`], {
        stdio: 'ignore',
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
      await portal.stop();
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
      await portal.stop();
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
