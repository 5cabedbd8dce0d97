import type { ExtraLib } from '#components/ui/code-editor/code-editor.tsx';
import type { ScriptContract } from '#server/scripts/contract.ts';

/** What a script can count on, as declarations for the editor; the sandbox offers this and nothing else. */
const CONSOLE = `
/** Goes to the log beside the result, and to the log of the message. */
declare const console: {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  debug(...values: unknown[]): void;
};
`;

const TS013 = `
/** LoRa Alliance TS013-1.0.0. */
interface DecodeUplinkInput {
  /** The application payload, one number (0…255) a byte. */
  bytes: number[];
  fPort: number;
  /** When the network server received it. */
  recvTime: Date;
  variables?: Record<string, unknown>;
}
interface DecodeUplinkOutput {
  /** Every number, text and boolean in it becomes a record; its path is the name. */
  data?: object;
  warnings?: string[];
  /** One or more: the message counts as failed. */
  errors?: string[];
}
interface EncodeDownlinkInput { data: any; fPort?: number; variables?: Record<string, unknown> }
interface EncodeDownlinkOutput { bytes?: number[]; fPort?: number; warnings?: string[]; errors?: string[] }
interface DecodeDownlinkInput { bytes: number[]; fPort: number; variables?: Record<string, unknown> }
interface DecodeDownlinkOutput { data?: object; warnings?: string[]; errors?: string[] }
`;

const THINGS = `
/** What the one function of the script gets, as JSON text: \`/** @type {ThingsInput} *\\/ const input = JSON.parse(text)\`. */
interface ThingsInput {
  encoding: 'JSON';
  payload: unknown;
  metadata: {
    ingestion: {
      /** When the platform received it, ISO 8601. */
      timestamp: string;
      /** Of a LoRa device one of the two: a frame of the device, or a location that the network solved. */
      actility: { uplink?: ThingsUplink; location?: ThingsLocation };
      /** Of a Digital Matter tracker: its report, with one record. */
      digitalMatter?: { report: { SerNo: number; IMEI: string; Records: Record<string, unknown>[]; [field: string]: unknown } };
    };
    /** Base name for the device's records, e.g. urn:dev:DEVEUI:0059AC00001B3461: */
    device: { urn: string };
  };
}
interface ThingsUplink {
  Time: string;
  DevEUI: string;
  FPort: number | string;
  FCntUp: number | string;
  /** The application payload as hexadecimal text. */
  payload_hex: string;
  LrrRSSI?: number | string;
  LrrSNR?: number | string;
  SpFact?: number | string;
  Lrrid?: string;
  DevLrrCnt?: number | string;
  Lrrs?: { Lrr: { Lrrid: string; LrrRSSI: number | string; LrrSNR: number | string; LrrESP?: number | string }[] };
  [field: string]: unknown;
}
interface ThingsLocation {
  Time: string;
  DevEUI: string;
  DevLAT: number | string;
  DevLON: number | string;
  DevLocRadius?: number | string;
  [field: string]: unknown;
}
`;

const SENML = `
/** RFC 8428. The first record carries bn (whose it is) and, if it is known, bt (when, Unix seconds). */
interface SenmlRecord {
  bn?: string;
  bt?: number;
  bu?: string;
  n?: string;
  u?: string;
  v?: number;
  vs?: string;
  vb?: boolean;
  vd?: string;
  t?: number;
}
`;

const FORMAT = `
/** What the one function of the script gets, as JSON text: a pack as receivers get it without a format. */
type FormatInput = SenmlRecord[];
/** What it returns: the body as text; the body with its content type; bytes as base64; or null, and nothing is sent. */
type FormatOutput = string | { body: string; contentType?: string } | { bodyBase64: string; contentType?: string } | null;
`;

/** Constant objects: the editor hands them over again whenever they are others. */
const LIBS: Record<ScriptContract, readonly ExtraLib[]> = {
  ts013: [{ path: 'ts013.d.ts', content: CONSOLE + TS013 }],
  things: [{ path: 'things.d.ts', content: CONSOLE + SENML + THINGS }],
  format: [{ path: 'format.d.ts', content: CONSOLE + SENML + FORMAT }],
};

export function contractTypes(contract: ScriptContract): readonly ExtraLib[] {
  return LIBS[contract];
}
