import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { impatientHttp } from '#server/drivers/lora-networks/driver-scene.fixture.ts';
import {
  makeSigning,
  type SigningScene,
  senmlRequest,
} from '#server/pipeline/accept/signing-device.fixture.ts';
import type { SceneDevice } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { good } from '#server/protocols/garbage.fixture.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import { parseThingsStack } from '#server/protocols/things-stack/parse-things-stack.ts';
import { cancelDownlink } from './cancel-downlink.ts';
import { makeDownlinkScene } from './downlink-scene.fixture.ts';
import { Outbox } from './outbox.ts';
import { getDownlinkFacts, listDeviceDownlinks } from './read-downlinks.ts';
import { resendDownlink } from './send-downlink.ts';
import { claimSystemDownlinks } from './work.sql.ts';

const database = useTestDatabase();
let scene: Awaited<ReturnType<typeof makeDownlinkScene>>;
let lora: SceneDevice;
let direct: SigningScene;

beforeAll(async () => {
  scene = await makeDownlinkScene(database, 2);
  lora = await scene.makeSimulated(0);
  direct = await makeSigning(database.sql, scene, 'generic', 1);
});

beforeEach(async () => {
  await database.sql`delete from downlinks`;
  await database.sql`delete from simulated_network_downlinks`;
  scene.clock.pass(60);
});

const http = impatientHttp();
afterAll(() => http.close());
const worker = () => new Outbox({ http, clock: scene.clock, random: () => 0.5 });

async function work(outbox = worker()): Promise<void> {
  await outbox.look();
  await outbox.idle();
}

const listed = async (id: string) =>
  (await listDeviceDownlinks(scene.actor, { id, query: emptyTableQuery })).rows;
const states = async (id: string) => (await listed(id)).map(({ state, reason }) => reason ?? state).reverse();

const wakeUntil = (kind: string) => scene.wakeUntil(lora, kind);

