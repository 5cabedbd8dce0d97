// The receiver of a load run, a process of its own: keeps what came and when, answers by IPC. Signatures and order are
// checked when they are asked for: whoever receives does so on processors of their own.
import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { SinkMode, SinkReport } from './sink.ts';

const [, , sharedSecret = '', signingSecret = ''] = process.argv;
const key = createSecretKey(signingSecret.slice('whsec_'.length), 'base64');
const shared = Buffer.from(sharedSecret);

const report: SinkReport = {
  messages: 0,
  badSignatures: 0,
  duplicates: 0,
  reordered: 0,
  frames: [],
  webhookIds: [],
};
const seen = new Set<string>();
const last = new Map<string, number>();

/** What came and has not been looked at. */
let unread: { at: number; head: string; body: Buffer }[] = [];
/** So much is kept at most: a run that goes on for long checks on its way. */
const MAX_UNREAD = 150_000;

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');
const sockets = new Set<Socket>();
let mode: SinkMode = 'answer';

/** Requests with a length, one after the other; by hand, because it shares two cores with what is measured. */
const server = createServer((socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  sockets.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  socket.on('data', (chunk) => {
    if (mode !== 'answer') return;
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const end = rest.indexOf(HEAD_END);
      if (end < 0) return;
      const head = rest.toString('latin1', 0, end + 2);
      const from = end + HEAD_END.length;
      const to = from + Number(header(head, 'content-length') ?? 0);
      if (rest.length < to) return;
      take(head, rest.subarray(from, to));
      rest = rest.subarray(to);
      socket.write(ANSWER, 'latin1');
    }
  });
});

const patterns = new Map<string, RegExp>();

function header(head: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`\r\n${name}: *([^\r]*)\r`, 'i');
    patterns.set(name, pattern);
  }
  return pattern.exec(head)?.[1];
}

function take(head: string, body: Buffer): void {
  unread.push({ at: performance.timeOrigin + performance.now(), head, body });
  report.messages++;
  if (unread.length === MAX_UNREAD) readAll();
}

function readAll(): void {
  const messages = unread;
  unread = [];
  for (const message of messages) read(message);
}

function read({ at, head, body }: (typeof unread)[number]): void {
  const id = header(head, 'webhook-id') ?? '';
  if (!isSigned(head, id, body)) report.badSignatures++;
  const records: { bn?: string; n: string; v?: number }[] = JSON.parse(body.toString('utf8'));
  const device = records[0]?.bn ?? '';
  const n = records.find((record) => record.n === 'counter')?.v ?? -1;
  const frame = `${device.slice(15, 31)}/${n}`;
  if (seen.has(frame)) report.duplicates++;
  else if (n < (last.get(device) ?? -1)) report.reordered++;
  seen.add(frame);
  last.set(device, Math.max(n, last.get(device) ?? -1));
  report.frames.push([frame, at]);
  report.webhookIds.push(id);
}

function isSigned(head: string, id: string, body: Buffer): boolean {
  const token = hash('sha256', Buffer.concat([body, shared]), 'hex');
  const stamp = header(head, 'webhook-timestamp');
  const signature = createHmac('sha256', key).update(`${id}.${stamp}.`).update(body).digest('base64');
  return (
    equal(header(head, 'things-message-token'), token) &&
    equal(header(head, 'webhook-signature'), `v1,${signature}`)
  );
}

function equal(given: string | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What is asked for while it refuses or hangs has not come: it is not taken, and nothing half read is taken later. */
function become(next: SinkMode): Promise<void> {
  mode = next;
  if (next === 'hang') return listen();
  // What was taken has its answer first, so that it is not sent again.
  for (const socket of sockets) next === 'refuse' ? socket.end() : socket.destroy();
  if (next === 'answer') return listen();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

let port = 0;

function listen(): Promise<void> {
  if (server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      port = (server.address() as AddressInfo).port;
      resolve();
    });
  });
}

process.on('message', (question: string | { mode: SinkMode }) => {
  if (typeof question === 'object') void become(question.mode).then(() => process.send?.({ mode }));
  if (question === 'count') process.send?.(report.messages);
  if (question === 'distinct' || question === 'report') readAll();
  if (question === 'distinct') process.send?.(seen.size);
  if (question === 'report') process.send?.(report);
});
process.on('disconnect', () => process.exit(0));
await listen();
process.send?.({ port });
