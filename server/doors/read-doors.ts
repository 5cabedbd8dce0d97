import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { MOST_UNKNOWN } from '#server/lora-networks/contract.ts';
import { isGlobal } from '#server/lora-networks/global-connection.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Calls, Doors } from './contract.ts';
import { selectCalls, selectSystemCallers, selectSystemDoorRefusals } from './repository.ts';

const HOURS = 48;

/** What no connection stands behind is for whoever runs the platform; for anybody else there is no such thing. */
export async function getDoors(actor: Actor): Promise<Doors> {
  const scope = authorize(actor, 'lora-connections.read');
  if (!isGlobal(scope)) throw notFound('lora-connections');
  return tenantTransaction(scope, async (tx) => {
    const refused = await selectSystemDoorRefusals(tx, HOURS);
    return {
      callers: await selectSystemCallers(tx, MOST_UNKNOWN),
      most: MOST_UNKNOWN,
      refusals: refused.map(({ door, reason, ...row }) => ({ ...row, reason: `${door}-${reason}` })),
    };
  });
}

/** How a device called before its customer had it. */
export async function getCalls(actor: Actor, { id }: { id: string }): Promise<Calls | null> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return selectCalls(tx, scope, id);
  });
}
