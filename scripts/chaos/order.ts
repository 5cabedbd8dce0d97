import { disorderedFrames, randomOf, shuffled } from '#server/pipeline/disorder.fixture.ts';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { chirpstackRequest, makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { type Post, postAll } from '../load/posts.ts';
import { quiet } from '../load/queues.ts';
import { closeStand, openStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { check } from './checks.ts';
import type { RepeatOptions } from './repeat.ts';

const FRAMES = 200;
const HOUR = 3_600_000;
/** Devices whose frames come mixed with each other's: each keeps its own order but for what overtakes on the way. */
const AT_ONCE = 20;

/**
 * R6: the same 200 frames, of a counter that rolls over, a gap, a session begun anew and moments that two frames share, come
 * from each device in an order of its own, to two processes. History and twin of all of them are the same in the end.
 */
export async function order({ dir, runs, seed }: RepeatOptions): Promise<void> {
  console.log(`\nR6: ${FRAMES} frames in ${runs} orders through two processes, seed=${seed}`);
  const stand = await openStand(dir);
  const workers: Worker[] = [];
  try {
    for (let n = 0; n < 2; n++) workers.push(await startWorker(stand));
    const scene = await makeScene(stand.sql, { devices: runs, builtIn: ['raw-lora-v2'] });
    const ports = workers.map(({ port }) => port);
    const statuses = await postAll(ports, inOrders(scene, seed));
    check('all is taken', statuses.get(200) === runs * FRAMES, JSON.stringify([...statuses]));
    check('nothing waits any more', await quiet(stand, 120));
    await endsAreOne(stand, scene);
    const faults = await invariantFaults(stand.sql, { unchanged: true });
    check('the invariants hold', faults.length === 0, faults.join('; '));
  } finally {
    await closeDatabase();
    await closeStand(stand, workers);
  }
}

function* inOrders(scene: Scene, seed: number): Generator<Post> {
  const from = Date.now() - 40 * HOUR;
  for (let first = 0; first < scene.devices.length; first += AT_ONCE) {
    const orders = scene.devices.slice(first, first + AT_ONCE).map((device, n) => {
      const frames = disorderedFrames(device, from);
      // One of them comes as it was sent.
      return first + n === 0 ? frames : shuffled(frames, randomOf(seed + first + n));
    });
    for (let n = 0; n < FRAMES; n++)
      for (const [at, frames] of orders.entries())
        yield { request: chirpstackRequest(scene, frames[n] as (typeof frames)[number]), door: n + at };
  }
}

async function endsAreOne({ sql }: Stand, { customerId, devices }: Scene): Promise<void> {
  const histories = await sql<{ n: number; packs: number }[]>`
    select count(*)::int as n, min(packs)::int as packs from (
      select p.device_id, count(*) as packs, md5(string_agg(
        concat_ws('|', p.time, p.v::text, p.rest->>'s', sh.names::text, sh.units::text, u.f_cnt_up), ';'
        order by p.time, u.f_cnt_up, p.rest->>'s')) as history
      from packs p join shapes sh on sh.id = p.shape_id join uplinks u on u.id = p.uplink_id
      where p.customer_id = ${customerId} group by p.device_id) d
    group by history`;
  const [first] = histories;
  check(
    'every history is the same, and whole',
    histories.length === 1 && first?.n === devices.length && first.packs === FRAMES,
    `${histories.map(({ n, packs }) => `${n} of ${packs}`).join(', ')}`,
  );
  const twins = await sql<{ n: number }[]>`
    select count(*)::int as n from twins where customer_id = ${customerId} group by md5(reported::jsonb::text)`;
  check(
    'every twin is the same',
    twins.length === 1 && twins[0]?.n === devices.length,
    twins.map(({ n }) => n).join(', '),
  );
}
