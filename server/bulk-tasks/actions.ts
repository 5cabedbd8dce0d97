'use server';
import { action } from '#server/http/action.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { cancelTask, confirmTask, setMapping } from './confirm-task.ts';
import { bulkSelectionSchema, mappingSetSchema } from './contract.ts';
import { startSelection } from './create-task.ts';
import { undoTask } from './undo-task.ts';

export const startBulkSelection = action(bulkSelectionSchema, startSelection);
export const setBulkMapping = action(mappingSetSchema, setMapping);
export const confirmBulkTask = action(byIdSchema, confirmTask);
export const cancelBulkTask = action(byIdSchema, cancelTask);
export const undoBulkTask = action(byIdSchema, undoTask);
