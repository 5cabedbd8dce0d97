import type { TaskContext } from './definition.ts';
import { selectFlowsNamed } from './places.sql.ts';

export interface FlowFound {
  id: string;
  name: string;
  projectId: string;
}

/** A flow as a sheet names it, by id or by name; one name may stand for several, of different projects. */
export class Flows {
  readonly #flows: FlowFound[];

  private constructor(flows: FlowFound[]) {
    this.#flows = flows;
  }

  static async of({ tx, scope }: Pick<TaskContext, 'tx' | 'scope'>): Promise<Flows> {
    return new Flows(await selectFlowsNamed(tx, scope));
  }

  byId(id: string | undefined): FlowFound | undefined {
    return this.#flows.find((flow) => flow.id === id);
  }

  /** Those of that name or id, in this project if one is given. */
  find(text: string, projectId: string | null): FlowFound[] {
    const wanted = text.toLowerCase();
    return this.#flows.filter(
      (flow) =>
        (flow.id === wanted || flow.name.toLowerCase() === wanted) &&
        (!projectId || flow.projectId === projectId),
    );
  }
}
