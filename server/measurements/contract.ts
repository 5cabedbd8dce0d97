import type { RecordValue } from '#server/protocols/senml/record.ts';
import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';

/** One value of a device as history, graphs and the twin know it. */
export interface Measurement extends RecordValue {
  /** Within the device. */
  n: string;
  /** Unix seconds, absolute. */
  t: number;
}

/** One letter a record: number, string, boolean, data. */
export type Kind = 'n' | 's' | 'b' | 'd';

/** What a pack's records are called and measured in; stored once (table `shapes`). */
export interface Shape {
  names: string[];
  /** '' where a record has no unit. */
  units: string[];
  kinds: string;
}

/** What does not fit an array of numbers. Keys are the index of the record. */
export interface PackRest {
  /** Text and data. */
  s?: Record<string, string>;
  /** Seconds after the base time of the pack, where not 0. */
  t?: Record<string, number>;
  /** SenML sums (RFC 8428 §4.2). */
  sum?: Record<string, number>;
  /** How the pack is written for receivers, where not the present way: the same bytes now and at a replay. */
  form?: PackForm;
  /** What the decoder's script logged; added by the pipeline. */
  logs?: { level: string; message: string }[];
}

/** The part of a row of `packs` that holds the values. */
export interface PackRow {
  time: Date;
  /** Booleans as 0 and 1; NaN where the value is text, data or a sum alone. */
  v: number[];
  rest: PackRest | null;
}

export interface ShapedPack extends Shape {
  /** First 16 bytes of SHA-256 over names, units and kinds. */
  hash: Uint8Array;
  v: number[];
  rest: PackRest | null;
  /** The same records by their local names, for the twin. */
  measurements: Measurement[];
}
