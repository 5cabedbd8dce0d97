import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One registry a process; names begin with `things_`. */
export const metrics = new Registry();

let defaults = false;

/** Event loop, memory, file handles of this process: once, and only where somebody reads them. */
export function collectProcessMetrics(): void {
  if (defaults) return;
  defaults = true;
  collectDefaultMetrics({ register: metrics, prefix: 'things_' });
}

const registers = [metrics];

export const ingestAnswers = new Counter({
  name: 'things_ingest_answers_total',
  help: 'Answers of the ingestion by door and outcome',
  labelNames: ['door', 'outcome'] as const,
  registers,
});

export const acceptSeconds = new Histogram({
  name: 'things_ingest_accept_seconds',
  help: 'From the whole request read to the answer, committed',
  buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2],
  registers,
});

export const uplinksRecorded = new Counter({
  name: 'things_uplinks_recorded_total',
  help: 'Uplinks decoded and recorded',
  registers,
});

export const decodingFailures = new Counter({
  name: 'things_decoding_failures_total',
  help: 'Runs of a decoder that failed, by its kind',
  labelNames: ['kind'] as const,
  registers,
});

export const staleLeases = new Counter({
  name: 'things_stale_leases_total',
  help: 'Writes refused because another worker has taken the shard over',
  registers,
});

export const deliveriesFinished = new Counter({
  name: 'things_deliveries_total',
  help: 'Deliveries that came to their end, by state',
  labelNames: ['state'] as const,
  registers,
});

export const deliveryAttempts = new Counter({
  name: 'things_delivery_attempts_total',
  help: 'Attempts to deliver, by what came of them',
  labelNames: ['outcome'] as const,
  registers,
});

export const deliverySeconds = new Histogram({
  name: 'things_accept_to_delivered_seconds',
  help: 'From acceptance to the receiver having it, first attempts',
  buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60],
  registers,
});

export const shardsHeld = new Gauge({
  name: 'things_shards_held',
  help: 'Shards that this worker has leased',
  registers,
});

export const workersAlive = new Gauge({
  name: 'things_workers_alive',
  help: 'Workers that hold shards, as the database has it',
  registers,
});

export const shardBacklog = new Gauge({
  name: 'things_shard_backlog',
  help: 'Messages accepted and not recorded, by shard, wherever they wait',
  labelNames: ['shard'] as const,
  registers,
});

export const queueRows = new Gauge({
  name: 'things_queue_rows',
  help: 'Rows waiting, by queue',
  labelNames: ['queue'] as const,
  registers,
});

export const queueAgeSeconds = new Gauge({
  name: 'things_uplink_queue_age_seconds',
  help: 'Age of the oldest uplink that is accepted and not recorded',
  registers,
});

export const maintenanceEnded = new Gauge({
  name: 'things_maintenance_ended_seconds',
  help: 'When this worker last went through the maintenance without a fault, Unix seconds; 0 before that',
  registers,
});
