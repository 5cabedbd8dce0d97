import { createHash } from 'node:crypto';
import { createSimulatorLink } from '#server/device-simulator/simulator-links.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { createFirmware } from '#server/firmware/create-firmware.ts';
import { storeSystemProgress } from '#server/firmware/download.sql.ts';
import { offerFirmware } from '#server/firmware/offer-firmware.ts';
import { setMqttPassword } from '#server/mqtt/set-mqtt-password.ts';
import type { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { deviceUrn, parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { levelAt } from '#server/worker/demo-mqtt.ts';
import { type Answers, acceptAt, atMoment } from './history.ts';
import type { PlannedSender } from './plan.ts';
import { known, type World } from './world.ts';

const HOUR_MS = 3_600_000;
const EVERY_MS = HOUR_MS / 2;
const HOURS = 24;
const NEW_VERSION = '2.1.0';
const FIRMWARE_BYTES = 180_000;

interface Sender {
  planned: PlannedSender;
  deviceId: string;
  urn: string;
  secret: string;
}

/** Devices that send themselves: their day, the link of the one that is a phone, and firmware on its way to the others. */
export async function plantSenders(
  { plan, actor, projects, flows, types }: World,
  acceptor: Acceptor,
  now: Date,
): Promise<Answers> {
  const answers: Answers = new Map();
  const senders: Sender[] = [];
  for (const planned of plan.senders) {
    const [dvnUuid, secret] = [
      uuidOf(`${plan.key} ${planned.name}`),
      secretOf(`${plan.key} ${planned.name}`),
    ];
    const { id } = await createDevice(actor, {
      projectId: known(projects, planned.project),
      deviceTypeId: known(types, planned.type),
      name: planned.name,
      description: planned.description,
      barcode: null,
      tags: planned.mqtt ? ['demo-mqtt'] : [],
      generic: { dvnUuid, sharedSecret: secret },
      flowIds: [known(flows, planned.flow)],
    });
    if (planned.mqtt) await setMqttPassword(actor, { deviceId: id, password: secret });
    senders.push({ planned, deviceId: id, urn: deviceUrn('DVNUUID', dvnUuid), secret });
  }
  const moments = Array.from(
    { length: (HOURS * HOUR_MS) / EVERY_MS + 1 },
    (_, n) => now.getTime() - n * EVERY_MS,
  );
  const told = moments.toReversed().flatMap((at) => senders.map((sender) => tellAt(acceptor, sender, at)));
  for (const status of await Promise.all(told)) answers.set(status, (answers.get(status) ?? 0) + 1);
  for (const { planned, deviceId } of senders) {
    if (planned.link) await createSimulatorLink(actor, { deviceId, days: 365 });
  }
  await plantFirmware({ actor, types }, senders, now);
  return answers;
}

/** The status of the answer; over MQTT there is none but that it was taken. */
async function tellAt(acceptor: Acceptor, sender: Sender, at: number): Promise<number> {
  if (!sender.planned.mqtt) return acceptAt(acceptor, new Date(at), requestOf(sender, at));
  const payload = Buffer.from(JSON.stringify(levelAt(at / 1000)));
  const urn = parseDeviceUrn(sender.urn);
  if (!urn.ok) throw new Error(urn.error.message);
  await atMoment(new Date(at), () =>
    acceptor.mqtt.publishFromBroker({ urn: urn.value, payload, isRepeated: false }),
  );
  return 200;
}

function requestOf({ planned, urn, secret }: Sender, at: number) {
  const day = Math.sin(((at / HOUR_MS) % 24) * (Math.PI / 12));
  const values = planned.link
    ? [
        { n: 'latitude', u: 'lat', v: Number((51.95 + day * 0.004).toFixed(6)) },
        { n: 'longitude', u: 'lon', v: Number((4.05 + day * 0.006).toFixed(6)) },
        { n: 'battery', u: '%', v: Math.round(70 + day * 25) },
      ]
    : [
        { n: 'temperature', u: 'Cel', v: Number((-18 + day * 1.5).toFixed(1)) },
        { n: 'doorOpen', vb: day > 0.9 },
        { n: 'firmwareVersion', vs: planned.firmware ?? NEW_VERSION },
      ];
  const [first, ...rest] = values;
  const body = Buffer.from(JSON.stringify([{ bn: urn, bt: at / 1000, ...first }, ...rest]));
  return {
    method: 'POST' as const,
    path: '/ingestion/ip/senml/v1',
    query: '',
    headers: { 'content-type': 'application/json', 'things-message-token': messageToken(body, secret) },
    body,
  };
}

/** One device at each stage; the one that reports the version already is told so by the worker. */
async function plantFirmware(
  { actor, types }: Pick<World, 'actor' | 'types'>,
  senders: readonly Sender[],
  now: Date,
): Promise<void> {
  const given = senders.filter(({ planned }) => planned.stage);
  const [first] = given;
  if (!first) return;
  const { id } = await createFirmware(actor, {
    deviceTypeId: known(types, first.planned.type),
    version: NEW_VERSION,
    notes: 'Reads the door contact twice as often and wakes up after a loss of power.',
    fileName: `cooling-unit-${NEW_VERSION}.bin`,
    command: null,
    bytes: bytesOf(FIRMWARE_BYTES),
  });
  for (const { deviceId } of given) await offerFirmware(actor, { firmwareVersionId: id, deviceId, days: 14 });
  const sql = pipelineSql();
  const rows = await sql<{ id: string; deviceId: string }[]>`
    select id, device_id as "deviceId" from firmware_assignments where firmware_version_id = ${id}`;
  const stages = new Map(given.map(({ deviceId, planned }) => [deviceId, planned.stage]));
  for (const row of rows) {
    const stage = stages.get(row.deviceId);
    if (stage === 'downloading') await storeSystemProgress(row.id, FIRMWARE_BYTES / 2, now);
    // Its time is over: the worker finds it so.
    if (stage === 'failed')
      await sql`update firmware_assignments set expires_at = ${now} where id = ${row.id}`;
  }
}

const digestOf = (text: string) => createHash('sha256').update(`sender ${text}`).digest();

function uuidOf(text: string): string {
  const hex = digestOf(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Every class of characters that a shared secret must have, then chance: 32 in all. */
function secretOf(text: string): string {
  return `aA1!${digestOf(`secret ${text}`).toString('base64url').slice(0, 28)}`.replace(/[-_]/g, 'x');
}

/** No device runs it. */
function bytesOf(length: number): Buffer {
  const block = digestOf('firmware');
  return Buffer.concat(Array.from({ length: Math.ceil(length / block.length) }, () => block)).subarray(
    0,
    length,
  );
}
