'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { deviceCreateSchema, devicesStatusSchema, deviceUpdateSchema } from './contract.ts';
import { createDevice as create } from './create-device.ts';
import { deleteDevice as remove } from './delete-device.ts';
import { linkToNetwork as link, replaceSharedSecret as replaceSecret } from './link-to-network.ts';
import {
  loraKeysSetSchema,
  networkLinkSchema,
  networkUnlinkSchema,
  sharedSecretReplaceSchema,
} from './network-contract.ts';
import { setLoraKeys as setKeys } from './set-lora-keys.ts';
import { unlinkFromNetwork as unlink } from './unlink-from-network.ts';
import { setDevicesStatus as setStatus, updateDevice as update } from './update-device.ts';

export const createDevice = action(deviceCreateSchema, create);
export const updateDevice = action(deviceUpdateSchema, update);
export const setDevicesStatus = action(devicesStatusSchema, setStatus);
export const setLoraKeys = action(loraKeysSetSchema, setKeys);
export const linkToNetwork = action(networkLinkSchema, link);
export const unlinkFromNetwork = action(networkUnlinkSchema, unlink);
export const replaceSharedSecret = action(sharedSecretReplaceSchema, replaceSecret);
export const deleteDevice = action(byIdSchema, remove);
