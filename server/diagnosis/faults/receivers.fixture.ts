import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '#server/platform/loopback-tls.fixture.ts';

export interface Receivers {
  /** Answers with the status; 0: never. */
  of(status: number): string;
  /** With a certificate that nobody vouches for. */
  tls: string;
  stop(): Promise<void>;
}

/** Nobody listens there: below the ports that the system gives out. */
export const UNREACHABLE = 'http://127.0.0.1:18097/';
export const UNRESOLVED = 'http://receiver.invalid/';

/** Receivers on loopback, well and ill. */
export async function startReceivers(): Promise<Receivers> {
  const answer: RequestListener = (request, response) => {
    request.resume();
    const status = Number(request.url?.slice(1));
    if (status > 0) request.on('end', () => response.writeHead(status, { 'content-length': 0 }).end());
  };
  const plain = createServer(answer);
  const tls = createTlsServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, answer);
  const [port, tlsPort] = await Promise.all([listen(plain), listen(tls)]);
  return {
    of: (status) => `http://127.0.0.1:${port}/${status}`,
    tls: `https://127.0.0.1:${tlsPort}/200`,
    stop: async () => {
      for (const server of [plain, tls]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
