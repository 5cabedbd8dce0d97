import { connect, type NatsConnection } from '@nats-io/transport-node';

interface Servers {
  addresses: string[];
  login: { user?: string; pass?: string; token?: string };
  isTls: boolean;
}

/** `nats://user:password@host:4222,nats://other:4222`; a name alone in the credentials is a token; `tls://` asks for TLS. */
export function serversOf(list: string): Servers {
  const urls = list
    .split(',')
    .map((one) => new URL(/^\w+:\/\//.test(one.trim()) ? one.trim() : `nats://${one.trim()}`));
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

/** Reconnects by itself, for ever; what could not be sent in time is told to its sender, who comes again. */
export function connectNats(url: string, caFile?: string): Promise<NatsConnection> {
  const { addresses, login, isTls } = serversOf(url);
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
