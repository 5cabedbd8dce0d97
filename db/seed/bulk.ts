import type { Actor } from '#server/access/actor.ts';
import { workOn } from '#server/bulk-tasks/background.ts';
import { confirmTask } from '#server/bulk-tasks/confirm-task.ts';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';
import { startSelection, uploadSheet } from '#server/bulk-tasks/create-task.ts';
import { claimSystemTask } from '#server/bulk-tasks/lease.sql.ts';
import type { PlantedDevice } from './fleet.ts';
import type { World } from './world.ts';

const sheet = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

/** What the worker would do with the tasks that wait. */
async function finishTasks(): Promise<void> {
  const { signal } = new AbortController();
  for (let task = await claimSystemTask(); task; task = await claimSystemTask()) await workOn(task, signal);
}

async function planned(
  actor: Actor,
  kind: BulkKind,
  fileName: string,
  bytes: Buffer,
  options: BulkOptions,
): Promise<string> {
  const { id } = await uploadSheet(actor, { kind, fileName, options }, bytes);
  await finishTasks();
  return id;
}

/** Reports of one customer: a sheet of barcodes that mostly went well, tags set in the list, and a plan that waits. */
export async function plantBulkTasks(
  { actor, plan, projects, types }: World,
  fleet: PlantedDevice[],
): Promise<void> {
  const deviceTypeId = types.get('generic-lora-preset');
  const projectId = projects.get('yard');
  const own = fleet
    .flatMap(({ customerId, deviceId, device }) =>
      deviceId && customerId === actor.scope.customerId ? [{ id: deviceId, devEui: device.devEui }] : [],
    )
    .slice(0, 5);
  if (plan.key !== 'harbour' || !deviceTypeId || !projectId || own.length === 0) return;
  const barcodes = own.map(({ devEui }, at) => `${devEui};HV-${1040 + at};${at + 1}`);
  const stickers = sheet(
    'DevEUI;Barcode;metadata:shelf',
    ...barcodes,
    '7,07605E+15;HV-1099;9',
    'AABBCCDDEEFF0011;HV-1100;9',
  );
  const done = await planned(actor, 'update-devices', 'stickers-november.csv', stickers, {});
  await confirmTask(actor, { id: done });
  await finishTasks();
  await startSelection(actor, {
    kind: 'update-devices',
    selection: { ids: own.map(({ id }) => id) },
    options: { addTags: ['inspected'] },
  });
  const spare = sheet(
    'Delivery 4711;;;',
    'Device EUI;App EUI;App Key;Serial',
    ...[1, 2, 3, 4].map((n) => `0004A30B0047110${n};70B3D57ED0047110;${`4711000${n}`.repeat(4)};SN-${n}`),
    '0004A30B00471104;70B3D57ED0047110;47110004471100044711000447110009;SN-4b',
    '4A30B00471105;70B3D57ED0047110;47110005471100054711000547110005;SN-5',
  );
  await planned(actor, 'add-lora-devices', 'delivery-4711.csv', spare, { projectId, deviceTypeId });
}
