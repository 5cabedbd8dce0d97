'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  flowCreateSchema,
  flowDecoderSchema,
  flowDestinationSchema,
  flowDevicesSchema,
  flowEncoderSchema,
  flowUpdateSchema,
} from './contract.ts';
import { createFlow as create } from './create-flow.ts';
import { deleteFlow as remove } from './delete-flow.ts';
import { linkDestination as link, unlinkDestination as unlink } from './link-destination.ts';
import { linkDevices as linkMany, unlinkDevices as unlinkMany } from './link-device.ts';
import { toggleDecoder as toggle } from './toggle-decoder.ts';
import { toggleEncoder as toggleIn } from './toggle-encoder.ts';
import { updateFlow as update } from './update-flow.ts';

export const createFlow = action(flowCreateSchema, create);
export const updateFlow = action(flowUpdateSchema, update);
export const deleteFlow = action(byIdSchema, remove);
export const linkDevices = action(flowDevicesSchema, linkMany);
export const unlinkDevices = action(flowDevicesSchema, unlinkMany);
export const linkDestination = action(flowDestinationSchema, link);
export const unlinkDestination = action(flowDestinationSchema, unlink);
export const toggleDecoder = action(flowDecoderSchema, toggle);
export const toggleEncoder = action(flowEncoderSchema, toggleIn);
