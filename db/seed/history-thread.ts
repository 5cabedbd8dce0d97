// Simulates in a thread of its own, so that radio and cryptography run beside the pipeline and not in its way.
import { parentPort, workerData } from 'node:worker_threads';
import { nextMessageAt } from '#server/lora-simulator/schedule.ts';
import { type LivingDevice, wake } from '#server/lora-simulator/wake.ts';
import type { WebhookRequest } from '#server/lora-simulator/webhook-request.ts';
import type { HistoryOrder, HistoryPart } from './history.ts';

/** So much of history goes over at once where nothing else is said. */
const SLICE_MS = 4 * 3_600_000;

const { devices, from, to, sliceMs = SLICE_MS } = workerData as HistoryOrder;
const next = new Map(devices.map((living) => [living, nextMessageAt(living.device, from)]));

function sliceUntil(end: Date): WebhookRequest[] {
  const requests: WebhookRequest[] = [];
  for (const living of devices) {
    for (let at = next.get(living) ?? null; at !== null && at < end; at = advance(living, at)) {
      requests.push(...wake(living, at));
    }
  }
  return requests.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function advance(living: LivingDevice, at: Date): Date | null {
  const following = nextMessageAt(living.device, at);
  next.set(living, following);
  return following;
}

function post(part: HistoryPart): void {
  parentPort?.postMessage(part);
}

let begin = from;
// One slice for each request of the other side: history must not pile up in memory.
parentPort?.on('message', () => {
  const end = new Date(Math.min(begin.getTime() + sliceMs, to.getTime()));
  post({ requests: sliceUntil(end), until: end });
  begin = end;
  if (end < to) return;
  post({ memories: devices.map(({ memory }) => memory) });
  parentPort?.close();
});
