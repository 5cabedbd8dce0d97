// npm run bench accept [-- --count 40000 --devices 1000 --connections 128]: what one worker stores and answers when it
// does nothing else, beside what Postgres alone can store in the same run. Its shards are leased to another worker, as in
// an installation of several: every message is stored and queued, durably as ever, and none is worked on.

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { type Figure, perSecond, quantile, tellFigures } from '../load/figures.ts';
import { frames, type Sent, saturate } from '../load/frames.ts';
import { machineProcessorMs, ownProcessorMs, processorMs } from '../load/processor-time.ts';
import { quiet } from '../load/queues.ts';
import { type Ceiling, rawCeiling } from '../load/raw-ceiling.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { chirpstackBody, requestHead, SIX_VALUES } from '../load/uplinks.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '40000' },
    devices: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '128' },
  },
});
const COUNT = Number(values.count);
const DEVICES = Number(values.devices);
const CONNECTIONS = Number(values.connections);
const WARM_UP = 10_000;
const TARGET = 6_000;

interface Counts {
  uplinks: number;
  queued: number;
  packs: number;
}

async function counts({ sql }: Stand): Promise<Counts> {
  const [row] = await sql`
    select (select count(*)::int from uplinks) as uplinks, (select count(*)::int from uplink_queue) as queued,
      (select count(*)::int from packs) as packs`;
  return row as unknown as Counts;
}

async function leaseAll({ sql }: Stand, holder: string | null): Promise<void> {
  await sql`update shard_leases set worker = ${holder}, token = token + 1,
    lease_until = case when ${holder === null} then now() else now() + interval '1 hour' end`;
}

/** What makes an acknowledged message outlive a crash of the server, as it stands in the server. */
async function durability({ sql }: Stand): Promise<string> {
  const rows = await sql`select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes') order by name`;
  return rows.map(({ name, setting }) => `${name}=${setting}`).join(', ');
}

async function main(stand: Stand, worker: Worker): Promise<boolean> {
  const script = { contract: 'ts013' as const, source: SIX_VALUES };
  const scene = await makeScene(stand.sql, { devices: DEVICES, scripts: [script] });
  const ceiling = await rawCeiling(stand, chirpstackBody('0102030405060708', 1));
  const to = { port: worker.port, head: requestHead(scene.connectionId, scene.connectionSecret) };
  const warm = await saturate(to, frames(scene, 0, WARM_UP), scene, CONNECTIONS);
  await stand.sql`checkpoint`;

  const load = frames(scene, WARM_UP, COUNT);
  console.log(
    `body ${load[0]?.body.length} bytes, ${DEVICES} devices, ${COUNT} uplinks over ${CONNECTIONS} connections; ${await durability(stand)}`,
  );
  const mine = () => processorMs(process.pid);
  const cpuBefore = parts(stand, worker);
  const [machineBefore, mineBefore, began] = [machineProcessorMs(), mine(), performance.now()];
  const sent = await saturate(to, load, scene, CONNECTIONS);
  const elapsed = performance.now() - began;
  const others = (machineProcessorMs() - machineBefore - (mine() - mineBefore)) / elapsed;
  const cpu = parts(stand, worker).map((ms, index) => (ms - (cpuBefore[index] ?? 0)) / COUNT);
  const stored = await counts(stand);
  const worked = await workedOff(stand, scene);
  const acknowledged = [...warm, ...sent].filter(({ status }) => status === 200).length;
  return tell({ sent, elapsed, others, cpu, stored, worked, acknowledged, ceiling });
}

/** The shards are free again: what was stored while nobody worked is whole, so all of it is decoded and recorded. */
async function workedOff(stand: Stand, scene: Scene): Promise<number> {
  await leaseAll(stand, null);
  await quiet(stand, 120);
  const [row] = await stand.sql`
    select count(distinct uplink_id)::int as n from packs where customer_id = ${scene.customerId}`;
  return Number(row?.n);
}

function parts(stand: Stand, worker: Worker): number[] {
  return [ownProcessorMs(worker.process.pid as number), processorMs(stand.postgres.pid)];
}

interface Outcome {
  sent: Sent[];
  elapsed: number;
  others: number;
  cpu: number[];
  stored: Counts;
  worked: number;
  acknowledged: number;
  ceiling: Ceiling;
}

function tell({ sent, elapsed, others, cpu, stored, worked, acknowledged, ceiling }: Outcome): boolean {
  const rate = perSecond(sent.length, elapsed);
  const ms = sent.map((one) => one.ms);
  const figures: Figure[] = [
    ['processors that others kept busy', others.toFixed(2), ''],
    ['accepted/s, nothing else at work', rate, `≥ ${TARGET}`],
    [
      'accept p50 / p99 at saturation, ms',
      [0.5, 0.99].map((q) => quantile(ms, q).toFixed(1)).join(' / '),
      '',
    ],
    ['CPU per uplink of worker / Postgres, ms', cpu.map((one) => one.toFixed(3)).join(' / '), ''],
    ['raw Postgres, rows/s in batches of 100, 1 / 4 connections', `${ceiling.one} / ${ceiling.four}`, ''],
    ['of raw on one connection', `${((rate * 100) / ceiling.one).toFixed(0)} %`, ''],
    ['answered 200, of all sent', `${acknowledged} / ${WARM_UP + COUNT}`, 'all'],
    [
      'stored / queued / worked on when measured',
      `${stored.uplinks} / ${stored.queued} / ${stored.packs}`,
      'all / all / 0',
    ],
    ['worked off when the shards were free', worked, 'all'],
  ];
  tellFigures(figures);
  const isWhole =
    stored.uplinks === acknowledged && stored.queued === acknowledged && worked === acknowledged;
  if (!isWhole) console.log('what was acknowledged is not what was stored, queued and worked off');
  console.log(`target ${TARGET}/s: ${rate >= TARGET ? 'met' : 'MISSED'}`);
  return isWhole && stored.packs === 0 && acknowledged === WARM_UP + COUNT && rate >= TARGET;
}

await onStand('.data/bench-accept-pg', async (stand, started) => {
  await leaseAll(stand, randomUUID());
  const worker = await startWorker(stand);
  started.push(worker);
  return main(stand, worker);
});
