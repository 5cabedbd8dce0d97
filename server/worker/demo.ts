import { startLiveSimulator } from '#server/lora-simulator/live.ts';
import { ingestUrl } from '#server/platform/env.ts';
import { startDemoReceivers } from './demo-receivers.ts';

/** What of the demo lives beside the worker: devices that go on sending, and receivers that take what is delivered. */
export async function startDemo(signal: AbortSignal): Promise<void> {
  await Promise.all([startDemoReceivers(signal), startLiveSimulator({ ingestUrl: ingestUrl(), signal })]);
}
