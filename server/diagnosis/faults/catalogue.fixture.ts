import { setDestinationStatus } from '#server/destinations/update-destination.ts';
import { setDevicesStatus } from '#server/devices/update-device.ts';
import { insertKnownDeviceSystem } from '#server/drivers/lora-networks/simulated/devices.sql.ts';
import { unlinkDevices } from '#server/flows/link-device.ts';
import { updateConnection } from '#server/lora-networks/update-connection.ts';
import { wishOnNetwork } from '#server/lora-registrations/wish-on-network.ts';
import type { BehaviourName } from '#server/lora-simulator/contract.ts';
import type { Cause } from '../contract.ts';
import { BATTERIES } from './batteries.fixture.ts';
import type { Clinic, LoraWish } from './clinic.fixture.ts';
import { before, type Fault, well } from './fault.fixture.ts';
import { OWN_MESSAGES } from './own-messages.fixture.ts';
import { type Receivers, UNREACHABLE, UNRESOLVED } from './receivers.fixture.ts';

type Planted = Awaited<ReturnType<Fault['plant']>>;

/** A device of the simulator that behaves so, and nothing else wrong. */
const behaving = (name: string, cause: Cause, behaviour: BehaviourName, wish: LoraWish = {}): Fault => ({
  name,
  cause,
  plant: async (clinic, receivers) => {
    const flowIds = [await well(clinic, receivers)];
    return clinic.lora({ ...wish, behaviour, flowIds });
  },
});

const RADIO: Fault[] = [
  behaving('wrong AppKey, told by ThingPark', 'join-not-accepted', 'no-accept', { provider: 'thingpark' }),
  behaving('wrong AppKey, told by ChirpStack', 'join-not-accepted', 'no-accept', { provider: 'chirpstack' }),
  behaving('RX2 of the device is wrong', 'accepted-no-data', 'deaf-to-joins', { provider: 'things-stack' }),
  behaving('network server has other session keys', 'frames-refused', 'broken-session'),
  behaving('joins before each message', 'rejoins', 'rejoining', { provider: 'thingpark' }),
  behaving('restarts with an old session', 'counter-reset', 'restarting'),
  behaving('interference drowns every fifth frame', 'frames-lost', 'interfered'),
  behaving('walled in', 'weak-signal', 'weak'),
  behaving('hears no downlink', 'mac-unanswered', 'deaf', { provider: 'thingpark', intervalMinutes: 15 }),
  behaving('ADR is off beside its gateway', 'adr-off', 'slow', { provider: 'thingpark' }),
  behaving('asks for too many acknowledgements', 'many-confirmed', 'confirmed', { provider: 'thingpark' }),
  behaving('sends every two minutes', 'too-often', 'healthy', { intervalMinutes: 2, hours: 24 }),
  // Asked after a day, it answers with the message after that: one of them may be lost.
  behaving('battery is nearly empty', 'battery-low', 'spent-battery', { hours: 25.8 }),
  behaving('battery was at its end yesterday', 'battery-empty', 'spent-battery', { hours: 40 }),
];

/** The second half of its life does not happen. */
async function powerless(clinic: Clinic, receivers: Receivers): Promise<Planted> {
  const { id, living } = await clinic.lora({ flowIds: [await well(clinic, receivers)] });
  if (living) living.device.silentFrom = before(clinic, 20).toISOString();
  return { id };
}

async function twoServers(clinic: Clinic, receivers: Receivers): Promise<Planted> {
  const { id, living } = await clinic.lora({ flowIds: [await well(clinic, receivers)] });
  if (living) {
    const connection = await clinic.connection('things-stack');
    clinic.living.push({ ...structuredClone({ ...living, connection: null }), connection });
  }
  return { id };
}

const registered = async (clinic: Clinic, deviceId: string, connectionId: string) => {
  await wishOnNetwork(clinic.actor, { deviceId, wish: { kind: 'register', connectionId } });
  await clinic.register();
};

const swapped = (hex: string) => `${hex.slice(0, 12)}${hex[13]}${hex[12]}${hex.slice(14)}`;
const otherDigit = (hex: string) => `${hex.slice(0, 15)}${hex.endsWith('7') ? '8' : '7'}`;
const backwards = (hex: string) => hex.match(/../g)?.reverse().join('') ?? hex;

const mistyped = (name: string, typedDevEui: (devEui: string) => string): Fault => ({
  name,
  cause: 'similar-unknown',
  plant: async (clinic, receivers) => clinic.lora({ flowIds: [await well(clinic, receivers)], typedDevEui }),
});

