import { Outbox } from '#server/downlinks/outbox.ts';
import { createFirmware } from '#server/firmware/create-firmware.ts';
import { endSystemExpired, followSystemCommands } from '#server/firmware/follow.sql.ts';
import { offerFirmware } from '#server/firmware/offer-firmware.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import type { PlantedDevice } from './fleet.ts';
import { known, type World } from './world.ts';

const TYPE = 'waste-bin';
/** What these are told goes out; the devices acknowledge it, and report the version, with their next messages. */
const TOLD = ['Bin B1', 'Bin Canteen', 'Bin C1'];
const WAITS = 'Bin B2';
const TOO_LATE = 'Bin Workshop';

/** A version that bins are told to take over LoRa: on its way to some, waiting for one, and too late for another. */
export async function plantFirmwareCommands(
  worlds: readonly World[],
  fleet: readonly PlantedDevice[],
): Promise<void> {
  const world = worlds.find(({ types }) => types.has(TYPE));
  if (!world) return;
  const { actor, customerId, types } = world;
  const { id: firmwareVersionId } = await createFirmware(actor, {
    deviceTypeId: known(types, TYPE),
    version: '1.5',
    notes: 'Measures through rain. The sensor restarts, and tells its version with every message.',
    fileName: null,
    command: { port: 3, payloadHex: 'f10105' },
    bytes: new Uint8Array(),
  });
  const offer = async (name: string) => {
    const device = fleet.find((one) => one.customerId === customerId && one.name === name);
    if (!device?.deviceId) return;
    await offerFirmware(actor, { firmwareVersionId, deviceId: device.deviceId, days: 14 });
  };
  for (const name of TOLD) await offer(name);
  const outbox = new Outbox({ http: outgoingHttp() });
  await outbox.look();
  await outbox.idle();
  await offer(WAITS);
  await offer(TOO_LATE);
  const now = new Date();
  await pipelineSql()`
    update firmware_assignments a set expires_at = ${now} from devices d
    where d.id = a.device_id and a.firmware_version_id = ${firmwareVersionId} and d.name = ${TOO_LATE}`;
  await followSystemCommands(now);
  await endSystemExpired(now);
}
