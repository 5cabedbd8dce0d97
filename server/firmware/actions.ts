'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { assignFirmware as assign, withdrawFirmware as withdraw } from './assign-firmware.ts';
import { firmwareAssignSchema, firmwareWithdrawSchema } from './contract.ts';
import { deleteFirmware as remove } from './delete-firmware.ts';

export const assignFirmware = action(firmwareAssignSchema, assign);
export const withdrawFirmware = action(firmwareWithdrawSchema, withdraw);
export const deleteFirmware = action(byIdSchema, remove);
