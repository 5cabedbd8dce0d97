import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { describeHandOvers } from './hand-over.fixture.ts';
import { countOf, isRecorded, loopbackHttp, testPipeline, until } from './pipeline.fixture.ts';
import type { Pipeline } from './pipeline.ts';
import { type Receiver, startReceiver } from './receiver.fixture.ts';
import { chirpstackRequest, makeScene, type Scene, type SceneDevice, uplinkOf } from './scene.fixture.ts';

const database = useTestDatabase();
const http = loopbackHttp();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(async () => {
  await http.close();
  await receiver.stop();
});

const ofDevice = (devEui: string) => receiver.taken.filter(({ records }) => records[0]?.bn?.includes(devEui));

describeHandOvers((handOver) => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = testPipeline(http, { handOver: await handOver.open() });
    await pipeline.start();
  });

  afterAll(() => pipeline.stop());

  const sendTo = (scene: Scene, n: number, device = scene.devices[0] as Scene['devices'][number]) =>
    pipeline.acceptor.accept(chirpstackRequest(scene, uplinkOf(device, n)));

  describe('the way of one message', () => {
    it('ends at the receiver, in history, in the twin and in the delivery log', async () => {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
      const device = scene.devices[0] as Scene['devices'][number];
      expect((await sendTo(scene, 7)).status).toBe(200);
      await until('delivered', () => ofDevice(device.devEui).length === 1);
      const [got] = ofDevice(device.devEui);
      expect(got?.verified).toBe(true);
      expect(got?.records.map(({ n }) => n)).toEqual(expect.arrayContaining(['payload', 'port']));
      await until('written', async () => (await countOf(database.sql, 'deliveries', scene.customerId)) === 1);
      const [row] = await database.sql`
      select d.state, d.status_code, d.attempts, p.v, s.names, t.reported, t.observed, a.last_uplink_id = d.uplink_id as last
      from deliveries d join packs p on p.id = d.pack_id join shapes s on s.id = p.shape_id
        join twins t on t.device_id = d.device_id join device_activity a on a.device_id = d.device_id
      where d.customer_id = ${scene.customerId}`;
      expect(row).toMatchObject({ state: 'delivered', status_code: 200, attempts: 1, last: true });
      expect(row?.reported.payload.vs).toBe('000000070000000000000000');
      expect(row?.observed.sessions[0].last).toBe(7);
      for (const table of ['uplink_queue', 'delivery_queue']) {
        expect(await countOf(database.sql, table, scene.customerId)).toBe(0);
      }
    });

    it('runs a decoder once however many flows enable it, and delivers once a flow', async () => {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
      const device = scene.devices[0] as Scene['devices'][number];
      const { customerId: c, flowId, projectId, deviceTypeId } = scene;
      const [flow] =
        await database.sql`insert into flows (customer_id, project_id, name) values (${c}, ${projectId}, 'Second') returning id`;
      await database.sql`insert into flow_devices (customer_id, flow_id, device_id) values (${c}, ${flow?.id}, ${device.id})`;
      await database.sql`insert into flow_decoders (customer_id, flow_id, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id)
      select customer_id, ${flow?.id}, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id from flow_decoders where flow_id = ${flowId} and device_type_id = ${deviceTypeId}`;
      await database.sql`insert into flow_destinations (customer_id, flow_id, destination_id) values (${c}, ${flow?.id}, ${scene.destinationIds[0] as string})`;
      await sendTo(scene, 1);
      await until('delivered by both flows', () => ofDevice(device.devEui).length === 2);
      expect(await countOf(database.sql, 'packs', c)).toBe(1);
      expect(new Set(ofDevice(device.devEui).map(({ webhookId }) => webhookId)).size).toBe(2);
    });

    it('keeps each device in order under load', async () => {
      const scene = await makeScene(database.sql, {
        builtIn: ['raw-lora-v2'],
        devices: 20,
        urls: [receiver.url],
      });
      const frames = Array.from({ length: 600 }, (_, n) => ({
        n,
        device: scene.devices[n % 20] as Scene['devices'][number],
      }));
      await Promise.all(frames.map(({ n, device }) => sendTo(scene, n, device)));
      const all = () => scene.devices.flatMap(({ devEui }) => ofDevice(devEui));
      await until('all delivered', () => all().length === 600, 20_000);
      for (const { devEui } of scene.devices) {
        const counters = ofDevice(devEui).map(({ records }) =>
          Number.parseInt(records[0]?.vs?.slice(0, 8) ?? '', 16),
        );
        expect(counters).toEqual([...counters].sort((a, b) => a - b));
        expect(counters).toHaveLength(30);
      }
      expect(receiver.calls.every(({ verified }) => verified)).toBe(true);
    });

    it('hears of a new decoder at once', async () => {
      const scene = await makeScene(database.sql, { urls: [receiver.url] });
      const device = scene.devices[0] as Scene['devices'][number];
      await sendTo(scene, 1);
      await until('recorded without decoders', () => isRecorded(database.sql, scene.customerId, 1));
      const [decoder] =
        await database.sql`insert into decoders (customer_id, kind, built_in, name) values (${scene.customerId}, 'built-in', 'raw-lora-v2', 'raw') returning id`;
      await database.sql`insert into flow_decoders (customer_id, flow_id, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id)
      values (${scene.customerId}, ${scene.flowId}, ${scene.customerId}, ${scene.deviceTypeId}, ${scene.customerId}, ${decoder?.id})`;
      await until('decoded', async () => {
        await sendTo(scene, Math.floor(performance.now() * 1000) % 1_000_000);
        return ofDevice(device.devEui).length > 0;
      });
    });

    it('tells pages what changed', async () => {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
      const heard: { customerId: string; deviceIds: string[] }[] = [];
      const listening = await database.sql.listen('live', (payload) => heard.push(JSON.parse(payload)));
      await sendTo(scene, 1);
      await until('hint', () =>
        heard.some(
          ({ customerId, deviceIds }) =>
            customerId === scene.customerId && deviceIds.includes(scene.devices[0]?.id ?? ''),
        ),
      );
      await listening.unlisten();
    });

    // The live tail of a device's page lists these, too; nobody processes them.
    it('tells pages of what is only kept: what the network says of downlinks, and of a deactivated device', async () => {
      const scene = await makeScene(database.sql, { devices: 2 });
      const { customerId } = scene;
      const [active, off] = scene.devices as [SceneDevice, SceneDevice];
      await database.sql`update devices set status = 'DEACTIVATED' where id = ${off.id}`;
      const heard: string[] = [];
      const listening = await database.sql.listen('live', (payload) => {
        const hint = JSON.parse(payload);
        if (hint.customerId === customerId) heard.push(...hint.deviceIds);
      });
      const ack = JSON.stringify({
        deduplicationId: randomUUID(),
        time: '2026-05-01T10:00:00.000Z',
        deviceInfo: { devEui: active.devEui.toLowerCase() },
        queueItemId: randomUUID(),
        acknowledged: true,
        fCntDown: 3,
      });
      const request = chirpstackRequest(scene, uplinkOf(active, 1), {
        query: 'event=ack',
        body: Buffer.from(ack),
      });
      expect((await pipeline.acceptor.accept(request)).status).toBe(200);
      await until('hint of the acknowledgement', () => heard.includes(active.id));
      await sendTo(scene, 1, off);
      await until('hint of the deactivated device', () => heard.includes(off.id));
      expect(await countOf(database.sql, 'packs', customerId)).toBe(0);
      await listening.unlisten();
    });
  });

  it('a message that cannot be recorded leaves a failure behind and lets the others pass', async () => {
    const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices: 2 });
    // A value that history cannot hold, standing for whatever we did not foresee.
    await database.sql`create or replace function refuse_pack() returns trigger language plpgsql as $$ begin
    if new.device_id = ${database.sql.unsafe(`'${scene.devices[0]?.id}'`)} then raise exception 'cannot be held'; end if; return new; end $$`;
    await database.sql`create trigger refuse_pack before insert on packs for each row execute function refuse_pack()`;
    try {
      await Promise.all([sendTo(scene, 1), sendTo(scene, 2, scene.devices[1])]);
      await until('both at rest', () => isRecorded(database.sql, scene.customerId, 2));
      const [failure] =
        await database.sql`select device_id, error from decoding_failures where customer_id = ${scene.customerId}`;
      expect(failure).toMatchObject({
        device_id: scene.devices[0]?.id,
        error: { name: 'InternalError', message: 'cannot be held' },
      });
      expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(1);
    } finally {
      await database.sql`drop trigger refuse_pack on packs`;
    }
  });

  it('secrets of a destination that cannot be opened keep its messages waiting', async () => {
    const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
    await database.sql`update destinations set secrets = 'v1.AAAA' where id = ${scene.destinationIds[0] as string}`;
    await sendTo(scene, 1);
    await until('tried', async () => {
      const [row] =
        await database.sql`select attempt_log from delivery_queue where customer_id = ${scene.customerId} and attempts = 1`;
      return row?.attempt_log[0].error === 'outgoing.secrets-unreadable';
    });
  });
});
