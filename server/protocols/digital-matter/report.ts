/**
 * What a Digital Matter tracker reports over HTTP (domain-facts §6.9): a report holds records, each a moment of the
 * device with what it measured then. Their makers give the specification of the fields to their customers only; names and
 * units here are those of the examples that they publish.
 */
export interface DigitalMatterRecord {
  kind: 'digital-matter';
  imei: string;
  serial: number;
  /** Counts the records of a device. */
  sequence: number;
  /** Of the record, as the device's clock told it; ISO 8601 UTC. */
  occurredAt: string;
  /** Stable over repeated reports, different for every record of a device. */
  identity: string;
  /** Code of why it was recorded. */
  reason: number | null;
  product: number | null;
  firmware: string | null;
  gps: DigitalMatterGps | null;
  digital: DigitalMatterDigital | null;
  /** Readings by their number, as they were sent. */
  analogue: Readonly<Record<string, number>>;
}

/** FType 0. */
export interface DigitalMatterGps {
  /** Of the fix, which may be older than the record. */
  fixedAt: string | null;
  latitude: number;
  longitude: number;
  /** Metres above sea. */
  altitude: number | null;
  /** cm/s. */
  speed: number | null;
  /** Degrees from north. */
  heading: number | null;
  /** Tenths. */
  pdop: number | null;
  /** Metres. */
  accuracy: number | null;
  status: number | null;
}

/** FType 2: bits, the lowest is input or output 0. */
export interface DigitalMatterDigital {
  inputs: number | null;
  outputs: number | null;
  status: number | null;
}
