import ipaddr from 'ipaddr.js';
import type { Env } from './env.ts';
import { publicUrl } from './env.ts';
import type { AddressRange, EgressPolicy } from './outgoing-address.ts';

const LOOPBACK: AddressRange[] = [ipaddr.parseCIDR('127.0.0.0/8'), ipaddr.parseCIDR('::1/128')];

type Settings = Pick<
  Env,
  | 'NODE_ENV'
  | 'ALLOW_HTTP_DESTINATIONS'
  | 'EGRESS_ALLOW_TEST_CIDR'
  | 'EMBEDDED_POSTGRES'
  | 'DEMO'
  | 'HOST'
  | 'PORT'
  | 'INGEST_PORT'
  | 'DATABASE_URL'
>;

/** docs/decisions/0010: what the demo may reach on this machine, and why that opens nothing. */
export function egressPolicy(settings: Settings, portalUrl: string = publicUrl()): EgressPolicy {
  return {
    allowHttp: settings.ALLOW_HTTP_DESTINATIONS,
    testRanges: testRanges(settings),
    ownHosts: [new URL(portalUrl).hostname].filter((host) => /[a-z]/i.test(host) && host !== 'localhost'),
    ownPorts: [settings.PORT, settings.INGEST_PORT, databasePort(settings.DATABASE_URL)],
  };
}

function testRanges(settings: Settings): AddressRange[] {
  const texts = settings.EGRESS_ALLOW_TEST_CIDR.split(',').map((text) => text.trim());
  const ranges = texts.filter((text) => text !== '').map(parseRange);
  if (ranges.length === 0 || settings.NODE_ENV !== 'production') return ranges;
  if (!settings.EMBEDDED_POSTGRES || !settings.DEMO) {
    throw new Error('EGRESS_ALLOW_TEST_CIDR is for tests and the demo; it must not be set in production.');
  }
  if (!ranges.every(isLoopback)) {
    throw new Error(
      'EGRESS_ALLOW_TEST_CIDR of a demo may name loopback addresses only (127.0.0.0/8, ::1/128).',
    );
  }
  // A portal that other machines can reach must not lend them this machine's loopback.
  return isLoopbackHost(settings.HOST) ? ranges : [];
}

function parseRange(text: string): AddressRange {
  if (!ipaddr.isValidCIDR(text)) throw new Error(`EGRESS_ALLOW_TEST_CIDR: "${text}" is not a CIDR range.`);
  return ipaddr.parseCIDR(text);
}

function isLoopback([address, bits]: AddressRange): boolean {
  return LOOPBACK.some(
    ([loopback, atLeast]) =>
      address.kind() === loopback.kind() && bits >= atLeast && address.match(loopback, atLeast),
  );
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');
}

function databasePort(url: string): number {
  return URL.canParse(url) ? Number(new URL(url).port || 5432) : 5432;
}
