import type { ShapedPack } from '#server/measurements/contract.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { SandboxLog } from '#server/sandbox/contract.ts';
import type { QueueRow } from '../record/queue.sql.ts';

/** An uplink taken from the queue. */
export interface QueuedUplink extends QueueRow {
  kind: string;
  event: DeviceEvent;
  /** As in `DecodableMessage`. */
  raw?: Uint8Array | null;
}

/** As stored in `decoding_failures.error`. */
export interface DecodeFault {
  name: string;
  message: string;
  line: number | null;
  column: number | null;
}

/** What one decoder made of one uplink. */
export interface DecodeOutcome {
  decoderId: string;
  versionId: string | null;
  /** null: nothing for this decoder, or a fault. */
  pack: DecodedPack | null;
  fault: DecodeFault | null;
  logs: SandboxLog[];
  durationMs: number;
}

export interface DecodedPack extends ShapedPack {
  /** Base time, whole milliseconds; finer offsets stand in `rest.t`. */
  time: Date;
}
