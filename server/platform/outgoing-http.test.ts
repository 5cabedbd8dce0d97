import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loopbackPolicy } from './egress.fixture.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from './loopback-tls.fixture.ts';
import { createOutgoingHttp, type OutgoingHttp, type OutgoingResult } from './outgoing-http.ts';

const policy = loopbackPolicy();

let http: OutgoingHttp;
const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

beforeEach(() => {
  http = createOutgoingHttp(policy, { resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
});

afterEach(async () => {
  await http.close();
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function listen(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener) => listen(createServer(listener));
const text = (result: OutgoingResult) =>
  result.ok ? Buffer.from(result.body).toString() : result.failure.code;

test('a request arrives as it was written, and the answer comes back', async () => {
  const seen: unknown[] = [];
  const port = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(
        request.method,
        request.url,
        request.headers['x-a'],
        request.headers.host,
        Buffer.concat(chunks),
      );
      response.writeHead(202, { 'x-b': 'two' }).end('taken');
    });
  });
  const result = await http.request(`http://127.0.0.1:${port}/hook?a=%20b`, {
    method: 'POST',
    headers: { 'x-a': 'one' },
    body: Uint8Array.of(0, 255, 10),
  });
  expect(result).toMatchObject({ ok: true, status: 202, headers: { 'x-b': 'two' }, truncated: false });
  expect(text(result)).toBe('taken');
  expect(result.durationMs).toBeGreaterThan(0);
  expect(seen).toEqual(['POST', '/hook?a=%20b', 'one', `127.0.0.1:${port}`, Buffer.from([0, 255, 10])]);
});

test.each([301, 302, 303, 307, 308])(
  'redirect %d is an answer; its target is never called',
  async (status) => {
    let called = 0;
    const second = await serve((_, response) => {
      called++;
      response.end();
    });
    const port = await serve((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${second}/` }).end();
    });
    expect(await http.request(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' })).toMatchObject({
      ok: true,
      status,
    });
    expect(called).toBe(0);
  },
);

describe('answers are bounded', () => {
  test('of an endless one the beginning is kept and the connection given up', async () => {
    const port = await serve((_, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(20_000, 'x')), 1);
      response.on('close', () => clearInterval(timer)).on('error', () => {});
    });
    const result = await http.request(`http://127.0.0.1:${port}/`, { method: 'GET' });
    expect(result).toMatchObject({ ok: true, status: 200, truncated: true });
    expect(result.ok && result.body.length).toBe(65_536);
    await expect.poll(() => sockets.size).toBe(0);
  });

  test('one of exactly the limit is whole', async () => {
    const port = await serve((_, response) => void response.end('x'.repeat(1000)));
    const result = await http.request(`http://127.0.0.1:${port}/`, { method: 'GET', maxResponseBytes: 1000 });
    expect(result).toMatchObject({ ok: true, truncated: false });
  });

  test('headers that never end', async () => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const timer = setInterval(() => socket.write(`x: ${'y'.repeat(4000)}\r\n`), 1);
        socket.on('close', () => clearInterval(timer)).on('error', () => {});
      }),
    );
    expect(text(await http.request(`http://127.0.0.1:${port}/`, { method: 'GET' }))).toBe(
      'outgoing.not-http',
    );
  });
});

