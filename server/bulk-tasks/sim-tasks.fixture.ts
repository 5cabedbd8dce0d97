import { beforeAll, beforeEach } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { a, database } from '#server/sims/sim-scene.fixture.ts';
import { forgetTasks, person, reportsFor } from './bulk-work.fixture.ts';

// The scene of SIMs, with people who do bulk work there; each test begins without a task and without a SIM but one.

export let admin: Actor;
export let editor: Actor;

beforeAll(async () => {
  admin = await person(a, 'manager.admin');
  editor = await person(a, 'manager.editor');
});

beforeEach(async () => {
  await forgetTasks(database.sql);
  await database.sql`delete from sims where customer_id = ${a.customerId} and id <> ${a.ids.sim}`;
});

export const { rowsOf, undone } = reportsFor(database, () => admin);
