import type { Actor } from '#server/access/actor.ts';
import { cancelDownlink } from '#server/downlinks/cancel-downlink.ts';
import { type DownlinkMethod, downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { Outbox } from '#server/downlinks/outbox.ts';
import { sendDownlink } from '#server/downlinks/send-downlink.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import type { PlantedDevice } from './fleet.ts';
import type { World } from './world.ts';

const ROOM = 'Meeting room Anchor';
const COOLING = 'Cooling unit Berth 1';
/** Settings of the ELSYS family as their maker publishes them. */
const settings = (payloadHex: string): DownlinkMethod => ({ type: 'lora', port: 6, payloadHex });
const EVERY_TEN_MINUTES = settings('3e061400000258fe');
const CALIBRATE_NOW = settings('3e031201fe');
const CALIBRATE_BY_ITSELF = settings('3e031200fe');

/**
 * One queue of each kind: of a room sensor what was tried, taken back, is on its way and waits; and of a
 * cooling unit what it is told as soon as it sends something.
 */
export async function plantInstructions(
  worlds: readonly World[],
  fleet: readonly PlantedDevice[],
): Promise<void> {
  const room = fleet.find(({ name, deviceId }) => name === ROOM && deviceId !== null);
  const world = worlds.find(({ customerId }) => customerId === room?.customerId);
  if (!room?.deviceId || !world) return;
  const { actor, customerId } = world;
  const { deviceId } = room;
  const outbox = new Outbox({ http: outgoingHttp() });
  const goesOn = async () => {
    await outbox.look();
    await outbox.idle();
  };
  await send(actor, deviceId, EVERY_TEN_MINUTES, { dryRun: true });
  await goesOn();
  const { id } = await send(actor, deviceId, CALIBRATE_NOW, { externalReference: 'calibration-room-in-use' });
  await cancelDownlink(actor, { id, forced: false });
  await send(actor, deviceId, EVERY_TEN_MINUTES, { externalReference: 'interval-10-min', retryLimit: 3 });
  await send(actor, deviceId, CALIBRATE_BY_ITSELF, { externalReference: 'calibration-auto' });
  const [cooling] = await pipelineSql()<{ id: string }[]>`
    select id from devices where customer_id = ${customerId} and name = ${COOLING}`;
  if (cooling)
    await send(actor, cooling.id, { type: 'senml', records: [{ n: 'setpoint', u: 'Cel', v: -20 }] });
  await goesOn();
}

const send = (
  actor: Actor,
  deviceId: string,
  method: DownlinkMethod,
  options: { dryRun?: boolean; externalReference?: string; retryLimit?: number } = {},
) => sendDownlink(actor, downlinkCreateSchema.parse({ deviceId, method, ...options }));
