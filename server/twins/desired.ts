import type { DesiredState, DesiredValue, ReportedValue } from './contract.ts';

/** How the downlink that carries a wish is doing. */
export interface Carrier {
  state: 'PENDING' | 'EXECUTING' | 'DELIVERED' | 'FAILED' | 'CANCELLED';
  endedAt: Date | null;
}

const NEARLY = 1e-9;

/** Numbers that differ by less than their last digits are the same: a device may write 21.3 in its own way. */
function isSame(wanted: DesiredValue, told: ReportedValue): boolean {
  if (wanted.v !== undefined && told.v !== undefined)
    return Math.abs(wanted.v - told.v) <= NEARLY * Math.max(1, Math.abs(wanted.v));
  return wanted.v === told.v && wanted.vs === told.vs && wanted.vb === told.vb && wanted.vd === told.vd;
}

/**
 * Where a wish stands: what the device says itself since then counts more than what became of the downlink, and a device
 * that goes on saying something else after it was told has drifted. Without a carrier nobody knows more than the device.
 */
export function desiredState(
  wanted: DesiredValue,
  carrier: Carrier | null,
  told: ReportedValue | undefined,
): DesiredState {
  const requestedAt = Date.parse(wanted.at);
  const toldAt = told ? told.t * 1000 : Number.NEGATIVE_INFINITY;
  const same = told !== undefined && isSame(wanted, told);
  if (same && toldAt >= requestedAt) return 'in-sync';
  switch (carrier?.state) {
    case 'PENDING':
      return 'requested';
    case 'EXECUTING':
      return 'under-way';
    case 'FAILED':
    case 'CANCELLED':
      return 'failed';
    default: {
      if (same) return 'in-sync';
      const deliveredAt = carrier?.endedAt?.getTime() ?? requestedAt;
      return toldAt > deliveredAt ? 'drifted' : 'delivered';
    }
  }
}

/** The wishes that records of an instruction hold, by name; of a name that stands twice the last. */
export function desiredOf(
  records: readonly Record<string, string | number | boolean>[],
  downlinkId: string,
  at: Date,
): Record<string, DesiredValue> {
  const wishes: Record<string, DesiredValue> = {};
  for (const { n, u, v, vs, vb, vd } of records) {
    if (typeof n !== 'string' || n === '' || n === '__proto__') continue;
    const value: Omit<DesiredValue, 'at' | 'downlinkId'> = {
      ...(typeof v === 'number' ? { v } : {}),
      ...(typeof vs === 'string' ? { vs } : {}),
      ...(typeof vb === 'boolean' ? { vb } : {}),
      ...(typeof vd === 'string' ? { vd } : {}),
    };
    if (Object.keys(value).length === 0) continue;
    wishes[n] = { ...value, ...(typeof u === 'string' && u ? { u } : {}), at: at.toISOString(), downlinkId };
  }
  return wishes;
}
