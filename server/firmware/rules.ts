import type { Reported } from '#server/twins/contract.ts';
import type { FirmwareStatus } from './contract.ts';

const PATH = /^\/ingestion\/firmware\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The assignment that a download address is of; null where it is none. */
export function assignmentOfPath(path: string): string | null {
  return PATH.exec(path)?.[1]?.toLowerCase() ?? null;
}

export function isFirmwarePath(path: string): boolean {
  return path.startsWith('/ingestion/firmware/');
}

export const OPEN: readonly FirmwareStatus[] = ['offered', 'downloading'];

export function isOpen(status: FirmwareStatus): boolean {
  return OPEN.includes(status);
}

/** Names under which devices report their firmware, the first that is there counts. */
export const FIRMWARE_NAMES = ['firmwareVersion', 'firmware', 'fwVersion', 'swVersion'];

/** What the twin knows of the firmware of a device; null: it never told. */
export function reportedFirmware(reported: Reported): { version: string; at: string } | null {
  for (const name of FIRMWARE_NAMES) {
    const found = reported[name];
    const version = found?.vs ?? found?.v;
    if (found && version !== undefined) return { version: String(version), at: String(found.t) };
  }
  return null;
}

/** Bytes first…last of a file, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * One range of `Range: bytes=…` (RFC 9110 §14.2). `null`: the header is none that we serve, and the whole is answered;
 * 'unsatisfiable': none of its bytes are there.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/i.exec(header?.trim() ?? '');
  if (!match) return null;
  const [, from, to, suffix] = match;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to ? Math.min(Number(to), size - 1) : size - 1;
  if (to && Number(to) < first) return null;
  return first >= size ? 'unsatisfiable' : { first, last };
}