const NETWORK: Fault[] = [
  { name: 'lost its power yesterday', cause: 'silent', plant: powerless },
  { name: 'told by two network servers', cause: 'duplicates', plant: twoServers },
  mistyped('a digit of the DevEUI is wrong', otherDigit),
  mistyped('two digits of the DevEUI are swapped', swapped),
  mistyped('bytes of the DevEUI are backwards', backwards),
  {
    name: 'never switched on',
    cause: 'no-join-request',
    plant: async (clinic, receivers) => {
      const connection = await clinic.connection('simulated');
      const flowIds = [await well(clinic, receivers)];
      // Somebody else is heard there: the connection works.
      await clinic.lora({ connection, flowIds });
      const { id } = await clinic.lora({ connection, flowIds, off: true });
      await registered(clinic, id, connection.id);
      await clinic.sql`update lora_registrations set wished_at = wished_at - interval '2 days', settled_at = settled_at - interval '2 days' where device_id = ${id}`;
      return { id };
    },
  },
  {
    name: 'registered nowhere',
    cause: 'not-registered',
    plant: async (clinic, receivers) => clinic.lora({ flowIds: [await well(clinic, receivers)], off: true }),
  },
  {
    name: 'DevEUI is in use at the network server',
    cause: 'registration-failed',
    plant: async (clinic, receivers) => {
      const connection = await clinic.connection('simulated');
      const other = await clinic.connection('simulated');
      const { id, devEui } = await clinic.lora({
        connection,
        flowIds: [await well(clinic, receivers)],
        off: true,
      });
      const known = { customerId: clinic.customerId, connectionId: other.id, joinEui: '0059AC00000FFFFF' };
      await insertKnownDeviceSystem(devEui, {
        ...known,
        appKey: '0'.repeat(32),
        plan: 'standard',
        status: 'active',
      });
      await registered(clinic, id, connection.id);
      return { id };
    },
  },
  {
    name: 'waits for its network server',
    cause: 'registration-pending',
    plant: async (clinic, receivers) => {
      const connection = await clinic.connection('simulated');
      const { id } = await clinic.lora({ connection, flowIds: [await well(clinic, receivers)], off: true });
      const afterwards = async () => {
        await wishOnNetwork(clinic.actor, {
          deviceId: id,
          wish: { kind: 'register', connectionId: connection.id },
        });
        await clinic.sql`update lora_registrations set wished_at = wished_at - interval '10 minutes' where device_id = ${id}`;
      };
      return { id, afterwards };
    },
  },
  {
    name: 'switched off at its network server',
    cause: 'network-deactivated',
    plant: async (clinic, receivers) => {
      const connection = await clinic.connection('simulated');
      const { id } = await clinic.lora({ connection, flowIds: [await well(clinic, receivers)], off: true });
      await registered(clinic, id, connection.id);
      await wishOnNetwork(clinic.actor, { deviceId: id, wish: { kind: 'deactivate' } });
      await clinic.register();
      return { id };
    },
  },
  {
    name: 'webhook has an old secret',
    cause: 'connection-refused',
    plant: async (clinic, receivers) => {
      const ward = await clinic.ward();
      const connection = await ward.connection();
      const flowIds = [await well(ward, receivers)];
      return { ...(await ward.lora({ behaviour: 'refused', connection, flowIds })), ward };
    },
  },
  {
    name: 'connection is of the wrong kind of server',
    cause: 'connection-unreadable',
    plant: async (clinic, receivers) => {
      const ward = await clinic.ward();
      const connection = await ward.connection('things-stack');
      const { id } = await ward.lora({ connection, flowIds: [await well(ward, receivers)], off: true });
      await registeredByHand(ward, id, connection.id);
      const afterwards = async () => {
        const headers = { authorization: `Bearer ${connection.secret}`, 'content-type': 'application/json' };
        const body = Buffer.from('{"deviceInfo":{"devEui":"0102030405060708"}}');
        for (const ago of [3, 2, 1])
          await ward.post(before(ward, ago), { path: `/ingestion/lora/${connection.id}`, headers, body });
      };
      return { id, ward, afterwards };
    },
  },
  {
    name: 'connection was switched off',
    cause: 'connection-disabled',
    plant: async (clinic, receivers) => {
      const connection = await clinic.connection();
      const { id } = await clinic.lora({ connection, flowIds: [await well(clinic, receivers)], off: true });
      await registeredByHand(clinic, id, connection.id);
      await updateConnection(clinic.actor, { id: connection.id, status: 'disabled' });
      return { id };
    },
  },
  {
    name: 'webhook was never entered',
    cause: 'connection-never-heard',
    plant: async (clinic, receivers) => {
      const connection = await clinic.connection();
      const { id } = await clinic.lora({ connection, flowIds: [await well(clinic, receivers)], off: true });
      await registeredByHand(clinic, id, connection.id);
      return { id };
    },
  },
];

