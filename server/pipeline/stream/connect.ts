import { existsSync } from 'node:fs';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { StreamUnfitError } from './stream-config.ts';

interface Servers {
  addresses: string[];
  login: { user?: string; pass?: string; token?: string };
  isTls: boolean;
}

/** `nats://user:password@host:4222,nats://other:4222`; a name alone in the credentials is a token; `tls://` asks for TLS. */
export function serversOf(list: string): Servers {
  const urls = list.split(',').map((one) => addressOf(one.trim()));
  const named = urls.find(({ username }) => username !== '');
  const [name, password] = [named?.username ?? '', named?.password ?? ''].map(decodeURIComponent) as [
    string,
    string,
  ];
  return {
    addresses: urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    login: name === '' ? {} : password === '' ? { token: name } : { user: name, pass: password },
    isTls: urls.some(({ protocol }) => protocol === 'tls:'),
  };
}

function addressOf(text: string): URL {
  const url = /^\w+:\/\//.test(text) ? text : `nats://${text}`;
  const isOurs = /^(nats|tls):$/.test(URL.parse(url)?.protocol ?? '');
  // Without the address itself: it may hold a password.
  if (!isOurs || !new URL(url).hostname)
    throw new StreamUnfitError('NATS_URL does not consist of addresses like nats://user:password@host:4222');
  return new URL(url);
}

/** Reconnects by itself, for ever; what could not be sent in time is told to its sender, who comes again. */
export async function connectNats(url: string, caFile?: string): Promise<NatsConnection> {
  const { addresses, login, isTls } = serversOf(url);
  if (caFile && !existsSync(caFile)) throw new StreamUnfitError(`NATS_CA_FILE: there is no file ${caFile}`);
  return connect({
    ...login,
    servers: addresses,
    name: 'things',
    timeout: 3_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 5_000,
    maxPingOut: 2,
    ...(isTls || caFile ? { tls: caFile ? { caFile } : {} } : {}),
  });
}
