'use server';
import { action } from '#server/http/action.ts';
import { projectCreateSchema, projectUpdateSchema } from './contract.ts';
import { createProject as create } from './create-project.ts';
import { updateProject as update } from './update-project.ts';

export const createProject = action(projectCreateSchema, create);
export const updateProject = action(projectUpdateSchema, update);
