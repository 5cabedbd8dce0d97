import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

/** Runs in place of the child's program and tells, as one line of JSON, what its process could do. */
function tried(action: () => unknown): string {
  try {
    return `done: ${String(action()).slice(0, 100)}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).name;
  }
}

function reached(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve('done'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
  });
}

const [, , port] = process.argv;
const result = {
  uid: process.getuid?.(),
  groups: process.getgroups?.(),
  env: process.env,
  readsOther: tried(() => readFileSync('/etc/hostname', 'utf8')),
  writes: tried(() => writeFileSync('/tmp/sandbox-escaped', 'x')),
  runs: tried(() => execFileSync('/bin/true')),
  evaluates: tried(() => new Function('return 1')()),
  network: port === undefined ? 'not tried' : await reached(Number(port)),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
