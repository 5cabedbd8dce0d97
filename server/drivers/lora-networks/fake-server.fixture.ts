import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What may go wrong before a call is looked at: a status, no answer, a broken connection; or after it was carried out. */
export type Trouble =
  | { status: number; body?: string; type?: string }
  | 'hang'
  | 'drop'
  | 'done-then-drop'
  | 'done-then-hang';

export interface Call {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export interface FakeServer {
  address: string;
  calls: Call[];
  /** The next calls meet these, one each (null: nothing), instead of what was to come; then all is well again. */
  trouble(...next: (Trouble | null)[]): void;
  /** Every call meets this; null: all is well. */
  always(trouble: Trouble | null): void;
  /** The slowest answer, ms. */
  slow(ms: number): void;
  stop(): Promise<void>;
}

/** A server on loopback whose answers a fake gives, with trouble on demand. */
export async function startFakeServer(answer: (call: Call) => Reply): Promise<FakeServer> {
  const queue: (Trouble | null)[] = [];
  let constant: Trouble | null = null;
  let delay = 0;
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const call = await read(request);
    calls.push(call);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    meet(queue.shift() ?? constant, call, response);
  });
  function meet(trouble: Trouble | null, call: Call, response: ServerResponse): void {
    if (trouble === 'drop') return void response.socket?.destroy();
    if (trouble === 'hang') return;
    if (trouble !== null && typeof trouble === 'object') {
      response.writeHead(trouble.status, { 'content-type': trouble.type ?? 'text/html' });
      return void response.end(trouble.body ?? '<html>trouble</html>');
    }
    const reply = answer(call);
    if (trouble === 'done-then-drop') return void response.socket?.destroy();
    if (trouble === 'done-then-hang') return;
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    trouble: (...next) => void queue.splice(0, queue.length, ...next),
    always: (trouble) => {
      constant = trouble;
    },
    slow: (ms) => {
      delay = ms;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}
