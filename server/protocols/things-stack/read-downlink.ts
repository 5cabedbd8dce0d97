import type { LoraAck, LoraDownlinkSent } from '#server/protocols/lorawan/event.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { MAX_FCNT, protoFPort, UNKNOWN_RADIO } from '#server/protocols/provider-envelope/lora-fields.ts';
import { type Head, occurredAt, readCorrelationIds } from './read-head.ts';

/**
 * The Things Stack hands back the correlation ids of a downlink with its events. One with this prefix
 * is our own queue item; the rest are traces of its components.
 */
export const CORRELATION_PREFIX = 'things-portal:';

export function queueItemIdOf(head: Head, downlink: Fields): string | null {
  const ids = [...readCorrelationIds(downlink), ...head.correlationIds];
  return ids.find((id) => id.startsWith(CORRELATION_PREFIX))?.slice(CORRELATION_PREFIX.length) ?? null;
}

function base<K extends 'ack' | 'downlink-sent'>(kind: K, head: Head, event: Fields, downlink: Fields) {
  const at = occurredAt(head, event);
  const queueItemId = queueItemIdOf(head, downlink);
  const fCntDown = downlink.integer('f_cnt', 0, MAX_FCNT) ?? 0;
  const session = downlink.text('session_key_id');
  // The event's name is part of it: `sent` and `failed` of one downlink may share the rest.
  const identity = hashedIdentity(kind, [head.devEui, event.path, session, queueItemId, fCntDown, at]);
  return { kind, devEui: head.devEui, occurredAt: at, identity, queueItemId, fCntDown };
}

export function readDownlinkAnswer(head: Head, downlink: Fields, acknowledged: boolean): LoraAck {
  return { ...base('ack', head, downlink, downlink), acknowledged };
}

export function readDownlinkSent(head: Head, downlink: Fields): LoraDownlinkSent {
  return readDownlink(head, downlink, downlink, null);
}

/** `{ downlink, error: { namespace, name, message_format, attributes, code } }`. */
export function readDownlinkFailed(head: Head, failed: Fields): LoraDownlinkSent {
  const downlink = failed.required('downlink', failed.child('downlink'));
  return readDownlink(head, failed, downlink, failureWords(failed.childOrEmpty('error')));
}

function readDownlink(head: Head, event: Fields, downlink: Fields, failure: string | null): LoraDownlinkSent {
  const frmPayload = downlink.base64AsHex('frm_payload') ?? '';
  return {
    ...base('downlink-sent', head, event, downlink),
    transmitted: failure === null,
    fPort: protoFPort(downlink, 'f_port', frmPayload),
    frmPayload,
    confirmed: downlink.flag('confirmed') ?? false,
    gatewayId: null,
    slot: null,
    failure,
    radio: { ...UNKNOWN_RADIO },
  };
}

function failureWords(error: Fields): string {
  const attributes = error.childOrEmpty('attributes');
  const format = error.text('message_format') ?? 'no reason given';
  const words = format.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = attributes.raw(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : placeholder;
  });
  const name = error.text('name');
  return name === undefined ? words : `${name}: ${words}`;
}
