import type { ReportedValue } from './contract.ts';
import type { TwinRow } from './repository.ts';
import { splitSection } from './rules.ts';
import type { ReportedEntry, Twin } from './twin-contract.ts';

/** Units that tell a reader nothing (product/05). */
const TRIVIAL_UNITS = new Set(['enum', '/', 'string']);

export function twinView(row: TwinRow): Twin {
  return {
    deviceId: row.deviceId,
    reported: Object.entries(row.reported)
      .map(([name, value]) => reportedEntry(name, value))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    desired: row.desired,
    observed: row.observed,
    metadata: row.metadata,
    version: row.version,
    modifiedAt: row.modifiedAt,
    linked: row.linked,
    editable: row.category === 'own',
  };
}

export function reportedEntry(name: string, value: ReportedValue): ReportedEntry {
  return {
    name,
    section: splitSection(name),
    ...shownValue(value),
    unit: value.u && !TRIVIAL_UNITS.has(value.u) ? value.u : null,
    at: new Date(value.t * 1000),
  };
}

function shownValue({ v, vs, vb, vd, s }: ReportedValue): Pick<ReportedEntry, 'kind' | 'value'> {
  if (vs !== undefined) return { kind: 'text', value: vs };
  if (vb !== undefined) return { kind: 'boolean', value: vb };
  if (vd !== undefined) return { kind: 'data', value: vd };
  return { kind: 'number', value: v ?? s ?? 0 };
}