describe('time is bounded', () => {
  const limit = { method: 'POST', body: 'x', timeoutMs: 200 } as const;

  test.each<[string, (socket: Socket) => void]>([
    ['no answer', () => {}],
    ['headers that drip', (socket) => void socket.write('HTTP/1.1 200 OK\r\nx: ')],
    ['a body that stops', (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc')],
  ])('%s', async (_, behave) => {
    const port = await listen(createTcpServer((socket) => void socket.once('data', () => behave(socket))));
    const result = await http.request(`http://127.0.0.1:${port}/`, limit);
    expect(result).toMatchObject({ ok: false, failure: { code: 'outgoing.timeout' } });
    expect(result.durationMs).toBeGreaterThan(190);
    expect(result.durationMs).toBeLessThan(1000);
    await expect.poll(() => sockets.size).toBe(0);
  });

  test('a connection that does not come about, and a name service that says nothing', async () => {
    const never = createOutgoingHttp(policy, {
      makeDial: () => () => {},
      resolve: () => new Promise(() => {}),
    });
    expect(text(await never.request('http://127.0.0.1:9999/', limit))).toBe('outgoing.timeout');
    expect(text(await never.request('http://x.example:9999/', limit))).toBe('outgoing.timeout');
    await never.close();
  });

  test('a request whose time ran out in the queue is not sent after all', async () => {
    let arrived = 0;
    const port = await serve((_, response) => {
      arrived++;
      setTimeout(() => response.end(), 300);
    });
    const one = createOutgoingHttp(policy, { connections: 1 });
    const url = `http://127.0.0.1:${port}/`;
    const [first, second] = await Promise.all([
      one.request(url, { method: 'POST', timeoutMs: 2000 }),
      one.request(url, { method: 'POST', timeoutMs: 100 }),
    ]);
    expect([text(first), text(second)]).toEqual(['', 'outgoing.timeout']);
    expect(text(await one.request(url, { method: 'POST', timeoutMs: 2000 }))).toBe('');
    expect(arrived).toBe(2);
    await one.close();
  });
});

describe('failures have a code', () => {
  test.each<[string, string, (socket: Socket) => void]>([
    ['reset before an answer', 'outgoing.broken-off', (socket) => void socket.resetAndDestroy()],
    ['closed before an answer', 'outgoing.broken-off', (socket) => void socket.end()],
    [
      'reset in the middle of the body',
      'outgoing.broken-off',
      (socket) =>
        void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc', () => socket.resetAndDestroy()),
    ],
    ['another protocol', 'outgoing.not-http', (socket) => void socket.end('220 mail ready\r\n')],
  ])('%s', async (_, code, behave) => {
    const port = await listen(createTcpServer((socket) => void socket.once('data', () => behave(socket))));
    expect(text(await http.request(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' }))).toBe(code);
  });

  test('nobody listens', async () => {
    const port = await serve(() => {});
    await new Promise((done) => servers.pop()?.close(done));
    expect(text(await http.request(`http://127.0.0.1:${port}/`, { method: 'GET' }))).toBe(
      'outgoing.unreachable',
    );
  });

  test('a header that would break the request open', async () => {
    const result = await http.request('http://127.0.0.1:9999/', {
      method: 'GET',
      headers: { a: 'b\r\nc: d' },
    });
    expect(text(result)).toBe('outgoing.bad-request');
  });
});

describe('TLS', () => {
  const tlsServer = () =>
    listen(
      createTlsServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, (request, response) => {
        response.end(request.headers.host);
      }),
    );

  test('an unknown authority is refused, a given one is trusted, the name is checked', async () => {
    const port = await tlsServer();
    const ask = (host: string, ca?: string) =>
      http.request(`https://${host}:${port}/`, { method: 'GET', ...(ca ? { tls: { ca } } : {}) });
    expect(text(await ask('127.0.0.1'))).toBe('outgoing.tls');
    expect(text(await ask('127.0.0.1', LOOPBACK_CERTIFICATE))).toBe(`127.0.0.1:${port}`);
    expect(text(await ask('receiver.example', LOOPBACK_CERTIFICATE))).toBe(`receiver.example:${port}`);
    expect(text(await ask('other.example', LOOPBACK_CERTIFICATE))).toBe('outgoing.tls');
  });
});

describe('connections', () => {
  test('are kept and reused', async () => {
    let connections = 0;
    const port = await serve((_, response) => void response.end());
    servers[0]?.on('connection', () => connections++);
    for (let i = 0; i < 20; i++)
      await http.request(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' });
    // The second is opened while the first hands its last answer over.
    expect(connections).toBeLessThanOrEqual(2);
  });

  test('a hanging lane does not hold another one up', async () => {
    const port = await serve((request, response) => {
      if (request.url !== '/hang') response.end('ok');
    });
    const hanging = Array.from({ length: 40 }, () =>
      http.request(`http://127.0.0.1:${port}/hang`, { method: 'GET', lane: 'a', timeoutMs: 500 }),
    );
    const result = await http.request(`http://127.0.0.1:${port}/`, {
      method: 'GET',
      lane: 'b',
      timeoutMs: 400,
    });
    expect(text(result)).toBe('ok');
    expect((await Promise.all(hanging)).map(text)).toEqual(Array(40).fill('outgoing.timeout'));
  });
});
