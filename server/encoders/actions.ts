'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  createEncoder as create,
  deleteEncoder as remove,
  updateEncoder as update,
} from './change-encoder.ts';
import { encoderCreateSchema, encoderUpdateSchema } from './contract.ts';

export const createEncoder = action(encoderCreateSchema, create);
export const updateEncoder = action(encoderUpdateSchema, update);
export const deleteEncoder = action(byIdSchema, remove);
