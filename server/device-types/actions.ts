'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  createDeviceType as create,
  deleteDeviceType as remove,
  updateDeviceType as update,
} from './change-device-type.ts';
import { controlsSetSchema, deviceTypeCreateSchema, deviceTypeUpdateSchema } from './contract.ts';
import { setControls as set } from './set-controls.ts';
import { removePicture as withoutPicture } from './set-picture.ts';

export const createDeviceType = action(deviceTypeCreateSchema, create);
export const updateDeviceType = action(deviceTypeUpdateSchema, update);
export const deleteDeviceType = action(byIdSchema, remove);
export const removePicture = action(byIdSchema, withoutPicture);
export const setControls = action(controlsSetSchema, set);
