import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { launchPlan } from './launch.ts';

const run = promisify(execFile);

/** What a process can do that is started exactly as a child is. */
async function powers() {
  const { command, args, missing } = await launchPlan();
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const entry = args.at(-1)?.replace('main.ts', 'barriers.fixture.ts') ?? '';
  const { stdout } = await run(command, [...args.slice(0, -1), entry, String(port)], {
    env: { TZ: 'UTC' } as unknown as NodeJS.ProcessEnv,
    cwd: '/',
  });
  server.close();
  return { can: JSON.parse(stdout), missing: missing.map((one) => one.barrier) };
}

describe('the process that runs scripts', () => {
  it('has no files, no programs, no environment, no evaluation, and where the system offers it no network and no user', async () => {
    rmSync('/tmp/sandbox-escaped', { force: true });
    const { can, missing } = await powers();
    expect(can).toMatchObject({
      readsOther: 'ERR_ACCESS_DENIED',
      runs: 'ERR_ACCESS_DENIED',
      evaluates: 'EvalError',
    });
    expect(can.writes).toBe('ERR_ACCESS_DENIED');
    expect(existsSync('/tmp/sandbox-escaped')).toBe(false);
    expect(can.env).toEqual({ TZ: 'UTC' });
    if (!missing.includes('network')) expect(can.network).toMatch(/^(ENETUNREACH|EACCES|ERR_ACCESS_DENIED)$/);
    if (process.getuid?.() === 0 && !missing.includes('user')) {
      expect(can.uid).toBe(65534);
      expect(can.groups).toEqual([65534]);
    }
  });

  it('tells why a barrier is missing', async () => {
    const { missing } = await launchPlan();
    for (const one of missing) expect(one.reason).not.toBe('');
  });
});
