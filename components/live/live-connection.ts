import type { LiveChange } from '#server/live/contract.ts';

/** What the server says has changed, to be read again; null: something may have been missed meanwhile. */
export type LiveListener = (change: LiveChange | null) => void;

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * Parts of a page come one after the other, and what they were painted with was read before: a change that was told
 * shortly before a part listens is told to it too.
 */
const recallMs = 4_000;

const listeners = new Set<LiveListener>();
let recent: { change: LiveChange | null; at: number }[] = [];
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let tries = 0;
let missed = false;

/**
 * One stream for the whole page, only while somebody listens and the page is looked at: browsers allow six
 * connections to a server, and a reader with seven tabs open would wait for ever.
 */
export function listenLive(listener: LiveListener): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', follow);
  listeners.add(listener);
  for (const { change } of recalled()) listener(change);
  follow();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', follow);
    close();
    missed = false;
  };
}

function follow(): void {
  if (document.visibilityState === 'visible' && listeners.size > 0) open();
  else close();
}

function open(): void {
  if (source) return;
  clearTimeout(retry);
  source = new EventSource('/api/live');
  source.onopen = () => {
    tries = 0;
    if (missed) tell(null);
    missed = false;
  };
  source.addEventListener('change', (event) => tell(changeOf(event.data)));
  // Whatever the page still shows may not be seen any more: the server leads to where one signs in.
  source.addEventListener('signed-out', () => window.location.reload());
  source.onerror = () => {
    // The browser's own retry gives up on an answer that is no stream, e.g. while the portal restarts.
    close();
    const pause = Math.min(longestRetryMs, firstRetryMs * 2 ** tries++);
    retry = setTimeout(follow, pause * (0.7 + Math.random() * 0.6));
  };
}

function close(): void {
  clearTimeout(retry);
  if (!source) return;
  source.close();
  source = null;
  missed = true;
}

function recalled(): typeof recent {
  recent = recent.filter(({ at }) => at > Date.now() - recallMs);
  return recent;
}

function tell(change: LiveChange | null): void {
  recent = [...recalled(), { change, at: Date.now() }];
  for (const listener of [...listeners]) listener(change);
}

function changeOf(data: unknown): LiveChange | null {
  try {
    const told = JSON.parse(String(data)) as Partial<LiveChange>;
    return {
      deviceIds: told.deviceIds ?? [],
      destinationIds: told.destinationIds ?? [],
      configuration: told.configuration ?? false,
      alerts: told.alerts ?? false,
    };
  } catch {
    return null;
  }
}
