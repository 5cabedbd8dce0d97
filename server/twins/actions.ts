'use server';
import { action } from '#server/http/action.ts';
import { setDesired as ask } from './set-desired.ts';
import { clearMeasurements as clear, deleteMetadata as remove, setMetadata as set } from './set-metadata.ts';
import {
  desiredSetSchema,
  desiredWithdrawSchema,
  metadataDeleteSchema,
  metadataSetSchema,
  twinOfSchema,
} from './twin-contract.ts';
import { withdrawDesired as withdraw } from './withdraw-desired.ts';

export const setMetadata = action(metadataSetSchema, set);
export const deleteMetadata = action(metadataDeleteSchema, remove);
export const clearMeasurements = action(twinOfSchema, clear);
export const setDesired = action(desiredSetSchema, ask);
export const withdrawDesired = action(desiredWithdrawSchema, withdraw);
