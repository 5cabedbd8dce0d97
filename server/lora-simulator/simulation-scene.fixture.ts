import { createTenant, seedCatalogue } from '#server/customers/tenant.fixture.ts';
import { newLoraDevice } from '#server/devices/new-lora-device.fixture.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import type { NetworkWish } from '#server/lora-registrations/contract.ts';
import { Registrar } from '#server/lora-registrations/registrar.ts';
import { wishOnNetwork } from '#server/lora-registrations/wish-on-network.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import type { useTestDatabase } from '#server/platform/test-database.ts';
import { getSimulation } from './read-simulation.ts';
import { withDueDevicesSystem } from './repository.ts';
import { simulateDevice } from './simulate-device.ts';
import { simulateSchema } from './simulation-contract.ts';
import { wake } from './wake.ts';

// Two customers, the first with a connection of the built-in network; devices get there by the registrar's own way.

export async function makeSimulationScene({ sql }: ReturnType<typeof useTestDatabase>) {
  const catalogue = await seedCatalogue(sql);
  const tenant = await createTenant(sql, 'A', catalogue);
  const other = await createTenant(sql, 'B', catalogue);
  const connection = await createConnection(tenant.system, { name: 'Built in', provider: 'simulated' });

  const newDevice = (of = tenant) => newLoraDevice(of);

  async function work(): Promise<void> {
    const registrar = new Registrar({ http: outgoingHttp() });
    while ((await registrar.look()) > 0) await registrar.idle();
  }

  async function wish(deviceId: string, wanted: NetworkWish): Promise<void> {
    await wishOnNetwork(tenant.system, { deviceId, wish: wanted });
    await work();
  }

  async function registered(connectionId = connection.id) {
    const device = await newDevice();
    await wish(device.id, { kind: 'register', connectionId });
    return device;
  }

  const simulate = (deviceId: string, settings: object = {}, repeats = true, of = tenant) =>
    simulateDevice(
      of.system,
      simulateSchema.parse({ deviceId, settings: { model: 'raw-counter', ...settings }, repeats }),
    );
  const shown = (id: string) => getSimulation(tenant.system, { id });

  /** As a worker: whatever is due now goes through the ingestion's own door; what was told, in its order. */
  async function wakeUp(): Promise<{ told: string[]; answers: number[] }> {
    const now = new Date(Date.now() + 50);
    const woken = await withDueDevicesSystem(now, 200, (kept) => ({
      result: wake(kept, kept.nextAt),
      nextAt: new Date(now.getTime() + 60_000),
    }));
    const acceptor = new Acceptor({ changes: new ConfigurationChanges() });
    const answers: number[] = [];
    for (const request of woken.flat())
      answers.push((await acceptor.accept({ ...request, address: '127.0.0.1' })).status);
    return { told: woken.flat().map(({ query }) => query.replace('event=', '')), answers };
  }

  return { tenant, other, connection, newDevice, work, wish, registered, simulate, shown, wakeUp };
}
