import type { BulkKind } from './contract.ts';
import type { BulkTaskDefinition } from './definition.ts';
import { addCellularDevices } from './tasks/add-cellular-devices/definition.ts';
import { addGenericDevices } from './tasks/add-generic-devices/definition.ts';
import { addLoraDevices } from './tasks/add-lora-devices/definition.ts';
import { assignFirmware } from './tasks/assign-firmware/definition.ts';
import { changeDeviceSims } from './tasks/change-device-sims/definition.ts';
import { changeSims } from './tasks/change-sims/definition.ts';
import { deleteDevices } from './tasks/delete-devices/definition.ts';
import { linkFlow } from './tasks/link-flow/definition.ts';
import { moveDevices } from './tasks/move-devices/definition.ts';
import { registerDevices } from './tasks/register-devices/definition.ts';
import { replayDeliveries } from './tasks/replay-deliveries/definition.ts';
import { replayUplinks } from './tasks/replay-uplinks/definition.ts';
import { retryRegistrations } from './tasks/retry-registrations/definition.ts';
import { sendInstruction } from './tasks/send-instruction/definition.ts';
import { setConnectivityPlan } from './tasks/set-connectivity-plan/definition.ts';
import { setDeviceStatus } from './tasks/set-device-status/definition.ts';
import { setNetworkStatus } from './tasks/set-network-status/definition.ts';
import { unlinkFlow } from './tasks/unlink-flow/definition.ts';
import { updateDevices } from './tasks/update-devices/definition.ts';
import { withdrawFirmware } from './tasks/withdraw-firmware/definition.ts';

/** Every kind of bulk task: a folder, a definition, a line here. */
const DEFINITIONS: readonly BulkTaskDefinition[] = [
  addLoraDevices,
  addCellularDevices,
  addGenericDevices,
  updateDevices,
  setDeviceStatus,
  linkFlow,
  unlinkFlow,
  moveDevices,
  registerDevices,
  retryRegistrations,
  setConnectivityPlan,
  setNetworkStatus,
  sendInstruction,
  assignFirmware,
  withdrawFirmware,
  deleteDevices,
  changeSims,
  changeDeviceSims,
  replayDeliveries,
  replayUplinks,
];

const BY_KIND = new Map(DEFINITIONS.map((definition) => [definition.kind, definition]));

export function definitionOf(kind: BulkKind): BulkTaskDefinition {
  const definition = BY_KIND.get(kind);
  if (!definition) throw new Error(`no bulk task is called ${kind}`);
  return definition;
}

export const bulkDefinitions = DEFINITIONS;
