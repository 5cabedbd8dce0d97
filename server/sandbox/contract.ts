/**
 * What crosses the wall between the platform and untrusted scripts. Everything is JSON; nothing else ever crosses.
 */

export type SandboxContract = 'things' | 'ts013' | 'format';
export type SandboxFunction = 'main' | 'decodeUplink' | 'encodeDownlink' | 'decodeDownlink';
export type LogLevel = 'log' | 'info' | 'warn' | 'error' | 'debug';

/** One run of one function of one script. */
export interface SandboxCall {
  /** Whose script it is: fairness and budgets are kept per tenant. */
  tenant: string;
  source: string;
  /** Lower-case hex SHA-256 of `source`; compiled images are cached under it. */
  scriptKey: string;
  contract: SandboxContract;
  /** `main` for `things` and `format`; the others for `ts013`. */
  fn: SandboxFunction;
  /**
   * JSON. `things`: the object that the script gets as one JSON string. `ts013`: decoders get
   * `{bytes: number[], fPort, recvTime: ISO text (a Date inside), variables?}`, the encoder `{data, fPort?, variables?}`.
   * `format`: the SenML pack that the script gets as one JSON string.
   */
  input: unknown;
}

export interface SandboxLog {
  level: LogLevel;
  message: string;
}

/** Line and column count from 1, as the editor shows the source. */
export interface SandboxError {
  /** The script's own error class, or one of `SANDBOX_ERRORS`. */
  name: string;
  message: string;
  line: number | null;
  column: number | null;
}

export interface SandboxResult {
  /** `things`: SenML pack or null. `ts013`: `Ts013Decoded`, of encoders `Ts013Encoded`. `format`: `Formatted` or null.
   * null when there is an error. */
  output: unknown;
  logs: SandboxLog[];
  error: SandboxError | null;
  /** Time of the script's own run; its loading is not counted. */
  durationMs: number;
  /** The process that ran it had to be killed. */
  killed?: boolean;
}

/** What TS013 decoders and their elders come back as; with errors, `data` is null. */
export interface Ts013Decoded {
  data: Record<string, unknown> | unknown[] | null;
  warnings: string[];
  errors: string[];
  /** What `normalizeUplink` made of `data`, where a script has one. Shown; records come of `data`. */
  normalized?: unknown;
}

/**
 * What encoders come back as; no bytes with errors.
 * @public
 */
export interface Ts013Encoded {
  bytes: number[];
  /** null where neither the script nor the call names one. */
  fPort: number | null;
  warnings: string[];
  errors: string[];
}

/** What a message format makes of a pack; null in its place: nothing is to be sent. */
export interface Formatted {
  /** null where the script leaves it open. */
  contentType: string | null;
  /** Text, or bytes in base64. */
  body: string;
  encoding: 'text' | 'base64';
}

/** Names of errors that are ours and not the script's. */
export const SANDBOX_ERRORS = {
  /** Stopped by the engine when its time was up. */
  timeout: 'Timeout',
  /** Did not stop by itself: its process was ended. */
  killed: 'Killed',
  /** Refused: it was killed too often. */
  suspended: 'Suspended',
  /** The script lacks the function that was asked for. */
  missingFunction: 'MissingFunction',
  /** What it returned does not keep the contract. */
  badResult: 'BadResult',
  resultTooLarge: 'ResultTooLarge',
  sourceTooLarge: 'SourceTooLarge',
  inputTooLarge: 'InputTooLarge',
  /** The caller's fault: function and contract, or source and key, do not belong together. */
  badCall: 'BadCall',
  /** The tenant's budget of processor time is spent. */
  budget: 'Budget',
  /** Too much is waiting, or no process can be started. */
  unavailable: 'Unavailable',
} as const;

/** `design/pipeline.md` "Sandbox" decides where it and `design/sandbox.md` differ. */
export const LIMITS = {
  callMs: 100,
  /** Within the kill limit, so that a script that loads for ever is told so; the slowest vendor codec takes 23 ms. */
  loadMs: 200,
  /** A process that was silent for so long with work in hand is killed: every run is over within 350 ms (S14). */
  killMs: 300,
  memoryPages: 256,
  stackBytes: 128 * 1024,
  sourceBytes: 256 * 1024,
  inputBytes: 128 * 1024,
  resultBytes: 256 * 1024,
  resultDepth: 64,
  logLineChars: 1024,
  logTotalChars: 64 * 1024,
  errorChars: 2048,
  /** LoRaWAN's largest application payload (RP002-1.0.4, EU868 DR5 and up). */
  encodedBytes: 242,
  contentTypeChars: 200,
  batchCalls: 20,
  queuedCalls: 20_000,
  imageCacheBytes: 64 * 1024 * 1024,
  killsToSuspend: 3,
  killWindowMs: 10 * 60_000,
} as const;

/** The order is the wire's: parent and child name a function by its index. */
export const ENTRY_POINTS = [
  'things/main',
  'ts013/decodeUplink',
  'ts013/encodeDownlink',
  'ts013/decodeDownlink',
  'format/main',
] as const;
export type EntryPoint = (typeof ENTRY_POINTS)[number];
