import type { Network } from '#server/device-types/contract.ts';
import type { Project } from '#server/projects/contract.ts';
import { selectProjects } from '#server/projects/list.sql.ts';
import { takePlaces } from '#server/projects/rules.ts';
import type { Reason } from './contract.ts';
import { reason, type TaskContext } from './definition.ts';

/** Projects and how many more devices each can take, counted down while a plan goes on. */
export class Room {
  readonly #projects: Project[];

  private constructor(projects: Project[]) {
    this.#projects = projects;
  }

  static async of({ tx, scope }: Pick<TaskContext, 'tx' | 'scope'>): Promise<Room> {
    return new Room(structuredClone(await selectProjects(tx, scope)));
  }

  project(id: string): Project | undefined {
    return this.#projects.find((project) => project.id === id);
  }

  named(text: string): Project[] {
    const wanted = text.toLowerCase();
    return this.#projects.filter((project) => project.id === wanted || project.name.toLowerCase() === wanted);
  }

  /** One more device of this type, or why not. */
  take(projectId: string, type: { id: string; name: string; networks: Network[] }): Reason | null {
    const project = this.project(projectId);
    if (!project) return reason('project-unknown', { project: projectId }, 'project');
    const refusal = takePlaces(project, type);
    return refusal && reason(refusal.code, refusal.details);
  }
}
