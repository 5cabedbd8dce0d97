// Loaded before the portal's server (node --import): route handlers see no socket, and a header they could be sent is no
// proof. So every request gets the address of its socket, or of the proxies we know of, before anything reads it.
// And devices may end their header lines as they do at the lean door of the ingestion.
import { type IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { withLineEnds } from './bare-newlines.ts';
import { CLIENT_ADDRESS_HEADER, clientAddress } from './client-address.ts';

/** Browsers open connections ahead of what they will ask. */
const FIRST_LINE_MS = 60_000;
const trustedHops = Number(process.env.TRUSTED_PROXY_HOPS ?? 0);
const emit = Server.prototype.emit as (this: Server, ...all: unknown[]) => boolean;

Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
  if (event === 'connection') {
    withLineEnds(args[0] as Socket, FIRST_LINE_MS, (connection) => emit.call(this, event, connection));
    return true;
  }
  if (event === 'request') {
    const request = args[0] as IncomingMessage;
    const forwarded = request.headers['x-forwarded-for'];
    request.headers[CLIENT_ADDRESS_HEADER] = clientAddress(
      request.socket.remoteAddress ?? 'unknown',
      Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
      trustedHops,
    );
  }
  return emit.call(this, event, ...args);
};
