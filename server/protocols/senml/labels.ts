/**
 * The labels of RFC 8428 §4.3 with their JSON type and CBOR key (§6, table 4), in the order in
 * which our serializers write them: base fields first.
 */
export type FieldType = 'text' | 'number' | 'boolean' | 'data';

export const FIELDS = {
  bn: { cbor: -2, type: 'text' },
  bt: { cbor: -3, type: 'number' },
  bu: { cbor: -4, type: 'text' },
  bv: { cbor: -5, type: 'number' },
  bs: { cbor: -6, type: 'number' },
  bver: { cbor: -1, type: 'number' },
  n: { cbor: 0, type: 'text' },
  u: { cbor: 1, type: 'text' },
  v: { cbor: 2, type: 'number' },
  vs: { cbor: 3, type: 'text' },
  vb: { cbor: 4, type: 'boolean' },
  vd: { cbor: 8, type: 'data' },
  s: { cbor: 5, type: 'number' },
  t: { cbor: 6, type: 'number' },
  ut: { cbor: 7, type: 'number' },
} as const satisfies Record<string, { cbor: number; type: FieldType }>;

export type Label = keyof typeof FIELDS;

export const LABELS = Object.keys(FIELDS) as Label[];

export const VALUE_LABELS = ['v', 'vs', 'vb', 'vd'] as const;

export const BASE_LABELS = ['bn', 'bt', 'bu', 'bv', 'bs', 'bver'] as const;

export function isLabel(text: string): text is Label {
  return Object.hasOwn(FIELDS, text);
}

const LABEL_BY_CBOR_KEY = new Map<number, Label>(LABELS.map((label) => [FIELDS[label].cbor, label]));
// A widely used C library writes -16 for the base sum instead of RFC 8428's -6; nothing else uses -16.
LABEL_BY_CBOR_KEY.set(-16, 'bs');

export function labelOfCborKey(key: number): Label | undefined {
  return LABEL_BY_CBOR_KEY.get(key);
}
