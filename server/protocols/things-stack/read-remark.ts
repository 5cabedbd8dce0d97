import type { LoraLog } from '#server/protocols/lorawan/event.ts';
import { QUEUE_INVALIDATED } from '#server/protocols/lorawan/event.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { MAX_FCNT, MAX_FPORT } from '#server/protocols/provider-envelope/lora-fields.ts';
import { contextOf } from '#server/protocols/provider-envelope/told-context.ts';
import { queueItemIdOf } from './read-downlink.ts';
import { type Head, occurredAt } from './read-head.ts';

type Said = Pick<LoraLog, 'level' | 'code' | 'description' | 'context'>;

function remark(head: Head, event: Fields, said: Said): LoraLog {
  const at = occurredAt(head, event);
  const { code, description, context } = said;
  const identity = hashedIdentity('log', [head.devEui, code, at, description, JSON.stringify(context)]);
  return { kind: 'log', devEui: head.devEui, occurredAt: at, identity, ...said };
}

/** Somebody, ourselves or another application, put a downlink into the queue of the Network Server. */
export function readQueued(head: Head, downlink: Fields): LoraLog {
  const queueItem = queueItemIdOf(head, downlink);
  const context = {
    FPort: String(downlink.integer('f_port', 0, MAX_FPORT) ?? 0),
    FCntDn: String(downlink.integer('f_cnt', 0, MAX_FCNT) ?? 0),
    payload: downlink.base64AsHex('frm_payload') ?? '',
    ...(queueItem === null ? {} : { queueItem }),
  };
  const description = `FPort ${context.FPort}, FCntDn ${context.FCntDn}`;
  return remark(head, downlink, { level: 'info', code: 'DOWNLINK_QUEUED', description, context });
}

/** The Network Server threw away what waited for the device, mostly since its session ended: none of it is sent. */
export function readQueueInvalidated(head: Head, event: Fields): LoraLog {
  const downlinks = event.children('downlinks');
  const ours = downlinks.flatMap((downlink) => queueItemIdOf(head, downlink) ?? []);
  const last = event.integer('last_f_cnt_down', 0, MAX_FCNT) ?? 0;
  const context = {
    downlinks: String(downlinks.length),
    lastFCntDn: String(last),
    queueItems: ours.join(' '),
  };
  const description = `${downlinks.length}, FCntDn ${last}`;
  return remark(head, event, { level: 'warning', code: QUEUE_INVALIDATED, description, context });
}

/** An application package's word on a device, e.g. of LoRa Cloud's device management. */
export function readServiceData(head: Head, event: Fields): LoraLog {
  const description = event.text('service') ?? '';
  const context = contextOf(event.raw('data'));
  return remark(head, event, { level: 'info', code: 'SERVICE_DATA', description, context });
}
