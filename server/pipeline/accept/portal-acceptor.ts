import type { PlainAnswer } from '#server/http/problem.ts';
import { log } from '#server/platform/log.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { type HandOver, handOver } from '../hand-over.ts';
import { Listening } from '../listening.ts';
import { LiveHints } from '../record/live-hints.ts';
import { Acceptor } from './acceptor.ts';
import type { IngestRequest } from './contract.ts';
import { isForWork } from './message.ts';
import { refuse } from './refuse.ts';
import { UplinkHints } from './uplink-hints.ts';

/** One a process, also where the bundler loads this module more than once. */
const place = globalThis as typeof globalThis & { thingsAcceptor?: Promise<Acceptor> };

/** The ingestion on the portal's origin: stores like the worker's own, and leaves the rest to the workers. */
export function accept(request: IngestRequest): Promise<PlainAnswer> {
  return answer(request.path, (acceptor) => acceptor.accept(request));
}

export function acceptTooLarge(path: string): Promise<PlainAnswer> {
  return answer(path, (acceptor) => acceptor.tooLarge(path));
}

async function answer(
  path: string,
  work: (acceptor: Acceptor) => Promise<PlainAnswer>,
): Promise<PlainAnswer> {
  try {
    place.thingsAcceptor ??= open();
    return await work(await place.thingsAcceptor);
  } catch (err) {
    tellNotOpen(err);
    return refuse('ingestion.unavailable', path);
  }
}

const TELL_EVERY_MS = 5_000;
let tellAgainAt = 0;

/** While the database is away every message meets the same. */
function tellNotOpen(err: unknown): void {
  if (performance.now() < tellAgainAt) return;
  tellAgainAt = performance.now() + TELL_EVERY_MS;
  log.warn({ err }, 'the ingestion of the portal is not open');
}

async function open(): Promise<Acceptor> {
  const changes = new ConfigurationChanges();
  const hints = new UplinkHints();
  const live = new LiveHints();
  const listening = new Listening();
  let stream: HandOver | null;
  try {
    stream = await handOver();
    changes.listenOn(listening);
    await listening.start();
  } catch (error) {
    // The next request tries again; without hearing of changes nothing may be cached.
    delete place.thingsAcceptor;
    throw error;
  }
  return new Acceptor({
    changes,
    stream: stream ?? undefined,
    onStored: (stored) => {
      for (const message of stored) {
        const { id, customerId, shard } = message.device;
        if (isForWork(message)) hints.stored(shard);
        else live.device(customerId, id);
      }
    },
  });
}
