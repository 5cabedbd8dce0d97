import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';

/** As the portal's server ends: it closes, waits for what is open, and then for its own work. */
const server = (work: string) => `
  const { createServer } = require('node:http');
  const server = createServer((request, response) => response.write('a stream without an end'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.on('SIGTERM', () => server.close(async () => { ${work}; process.exit(0); }));`;

/** 0: by itself; 1: since its time was over. */
async function endOf(work: string): Promise<number | null> {
  const args = ['--import', './server/http/prompt-end.ts', '-e', server(work)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  const stream = connect(port, '127.0.0.1');
  stream.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(stream, 'data');
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  for (const socket of [stream, silent]) socket.on('error', () => {});
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code;
}

it('a server with open streams ends by itself', async () => {
  expect(await endOf('')).toBe(0);
});

it('one whose own work hangs ends all the same', async () => {
  expect(await endOf('setInterval(() => {}, 1_000); await new Promise(() => {})')).toBe(1);
});
