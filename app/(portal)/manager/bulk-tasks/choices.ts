import type { Choices } from '#components/bulk-tasks/option-fields.tsx';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadProjects } from '#server/projects/loaders.ts';

/** What can be chosen for all rows of a task. */
export async function loadChoices(): Promise<Choices> {
  const [projects, types] = await Promise.all([loadProjects(), loadDeviceTypes()]);
  return {
    projects: projects.map(({ id, name }) => ({ id, name })),
    types: types.map(({ id, name, category, networks }) => ({ id, name, category, networks })),
  };
}
