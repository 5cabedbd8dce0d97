// Loaded before the portal's server (node --import): told to end, it waits for its open connections, and live streams,
// connections that browsers keep and answers that hang never end by themselves. Whoever stops an installation does not wait for them.
import { Server } from 'node:http';
import type { Socket } from 'node:net';

/** For answers that are under way. */
const GRACE_MS = 2_000;
/** Less than whoever starts it gives it (scripts/installation.ts). */
const LONGEST_MS = 10_000;

const sockets = new WeakMap<Server, Set<Socket>>();
const emit = Server.prototype.emit as (this: Server, ...all: unknown[]) => boolean;
const close = Server.prototype.close;

Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
  if (event === 'connection') keep(this, args[0] as Socket);
  return emit.call(this, event, ...args);
};

Server.prototype.close = function (this: Server, done?: (error?: Error) => void): Server {
  setTimeout(() => {
    for (const socket of sockets.get(this) ?? []) socket.destroy();
  }, GRACE_MS).unref();
  return close.call(this, done) as Server;
};

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    setTimeout(() => process.exit(1), LONGEST_MS).unref();
  });

function keep(server: Server, socket: Socket): void {
  const open = sockets.get(server) ?? new Set();
  sockets.set(server, open.add(socket));
  socket.once('close', () => open.delete(socket));
}
