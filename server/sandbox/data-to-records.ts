import { MAX_NAME_LENGTH, MAX_PACK_RECORDS, MAX_UNIT_LENGTH } from '#server/protocols/senml/limits.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';

/** How one leaf of a codec's `data` becomes a record; keyed by its dotted path. */
export interface RecordMapping {
  name?: string;
  unit?: string;
  /** Numbers are multiplied by it. */
  factor?: number;
}

export interface MappedRecords {
  records: SenmlRecord[];
  warnings: string[];
}

const MAX_DEPTH = 32;
const MAX_WARNINGS = 50;

/**
 * The `data` of a TS013 codec as SenML records, in the order of its keys. A leaf's dotted path is its name
 * (`door.open`, `readings.0.value`); `{value, unit}` is one leaf with a unit. No base fields: who and when is the
 * caller's to say.
 */
export function dataToRecords(
  data: unknown,
  mapping: Readonly<Record<string, RecordMapping>> = {},
): MappedRecords {
  const found: MappedRecords = { records: [], warnings: [] };
  new Walk(found, mapping).visit(data, '', 0);
  return found;
}

class Walk {
  private readonly found: MappedRecords;
  private readonly mapping: Readonly<Record<string, RecordMapping>>;
  private readonly names = new Set<string>();

  constructor(found: MappedRecords, mapping: Readonly<Record<string, RecordMapping>>) {
    this.found = found;
    this.mapping = mapping;
  }

  visit(value: unknown, path: string, depth: number, unit?: string): void {
    if (value === null || value === undefined) return;
    const measured = unit === undefined ? withUnit(value) : null;
    if (depth > MAX_DEPTH) this.warn(`${path} is nested too deep and left out`);
    else if (typeof value !== 'object') this.leaf(value, path, unit);
    else if (measured) this.visit(measured.value, path, depth, measured.unit);
    else {
      for (const [key, child] of Object.entries(value)) {
        this.visit(child, path === '' ? key : `${path}.${key}`, depth + 1);
      }
    }
  }

  private leaf(value: unknown, path: string, unit: string | undefined): void {
    const wish = Object.hasOwn(this.mapping, path) ? this.mapping[path] : undefined;
    const field = fieldOf(value, wish?.factor);
    if (!field) this.warn(`${path} is ${String(value)}, which no record can hold, and left out`);
    else if (this.found.records.length >= MAX_PACK_RECORDS) {
      this.warn(`more than ${MAX_PACK_RECORDS} values: the rest is left out`);
    } else {
      const name = senmlName(wish?.name ?? path);
      if (this.names.has(name)) this.warn(`${path} has the same name as another value: ${name}`);
      this.names.add(name);
      const u = (wish?.unit ?? unit)?.trim().slice(0, MAX_UNIT_LENGTH);
      this.found.records.push(u ? { n: name, u, ...field } : { n: name, ...field });
    }
  }

  private warn(text: string): void {
    const { warnings } = this.found;
    if (warnings.length < MAX_WARNINGS && !warnings.includes(text)) warnings.push(text);
  }
}

function withUnit(value: unknown): { value: unknown; unit: string } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { value: inner, unit } = value as { value?: unknown; unit?: unknown };
  return inner !== undefined && typeof inner !== 'object' && typeof unit === 'string'
    ? { value: inner, unit }
    : null;
}

function fieldOf(
  value: unknown,
  factor: number | undefined,
): { v: number } | { vs: string } | { vb: boolean } | null {
  if (typeof value === 'boolean') return { vb: value };
  if (typeof value === 'string') return { vs: value };
  if (typeof value !== 'number') return null;
  // 12 digits: 21.7 times 0.1 is to read 2.17, and no sensor knows more.
  const v = factor === undefined ? value : Number((value * factor).toPrecision(12));
  return Number.isFinite(v) ? { v } : null;
}

/** RFC 8428 §4.5.1: letters, digits and `- : . / _`. */
function senmlName(path: string): string {
  const name = path.replace(/[^A-Za-z0-9\-:./_]/gu, '_').slice(0, MAX_NAME_LENGTH);
  return name === '' ? 'value' : name;
}
