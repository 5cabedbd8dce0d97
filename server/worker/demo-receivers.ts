import { type Receiver, startReceiver } from '#scripts/receiver.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { updateDestination } from '#server/destinations/update-destination.ts';
import { log } from '#server/platform/log.ts';
import { type DemoReceiverConfig, demoReceiverConfigs } from './demo-receivers.sql.ts';

const LOOK_EVERY_MS = 2_000;
/** Messages that a receiver remembers. */
const KEEP = 50;

interface Running {
  config: DemoReceiverConfig;
  receiver: Receiver;
}

/**
 * The outside systems of the demo: a receiver on loopback for each destination that is marked as such, checking token
 * and signature by that destination's secrets. Ends with the signal.
 */
export async function startDemoReceivers(signal: AbortSignal): Promise<void> {
  const running = new Map<string, Running>();
  while (!signal.aborted) {
    try {
      for (const config of await demoReceiverConfigs()) await follow(running, config);
    } catch (err) {
      log.warn({ err }, 'the receivers of the demo could not be set up');
    }
    await pause(LOOK_EVERY_MS, signal);
  }
  await Promise.all([...running.values()].map(({ receiver }) => receiver.close()));
}

/** Makes what runs for a destination what its settings and secrets say now. */
async function follow(running: Map<string, Running>, config: DemoReceiverConfig): Promise<void> {
  const known = running.get(config.id);
  if (known && JSON.stringify(known.config) === JSON.stringify(config)) return;
  await known?.receiver.close();
  running.delete(config.id);
  const receiver = await listen(config, config.port);
  if (receiver) {
    running.set(config.id, { config, receiver });
    return;
  }
  // Another program has the port meanwhile: the outside system moves, and the destination with it.
  const moved = await listen(config, 0);
  if (!moved) return;
  const { id, customerId, settings } = config;
  await updateDestination(systemActor(customerId), { id, settings: { ...settings, url: moved.url } });
  running.set(id, {
    config: { ...config, port: moved.port, settings: { ...settings, url: moved.url } },
    receiver: moved,
  });
}

async function listen(
  { sharedSecret, signingSecret }: DemoReceiverConfig,
  port: number,
): Promise<Receiver | null> {
  try {
    return await startReceiver({ port, secret: sharedSecret, whsec: signingSecret, keep: KEEP });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
