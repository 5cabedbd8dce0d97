// The second process: the lean door of the ingestion, and the pipeline behind it. `node server/worker/main.ts`.

import { setTimeout as sleep } from 'node:timers/promises';
import { sealHeaderValuesSystem } from '#server/destinations/header-values.sql.ts';
import { Outbox } from '#server/downlinks/outbox.ts';
import { Registrar } from '#server/lora-registrations/registrar.ts';
import { startLiveSimulator } from '#server/lora-simulator/live.ts';
import { sendByDriver } from '#server/pipeline/deliver/send.ts';
import { closeHandOver, handOverInTime, isUnfit } from '#server/pipeline/hand-over.ts';
import { collectProcessMetrics } from '#server/pipeline/metrics.ts';
import { Pipeline } from '#server/pipeline/pipeline.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { env, ingestUrl } from '#server/platform/env.ts';
import { log } from '#server/platform/log.ts';
import { closeOutgoingHttp, outgoingHttp } from '#server/platform/outgoing-http.ts';
import { createSandbox } from '#server/sandbox/sandbox.ts';
import { AlertWatch } from './alert-watch.ts';
import { BulkWork } from './bulk-work.ts';
import { databaseFaults } from './database-guard.sql.ts';
import { DatabaseWatch } from './database-watch.ts';
import { DayFolding } from './day-folding.ts';
import { startDemoMqtt } from './demo-mqtt.ts';
import { startDemoReceivers } from './demo-receivers.ts';
import { FirmwareWatch } from './firmware-watch.ts';
import { createIngestServer } from './ingest-server.ts';
import { MailRounds } from './mail-rounds.ts';
import { Maintenance } from './maintenance.ts';
import { MqttServer } from './mqtt/mqtt-server.ts';
import { ResendWatch } from './resend-watch.ts';
import { ScriptSuspensions } from './script-suspensions.ts';
import { ShadowWatch } from './shadow-watch.ts';
import { SimPlatforms } from './sim-platforms.ts';
import { WeekCompaction } from './week-compaction.ts';

/** sysexits.h: the configuration is at fault, starting again will not help. */
const EX_CONFIG = 78;
const STOP_WAIT_MS = 10_000;

const { DEMO, HOST, INGEST_PORT, MQTT_PORT, NODE_ENV } = env();
collectProcessMetrics();

if (NODE_ENV !== 'test') {
  const faults = await databaseFaults();
  for (const fault of faults) log.fatal({ code: 'worker.database-unfit' }, fault);
  if (faults.length) process.exit(EX_CONFIG);
}

const stream = await handOverInTime(streamUnfit).catch(streamUnfit);

function streamUnfit(err: unknown): never {
  log.fatal({ err, code: 'worker.stream-unfit' }, 'the stream of NATS_URL cannot be used');
  process.exit(isUnfit(err) ? EX_CONFIG : 1);
}

const sandbox = createSandbox({
  onNotice: (text) => log.warn({ code: 'sandbox.notice' }, text),
  onSuspend: (scriptKey, customerId) => void suspensions.suspended(scriptKey, customerId),
  onMissingBarrier: (missing) =>
    log.info({ code: 'sandbox.barrier', missing }, 'a barrier of the sandbox is missing here'),
});
const suspensions = new ScriptSuspensions(sandbox);
const pipeline = new Pipeline({ scripts: sandbox, send: sendByDriver(outgoingHttp()), handOver: stream });
const mqtt = new MqttServer({ pipeline });
let isReady = false;
const ingest = createIngestServer(pipeline.acceptor, {
  shards: () => pipeline.leases.workable().length,
  isReady: () => isReady,
});

const simulationEnds = new AbortController();
let simulation: Promise<unknown> = Promise.resolve();
let stopping: Promise<void> | null = null;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => (stopping ??= stop(signal)));
// Nothing that was promised depends on this process's memory: better a fresh one than one in an unknown state.
process.on('unhandledRejection', (err) => {
  log.fatal({ err }, 'unhandled rejection');
  process.exit(1);
});

const firmware = new FirmwareWatch();
const registrar = new Registrar({ http: outgoingHttp() });
const outbox = new Outbox({ http: outgoingHttp() });
const simPlatforms = new SimPlatforms(outgoingHttp());
const maintenance = new Maintenance();
const folding = new DayFolding();
const compaction = new WeekCompaction();
const bulkWork = new BulkWork();
const alertWatch = new AlertWatch(stream);
const resendWatch = new ResendWatch();
const shadowWatch = new ShadowWatch();
const mailRounds = new MailRounds();
const watch = new DatabaseWatch(async () => {
  await pipeline.listenAgain();
  await suspensions.listen();
});
await sealHeaderValuesSystem();
await suspensions.start();
await pipeline.start();
watch.start();
await new Promise<void>((resolve, reject) => {
  ingest.server.once('error', reject).listen(INGEST_PORT, HOST, resolve);
});
await mqtt.start();
isReady = true;
maintenance.start();
folding.start();
compaction.start();
simPlatforms.start();
bulkWork.start();
firmware.start();
registrar.start();
outbox.start();
alertWatch.start();
resendWatch.start();
shadowWatch.start();
mailRounds.start();
log.info({ host: HOST, port: INGEST_PORT }, 'ingestion is listening');
const { signal: untilTheEnd } = simulationEnds;
simulation = Promise.all([
  startLiveSimulator({ ingestUrl: ingestUrl(), signal: untilTheEnd }),
  // What the demo delivers is taken beside the worker.
  DEMO ? startDemoReceivers(untilTheEnd) : null,
  DEMO && MQTT_PORT > 0 ? startDemoMqtt(`mqtt://127.0.0.1:${MQTT_PORT}`, untilTheEnd) : null,
]);

async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping');
  isReady = false;
  watch.stop();
  const end = setTimeout(() => process.exit(1), STOP_WAIT_MS + 5_000);
  await Promise.all([ingest.close(STOP_WAIT_MS / 2), mqtt.stop(STOP_WAIT_MS / 2)]);
  await pipeline.stop(STOP_WAIT_MS / 2);
  suspensions.stop();
  await bulkWork.stop(STOP_WAIT_MS / 4);
  await firmware.stop();
  await Promise.all(
    [registrar, outbox, alertWatch, resendWatch, shadowWatch, mailRounds, compaction].map((work) =>
      work.stop(STOP_WAIT_MS / 2),
    ),
  );
  simulationEnds.abort();
  // Whatever of it is left is done within the hour by whoever comes next.
  await Promise.race([
    Promise.all([maintenance.stop(), folding.stop(), simPlatforms.stop()]),
    sleep(STOP_WAIT_MS / 2, undefined, { ref: false }),
  ]);
  await simulation;
  await sandbox.stop();
  await closeHandOver();
  await closeOutgoingHttp();
  await closeDatabase();
  clearTimeout(end);
  log.info('stopped');
  process.exit(0);
}
