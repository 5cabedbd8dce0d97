'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import {
  destinationCreateSchema,
  destinationMergerSchema,
  destinationStatusSchema,
  destinationTestSchema,
  destinationUpdateSchema,
} from './contract.ts';
import { createDestination as create } from './create-destination.ts';
import { setMerger as merge } from './set-merger.ts';
import { testDestination as test } from './test-destination.ts';
import {
  deleteDestination as remove,
  setDestinationStatus as setStatus,
  updateDestination as update,
} from './update-destination.ts';

export const createDestination = action(destinationCreateSchema, create);
export const updateDestination = action(destinationUpdateSchema, update);
export const setDestinationStatus = action(destinationStatusSchema, setStatus);
export const setMerger = action(destinationMergerSchema, merge);
export const deleteDestination = action(byIdSchema, remove);
export const testDestination = action(destinationTestSchema, test);
