'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  connectionApiSchema,
  connectionCreateSchema,
  connectionRotateSchema,
  connectionUpdateSchema,
  unknownDeviceSchema,
} from './contract.ts';
import { createConnection as create } from './create-connection.ts';
import { forgetUnknownDevice as forget } from './forget-unknown-device.ts';
import { revealSecret as reveal } from './reveal-secret.ts';
import {
  setConnectionApi as setApi,
  testConnection as test,
  testStoredConnection as testStored,
} from './set-connection-api.ts';
import {
  deleteConnection as remove,
  rotateSecret as rotate,
  updateConnection as update,
} from './update-connection.ts';

export const createConnection = action(connectionCreateSchema, create);
export const updateConnection = action(connectionUpdateSchema, update);
export const revealConnectionSecret = action(byIdSchema, reveal);
export const rotateConnectionSecret = action(connectionRotateSchema, rotate);
export const deleteConnection = action(byIdSchema, remove);
export const forgetUnknownDevice = action(unknownDeviceSchema, forget);
export const setConnectionApi = action(connectionApiSchema, setApi);
export const testConnection = action(connectionApiSchema, test);
export const testStoredConnection = action(byIdSchema, testStored);
