'use server';
import { action } from '#server/http/action.ts';
import { viewByIdSchema, viewSaveSchema, viewUpdateSchema } from './contract.ts';
import { deleteTableView as remove } from './delete-table-view.ts';
import { saveTableView as save } from './save-table-view.ts';
import { updateTableView as update } from './update-table-view.ts';

export const saveTableView = action(viewSaveSchema, save);
export const updateTableView = action(viewUpdateSchema, update);
export const deleteTableView = action(viewByIdSchema, remove);
