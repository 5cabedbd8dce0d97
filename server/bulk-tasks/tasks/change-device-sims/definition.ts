import { lockedRefusal } from '#server/devices/rules.ts';
import { type SimHolder, selectSimHolders } from '#server/sims/holders.sql.ts';
import { locateSims, planSim, type SimOf, simTask, wantedOfAll } from '../../ask-sims.ts';
import { refusedRow } from '../../change-devices.ts';
import { type BulkTaskDefinition, type PlannedRow, reason, type TaskContext } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';

type Sims = Awaited<ReturnType<typeof locateSims>>;

function planOne(
  number: number,
  device: SimHolder | undefined,
  sims: Sims,
  context: TaskContext,
): PlannedRow {
  if (!device) return refusedRow(number, '', [reason('device-unknown')]);
  const label = device.identifier ?? device.name;
  const refuse = (why: ReturnType<typeof reason>) => refusedRow(number, label, [why], device.id);
  const locked = lockedRefusal(context.actor, device);
  if (locked) return refuse(reason(locked.code, { type: device.type }));
  const found = sims.get(device.simId ?? '');
  if (found?.sim.deviceId !== device.id) return refuse(reason('no-sim'));
  const plan = planSim(found, wantedOfAll(context.options), context);
  if ('refused' in plan) return refuse(plan.refused);
  const { id, iccid } = found.sim;
  const after = plan.after && { sim: { id, name: iccid }, ...plan.after };
  return { number, label, objectId: device.id, reasons: null, sealed: null, ...plan, after };
}

/** The one that the plan saw in the device; a device that has another by then is left alone. */
const inDevice: SimOf = ({ after, objectId }) => ({
  id: (after?.sim as { id: string } | undefined)?.id ?? null,
  deviceId: objectId,
});

/** The SIMs in devices that were selected; a managed device keeps its own as it came. */
export const changeDeviceSims: BulkTaskDefinition = {
  kind: 'change-device-sims',
  ...simTask(inDevice),
  sheet: null,
  lists: DEVICE_LISTS,
  needs: (options) => (Object.keys(wantedOfAll(options)).length > 0 ? [] : ['simStatus']),
  planner: () => async (context, entries) => {
    const deviceIds = entries.flatMap(({ objectId }) => objectId ?? []);
    const devices = await selectSimHolders(context.tx, context.scope, deviceIds);
    const ids = [...devices.values()].flatMap(({ simId }) => simId ?? []);
    const sims = await locateSims(context, { ids });
    return entries.map(({ number, objectId }) => planOne(number, devices.get(objectId ?? ''), sims, context));
  },
};
