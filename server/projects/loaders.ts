import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { load } from '#server/http/load.ts';
import type { Project } from './contract.ts';
import { listProjects } from './read-projects.ts';

export const loadProjects = () => load(listProjects);

/** The reader's projects, and the one that the picker's cookie narrows every list to; null: all of them. */
export const loadProjectChoice = cache(
  async (): Promise<{ projects: Project[]; current: Project | null }> => {
    const projects = await loadProjects();
    const chosen = (await cookies()).get('project')?.value;
    return { projects, current: projects.find(({ id }) => id === chosen) ?? null };
  },
);
