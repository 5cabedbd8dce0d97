/** Why a call got no answer: a stable code for rules and logs, one sentence for the operator. */
export interface OutgoingFailure {
  code: string;
  message: string;
}

/** A receiver with a certificate of its own making, or one that asks for ours. PEM. */
export interface OutgoingTls {
  ca?: string;
  cert?: string;
  key?: string;
}

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** For the whole call: name service, connection, answer. */
  timeoutMs?: number;
  /** The rest of a longer answer is not read; the connection is given up. */
  maxResponseBytes?: number;
  tls?: OutgoingTls;
  /** Calls of different lanes share no connection, e.g. one lane a destination. */
  lane?: string;
}

export type OutgoingResult =
  | {
      ok: true;
      status: number;
      headers: Record<string, string | string[] | undefined>;
      body: Uint8Array;
      truncated: boolean;
      durationMs: number;
    }
  | { ok: false; failure: OutgoingFailure; durationMs: number };

export type AddressCheck = { ok: true } | { ok: false; failure: OutgoingFailure };

/** What drivers are given to talk to the world. Never throws; redirects are answers like any other. */
export interface OutgoingHttp {
  request(url: string, request: OutgoingRequest): Promise<OutgoingResult>;
  /** For the moment of saving; every connection checks again. */
  checkAddress(url: string): Promise<AddressCheck>;
  close(): Promise<void>;
}
