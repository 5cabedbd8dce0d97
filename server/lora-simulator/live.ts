import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import { type KeptDevice, withDueDevicesSystem } from './repository.ts';
import { nextMessageAt } from './schedule.ts';
import { wake } from './wake.ts';
import type { WebhookRequest } from './webhook-request.ts';

export interface LiveOptions {
  /** Origin of the ingestion, e.g. `http://127.0.0.1:3001`. */
  ingestUrl: string;
  signal: AbortSignal;
}

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 100;
/** What should have been sent while nothing ran is not made up for: that world stood still. */
const TOO_LATE_MS = 600_000;
/** A network server tries again before it gives a message up. */
const RETRY_AFTER_MS = [1_000, 3_000, 10_000];

/** Lets the simulated devices live in real time, through the door that a real network server uses. Ends with the signal. */
export async function startLiveSimulator({ ingestUrl, signal }: LiveOptions): Promise<void> {
  const posting = new Map<string, Promise<void>>();
  while (!signal.aborted) {
    const now = systemClock.now();
    const due = await withDueDevicesSystem(now, AT_ONCE, (kept) => live(kept, now)).catch((err) => {
      log.warn({ err }, 'the simulated devices could not be read');
      return [];
    });
    for (const { devEui, requests } of due) {
      // What a device said before may still be on its way: the ingestion was away, and tries are repeated.
      const before = posting.get(devEui) ?? Promise.resolve();
      const work = before
        .then(() => postAll(requests, ingestUrl, signal))
        .finally(() => posting.get(devEui) === work && posting.delete(devEui));
      posting.set(devEui, work);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  await Promise.all(posting.values());
}

interface Woken {
  devEui: string;
  requests: WebhookRequest[];
}

function live(kept: KeptDevice, now: Date): { result: Woken; nextAt: Date | null } {
  const late = now.getTime() - kept.nextAt.getTime() > TOO_LATE_MS;
  // A device that the network does not listen to sends all the same.
  const told = late ? [] : wake(kept, kept.nextAt);
  const requests = kept.isDeactivated ? [] : told;
  return {
    result: { devEui: kept.device.devEui, requests },
    nextAt: nextMessageAt(kept.device, late ? now : kept.nextAt),
  };
}

/** One device's messages, each at its time and after the one before. */
async function postAll(
  requests: readonly WebhookRequest[],
  ingestUrl: string,
  signal: AbortSignal,
): Promise<void> {
  for (const request of requests) {
    const wait = Math.max(0, request.at.getTime() - systemClock.now().getTime());
    await sleep(wait, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    await post(request, ingestUrl, signal);
  }
}

async function post(request: WebhookRequest, ingestUrl: string, signal: AbortSignal): Promise<void> {
  for (const again of [...RETRY_AFTER_MS, null]) {
    const status = await postOnce(request, ingestUrl, signal);
    if (signal.aborted || (status !== null && status < 500)) return;
    if (again === null) log.warn({ path: request.path, status }, 'a simulated message was not taken');
    else await sleep(again, undefined, { signal }).catch(() => {});
  }
}

/** null: nobody answered. */
async function postOnce(
  { method, path, query, headers, body }: WebhookRequest,
  ingestUrl: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const address = `${ingestUrl}${path}${query ? `?${query}` : ''}`;
    const response = await fetch(address, { method, headers, body: Buffer.from(body), signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
