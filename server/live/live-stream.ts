import { sessionLives } from '#server/access/session.ts';
import { DomainError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import type { LiveChange } from './contract.ts';
import { liveHub } from './live-hub.ts';

/** Proxies close what is quiet for long; a session that ended must end its stream. */
const HEARTBEAT_MS = 20_000;
/** A reader that falls this far behind is let go; it comes back and reads everything anew. */
const MAX_BEHIND = 256;

/** Server-sent events for one signed-in browser: hints which of its customer's things changed. */
export async function liveStream(
  session: { id: string; customerId: string },
  signal: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
): Promise<ReadableStream<Uint8Array>> {
  const writer = new EventWriter();
  const leave = await liveHub().join(session.customerId, session.id, (change) => writer.change(change));
  if (!leave) throw new DomainError('live.too-many', 'unavailable', { retryAfterSeconds: 30 });
  const beat = setInterval(() => void heartbeat(session.id, writer), heartbeatMs);
  beat.unref();
  writer.onClose = () => {
    clearInterval(beat);
    leave();
  };
  signal.addEventListener('abort', () => writer.close(), { once: true });
  writer.write('retry: 3000\nevent: ready\ndata: {}\n\n');
  return writer.stream;
}

async function heartbeat(sessionId: string, writer: EventWriter): Promise<void> {
  const alive = await sessionLives(sessionId).catch((err) => {
    log.warn({ err }, 'a live stream could not look at its session');
    return true;
  });
  writer.write(alive ? ': \n\n' : 'event: signed-out\ndata: {}\n\n');
  if (!alive) writer.close();
}

class EventWriter {
  readonly stream: ReadableStream<Uint8Array>;
  onClose: () => void = () => {};
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly #encoder = new TextEncoder();

  constructor() {
    this.stream = new ReadableStream(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.close(),
      },
      { highWaterMark: 16 },
    );
  }

  change(change: LiveChange): void {
    this.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`);
  }

  write(text: string): void {
    if (!this.#controller) return;
    if ((this.#controller.desiredSize ?? 0) < -MAX_BEHIND) this.close();
    else this.#controller.enqueue(this.#encoder.encode(text));
  }

  close(): void {
    const controller = this.#controller;
    if (!controller) return;
    this.#controller = null;
    this.onClose();
    try {
      controller.close();
    } catch {
      // The reader cancelled it.
    }
  }
}
