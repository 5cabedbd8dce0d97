'use server';
import { action } from '#server/http/action.ts';
import { clearMeasurements as clear, deleteMetadata as remove, setMetadata as set } from './set-metadata.ts';
import { metadataDeleteSchema, metadataSetSchema, twinOfSchema } from './twin-contract.ts';

export const setMetadata = action(metadataSetSchema, set);
export const deleteMetadata = action(metadataDeleteSchema, remove);
export const clearMeasurements = action(twinOfSchema, clear);
