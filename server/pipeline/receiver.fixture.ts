import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { SHARED_SECRET, SIGNING_SECRET } from './scene.fixture.ts';

export interface Received {
  webhookId: string;
  /** Of a message that was run through its decoders again. */
  replayId: string | null;
  body: string;
  records: { bn?: string; n?: string; v?: number; vs?: string }[];
  path: string;
  verified: boolean;
  at: number;
}

export interface Receiver {
  url: string;
  /** Everything that was answered 2xx, in order of arrival. */
  taken: Received[];
  /** Everything that came. */
  calls: Received[];
  /** Status to answer with; null: say nothing. */
  answer(choose: (message: Received) => number | null): void;
  stop(): Promise<void>;
}

/** A receiver on loopback that checks both signatures of what it gets. */
export async function startReceiver(): Promise<Receiver> {
  let choose: (message: Received) => number | null = () => 200;
  const receiver: Receiver = { url: '', taken: [], calls: [], answer, stop };
  const webhook = new Webhook(SIGNING_SECRET);
  const server = createServer(async (request, response) => {
    const message = await read(request, webhook);
    receiver.calls.push(message);
    reply(response, choose(message), () => receiver.taken.push(message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  return receiver;

  function answer(by: typeof choose): void {
    choose = by;
  }

  function stop(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }
}

async function read(request: IncomingMessage, webhook: Webhook): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const body = bytes.toString('utf8');
  const tokenFits = request.headers['things-message-token'] === messageToken(bytes, SHARED_SECRET);
  let signatureFits = true;
  try {
    webhook.verify(body, request.headers as Record<string, string>);
  } catch {
    signatureFits = false;
  }
  return {
    webhookId: String(request.headers['webhook-id']),
    replayId: request.headers['things-replay']?.toString() ?? null,
    body,
    records: JSON.parse(body),
    path: request.url ?? '',
    verified: tokenFits && signatureFits,
    at: performance.now(),
  };
}

function reply(response: ServerResponse, status: number | null, take: () => void): void {
  if (status === null) return;
  if (status >= 200 && status < 300) take();
  response.writeHead(status, { 'content-length': 0 }).end();
}
