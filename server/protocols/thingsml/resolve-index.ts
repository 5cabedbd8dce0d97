import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlExtension } from '../senml/read-record.ts';
import type { SenmlRecord } from '../senml/record.ts';
import { measurementOfIndex } from './measurement-index.ts';

/**
 * Replaces a measurement index by its name and unit. What the record says itself comes first: its own
 * `n` is kept, its own `u` is kept. An unknown index refuses the pack, because the field must be
 * understood (RFC 8428 §4.4).
 */
export function resolveIndex(record: SenmlRecord, index: unknown, path: string): ParseResult<SenmlRecord> {
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    return malformed('thingsml.bad-index', 'A measurement index is an integer.', path);
  }
  const measurement = measurementOfIndex(index);
  if (!measurement)
    return malformed('thingsml.unknown-index', `Measurement index ${index} is not known.`, path);
  const resolved: SenmlRecord = { ...record, n: record.n ?? measurement.name };
  if (resolved.u === undefined && measurement.unit !== null) resolved.u = measurement.unit;
  return parsed(resolved);
}

/** ThingsML is SenML plus this field: label `i_` in JSON, 23 in CBOR. */
export const MEASUREMENT_INDEX: SenmlExtension = { label: 'i_', cborKey: 23, apply: resolveIndex };
