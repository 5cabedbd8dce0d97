import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Where calls on behalf of customers may go: https to public unicast addresses. Pure; the client of
 * `outgoing-http.ts` applies it at save and again to every address that a connection is about to use.
 */
export interface EgressPolicy {
  /** Plain http everywhere: for laboratories. */
  allowHttp: boolean;
  /** Addresses that may be reached although they are not public; http is fine there. Tests and the demo only. */
  testRanges: AddressRange[];
  /** Our own names: a destination that points back at us would go round in circles. */
  ownHosts: string[];
  /** Our own ports, closed within the test ranges: portal, ingestion, database. */
  ownPorts: number[];
}

export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number];

export interface OutgoingTarget {
  url: URL;
  /** Without brackets and trailing dot. */
  host: string;
  port: number;
  isLiteral: boolean;
}

export interface OutgoingRefusal {
  code: `outgoing.forbidden-${'scheme' | 'userinfo' | 'port' | 'name' | 'address'}` | 'outgoing.bad-url';
  message: string;
}

export type OutgoingCheck = { ok: true; target: OutgoingTarget } | { ok: false; refusal: OutgoingRefusal };

const LONGEST_URL = 2048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
const UNSAFE_CHARACTERS = /[\u0000-\u0020\u007f-\u00a0]/;
/** Names that mean this machine or this network wherever they are asked. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa|localdomain|lan|intranet)$/;
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Everything about an address that can be told without asking the name service. */
export function checkUrl(text: string, policy: EgressPolicy): OutgoingCheck {
  if (text.length > LONGEST_URL || UNSAFE_CHARACTERS.test(text) || !URL.canParse(text)) {
    return refuse('outgoing.bad-url', 'The address is not a URL.');
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refuse('outgoing.forbidden-scheme', 'Only https addresses are allowed.');
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('outgoing.forbidden-userinfo', 'A name or password does not belong into the address.');
  }
  // The parser has turned every spelling of a number (hexadecimal, octal, one part, other scripts) into one.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const target = { url, host, port, isLiteral: isIP(host) !== 0 };
  const refusal =
    checkPort(target) ??
    (target.isLiteral ? checkAddresses(target, [host], policy) : checkName(target, policy));
  return refusal ? { ok: false, refusal } : { ok: true, target };
}

function refuse(code: OutgoingRefusal['code'], message: string): { ok: false; refusal: OutgoingRefusal } {
  return { ok: false, refusal: { code, message } };
}

function checkPort({ url, port }: OutgoingTarget): OutgoingRefusal | null {
  if (port >= 1024 || port === (url.protocol === 'https:' ? 443 : 80)) return null;
  return { code: 'outgoing.forbidden-port', message: `Port ${port} is not allowed: 443 or from 1024.` };
}

function checkName({ url, host }: OutgoingTarget, policy: EgressPolicy): OutgoingRefusal | null {
  const message = `The name "${host}" may not be called.`;
  if (policy.ownHosts.some((own) => host === own || host.endsWith(`.${own}`))) {
    return { code: 'outgoing.forbidden-name', message };
  }
  // A name is as good as its addresses there: they are checked when they are known.
  if (policy.testRanges.length > 0) return null;
  if (!host.includes('.') || LOCAL_NAME.test(host)) return { code: 'outgoing.forbidden-name', message };
  if (url.protocol === 'https:' || policy.allowHttp) return null;
  return { code: 'outgoing.forbidden-scheme', message: 'Only https addresses are allowed.' };
}

/** Every address that a name has must be allowed: one bad one among good ones is an attack, or soon one. */
export function checkAddresses(
  { url, host, port, isLiteral }: OutgoingTarget,
  addresses: readonly string[],
  policy: EgressPolicy,
): OutgoingRefusal | null {
  const message = 'The address points into a network that may not be called.';
  if (addresses.length === 0) return { code: 'outgoing.forbidden-address', message };
  const inTestRange = addresses.map((address) => isTestAddress(address, port, policy));
  const allTest = inTestRange.every(Boolean);
  if (!addresses.every((address, index) => inTestRange[index] || isPublicUnicast(address))) {
    return { code: 'outgoing.forbidden-address', message };
  }
  if (url.protocol === 'http:' && !policy.allowHttp && !allTest) {
    return { code: 'outgoing.forbidden-scheme', message: 'Only https addresses are allowed.' };
  }
  if (!isLiteral && !allTest && (!host.includes('.') || LOCAL_NAME.test(host))) {
    return { code: 'outgoing.forbidden-name', message: `The name "${host}" may not be called.` };
  }
  return null;
}

/**
 * ipaddr.js names every special range (private, mapped, translated, tunnelled, documentation …); for IPv6 the
 * address must besides lie in 2000::/3, the only part given out, which also leaves out ::/96 (IPv4-compatible).
 */
export function isPublicUnicast(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}

function isTestAddress(address: string, port: number, policy: EgressPolicy): boolean {
  if (policy.testRanges.length === 0 || policy.ownPorts.includes(port) || isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return policy.testRanges.some(
    ([range, bits]) => parsed.kind() === range.kind() && parsed.match(range, bits),
  );
}
