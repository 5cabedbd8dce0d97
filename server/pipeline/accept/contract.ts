/** A request of a network server or a device as the ingestion reads it, whatever server it came in by. */
export interface IngestRequest {
  method: string;
  /** Path without query. */
  path: string;
  /** Raw query string without the question mark: ThingPark signs it as sent. */
  query: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
  address: string;
}

/** Caps are checked before anything is parsed. */
export const BODY_LIMITS = { networkServer: 256 * 1024, device: 64 * 1024 } as const;

/** What may be said at an address before its body is read. */
export interface IngestDoor {
  name: 'lora' | 'senml' | 'digital-matter' | 'firmware';
  bodyLimit: number;
}
