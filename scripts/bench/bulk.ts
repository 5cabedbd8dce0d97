// npm run bench bulk [-- --rows 100000]: a sheet of LoRa devices planned, applied while messages come in, undone, and
// applied once more with the worker killed in the middle of it.

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { actorOfStored } from '#server/access/stored-actor.ts';
import { confirmTask } from '#server/bulk-tasks/confirm-task.ts';
import { uploadSheet } from '#server/bulk-tasks/create-task.ts';
import { undoTask } from '#server/bulk-tasks/undo-task.ts';
import { makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { createUser } from '#server/users/create-user.ts';
import { Connection } from '../load/client.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { chirpstackBody, requestHead, SIX_VALUES } from '../load/uplinks.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, rate: { type: 'string', default: '100' } },
});
const ROWS = Number(values.rows);
const RATE = Number(values.rate);
const TARGET = { planSeconds: 30, applySeconds: 120 };

const hex = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length).toUpperCase();

function sheet(): Buffer {
  const lines = ['DevEUI;JoinEUI;AppKey;Name;Barcode;Tags;metadata:floor'];
  for (let n = 1; n <= ROWS; n++)
    lines.push(
      `${hex(`eui ${n}`, 16)};70B3D57ED0000001;${hex(`key ${n}`, 32)};Sensor ${n};B-${n};pumps, ${n % 10};${n % 7}`,
    );
  return Buffer.from(lines.join('\r\n'));
}

interface Task {
  state: string;
  done: number;
  failed: number;
  planned: Record<string, number>;
}

async function taskOf({ sql }: Stand, id: string): Promise<Task> {
  const [row] = await sql<[Task]>`select state, done, failed, planned from bulk_tasks where id = ${id}`;
  return row;
}

async function until(stand: Stand, id: string, is: (task: Task) => boolean): Promise<Task> {
  for (;;) {
    const task = await taskOf(stand, id);
    if (is(task)) return task;
    if (task.state === 'failed') throw new Error('the task failed');
    await sleep(100);
  }
}

const seconds = (from: number) => (performance.now() - from) / 1000;

/** What is there in the end, whatever happened on the way: devices, keys, links, twins, and one audit row each. */
async function endState({ sql }: Stand): Promise<string> {
  const [row] = await sql`
    select md5(string_agg(d.identifier || d.name || coalesce(d.barcode, '') || d.tags::text || d.status || b.join_eui
        || (b.app_key is not null) || coalesce(t.metadata::text, ''), ',' order by d.identifier)) as hash,
      count(*)::int as devices, count(distinct d.identifier)::int as identifiers,
      (select count(*)::int from flow_devices f join devices x on x.id = f.device_id where x.name like 'Sensor %') as links,
      (select count(*)::int from audit_log a join devices x on x.id::text = a.object_id
        where a.operation = 'devices.create' and x.name like 'Sensor %') as audits
    from devices d join lora_bindings b on b.device_id = d.id left join twins t on t.device_id = d.id
    where d.name like 'Sensor %'`;
  return JSON.stringify(row);
}

/** Messages at a fixed rate until told to stop; how long each answer took, waiting included. */
function ingest(scene: Scene, port: number): () => Promise<number[]> {
  const head = requestHead(scene.connectionId, scene.connectionSecret);
  const took: number[] = [];
  const open: Promise<unknown>[] = [];
  let going = true;
  const run = (async () => {
    const idle: Connection[] = [];
    const began = performance.now();
    for (let n = 0; going; n++) {
      const due = began + (n * 1000) / RATE;
      if (due > performance.now()) await sleep(due - performance.now());
      const { devEui } = scene.devices[n % scene.devices.length] as Scene['devices'][number];
      const connection = idle.pop() ?? new Connection(port);
      const from = Math.min(performance.now(), due);
      open.push(
        connection.post(head, chirpstackBody(devEui, n)).then((answer) => {
          if (answer.status >= 300) throw new Error(`a message was answered with ${answer.status}`);
          took.push(performance.now() - from);
          idle.push(connection);
        }),
      );
    }
    await Promise.all(open);
    for (const connection of idle) connection.close();
  })();
  return async () => {
    going = false;
    await run;
    return took;
  };
}

