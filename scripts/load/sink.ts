import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface SinkReport {
  messages: number;
  badSignatures: number;
  /** The same frame came again. */
  duplicates: number;
  /** A frame came after a later one of its device. */
  reordered: number;
  /** `<DevEUI>/<counter>` and the moment, milliseconds since 1970 with fractions. */
  frames: [frame: string, at: number][];
  webhookIds: string[];
}

/** Answers; has its port closed; takes connections and requests and never answers. */
export type SinkMode = 'answer' | 'refuse' | 'hang';

export interface Sink {
  url: string;
  process: ChildProcess;
  /** Messages that came. */
  count(): Promise<number>;
  /** Frames among them; looks at what it has not looked at yet. */
  distinct(): Promise<number>;
  report(): Promise<SinkReport>;
  become(mode: SinkMode): Promise<void>;
  stop(): void;
}

export async function startSink(sharedSecret: string, signingSecret: string): Promise<Sink> {
  const child = fork(new URL('./sink-process.ts', import.meta.url), [sharedSecret, signingSecret]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const ask = async <T>(question: string | { mode: SinkMode }): Promise<T> => {
    const answer = once(child, 'message');
    child.send(question);
    return (await answer)[0] as T;
  };
  return {
    url: `http://127.0.0.1:${port}/in`,
    process: child,
    count: () => ask('count'),
    distinct: () => ask('distinct'),
    report: () => ask('report'),
    become: async (mode) => {
      await ask({ mode });
    },
    stop: () => child.disconnect(),
  };
}
