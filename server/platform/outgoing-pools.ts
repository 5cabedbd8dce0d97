import { createHash } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { buildConnector, Pool } from 'undici';
import { checkAddresses, type EgressPolicy, type OutgoingTarget } from './outgoing-address.ts';
import type { OutgoingTls } from './outgoing-contract.ts';
import { EgressError } from './outgoing-error.ts';

export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** Opens the connection to addresses that have been checked. The only line behind which a socket is made. */
export type Dial = (
  addresses: LookupAddress[],
  options: buildConnector.Options,
  callback: buildConnector.Callback,
) => void;

export interface PoolSettings {
  policy: EgressPolicy;
  resolve: Resolve;
  /** One per pool, so that TLS sessions are kept. */
  makeDial: (tls: OutgoingTls | undefined) => Dial;
  connections: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;

export function makeDial(tls: OutgoingTls | undefined): Dial {
  let pinned: LookupAddress[] = [];
  const lookup: LookupFunction = (_name, options, callback) => {
    const [first] = pinned;
    if (options.all) callback(null, pinned);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
  const ca = tls?.ca === undefined ? {} : { ca: [...getCACertificates('default'), tls.ca] };
  const connect = buildConnector({ ...tls, ...ca, lookup, allowH2: false, timeout: CONNECT_TIMEOUT_MS });
  return (addresses, options, callback) => {
    pinned = addresses;
    connect(options, callback);
  };
}

/** One pool an origin, certificate and lane: nobody waits behind another one's dead receiver. */
export function poolKey(target: OutgoingTarget, tls: OutgoingTls | undefined, lane: string): string {
  const identity = tls ? createHash('sha256').update(JSON.stringify(tls)).digest('base64') : '';
  return `${target.url.origin}|${lane}|${identity}`;
}

export function makePool(target: OutgoingTarget, tls: OutgoingTls | undefined, settings: PoolSettings): Pool {
  const dial = settings.makeDial(tls);
  return new Pool(target.url.origin, {
    connections: settings.connections,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The caller's own limit covers the whole call.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect(options, callback) {
      checkedAddresses(target, settings).then(
        (addresses) => dial(addresses, options, callback),
        (error: Error) => callback(error, null),
      );
    },
  });
}

/** Asked anew for every connection, and what was checked is what is used: a name cannot change in between. */
async function checkedAddresses(target: OutgoingTarget, settings: PoolSettings): Promise<LookupAddress[]> {
  const { host, isLiteral } = target;
  const addresses = isLiteral ? [{ address: host, family: isIP(host) }] : await settings.resolve(host);
  const refusal = checkAddresses(
    target,
    addresses.map(({ address }) => address),
    settings.policy,
  );
  if (refusal) throw new EgressError(refusal);
  return addresses;
}
