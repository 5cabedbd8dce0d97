import { insertKnownDeviceSystem } from '#server/drivers/lora-networks/simulated/devices.sql.ts';
import { setConnectionApi } from '#server/lora-networks/set-connection-api.ts';
import { Registrar } from '#server/lora-registrations/registrar.ts';
import { wishOnNetwork } from '#server/lora-registrations/wish-on-network.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import type { PlantedDevice } from './fleet.ts';
import { known, type World } from './world.ts';

/** Nobody listens there: the network server of the port is away, and what is wished of it waits. */
const SERVER_THAT_IS_AWAY = 'https://127.0.0.1:18098';
const WAITS = 'Water level Quay 1';
/** Its DevEUI stands in another connection of the built-in network: registering it fails for good. */
const ELSEWHERE = 'Bin A1';
const LOCATED = /^(Container|Trailer|Lantern)/;

/**
 * Devices of the simulated connections are registered at the built-in network, by the worker's own way. The others were
 * entered at their network servers by hand, as it is before a connection knows its server's API.
 */
export async function plantRegistrations(
  worlds: readonly World[],
  fleet: readonly PlantedDevice[],
): Promise<void> {
  const named = (name: string) => fleet.find((one) => one.name === name && one.deviceId !== null);
  const elsewhere = named(ELSEWHERE);
  const foreign = worlds.find(({ customerId }) => customerId !== elsewhere?.customerId);
  if (elsewhere && foreign) await registerElsewhere(elsewhere, foreign);
  for (const world of worlds) {
    const own = fleet.filter((one) => one.customerId === world.customerId && one.deviceId !== null);
    await register(world, own);
  }
  const registrar = new Registrar({ http: outgoingHttp() });
  while ((await registrar.look()) > 0) await registrar.idle();
}

async function registerElsewhere({ device, memory }: PlantedDevice, world: World): Promise<void> {
  const { devEui, joinEui } = device;
  const connectionId = known(world.connections, 'simulated').id;
  await insertKnownDeviceSystem(devEui, {
    customerId: world.customerId,
    connectionId,
    joinEui,
    appKey: memory.network.appKey,
    plan: 'standard',
    status: 'active',
  });
}

async function register({ actor, connections }: World, own: readonly PlantedDevice[]): Promise<void> {
  const simulated = known(connections, 'simulated').id;
  const idsOf = (wanted: (device: PlantedDevice) => boolean) =>
    own.filter(wanted).flatMap(({ deviceId }) => deviceId ?? []);
  const isHere = ({ connection }: PlantedDevice) => connection.id === simulated;
  for (const [plan, isLocated] of [
    ['standard', false],
    ['standard-geolocation', true],
  ] as const) {
    for (const deviceId of idsOf((one) => isHere(one) && LOCATED.test(one.name) === isLocated))
      await wishOnNetwork(actor, { deviceId, wish: { kind: 'register', connectionId: simulated, plan } });
  }
  const waiting = idsOf(({ name }) => name === WAITS);
  const away = connections.get('chirpstack');
  if (!away || waiting.length === 0) return;
  await setConnectionApi(actor, {
    id: away.id,
    provider: 'chirpstack',
    settings: {
      address: SERVER_THAT_IS_AWAY,
      applicationId: '17c82e96-be03-4f38-aef3-f83d48582d97',
      plans: [
        {
          id: 'sensors',
          name: 'Sensors',
          geolocation: false,
          profile: '14855bf7-d10d-4aee-b618-ebfcb64dc7ad',
        },
        {
          id: 'located',
          name: 'Located',
          geolocation: true,
          profile: '14855bf7-d10d-4aee-b618-ebfcb64dc7ae',
        },
      ],
    },
    secrets: { apiKey: 'demo-key-of-a-server-that-is-away' },
  });
  for (const deviceId of waiting)
    await wishOnNetwork(actor, { deviceId, wish: { kind: 'register', connectionId: away.id } });
}
