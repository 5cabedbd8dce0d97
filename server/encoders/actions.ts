'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  createEncoder as create,
  deleteEncoder as remove,
  updateEncoder as update,
} from './change-encoder.ts';
import {
  createScriptEncoder as createScript,
  deleteScriptEncoder as removeScript,
  updateScriptEncoder as updateScript,
} from './change-script-encoder.ts';
import { encoderCreateSchema, encoderUpdateSchema } from './contract.ts';
import { scriptEncoderCreateSchema, scriptEncoderUpdateSchema } from './script-contract.ts';

export const createEncoder = action(encoderCreateSchema, create);
export const updateEncoder = action(encoderUpdateSchema, update);
export const deleteEncoder = action(byIdSchema, remove);
export const createScriptEncoder = action(scriptEncoderCreateSchema, createScript);
export const updateScriptEncoder = action(scriptEncoderUpdateSchema, updateScript);
export const deleteScriptEncoder = action(byIdSchema, removeScript);
