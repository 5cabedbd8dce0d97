import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '#server/access/actor.ts';
import { actorOfStored } from '#server/access/stored-actor.ts';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { createUser } from '#server/users/create-user.ts';
import type { Stand } from '../../load/stand.ts';

export interface Task {
  state: string;
  done: number;
  failed: number;
  planned: Record<string, number>;
}

export async function taskOf({ sql }: Stand, id: string): Promise<Task> {
  const [row] = await sql<[Task]>`select state, done, failed, planned from bulk_tasks where id = ${id}`;
  return row;
}

export async function until(stand: Stand, id: string, is: (task: Task) => boolean): Promise<Task> {
  for (;;) {
    const task = await taskOf(stand, id);
    if (is(task)) return task;
    if (task.state === 'failed') throw new Error('the task failed');
    await sleep(100);
  }
}

/** Somebody who may start tasks. */
export async function people({ customerId }: Scene): Promise<Actor> {
  const user = await createUser({
    customerId,
    name: 'Bench',
    email: 'bench@example.org',
    roles: ['manager.admin'],
  });
  const actor = await actorOfStored({
    customerId,
    actorKind: 'user',
    actorId: user.id,
    actorName: 'Bench',
    address: null,
  });
  if (!actor) throw new Error('the scene is not complete');
  return actor;
}
