import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestRequest } from '#server/pipeline/accept/contract.ts';
import { Connection } from './client.ts';

const LANES = 24;
const PAUSE_MS = 100;

/** One call and the door, of several, that it goes to. */
export interface Post {
  request: Pick<IngestRequest, 'path' | 'query' | 'headers' | 'body'>;
  door: number;
}

/**
 * Posts to the doors of several processes at the same moment, over many connections; what is answered 503 or not at all is
 * told again, as senders do. Answers by status, and how many were told again.
 */
export async function postAll(ports: readonly number[], posts: Iterable<Post>): Promise<Map<number, number>> {
  const next = posts[Symbol.iterator]();
  const statuses = new Map<number, number>();
  const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      const connections = ports.map((port) => new Connection(port));
      for (let one = next.next(); !one.done; one = next.next()) {
        const { request, door } = one.value;
        const head = headOf(request);
        for (let status = 0; ; await sleep(PAUSE_MS)) {
          ({ status } = await (connections[door % ports.length] as Connection).post(
            head,
            Buffer.from(request.body),
          ));
          count(status);
          if (status !== 503 && status !== 0) break;
        }
      }
      for (const connection of connections) connection.close();
    }),
  );
  return statuses;
}

function headOf({ path, query, headers }: Post['request']): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${path}${query && `?${query}`} HTTP/1.1`, 'host: 127.0.0.1', ...lines, ''].join('\r\n');
}
