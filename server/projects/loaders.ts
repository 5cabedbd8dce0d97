import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import type { Project } from './contract.ts';
import { getProject, listProjectRows, listProjects } from './read-projects.ts';

export const loadProjects = () => load(listProjects);

export const loadProjectRows = (query: TableQuery) => load((actor) => listProjectRows(actor, query));

export const loadProject = (id: string) => loadWith(byIdSchema, { id }, getProject);

/** The reader's projects, and the one that the picker's cookie narrows every list to; null: all of them. */
export const loadProjectChoice = cache(
  async (): Promise<{ projects: Project[]; current: Project | null }> => {
    const projects = await loadProjects();
    const chosen = (await cookies()).get('project')?.value;
    return { projects, current: projects.find(({ id }) => id === chosen) ?? null };
  },
);
