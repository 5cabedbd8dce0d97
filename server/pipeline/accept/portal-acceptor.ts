import type { PlainAnswer } from '#server/http/problem.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { Listening } from '../listening.ts';
import { Acceptor } from './acceptor.ts';
import type { IngestRequest } from './contract.ts';
import { UplinkHints } from './uplink-hints.ts';

/** One a process, also where the bundler loads this module more than once. */
const place = globalThis as typeof globalThis & { thingsAcceptor?: Promise<Acceptor> };

/** The ingestion on the portal's origin: stores like the worker's own, and leaves the rest to the workers. */
export async function accept(request: IngestRequest): Promise<PlainAnswer> {
  place.thingsAcceptor ??= open();
  return (await place.thingsAcceptor).accept(request);
}

export async function acceptTooLarge(path: string): Promise<PlainAnswer> {
  place.thingsAcceptor ??= open();
  return (await place.thingsAcceptor).tooLarge(path);
}

async function open(): Promise<Acceptor> {
  const changes = new ConfigurationChanges();
  const hints = new UplinkHints();
  const listening = new Listening();
  try {
    changes.listenOn(listening);
    await listening.start();
  } catch (error) {
    // The next request tries again; without hearing of changes nothing may be cached.
    delete place.thingsAcceptor;
    throw error;
  }
  return new Acceptor({
    changes,
    onStored: (stored) => {
      for (const { device } of stored) hints.stored(device.shard);
    },
  });
}
