// npm run bench replay [-- --messages 30000 --rate 300 --seconds 15]: how soon live messages arrive while a customer's own
// messages of before are replayed into history and twins, beside how soon they do without, before and after, in one run.
import { parseArgs } from 'node:util';
import { confirmTask } from '#server/bulk-tasks/confirm-task.ts';
import { startSelection } from '#server/bulk-tasks/create-task.ts';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, type Scene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { latencies, perSecond, quantile, tellFaults, tellFigures } from '../load/figures.ts';
import { frames, type Load, offer, type Sent, saturate } from '../load/frames.ts';
import { drained, quiet } from '../load/queues.ts';
import { type Sink, startSink } from '../load/sink.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { requestHead, SIX_VALUES } from '../load/uplinks.ts';
import { people, taskOf, until } from './bulk/tasks.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '30000' },
    rate: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '15' },
  },
});
const MESSAGES = Number(values.messages);
const RATE = Number(values.rate);
const SECONDS = Number(values.seconds);
/** Of messages that are offered at 300 a second while a replay is at work, as without one. */
const TARGET_MS = 50;

interface Field {
  stand: Stand;
  sink: Sink;
  scene: Scene;
  to: Load;
  sent: Sent[];
}

/** Live messages for some seconds; those of the first, in which connections are opened, are not looked at. */
async function live(field: Field): Promise<Sent[]> {
  const all = frames(field.scene, field.sent.length, RATE * (SECONDS + 1));
  const sent = await offer(field.to, all, RATE);
  field.sent.push(...sent);
  return sent.slice(RATE);
}

/** What every message is decoded with from now on: one of its values becomes another. */
async function publishAnother({ stand: { sql }, scene }: Field): Promise<void> {
  const source = SIX_VALUES.replace('humidity: b[6]', 'humidity: b[6] / 2');
  const [row] = await sql`
    insert into decoder_versions (id, customer_id, decoder_id, number, contract, source, source_hash, mapping, created_by, published_at)
    select gen_random_uuid(), customer_id, decoder_id, number + 1, contract, ${source}, encode(sha256(convert_to(${source}, 'UTF8')), 'hex'), mapping, created_by, now()
    from decoder_versions where customer_id = ${scene.customerId} returning id`;
  await sql`update decoders set current_version_id = ${row?.id} where customer_id = ${scene.customerId}`;
}

async function planReplay(field: Field) {
  const actor = await people(field.scene);
  const { id } = await startSelection(actor, {
    kind: 'replay-uplinks',
    list: 'messages',
    selection: { query: { filters: [] }, except: [] },
    options: { replay: { history: true, twin: true, destinationIds: [] } },
  });
  await until(field.stand, id, ({ state }) => state === 'planned');
  return { id, actor };
}

async function main(field: Field): Promise<boolean> {
  const { stand, sink } = field;
  field.sent.push(...(await saturate(field.to, frames(field.scene, 0, MESSAGES), field.scene, 64)));
  await drained(sink, field.sent.length);
  await quiet(stand, 60);
  const before = await live(field);
  await quiet(stand);
  await publishAnother(field);
  const { id, actor } = await planReplay(field);
  const began = performance.now();
  await confirmTask(actor, { id });
  await until(stand, id, ({ done }) => done > 0);
  const during = await live(field);
  const atEnd = await taskOf(stand, id);
  const { done, failed } = await until(stand, id, ({ state }) => state === 'done');
  const seconds = (performance.now() - began) / 1000;
  await quiet(stand);
  const after = await live(field);
  await drained(sink, field.sent.length);
  await quiet(stand);
  const [report, faults] = [await sink.report(), await invariantFaults(stand.sql)];
  const p = (all: Sent[], q: number) => quantile(latencies(all, report), q);
  const both = (all: Sent[]) => `${p(all, 0.5).toFixed(1)} / ${p(all, 0.99).toFixed(1)}`;
  const accepted = field.sent.filter(({ status }) => status === 200);
  const arrived = new Map(report.frames);
  const lost = accepted.filter(({ key }) => !arrived.has(key)).length;
  tellFigures([
    [`accepted → delivered p50 / p99 at ${RATE}/s, ms`, both(before), ''],
    ['  while messages are replayed', both(during), `p99 ≤ ${TARGET_MS}`],
    ['  after it', both(after), ''],
    [
      'p99 while they are, of that without',
      (p(during, 0.99) / p([...before, ...after], 0.99)).toFixed(2),
      '',
    ],
    [
      'accept p99 without / with, ms',
      [before, during]
        .map((all) =>
          quantile(
            all.map(({ ms }) => ms),
            0.99,
          ).toFixed(1),
        )
        .join(' / '),
      '',
    ],
    ['replayed / failed', `${done} / ${failed}`, `≥ ${MESSAGES} / 0`],
    ['replayed a second, live ones beside them', perSecond(done, seconds * 1000), ''],
    ['of them when the live messages ended', atEnd.done, `< ${done}`],
    [
      'refused / lost / duplicates / reordered',
      [field.sent.length - accepted.length, lost, report.duplicates, report.reordered].join(' / '),
      '0 / 0 / 0 / 0',
    ],
  ]);
  tellFaults(faults);
  if (atEnd.state === 'done')
    console.log('the replay was over before the live messages were: ask for more --messages');
  const isWhole =
    done >= MESSAGES && failed + lost + report.duplicates + report.reordered + faults.length === 0;
  return isWhole && atEnd.state !== 'done' && p(during, 0.99) <= TARGET_MS;
}

await onStand('.data/bench-replay', async (stand, started) => {
  const worker: Worker = await startWorker(stand);
  started.push(worker);
  const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
  try {
    const script = { contract: 'ts013' as const, source: SIX_VALUES };
    const scene = await makeScene(stand.sql, { devices: 500, scripts: [script], urls: [sink.url] });
    const to = { port: worker.port, head: requestHead(scene.connectionId, scene.connectionSecret) };
    return await main({ stand, sink, scene, to, sent: [] });
  } finally {
    sink.stop();
    await closeDatabase();
  }
});
