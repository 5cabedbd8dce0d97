/** What is said of any device, whatever its network. */
export const DESCRIBING = [
  'name',
  'barcode',
  'description',
  'tags',
  'latitude',
  'longitude',
  'altitude',
  'type',
  'project',
  'flow',
] as const;

/** What a column of a sheet can be. Safe in the browser. */
export const FIELDS = [
  'deviceId',
  'devEui',
  'joinEui',
  'appKey',
  'imei',
  'iccid',
  'dvnUuid',
  'sharedSecret',
  ...DESCRIBING,
  'status',
  'ratePlan',
  'communicationPlan',
] as const;
type NamedField = (typeof FIELDS)[number];
export type Field = NamedField | `metadata:${string}`;

export const METADATA = 'metadata:';

/** Which column is what; null: it is left out. */
export type Mapping = (Field | null)[];

/** Why a column was taken for what it is. */
export type Because = 'name' | 'content' | 'remembered';

export interface SheetColumn {
  /** As the header has it; '' where there is none. */
  header: string;
  /** As a spreadsheet names it: A, B, …, AA. */
  letter: string;
  /** The first values, those of keys hidden. */
  samples: string[];
  because: Because | null;
}

/** What was found in a file, shown beside the mapping. */
export interface SheetFacts {
  format: 'csv' | 'xlsx';
  encoding: string | null;
  delimiter: string | null;
  /** Row of the header as a spreadsheet counts; null: it has none. */
  headerRow: number | null;
  rows: number;
  columns: SheetColumn[];
  /** Of the header; by it a mapping is remembered. */
  signature: string;
}

export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}
