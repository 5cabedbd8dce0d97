import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveChange } from '#server/live/contract.ts';
import { listenLive } from './live-connection.ts';

/** The browser's own stream, of which a test says what it tells. */
class Stream extends EventTarget {
  static open: Stream[] = [];

  constructor() {
    super();
    Stream.open.push(this);
  }

  close(): void {
    Stream.open = Stream.open.filter((one) => one !== this);
  }

  tell(change: Partial<LiveChange>): void {
    this.dispatchEvent(new MessageEvent('change', { data: JSON.stringify(change) }));
  }
}

const stop: (() => void)[] = [];
/** The page lives on between tests: each begins an hour after the one before. */
let clock = Date.UTC(2026, 0, 1);

function listener(): string[] {
  const heard: string[] = [];
  stop.push(listenLive((change) => heard.push(change?.deviceIds.join() ?? 'all')));
  return heard;
}

beforeEach(() => {
  clock += 3_600_000;
  vi.useFakeTimers({ now: clock });
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});

afterEach(() => {
  for (const end of stop.splice(0)) end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('tells a part of the page that comes late what was told shortly before', () => {
  const header = listener();
  Stream.open[0]?.tell({ deviceIds: ['a'] });
  vi.advanceTimersByTime(3_000);
  Stream.open[0]?.tell({ deviceIds: ['b'] });
  const overview = listener();
  expect(overview).toEqual(['a', 'b']);
  expect(header).toEqual(['a', 'b']);
});

it('tells nothing that a page can have been painted with', () => {
  listener();
  Stream.open[0]?.tell({ deviceIds: ['a'] });
  vi.advanceTimersByTime(5_000);
  expect(listener()).toEqual([]);
});

it('holds one stream, for as long as somebody listens', () => {
  listener();
  listener();
  expect(Stream.open).toHaveLength(1);
  for (const end of stop.splice(0)) end();
  expect(Stream.open).toHaveLength(0);
});
