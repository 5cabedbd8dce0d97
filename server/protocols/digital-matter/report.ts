/**
 * What a Digital Matter tracker reports over HTTP (domain-facts §6.9): a report holds records, each a moment of the
 * device with what it measured then. Their makers give the specification of the fields to their customers only. Layout and
 * units of the types 0, 2 and 6 are those that public receivers agree on (Traccar's `dmthttp`, read against the reports in
 * its tests); what nobody has published is handed on as it came.
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
  /** FType 6 and 7: readings by their number, as they were sent. */
  analogue: Readonly<Record<string, number>>;
  /** Every other field; absent where there is none. */
  others?: readonly DigitalMatterField[];
}

/** A field whose layout is not public: Wi-Fi and cell scans, tags, trip types, run hours. */
export interface DigitalMatterField {
  /** Its FType. */
  type: number;
  /** The rest of it, as JSON. */
  json: string;
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
  /** In a unit of the maker's own. */
  speedAccuracy?: number;
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
