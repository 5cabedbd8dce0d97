import { systemActor } from '#server/access/system-actor.ts';
import { insertKnownDeviceSystem } from '#server/drivers/lora-networks/simulated/devices.sql.ts';
import { makeDevice } from '#server/lora-simulator/device.fixture.ts';
import { insertSimulatedDevicesSystem, withDueDevicesSystem } from '#server/lora-simulator/repository.ts';
import { wake } from '#server/lora-simulator/wake.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { makeScene, type SceneDevice } from '#server/pipeline/scene.fixture.ts';
import type { useTestDatabase } from '#server/platform/test-database.ts';
import type { DownlinkCreate } from './contract.ts';
import { downlinkCreateSchema } from './contract.ts';
import { sendDownlink } from './send-downlink.ts';

// A customer on the built-in network: its devices join, send and hear as simulated ones do, through the ingestion's own door.

type TestDatabase = ReturnType<typeof useTestDatabase>;

/** Time goes when the test says so, for everybody. */
export class TestClock {
  #at = new Date();

  now(): Date {
    return new Date(this.#at);
  }

  pass(seconds: number): void {
    this.#at = new Date(this.#at.getTime() + seconds * 1000);
  }
}

export async function makeDownlinkScene({ sql }: TestDatabase, devices: number) {
  const clock = new TestClock();
  const changes = new ConfigurationChanges();
  const scene = await makeScene(sql, { provider: 'simulated', devices });
  const { customerId, connectionId } = scene;
  const actor = systemActor(customerId, 'Tester');
  const acceptor = new Acceptor({ changes, clock });

  /** The nth device is one of the simulator's, registered at the built-in network. */
  async function makeSimulated(nth: number): Promise<SceneDevice> {
    const { id, devEui } = scene.devices[nth] as SceneDevice;
    const made = makeDevice({
      devEui,
      seed: `downlinks ${nth}`,
      startedAt: clock.now(),
      now: clock.now(),
    });
    const connection = { id: connectionId, provider: 'simulated' as const, secret: scene.connectionSecret };
    await insertSimulatedDevicesSystem([{ customerId, name: devEui, ...made, connection }], clock.now());
    const { appKey } = made.memory.network;
    const known = { customerId, connectionId, joinEui: made.device.joinEui, appKey, plan: 'standard' };
    await insertKnownDeviceSystem(devEui, { ...known, status: 'active' });
    await sql`insert into lora_registrations ${sql({ customer_id: customerId, connection_customer_id: customerId, connection_id: connectionId, device_id: id, dev_eui: devEui, wish: 'ACTIVE', present: 'ACTIVE', plan: 'standard' })}`;
    return scene.devices[nth] as SceneDevice;
  }

  /** The device sends once, now; the kinds of what its network server told of it. */
  async function wakeUp({ devEui }: SceneDevice): Promise<string[]> {
    const now = clock.now();
    await sql`update simulated_devices set next_at = null where customer_id = ${customerId}`;
    await sql`update simulated_devices set next_at = ${now} where dev_eui = ${devEui}`;
    const [requests = []] = await withDueDevicesSystem(now, 10, (kept) => ({
      result: wake(kept, now),
      nextAt: now,
    }));
    for (const request of requests) await acceptor.accept({ ...request, address: '127.0.0.1' });
    return requests.map(({ query }) => query.replace('event=', ''));
  }

  /** It sends until its radio let something through both ways. */
  async function wakeUntil(device: SceneDevice, kind: string): Promise<void> {
    for (let n = 0; n < 20; n++) {
      clock.pass(60);
      if ((await wakeUp(device)).includes(kind)) return;
    }
    throw new Error(`the device was never told of by "${kind}"`);
  }

  const send = (deviceId: string, more: Partial<DownlinkCreate> = {}) =>
    sendDownlink(
      actor,
      downlinkCreateSchema.parse({
        deviceId,
        method: { type: 'lora', port: 2, payloadHex: 'c0ffee' },
        ...more,
      }),
    );

  return { ...scene, clock, changes, actor, acceptor, makeSimulated, wakeUntil, send };
}
