import { createHash } from 'node:crypto';
import type { SandboxCall, SandboxFunction } from './contract.ts';

/** A message of a thermometer: 26.4 °C, 51 %. */
export const UPLINK = { bytes: [0x01, 0x08, 0x33], fPort: 2, recvTime: '2026-03-04T05:06:07.000Z' };

export const VENDOR_CODEC = `
function decodeUplink(input) {
  var b = input.bytes;
  return { data: { temperature: (((b[0] << 24) >> 16) | b[1]) / 10, humidity: b[2] } };
}`;

export const VENDOR_OUTPUT = { data: { temperature: 26.4, humidity: 51 }, warnings: [], errors: [] };

export const keyOf = (source: string) => createHash('sha256').update(source).digest('hex');

export function ts013(source: string, more: Partial<SandboxCall> = {}): SandboxCall {
  const fn: SandboxFunction = more.fn ?? 'decodeUplink';
  return { tenant: 'acme', source, scriptKey: keyOf(source), contract: 'ts013', fn, input: UPLINK, ...more };
}

export function things(source: string, input: unknown, more: Partial<SandboxCall> = {}): SandboxCall {
  return { tenant: 'acme', source, scriptKey: keyOf(source), contract: 'things', fn: 'main', input, ...more };
}
