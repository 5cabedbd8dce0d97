// npm run bench bulk [-- --rows 100000 --rate 100]: a sheet of LoRa devices planned, applied and undone while messages come
// in, then once more with the worker killed in the middle of it: the same end. What it made is then deleted and restored.

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { confirmTask } from '#server/bulk-tasks/confirm-task.ts';
import { startSelection, uploadSheet } from '#server/bulk-tasks/create-task.ts';
import { undoTask } from '#server/bulk-tasks/undo-task.ts';
import { makeScene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { type Figure, quantile, tellFigures } from '../load/figures.ts';
import { drained } from '../load/queues.ts';
import { type Sink, startSink } from '../load/sink.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { SIX_VALUES } from '../load/uplinks.ts';
import { audits, digest, sheet } from './bulk/fleet.ts';
import { lostOf, Messages } from './bulk/messages.ts';
import { people, taskOf, until } from './bulk/tasks.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, rate: { type: 'string', default: '100' } },
});
const ROWS = Number(values.rows);
const RATE = Number(values.rate);
/** Seconds, for the largest sheet that is taken. */
const TARGET = { plan: 30, apply: 120 };
const LARGEST = 100_000;

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; came: T }> {
  const from = performance.now();
  const came = await work();
  return { seconds: (performance.now() - from) / 1000, came };
}

async function run(stand: Stand, started: Worker[], sink: Sink): Promise<boolean> {
  const first = await startWorker(stand);
  started.push(first);
  const scene = await makeScene(stand.sql, {
    devices: 500,
    scripts: [{ contract: 'ts013', source: SIX_VALUES }],
    urls: [sink.url],
  });
  const actor = await people(scene);
  const { projectId, deviceTypeId, flowId } = scene;
  const { bytes, known } = sheet(ROWS, scene);
  console.log(
    `${ROWS} rows, ${known} of them devices that are there, ${(bytes.length / 1e6).toFixed(1)} MB; ${RATE} messages a second`,
  );
  const ended = (id: string) => timed(() => until(stand, id, ({ state }) => state === 'done'));
  const plan = () =>
    timed(async () => {
      const options = { projectId, deviceTypeId, flowId };
      const task = { kind: 'add-lora-devices' as const, fileName: 'bench.csv', options };
      const { id } = await uploadSheet(actor, task, bytes);
      return { id, ...(await until(stand, id, ({ state }) => state === 'planned')) };
    });

  const before = await digest(stand, scene);
  const messages = new Messages(scene, first.port, RATE);
  await sleep(RATE > 0 ? 5_000 : 0);
  messages.mark('plan');
  const planned = await plan();
  messages.mark('apply');
  await confirmTask(actor, planned.came);
  const applied = await ended(planned.came.id);
  const wanted = await digest(stand, scene);
  messages.mark('undo');
  const undo = await undoTask(actor, planned.came);
  const undone = await ended(undo.id);
  const after = await digest(stand, scene);

  messages.mark('kill');
  const again = await plan();
  await confirmTask(actor, again.came);
  await until(stand, again.came.id, ({ done }) => done > ROWS * 0.4);
  first.process.kill('SIGKILL');
  const killedAt = (await taskOf(stand, again.came.id)).done;
  started.push(await startWorker(stand, first.port));
  const resumed = await ended(again.came.id);
  const got = await digest(stand, scene);

  // Those that send are left out: what came of them could not be told from what was lost.
  messages.mark('delete');
  const deleting = await timed(async () => {
    const except = scene.devices.map(({ id }) => id);
    const all = { query: { filters: [] }, except };
    const { id } = await startSelection(actor, { kind: 'delete-devices', selection: all, options: {} });
    return { id, ...(await until(stand, id, ({ state }) => state === 'planned')) };
  });
  await confirmTask(actor, deleting.came);
  const deleted = await ended(deleting.came.id);
  const left = JSON.parse(await digest(stand, scene)).devices as number;
  messages.mark('restore');
  const restore = await undoTask(actor, deleting.came);
  const restored = await ended(restore.id);
  const back = await digest(stand, scene);

  const came = await messages.stop();
  await drained(sink, came.answered.length);
  const lost = await lostOf(came, sink);
  const ms = (name: string) => {
    const took = came.took.get(name) ?? [];
    return `${quantile(took, 0.5).toFixed(0)} / ${quantile(took, 0.99).toFixed(0)}`;
  };
  const limit = (seconds: number) => (ROWS >= LARGEST ? `at most ${seconds}` : '');
  const figures: Figure[] = [
    ['plan, s', planned.seconds.toFixed(1), limit(TARGET.plan)],
    ['planned', JSON.stringify(planned.came.planned), ''],
    ['apply, s', applied.seconds.toFixed(1), limit(TARGET.apply)],
    ['applied / failed', `${applied.came.done} / ${applied.came.failed}`, `${ROWS} / 0`],
    ['undo, s', undone.seconds.toFixed(1), ''],
    ['taken back / not', `${undone.came.done} / ${undone.came.failed}`, `${ROWS} / 0`],
    ['the same as before after the undo', after === before ? 'yes' : `no: ${after} not ${before}`, 'yes'],
    ['killed -9 at row', killedAt, ''],
    ['end after the new worker was ready, s', resumed.seconds.toFixed(1), ''],
    ['the same end as without a kill', got === wanted ? 'yes' : `no: ${got} not ${wanted}`, 'yes'],
    ['planned to be deleted, of all that match', JSON.stringify(deleting.came.planned), ''],
    [
      'plan / delete / restore, s',
      [deleting, deleted, restored].map(({ seconds }) => seconds.toFixed(1)).join(' / '),
      '',
    ],
    ['devices left', left, `${scene.devices.length}`],
    ['the same as before after the restoring', back === got ? 'yes' : `no: ${back} not ${got}`, 'yes'],
    ['audit rows of all runs', await audits(stand, scene), ''],
    ['messages answered / sent again', `${came.answered.length} / ${came.resent}`, ''],
    ['refused / lost', `${came.refused} / ${lost}`, '0 / 0'],
    ...['', 'plan', 'apply', 'undo', 'delete', 'restore'].map(
      (name): Figure => [`answer p50 / p99, ms, ${name || 'nothing else'}`, ms(name), ''],
    ),
  ];
  tellFigures(figures);
  const isFast = ROWS < LARGEST || (planned.seconds <= TARGET.plan && applied.seconds <= TARGET.apply);
  return (
    isFast &&
    got === wanted &&
    after === before &&
    wanted !== before &&
    back === got &&
    left === scene.devices.length &&
    [applied, undone, resumed].every(({ came: { done, failed } }) => done === ROWS && failed === 0) &&
    [deleted, restored].every(({ came: { done, failed } }) => done === ROWS - known && failed === 0) &&
    came.refused + lost === 0
  );
}

await onStand('.data/bench-bulk', async (stand, started) => {
  const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
  try {
    return await run(stand, started, sink);
  } finally {
    sink.stop();
  }
});
