import type { NetworkWish, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import {
  type Decided,
  decideBack,
  decideFor,
  targetOf,
} from '#server/lora-registrations/decide-for-device.ts';
import {
  lockNetworkedDevices,
  type NetworkedDevice,
  selectNetworkedDevices,
} from '#server/lora-registrations/repository.ts';
import { storeWishes, targetsOf, type Wished } from '#server/lora-registrations/wish-on-network.ts';
import { failed, refusedRow } from './change-devices.ts';
import type { BulkOptions, Reason } from './contract.ts';
import {
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from './definition.ts';

/** What bulk tasks share that wish something for devices at their network servers, which are asked afterwards. */

type WishOf = (options: BulkOptions) => NetworkWish;
type Registration = NonNullable<NetworkedDevice['registration']>;

/** What is wished, or that it failed; null: it is registered nowhere. */
function networkOf({ registration }: NetworkedDevice): string | null {
  if (!registration) return null;
  if (registration.failureCode === null) return registration.wish;
  return registration.nextAt === null ? 'FAILED' : 'RETRYING';
}

const planOf = (target: RegistrationTarget | undefined, id: string) => ({
  id,
  name: target?.plans.find((plan) => plan.id === id)?.name ?? id,
});

export async function planWishes(
  { tx, scope, options }: TaskContext,
  entries: Entry[],
  wishOf: WishOf,
): Promise<PlannedRow[]> {
  const ids = entries.flatMap(({ objectId }) => objectId ?? []);
  const devices = byId(await selectNetworkedDevices(tx, scope, ids));
  const targets = await targetsOf(tx, scope);
  const wish = wishOf(options);
  return entries.map(({ number, objectId }) => {
    const device = devices.get(objectId ?? '');
    if (!device) return refusedRow(number, '', [reason('device-unknown')]);
    return planOne(number, device, targets, wish);
  });
}

function planOne(
  number: number,
  device: NetworkedDevice,
  targets: readonly RegistrationTarget[],
  wish: NetworkWish,
): PlannedRow {
  const label = device.devEui ?? device.name;
  if (device.devEui === null) return refusedRow(number, label, [reason('not-lora')], device.id);
  const decided = decideFor(device, targets, wish);
  if (decided.kind === 'refused') return refusedRow(number, label, [reason(decided.code)], device.id);
  const row = { number, label, objectId: device.id, reasons: null, sealed: null };
  const change = changeOf(device, decided, targets);
  return change
    ? { ...row, verdict: 'change', ...change }
    : { ...row, verdict: 'same', before: null, after: null };
}

/** From what is wished to what would be; null: nothing changes. */
function changeOf(
  device: NetworkedDevice,
  decided: Decided,
  targets: readonly RegistrationTarget[],
): Pick<StoredRow, 'before' | 'after'> | null {
  if (decided.kind === 'registered') {
    const { target, plan } = decided;
    const connection = { id: target.id, name: target.name };
    return {
      before: { network: null },
      after: { network: 'ACTIVE', connection, connectivityPlan: planOf(target, plan) },
    };
  }
  const { registration } = device;
  if (decided.kind !== 'wished' || !registration) return null;
  const network = networkOf(device);
  const target = targetOf(targets, registration);
  const isOther = network !== decided.wish;
  const hasOtherPlan = registration.plan !== decided.plan;
  if (!isOther && !hasOtherPlan) return null;
  return {
    before: {
      ...(isOther ? { network, wished: registration.wish } : {}),
      ...(hasOtherPlan ? { connectivityPlan: planOf(target, registration.plan) } : {}),
    },
    after: {
      ...(isOther ? { network: decided.wish } : {}),
      ...(hasOtherPlan ? { connectivityPlan: planOf(target, decided.plan) } : {}),
    },
  };
}

/** As planned, unless what the plan saw is no longer so; what is as wanted by then needs nothing. */
export const applyWishes = (context: TaskContext, rows: StoredRow[], wishOf: WishOf): Promise<Outcome[]> => {
  const wish = wishOf(context.options);
  return settle(context, rows, wish.kind === 'retry', (row, device, targets) => {
    const decided = decideFor(device, targets, wish);
    if (decided.kind !== 'wished' && decided.kind !== 'registered') return decided;
    const moved = movedFrom(row.before ?? {}, device.registration);
    return moved ? reason('changed-meanwhile', { field: moved }) : decided;
  });
};

/** Back to what was wished before, where it is still as the task left it; what was registered leaves its network. */
export const undoWishes = (context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> =>
  settle(context, rows, false, ({ before, after }, { registration }, targets) => {
    const moved = movedFrom(after ?? {}, registration);
    if (!registration || moved) return reason('changed-since', { fields: moved ?? 'network' });
    const plan = idOf(before?.connectivityPlan) ?? registration.plan;
    const wish = wishBefore(before ?? {}, registration);
    if (wish === registration.wish && plan === registration.plan) return reason('cannot-be-restored');
    return decideBack(registration, targets, { wish, plan });
  });

/** There is no way back to having failed, only to what was wished then. */
function wishBefore(before: Record<string, unknown>, { wish }: Registration): Registration['wish'] {
  if (!('network' in before)) return wish;
  return before.network === null ? 'DELETED' : (before.wished as Registration['wish']);
}

/** Which field is no longer as it was. Whether an attempt went well meanwhile is no change of what is wished. */
function movedFrom(
  was: Record<string, unknown>,
  registration: NetworkedDevice['registration'],
): string | null {
  const wished = was.wished ?? was.network;
  if (wished !== undefined && wished !== (registration?.wish ?? null)) return 'network';
  if (was.connection && idOf(was.connection) !== registration?.connectionId) return 'connection';
  const plan = idOf(was.connectivityPlan);
  return plan !== undefined && plan !== registration?.plan ? 'connectivityPlan' : null;
}

const idOf = (value: unknown): string | undefined => (value as { id?: string } | null | undefined)?.id;
const byId = (devices: NetworkedDevice[]) => new Map(devices.map((device) => [device.id, device]));

type Decide = (
  row: StoredRow,
  device: NetworkedDevice,
  targets: readonly RegistrationTarget[],
) => Decided | Reason;

async function settle(
  { tx, scope, actor }: TaskContext,
  rows: StoredRow[],
  again: boolean,
  decide: Decide,
): Promise<Outcome[]> {
  const ids = rows.flatMap(({ objectId }) => objectId ?? []);
  const devices = byId(await lockNetworkedDevices(tx, scope, ids));
  const targets = await targetsOf(tx, scope);
  const wished: Wished[] = [];
  const outcomes = rows.map((row): Outcome => {
    const device = devices.get(row.objectId ?? '');
    if (!device) return failed(row.number, [reason('device-gone')]);
    const decided = decide(row, device, targets);
    if ('code' in decided) return failed(row.number, ['kind' in decided ? reason(decided.code) : decided]);
    wished.push({ device, decided, again });
    return { number: row.number, outcome: 'done', reasons: null, sealed: null };
  });
  await storeWishes(tx, actor, wished);
  return outcomes;
}
