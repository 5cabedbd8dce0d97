import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectNats } from './connect.ts';

export interface NatsServer {
  port: number;
  kill(): Promise<void>;
  /** The same server with what it kept on its disk. */
  start(): Promise<void>;
}

export interface Nats {
  url: string;
  servers: NatsServer[];
  stop(): Promise<void>;
}

/**
 * Servers on loopback that keep what they have in a folder of their own; three of them are a cluster.
 * @param more lines of their configuration, say of TLS, which the addresses say then
 */
export async function startNats(
  program: string,
  count: 1 | 3 = 1,
  { more = '', caFile }: { more?: string; caFile?: string } = {},
): Promise<Nats> {
  const dir = mkdtempSync(path.join(tmpdir(), 'things-nats-'));
  const ports = await freePorts(2 * count);
  const routes = ports.slice(count);
  const servers = ports.slice(0, count).map((port, n) => {
    const file = path.join(dir, `${n}.conf`);
    mkdirSync(path.join(dir, `store-${n}`));
    const cluster = `cluster { name: things, listen: "127.0.0.1:${routes[n]}", routes: [${routes.map((r) => `"nats://127.0.0.1:${r}"`)}] }`;
    writeFileSync(
      file,
      `server_name: n${n}\nlisten: "127.0.0.1:${port}"\njetstream { store_dir: "${dir}/store-${n}" }\n${count > 1 ? cluster : ''}\n${more}\n`,
    );
    return ownServer(program, file, port, caFile);
  });
  const url = servers.map(({ port }) => `${caFile ? 'tls' : 'nats'}://127.0.0.1:${port}`).join(',');
  await Promise.all(servers.map((server) => server.start()));
  if (count > 1) await agreed(url);
  return {
    url,
    servers,
    async stop() {
      await Promise.all(servers.map((server) => server.kill()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function ownServer(program: string, file: string, port: number, caFile?: string): NatsServer {
  let child: ChildProcess | null = null;
  return {
    port,
    async start() {
      child = spawn(program, ['-c', file, '-l', `${file}.log`], { stdio: 'ignore' });
      const url = `nats://127.0.0.1:${port}`;
      for (let tries = 0; tries < 100; tries++) {
        const open = await connectNats(url, caFile).catch(() => null);
        await open?.close();
        if (open) return;
        await sleep(50);
      }
      throw new Error(`nats-server did not start, see ${file}.log`);
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Until the cluster has a leader that makes streams. */
async function agreed(url: string): Promise<void> {
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connectNats(url);
  try {
    const jsm = await jetstreamManager(connection, { checkAPI: false, timeout: 1_000 });
    for (let tries = 0; tries < 60; tries++) {
      const made = await jsm.streams
        .add({ name: 'probe', subjects: ['probe'], num_replicas: 3 })
        .catch(() => null);
      if (made) {
        await jsm.streams.delete('probe');
        return;
      }
      await sleep(250);
    }
    throw new Error('the cluster did not agree on a leader');
  } finally {
    await connection.close();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const { port } = server.address() as { port: number };
      server.close();
      await once(server, 'close');
      return port;
    }),
  );
}
