import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { type Answer, Connection } from './client.ts';
import { chirpstackBody } from './uplinks.ts';

/** A webhook call ready to be sent. */
export interface Frame {
  /** `<DevEUI>/<number>`, as the sink names it too. */
  key: string;
  body: Buffer;
}

export interface Sent extends Answer {
  key: string;
}

export function frames(scene: Scene, from: number, count: number): Frame[] {
  return Array.from({ length: count }, (_, i) => frameOf(scene, from + i));
}

export function frameOf(scene: Scene, n: number): Frame {
  const { devEui } = scene.devices[n % scene.devices.length] as Scene['devices'][number];
  return { key: `${devEui}/${n}`, body: chirpstackBody(devEui, n) };
}

export interface Load {
  port: number;
  head: string;
}

/** As fast as it is answered. A device's frames go over one connection: the next is sent when the one before was answered. */
export async function saturate(load: Load, all: Frame[], scene: Scene, connections: number): Promise<Sent[]> {
  const order = new Map(scene.devices.map(({ devEui }, index) => [devEui, index % connections]));
  const byLane = Array.from({ length: connections }, () => [] as Frame[]);
  for (const frame of all) byLane[order.get(frame.key.slice(0, 16)) ?? 0]?.push(frame);
  const sent: Sent[] = [];
  await Promise.all(
    byLane.map(async (lane) => {
      const connection = new Connection(load.port);
      for (const { key, body } of lane) sent.push({ key, ...(await connection.post(load.head, body)) });
      connection.close();
    }),
  );
  return sent;
}

/** Offered at a fixed rate whatever comes back; waiting for a free connection counts as time of the request. */
export async function offer(load: Load, all: Iterable<Frame>, perSecond: number): Promise<Sent[]> {
  const idle: Connection[] = Array.from({ length: 64 }, () => new Connection(load.port));
  const sent: Promise<Sent>[] = [];
  const began = performance.now();
  for (const { key, body } of all) {
    const early = began + (sent.length * 1000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    const connection = idle.pop() ?? new Connection(load.port);
    sent.push(
      connection.post(load.head, body).then((answer) => {
        idle.push(connection);
        return { key, ...answer };
      }),
    );
  }
  const answers = await Promise.all(sent);
  for (const connection of idle) connection.close();
  return answers;
}
