// The receiver of a load run, a process of its own: checks both signatures, keeps what came and when, answers by IPC.
import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SinkReport } from './sink.ts';

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

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    take(request, Buffer.concat(chunks));
    response.writeHead(200, { 'content-length': 0 }).end();
  });
});

function take(request: IncomingMessage, body: Buffer): void {
  const at = performance.timeOrigin + performance.now();
  const id = String(request.headers['webhook-id']);
  report.messages++;
  if (!isSigned(request, id, body)) report.badSignatures++;
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

function isSigned(request: IncomingMessage, id: string, body: Buffer): boolean {
  const token = hash('sha256', Buffer.concat([body, shared]), 'hex');
  const stamp = String(request.headers['webhook-timestamp']);
  const signature = createHmac('sha256', key).update(`${id}.${stamp}.`).update(body).digest('base64');
  return (
    equal(request.headers['things-message-token'], token) &&
    equal(request.headers['webhook-signature'], `v1,${signature}`)
  );
}

function equal(given: string | string[] | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

process.on('message', (question) => {
  if (question === 'count') process.send?.({ messages: report.messages, distinct: seen.size });
  if (question === 'report') process.send?.(report);
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
