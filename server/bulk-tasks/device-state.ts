import type { Network } from '#server/device-types/contract.ts';
import type { Named } from '#server/devices/contract.ts';
import { MAX_METADATA } from '#server/twins/twin-contract.ts';
import { METADATA } from './sheet/columns-contract.ts';

/** A device as bulk work compares and changes it. */
export interface DeviceState {
  id: string;
  name: string;
  description: string | null;
  barcode: string | null;
  tags: string[];
  status: 'ACTIVE' | 'DEACTIVATED';
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
  project: Named;
  flows: Named[];
  metadata: Record<string, string>;
  connectivityPlan: string | null;
  identifier: string | null;
  adapters: Partial<Record<Network, string>>;
  joinEui: string | null;
  sealedAppKey: string | null;
  typeId: string;
  typeName: string;
  category: 'managed' | 'own';
  networks: Network[];
  /** Whether any message of it has come. */
  heard: boolean;
}

/** Fields by name, metadata as `metadata:<key>`; null: there is none. */
export type FieldValues = Record<string, unknown>;

const PLAIN = [
  'name',
  'description',
  'barcode',
  'tags',
  'status',
  'latitude',
  'longitude',
  'altitude',
  'project',
  'flows',
  'connectivityPlan',
] as const;

export function fieldValue(state: DeviceState, field: string): unknown {
  if (field.startsWith(METADATA)) return state.metadata[field.slice(METADATA.length)] ?? null;
  return state[field as (typeof PLAIN)[number]] ?? null;
}

const idsOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(idsOf)
    : value && typeof value === 'object' && 'id' in value
      ? value.id
      : value;

/** What has an id is the same whatever it is called meanwhile. */
export const sameValue = (a: unknown, b: unknown): boolean =>
  JSON.stringify(idsOf(a ?? null)) === JSON.stringify(idsOf(b ?? null));

/** What of `wanted` differs, old and new. */
export function differences(
  state: DeviceState,
  wanted: FieldValues,
): { before: FieldValues; after: FieldValues } | null {
  const before: FieldValues = {};
  const after: FieldValues = {};
  for (const [field, value] of Object.entries(wanted)) {
    if (value === undefined || sameValue(fieldValue(state, field), value)) continue;
    before[field] = fieldValue(state, field);
    after[field] = value;
  }
  return Object.keys(after).length > 0 ? { before, after } : null;
}

/** The state after these fields were set. */
export function withFields(state: DeviceState, after: FieldValues): DeviceState {
  const next: DeviceState = { ...state, metadata: { ...state.metadata } };
  for (const [field, value] of Object.entries(after)) {
    if (!field.startsWith(METADATA)) Object.assign(next, { [field]: value });
    else if (value === null) delete next.metadata[field.slice(METADATA.length)];
    else next.metadata[field.slice(METADATA.length)] = value as string;
  }
  return next;
}

/** What of a device's place a sheet says; null empties it, and the altitude goes with the rest. */
export function placeFields(values: Partial<Record<string, string>>, emptyClears = false): FieldValues {
  const fields: FieldValues = {};
  for (const name of ['latitude', 'longitude', 'altitude'] as const) {
    const text = values[name];
    if (text) fields[name] = Number(text);
    else if (text === '' && emptyClears) fields[name] = null;
  }
  if (fields.latitude === null && fields.longitude === null) fields.altitude = null;
  return fields;
}

/** Half a place is none: there are both coordinates, or neither and no altitude. */
export function isHalfPlace({ latitude, longitude, altitude }: Record<string, unknown>): boolean {
  const known = (value: unknown) => value !== null && value !== undefined;
  return known(latitude) !== known(longitude) || (known(altitude) && !known(latitude));
}

export const tooMuchMetadata = (state: DeviceState): boolean =>
  Object.keys(state.metadata).length > MAX_METADATA;

export const labelOf = (state: Pick<DeviceState, 'identifier' | 'name'>): string =>
  state.identifier ?? state.name;
