/**
 * SenML records (RFC 8428 §4): the shapes that every other room speaks.
 *
 * Times are Unix seconds (fractions allowed); units are strings of the RFC 8428 registry or of a device;
 * `vd` is base64url without padding, as JSON carries it.
 */

/** What a record says: one of v, vs, vb, vd, or a sum, or both. */
export interface RecordValue {
  u?: string;
  v?: number;
  vs?: string;
  vb?: boolean;
  vd?: string;
  s?: number;
}

/** One record as it travels (JSON labels of RFC 8428 §4.3), base fields included. */
export interface SenmlRecord extends RecordValue {
  bn?: string;
  bt?: number;
  bu?: string;
  bv?: number;
  bs?: number;
  bver?: number;
  n?: string;
  t?: number;
  ut?: number;
}

/** Records in the order in which they were sent; base fields apply from their own record onward. */
export type SenmlPack = SenmlRecord[];

/** A record after resolution (RFC 8428 §4.6): full name, absolute time, no base fields but another version than 10. */
export interface ResolvedRecord extends RecordValue {
  /** Base name and name joined, e.g. `urn:dev:DEVEUI:0059AC00001B3461:temperature`. */
  n: string;
  /** Unix seconds, absolute. */
  t: number;
  bver?: number;
}