describe('the queue of a device', () => {
  it('takes five that wait, whoever comes at once, and refuses the sixth', async () => {
    const sent = await Promise.allSettled(Array.from({ length: 20 }, () => scene.send(lora.id)));
    const refused = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(Array(15).fill('downlinks.queue-full'));
    await work();
    expect(await states(lora.id)).toEqual(['EXECUTING', ...Array(4).fill('PENDING')]);
    await scene.send(lora.id);
    await expect(scene.send(lora.id)).rejects.toMatchObject({ code: 'downlinks.queue-full' });
  });

  it('goes first in, first out, one at a time, whichever of two workers looks', async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push((await scene.send(lora.id)).id);
    await Promise.all([work(), work()]);
    await Promise.all([work(), work()]);
    expect(await states(lora.id)).toEqual(['EXECUTING', 'PENDING', 'PENDING']);
    await cancelDownlink(scene.actor, { id: ids[0] as string, forced: true });
    await work();
    expect(await states(lora.id)).toEqual(['CANCELLED', 'EXECUTING', 'PENDING']);
  });

  it('knows a reference once', async () => {
    await scene.send(lora.id, { externalReference: 'mine' });
    await expect(scene.send(lora.id, { externalReference: 'mine' })).rejects.toMatchObject({
      code: 'downlinks.reference-taken',
    });
  });

  it('gives back what waits, not what is under way; what has ended never changes', async () => {
    const [first, second] = [await scene.send(lora.id), await scene.send(lora.id)];
    await work();
    await expect(cancelDownlink(scene.actor, { id: first.id, forced: false })).rejects.toMatchObject({
      code: 'downlinks.not-cancellable',
    });
    expect(await cancelDownlink(scene.actor, { id: second.id, forced: false })).toEqual({
      state: 'CANCELLED',
    });
    expect(await cancelDownlink(scene.actor, { id: first.id, forced: true })).toEqual({ state: 'FAILED' });
    await expect(
      database.sql`update downlinks set state = 'DELIVERED' where id = ${first.id}`,
    ).rejects.toThrow(/has ended/);
    const again = await resendDownlink(scene.actor, { id: first.id });
    expect((await listed(lora.id))[0]).toMatchObject({ id: again.id, state: 'PENDING', tries: 0 });
  });

  it('pretends a dry run: nothing goes to the network', async () => {
    await scene.send(lora.id, { dryRun: true });
    await work();
    expect((await listed(lora.id))[0]).toMatchObject({ state: 'DELIVERED', tries: 0 });
    expect(await database.sql`select from simulated_network_downlinks`).toHaveLength(0);
  });

  it('refuses with the reason where nothing can be sent', async () => {
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${lora.id}`;
    const { offer } = await getDownlinkFacts(scene.actor, { id: lora.id });
    await expect(scene.send(lora.id)).rejects.toMatchObject({ code: 'downlinks.cannot-send.deactivated' });
    await database.sql`update devices set status = 'ACTIVE' where id = ${lora.id}`;
    expect(offer).toEqual({ kind: 'none', obstacle: 'deactivated' });
  });
});

describe('over LoRa', () => {
  it('goes out after an uplink and is delivered by the acknowledgement in the next', async () => {
    await wakeUntil('up');
    await scene.send(lora.id);
    await work();
    expect((await listed(lora.id))[0]).toMatchObject({ state: 'EXECUTING', tries: 1 });
    await wakeUntil('txack');
    await work();
    expect(await states(lora.id)).toEqual(['EXECUTING']);
    await wakeUntil('ack');
    await work();
    const [ended] = await listed(lora.id);
    expect(ended).toMatchObject({ state: 'DELIVERED', reason: null });
    expect(ended?.endedAt).toEqual(scene.clock.now());
    expect(await database.sql`select from simulated_network_downlinks`).toHaveLength(0);
  });

  it('a worker that dies with it in hand loses nothing: another gives it to the network', async () => {
    await scene.send(lora.id);
    const dying = worker();
    await database.sql`update downlinks set state = 'EXECUTING', started_at = ${scene.clock.now()}, next_at = ${scene.clock.now()}, timeout_at = ${new Date(scene.clock.now().getTime() + 600_000)}`;
    const claims = await claimSystemDownlinks({ now: scene.clock.now(), busyMs: 60_000, limit: 10 });
    expect(claims).toHaveLength(1);
    await work(dying);
    expect((await listed(lora.id))[0]?.tries).toBe(0);
    scene.clock.pass(61);
    await work();
    expect((await listed(lora.id))[0]).toMatchObject({ state: 'EXECUTING', tries: 1 });
    expect(await database.sql`select from simulated_network_downlinks`).toHaveLength(1);
  });

  it('fails at once where the network cannot have it, and in time where nothing answers', async () => {
    await database.sql`update simulated_network_devices set status = 'deactivated'`;
    await scene.send(lora.id);
    await work();
    await database.sql`update simulated_network_devices set status = 'active'`;
    expect((await listed(lora.id))[0]).toMatchObject({
      reason: 'FAILED_TO_ENQUEUE_FOR_TRANSMISSION',
      detail: 'lora-network.deactivated-there',
    });
    await scene.send(lora.id, { feedbackTimeout: 'PT10M' });
    await work();
    scene.clock.pass(599);
    await work();
    expect((await states(lora.id)).at(-1)).toBe('EXECUTING');
    scene.clock.pass(1);
    await work();
    expect((await states(lora.id)).at(-1)).toBe('FEEDBACK_TIMEOUT');
  });

  it('sends again what the network server threw away, as often as asked for', async () => {
    const { id } = await scene.send(lora.id, { retryLimit: 1 });
    await work();
    const thrownAway = async () => {
      const [row] = await database.sql`select queue_item from downlinks where id = ${id}`;
      scene.clock.pass(60);
      const body = Buffer.from(
        JSON.stringify({
          end_device_ids: { dev_eui: lora.devEui },
          received_at: scene.clock.now().toISOString(),
          downlink_queue_invalidated: {
            downlinks: [{ correlation_ids: [`things-portal:${row?.queue_item}`] }],
          },
        }),
      );
      const event = good(parseThingsStack(body)) as LoraEvent;
      await scene.acceptor.submit({
        device: { ...lora, customerId: scene.customerId, active: true },
        connectionId: scene.connectionId,
        kind: `lora.${event.kind}`,
        event,
        body,
        receivedAt: scene.clock.now(),
      });
      await work();
    };
    await thrownAway();
    expect((await listed(lora.id))[0]).toMatchObject({ state: 'EXECUTING', tries: 2 });
    await thrownAway();
    expect((await listed(lora.id))[0]).toMatchObject({
      reason: 'FAILED_TO_TRANSMIT_TO_DEVICE',
      detail: 'DOWNLINK_QUEUE_INVALIDATED',
    });
  });

  it('tries again what was not acknowledged, as often as asked for', async () => {
    const { id } = await scene.send(lora.id, { retryLimit: 1 });
    const nack = async () => {
      await work();
      const [row] = await database.sql`select queue_item from downlinks where id = ${id}`;
      scene.clock.pass(60);
      const body = {
        deviceInfo: { devEui: lora.devEui.toLowerCase() },
        time: scene.clock.now().toISOString(),
        queueItemId: row?.queue_item,
        acknowledged: false,
        fCntDown: 1,
        deduplicationId: row?.queue_item,
      };
      const answer = await scene.acceptor.accept({
        method: 'POST',
        path: `/ingestion/lora/${scene.connectionId}`,
        query: 'event=ack',
        headers: { authorization: `Bearer ${scene.connectionSecret}`, 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(body)),
        address: '127.0.0.1',
      });
      expect(answer.status).toBe(200);
      await work();
    };
    await nack();
    expect(await states(lora.id)).toEqual(['EXECUTING']);
    await work();
    await nack();
    expect((await listed(lora.id))[0]).toMatchObject({ reason: 'NOT_ACKNOWLEDGED_BY_DEVICE', tries: 2 });
  });
});

describe('in the answer to a message', () => {
  const RECORDS = [{ n: 'interval', v: 300 }];
  const senml = { method: { type: 'senml' as const, records: RECORDS } };

  async function post(n: number) {
    scene.changes.changed(scene.customerId);
    const body = JSON.stringify([{ bn: direct.urn, bt: 1_760_000_000 + n, n: 'temperature', v: n }]);
    const answer = await scene.acceptor.accept(senmlRequest(direct.path, body));
    expect(answer.status).toBe(200);
    return JSON.parse(answer.body);
  }

  it('goes to the device, again while it repeats itself, and is delivered by its next message', async () => {
    await scene.send(direct.deviceId, senml);
    expect(await post(1)).toEqual([]);
    await work();
    scene.clock.pass(60);
    const told = [{ bn: direct.urn }, ...RECORDS];
    expect(await post(2)).toEqual(told);
    scene.clock.pass(1);
    expect(await post(2)).toEqual(told);
    expect(await states(direct.deviceId)).toEqual(['EXECUTING']);
    scene.clock.pass(60);
    expect(await post(3)).toEqual([]);
    expect(await states(direct.deviceId)).toEqual(['DELIVERED']);
    expect((await listed(direct.deviceId))[0]).toMatchObject({ tries: 2 });
  });

  it('one at a time, in the order of the queue', async () => {
    for (const v of [1, 2])
      await scene.send(direct.deviceId, { method: { type: 'senml', records: [{ n: 'v', v }] } });
    const told = [];
    for (let n = 10; n < 14; n++) {
      await work();
      scene.clock.pass(60);
      told.push((await post(n))[1]?.v ?? null);
    }
    expect(told).toEqual([1, null, 2, null]);
    expect(await states(direct.deviceId)).toEqual(['DELIVERED', 'DELIVERED']);
  });

  it('never fetched, it fails in time', async () => {
    await scene.send(direct.deviceId, senml);
    await work();
    scene.clock.pass(86_400);
    await work();
    expect(await states(direct.deviceId)).toEqual(['FEEDBACK_TIMEOUT']);
  });

  it('refuses what is no SenML of the device', async () => {
    const named = { method: { type: 'senml' as const, records: [{ bn: 'urn:dev:IMEI:1:', n: 'a', v: 1 }] } };
    await expect(scene.send(direct.deviceId, named)).rejects.toMatchObject({
      fields: [{ path: 'method.records' }],
    });
    await expect(scene.send(direct.deviceId)).rejects.toMatchObject({ code: 'downlinks.wrong-method' });
  });
});
