'use server';
import { action } from '#server/http/action.ts';
import { projectCreateSchema, projectLimitsSchema, projectUpdateSchema } from './contract.ts';
import { createProject as create } from './create-project.ts';
import { setLimits } from './set-limits.ts';
import { updateProject as update } from './update-project.ts';

export const createProject = action(projectCreateSchema, create);
export const updateProject = action(projectUpdateSchema, update);
export const setProjectLimits = action(projectLimitsSchema, setLimits);
