import 'server-only';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getProject, listProjects } from './read-projects.ts';

export const loadProjects = () => load(listProjects);

export const loadProject = (id: string) => loadWith(byIdSchema, { id }, getProject);