const quantile = (all: number[], q: number) =>
  (all.toSorted((a, b) => a - b)[Math.floor(all.length * q)] ?? Number.NaN).toFixed(1);

async function main(stand: Stand, started: Worker[]): Promise<boolean> {
  const first = await startWorker(stand);
  started.push(first);
  const scene = await makeScene(stand.sql, {
    devices: 500,
    scripts: [{ contract: 'ts013', source: SIX_VALUES }],
    urls: ['http://127.0.0.1:9/'],
  });
  const user = await createUser({
    customerId: scene.customerId,
    name: 'Bench',
    email: 'bench@example.org',
    roles: ['manager.admin'],
  });
  const actor = await actorOfStored({
    customerId: scene.customerId,
    actorKind: 'user',
    actorId: user.id,
    actorName: 'Bench',
    address: null,
  });
  if (!actor) throw new Error('the scene is not complete');
  const { projectId, deviceTypeId, flowId } = scene;
  const options = { projectId, deviceTypeId, flowId };
  const bytes = sheet();
  console.log(`${ROWS} rows, ${(bytes.length / 1e6).toFixed(1)} MB, while ${RATE} messages a second come in`);

  const plan = async () => {
    const from = performance.now();
    const { id } = await uploadSheet(
      actor,
      { kind: 'add-lora-devices', fileName: 'bench.csv', options },
      bytes,
    );
    const task = await until(stand, id, ({ state }) => state === 'planned');
    return { id, seconds: seconds(from), task };
  };
  const finish = async (id: string) => {
    const from = performance.now();
    const task = await until(stand, id, ({ state }) => state === 'done');
    return { task, seconds: seconds(from) };
  };

  const stop = ingest(scene, first.port);
  const planned = await plan();
  console.log(`plan      ${planned.seconds.toFixed(1)} s  ${JSON.stringify(planned.task.planned)}`);
  await confirmTask(actor, { id: planned.id });
  const applied = await finish(planned.id);
  const took = await stop();
  console.log(
    `apply     ${applied.seconds.toFixed(1)} s  ${applied.task.done} done, ${applied.task.failed} failed`,
  );
  console.log(
    `messages  ${took.length} answered meanwhile, p50 ${quantile(took, 0.5)} ms, p99 ${quantile(took, 0.99)} ms`,
  );
  const wanted = await endState(stand);

  const undo = await undoTask(actor, { id: planned.id });
  const undone = await finish(undo.id);
  const left = JSON.parse(await endState(stand)) as { devices: number };
  console.log(
    `undo      ${undone.seconds.toFixed(1)} s  ${undone.task.done} taken back, ${undone.task.failed} not; ${left.devices} left`,
  );

  const again = await plan();
  await confirmTask(actor, { id: again.id });
  await until(stand, again.id, ({ done }) => done > ROWS * 0.4);
  first.process.kill('SIGKILL');
  const killedAt = (await taskOf(stand, again.id)).done;
  started.push(await startWorker(stand));
  const resumed = await finish(again.id);
  const got = await endState(stand);
  console.log(
    `kill -9   at ${killedAt} rows; ended ${resumed.seconds.toFixed(1)} s after the new worker was ready`,
  );
  console.log(`same end  ${got === wanted ? 'yes' : `no: ${got} instead of ${wanted}`}`);
  const isFull = ROWS >= 100_000;
  return (
    got === wanted &&
    left.devices === 0 &&
    applied.task.done === ROWS &&
    resumed.task.done === ROWS &&
    (!isFull || (planned.seconds <= TARGET.planSeconds && applied.seconds <= TARGET.applySeconds))
  );
}

await onStand('.data/bench-bulk', main);
