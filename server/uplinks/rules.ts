import type { DeviceEvent } from '#server/protocols/device-event.ts';
import {
  type MacCommand,
  pairMacCommands,
  parseMacCommands,
} from '#server/protocols/lorawan/mac-commands.ts';
import type { MacExchange, MessageState, UplinkListItem } from './contract.ts';

/** Kinds that decoders look at; the rest is kept as history only. */
const DECODED: ReadonlySet<string> = new Set([
  'lora.uplink',
  'lora.location',
  'http.senml',
  'mqtt.senml',
  'digitalmatter.record',
]);

export function messageState(message: {
  kind: string;
  processed: boolean;
  queued: boolean;
  packs: number;
  failures: number;
}): MessageState {
  if (!DECODED.has(message.kind)) return 'history';
  if (!message.processed) return 'not-processed';
  if (message.queued) return 'waiting';
  return message.failures > 0 && message.packs === 0 ? 'failed' : 'recorded';
}

/** A message with what was learned of it elsewhere: the place that was solved later, the payload that our queue sent. */
export function shownEvent({
  event,
  solved,
  asked,
}: Pick<UplinkListItem, 'event' | 'solved' | 'asked'>): DeviceEvent {
  if (event.kind === 'uplink' && solved) return { ...event, location: solved.location };
  if (event.kind === 'downlink-sent' && asked)
    return { ...event, frmPayload: asked.payload, fPort: asked.fPort };
  return event;
}

/** FCntDown that a message tells: of the downlink that it is or acknowledges, of the last one before the uplink. */
export function downCounterOf(event: DeviceEvent): number | null {
  if (event.kind === 'downlink-sent' || event.kind === 'ack') return event.fCntDown;
  return event.kind === 'uplink' ? (event.fCntDown ?? null) : null;
}

/** What device and network told each other beside the application: FOpts, or the payload of FPort 0 (TS001 §4.3.1.6, §5). */
export function macCommandsOf(event: DeviceEvent): MacCommand[] {
  if (event.kind === 'uplink') {
    const hex = event.macCommands ?? (event.fPort === 0 ? event.frmPayload : '');
    return parseMacCommands(Buffer.from(hex, 'hex'), 'up').commands;
  }
  if (event.kind === 'downlink-sent') {
    const hex = event.macCommands ?? (event.fPort === 0 ? event.frmPayload : '');
    return parseMacCommands(Buffer.from(hex ?? '', 'hex'), 'down').commands;
  }
  return [];
}

/** A message that carries MAC commands. */
export interface MacFrame {
  uplinkId: number;
  receivedAt: Date;
  event: DeviceEvent;
}

/**
 * The exchanges that a message has part in: its requests with the answers that came later, its answers with what was
 * asked before. `around` are the messages of the device with MAC commands, this one among them, in any order.
 */
export function macExchangesOf(uplinkId: number, around: readonly MacFrame[]): MacExchange[] {
  const onTheAir = around.toSorted((a, b) => airTime(a) - airTime(b) || a.uplinkId - b.uplinkId);
  const commands = onTheAir.flatMap(({ event, uplinkId: id, receivedAt }) =>
    macCommandsOf(event).map((command) => ({ ...command, uplinkId: id, receivedAt })),
  );
  return pairMacCommands(commands, (command) => command.uplinkId).filter(
    ({ request, answer }) => request?.uplinkId === uplinkId || answer?.uplinkId === uplinkId,
  );
}

const airTime = ({ event }: MacFrame) => Date.parse(event.occurredAt);
