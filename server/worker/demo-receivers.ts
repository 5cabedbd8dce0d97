import { startReceiver } from '#scripts/receiver.ts';
import { log } from '#server/platform/log.ts';
import { demoReceiverConfigs } from './demo-receivers.sql.ts';

const LOOK_EVERY_MS = 2_000;
/** Messages that a receiver remembers. */
const KEEP = 50;

/**
 * The outside systems of the demo: a receiver on loopback for each destination that is marked as such, checking token
 * and signature by that destination's secrets. Ends with the signal.
 */
export async function startDemoReceivers(signal: AbortSignal): Promise<void> {
  const running = new Map<string, { port: number; secrets: string; close(): Promise<void> }>();
  while (!signal.aborted) {
    const wanted = await demoReceiverConfigs().catch((err) => {
      log.warn({ err }, 'the demo’s receivers could not be read');
      return [];
    });
    for (const { id, port, sharedSecret, signingSecret } of wanted) {
      const secrets = `${sharedSecret} ${signingSecret}`;
      const known = running.get(id);
      if (known?.port === port && known.secrets === secrets) continue;
      await known?.close();
      running.delete(id);
      try {
        const { close } = await startReceiver({
          port,
          secret: sharedSecret,
          whsec: signingSecret,
          keep: KEEP,
        });
        running.set(id, { port, secrets, close });
      } catch (err) {
        log.warn({ err, destinationId: id, port }, 'a receiver of the demo could not be started');
      }
    }
    await pause(LOOK_EVERY_MS, signal);
  }
  await Promise.all([...running.values()].map(({ close }) => close()));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