/** Known to be at a network server whose API the portal was not told. */
async function registeredByHand(clinic: Clinic, deviceId: string, connectionId: string): Promise<void> {
  const { customerId, sql } = clinic;
  await sql`insert into lora_registrations (customer_id, connection_customer_id, connection_id, device_id, dev_eui, wish, present, plan)
    select ${customerId}, ${customerId}, ${connectionId}, ${deviceId}, identifier, 'ACTIVE', 'ACTIVE', 'standard' from devices where id = ${deviceId}`;
  await sql`update lora_bindings set status = 'ACTIVE' where device_id = ${deviceId}`;
}

const scripted = (name: string, cause: Cause, source: string): Fault => ({
  name,
  cause,
  plant: async (clinic, receivers) => {
    const flowId = await well(clinic, receivers);
    await clinic.script(flowId, source);
    // Half a day: made by hand now, a script would not have been there before.
    const patient = await clinic.lora({ hours: 12, flowIds: [flowId] });
    await clinic.sql`update flow_decoders set created_at = created_at - interval '3 days' where flow_id = ${flowId}`;
    await clinic.sql`update flow_devices set created_at = created_at - interval '3 days' where flow_id = ${flowId}`;
    await clinic.sql`update decoder_versions set published_at = published_at - interval '3 days' where published_at is not null`;
    return patient;
  },
});

const received = (name: string, cause: Cause, url: (receivers: Receivers) => string): Fault => ({
  name,
  cause,
  plant: async (clinic, receivers) =>
    clinic.lora({ hours: 12, flowIds: [await clinic.flow(url(receivers))] }),
});

const PORTAL: Fault[] = [
  {
    name: 'deactivated in the portal',
    cause: 'device-deactivated',
    plant: async (clinic, receivers) => {
      const { id } = await clinic.lora({ hours: 12, flowIds: [await well(clinic, receivers)] });
      await setDevicesStatus(clinic.actor, { ids: [id], status: 'DEACTIVATED' });
      return { id };
    },
  },
  {
    name: 'keys were not entered',
    cause: 'no-identifier',
    plant: async (clinic, receivers) => ({ id: await clinic.nameless([await well(clinic, receivers)]) }),
  },
  scripted(
    'script throws',
    'decoder-fails',
    'function decodeUplink(input) {\n  console.log("port", input.fPort);\n  throw new Error("unknown version");\n}',
  ),
  scripted(
    'script reads another port',
    'decoder-returns-nothing',
    'function decodeUplink() { return { data: {} }; }',
  ),
  {
    name: 'script was suspended',
    cause: 'decoder-suspended',
    plant: async (clinic, receivers) => {
      const flowId = await well(clinic, receivers);
      const { suspend } = await clinic.script(
        flowId,
        'function decodeUplink() { return { data: { b: 2 } }; }',
      );
      const { id } = await clinic.lora({ hours: 6, flowIds: [flowId] });
      return { id, afterwards: suspend };
    },
  },
  {
    name: 'no decoder is on',
    cause: 'no-decoder',
    plant: async (clinic, receivers) =>
      clinic.lora({ hours: 6, flowIds: [await clinic.flow(receivers.of(200), false)] }),
  },
  {
    name: 'taken out of its flow',
    cause: 'no-flow',
    plant: async (clinic, receivers) => {
      const flowId = await well(clinic, receivers);
      const { id } = await clinic.lora({ hours: 12, flowIds: [flowId] });
      await unlinkDevices(clinic.actor, { flowId, deviceIds: [id] });
      return { id };
    },
  },
  {
    name: 'flow leads nowhere',
    cause: 'no-destination',
    plant: async (clinic) => clinic.lora({ hours: 12, flowIds: [await clinic.flow(null)] }),
  },
  {
    name: 'destination was paused',
    cause: 'destination-paused',
    plant: async (clinic, receivers) => {
      const flowId = await well(clinic, receivers);
      const { id } = await clinic.lora({ hours: 12, flowIds: [flowId] });
      const afterwards = async () => {
        const [row] =
          await clinic.sql`select destination_id as id from flow_destinations where flow_id = ${flowId}`;
        await setDestinationStatus(clinic.actor, { id: row?.id, status: 'paused' });
      };
      return { id, afterwards };
    },
  },
  received('receiver says 410 Gone', 'destination-suspended', (to) => to.of(410)),
  received('receiver says 404', 'receiver-refuses', (to) => to.of(404)),
  received('receiver says 401', 'receiver-refuses', (to) => to.of(401)),
  received('receiver says 500', 'receiver-fails', (to) => to.of(500)),
  received('receiver never answers', 'receiver-timeout', (to) => to.of(0)),
  received('nobody listens at the receiver', 'receiver-unreachable', () => UNREACHABLE),
  received('receiver’s name is unknown', 'receiver-unresolved', () => UNRESOLVED),
  received('receiver’s certificate is not trusted', 'receiver-tls', (to) => to.tls),
];

export const FAULTS: readonly Fault[] = [...RADIO, ...NETWORK, ...OWN_MESSAGES, ...BATTERIES, ...PORTAL];
