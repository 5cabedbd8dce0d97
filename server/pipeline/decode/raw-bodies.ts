import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { looksLikeThingpark } from '#server/protocols/thingpark/own-report.ts';
import type { DecoderRun } from './topology.ts';

/** Scripts of the contract "things" get these as they came. */
const TOLD_AS_IT_CAME: ReadonlySet<string> = new Set(['uplink', 'location', 'digital-matter']);

/** Whether the exact bytes of a message are a part of what this decoder gets. */
export function readsRaw(run: DecoderRun, event: DeviceEvent): boolean {
  return run.kind === 'script' && run.script.contract === 'things' && TOLD_AS_IT_CAME.has(event.kind);
}

/** Bytes worth holding until the message is decoded: what scripts get is built from the event otherwise. */
export function rawToHold(event: DeviceEvent, body: Uint8Array): Uint8Array | null {
  if (event.kind === 'digital-matter') return body;
  return TOLD_AS_IT_CAME.has(event.kind) && looksLikeThingpark(body) ? body : null;
}
