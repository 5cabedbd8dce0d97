import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { Connection } from './client.ts';
import { chirpstackBody, requestHead } from './uplinks.ts';

/** What the writers did, by frame: `<DevEUI>/<number>`. */
export interface WriterLog {
  attempted: Set<string>;
  acknowledged: Set<string>;
  /** Answers by status; 0 is a broken connection. */
  statuses: Map<number, number>;
  /** Moment of the last and of every 200 since `mark`. */
  lastOk: number;
  firstOkSince(mark: number): number | null;
}

export interface Writers {
  log: WriterLog;
  stop(): Promise<void>;
}

/**
 * Numbered uplinks, each attempted once (a broken connection again where `retries` says so): what was acknowledged must arrive, what was not may. Each writer has devices
 * of its own and waits for an answer before it goes on, so a device's frames have an order.
 */
export function startWriters(
  scene: Scene,
  ports: () => number[],
  options: { writers: number; pauseMs: number; retries?: number },
): Writers {
  const oks: number[] = [];
  const log: WriterLog = {
    attempted: new Set(),
    acknowledged: new Set(),
    statuses: new Map(),
    lastOk: 0,
    firstOkSince: (mark) => oks.find((at) => at >= mark) ?? null,
  };
  const head = requestHead(scene.connectionId, scene.connectionSecret);
  let stopped = false;
  let number = 0;

  async function write(w: number): Promise<void> {
    const devices = scene.devices.filter((_, index) => index % options.writers === w);
    const connections = new Map<number, Connection>();
    while (!stopped) {
      const n = ++number;
      const { devEui } = devices[n % devices.length] as Scene['devices'][number];
      log.attempted.add(`${devEui}/${n}`);
      let status = 0;
      // A connection that broke says nothing of the message: as any client with kept connections does, once more elsewhere.
      for (let tries = 0; status === 0 && tries <= (options.retries ?? 0); tries++) {
        const open = ports();
        const port = open[(n + tries) % open.length] as number;
        const connection = connections.get(port) ?? new Connection(port);
        connections.set(port, connection);
        ({ status } = await connection.post(head, chirpstackBody(devEui, n)));
      }
      log.statuses.set(status, (log.statuses.get(status) ?? 0) + 1);
      if (status === 200) {
        log.acknowledged.add(`${devEui}/${n}`);
        oks.push(performance.now());
        log.lastOk = performance.now();
      }
      await sleep(status === 200 ? options.pauseMs : 20);
    }
    for (const connection of connections.values()) connection.close();
  }

  const all = Promise.all(Array.from({ length: options.writers }, (_, w) => write(w)));
  return {
    log,
    async stop() {
      stopped = true;
      await all;
    },
  };
}
