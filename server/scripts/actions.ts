'use server';
import { action } from '#server/http/action.ts';
import {
  draftSaveSchema,
  testDeleteSchema,
  testKeepSchema,
  testsRunSchema,
  testUpdateSchema,
  trialSchema,
  versionSchema,
} from './contract.ts';
import { keepTest as keep, deleteTest as remove, updateTest as update } from './keep-test.ts';
import { publishVersion as publish } from './publish-version.ts';
import { reviewVersion as review } from './review-version.ts';
import { runTests as run } from './run-tests.ts';
import { saveDraft as save } from './save-draft.ts';
import { tryInput as tryIt } from './try-input.ts';

export const saveDraft = action(draftSaveSchema, save);
export const reviewVersion = action(versionSchema, review);
export const publishVersion = action(versionSchema, publish);
export const keepTest = action(testKeepSchema, keep);
export const updateTest = action(testUpdateSchema, update);
export const deleteTest = action(testDeleteSchema, remove);
export const runTests = action(testsRunSchema, run);
export const tryInput = action(trialSchema, tryIt);
