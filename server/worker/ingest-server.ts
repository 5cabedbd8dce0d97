import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { serveFirmware } from '#server/firmware/serve-firmware.ts';
import { withLineEnds } from '#server/http/bare-newlines.ts';
import type { BytesAnswer } from '#server/http/problem.ts';
import { type Acceptor, doorOf } from '#server/pipeline/accept/acceptor.ts';
import { refuse } from '#server/pipeline/accept/refuse.ts';
import { log } from '#server/platform/log.ts';
import { type HealthSource, healthAnswer } from './health.ts';

/** Whoever sends a request slowly is cut off: Node's own limits are minutes and its sweep half a minute. */
const LIMITS = {
  headersTimeout: 2_000,
  requestTimeout: 4_000,
  connectionsCheckingInterval: 500,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

export interface IngestServer {
  server: Server;
  /** Takes no new connections, lets those at work finish, then cuts the rest off. */
  close(waitMs: number): Promise<void>;
}

/** The lean door of the ingestion: no framework between the socket and the pipeline. */
export function createIngestServer(acceptor: Acceptor, health: HealthSource): IngestServer {
  const state = { closing: false };
  const server = createServer(LIMITS, (request, response) => {
    void answer(request, acceptor, health)
      .catch((err): BytesAnswer => {
        log.error({ err }, 'a request was not answered');
        return refuse('ingestion.unavailable', split(request.url ?? '/').path);
      })
      .then((answered) => write(response, answered, state.closing));
  });
  takeBareNewlines(server);
  return { server, close: (waitMs) => close(server, state, waitMs) };
}

/** Node's own listener gets a connection once its first line was looked at. */
function takeBareNewlines(server: Server): void {
  const handlers = server.listeners('connection') as ((connection: Duplex) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket) =>
    withLineEnds(socket, LIMITS.headersTimeout, (connection) => {
      for (const handle of handlers) handle.call(server, connection);
    }),
  );
}

async function answer(
  request: IncomingMessage,
  acceptor: Acceptor,
  health: HealthSource,
): Promise<BytesAnswer> {
  const { path, query } = split(request.url ?? '/');
  const door = doorOf(path);
  if (!door) {
    request.resume();
    return (await healthAnswer(path, request, health)) ?? refuse('ingestion.not-found', path);
  }
  const { method = 'GET', headers, socket } = request;
  if (door.name === 'firmware') {
    request.resume();
    return serveFirmware({ method, path, query, headers: headers as Record<string, string | undefined> });
  }
  const body = await readBody(request, door.bodyLimit);
  if (body === 'too-large') return acceptor.tooLarge(path);
  if (body === 'aborted') return refuse('ingestion.malformed', path, { detail: 'The body broke off' });
  const address = socket.remoteAddress ?? '';
  return acceptor.accept({
    method,
    path,
    query,
    headers: headers as Record<string, string | undefined>,
    body,
    address,
  });
}

function split(url: string): { path: string; query: string } {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'too-large' | 'aborted'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    request.resume();
    return Promise.resolve('too-large');
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else resolve('too-large');
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', () => resolve('aborted'));
    request.on('close', () => resolve('aborted'));
  });
}

function write(response: ServerResponse, { status, headers, body }: BytesAnswer, closing: boolean): void {
  if (response.destroyed) return;
  // The answer to HEAD says how long the body would be.
  const length = headers['content-length'] ?? Buffer.byteLength(body);
  // After a refused body the rest of it may still be on the wire: the connection is not used again.
  const last = closing || status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, { ...headers, 'content-length': length, ...last });
  response.end(body);
}

function close(server: Server, state: { closing: boolean }, waitMs: number): Promise<void> {
  state.closing = true;
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), waitMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
