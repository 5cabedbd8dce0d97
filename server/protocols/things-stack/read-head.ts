import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { devAddrOf, joinEuiOf, requiredDevEui } from '#server/protocols/provider-envelope/lora-fields.ts';

/** What surrounds every event. */
export interface Head {
  devEui: string;
  joinEui: string | null;
  devAddr: string | null;
  /** When the Application Server sent it on; absent in old versions. */
  receivedAt: string | undefined;
  correlationIds: string[];
  root: Fields;
}

export type EventReader = (head: Head, event: Fields) => LoraEvent;

export function readHead(root: Fields): Head {
  const ids = root.required('end_device_ids', root.child('end_device_ids'));
  return {
    devEui: requiredDevEui(ids, 'dev_eui'),
    joinEui: joinEuiOf(ids, 'join_eui'),
    devAddr: devAddrOf(ids, 'dev_addr'),
    receivedAt: root.time('received_at'),
    correlationIds: readCorrelationIds(root),
    root,
  };
}

export function readCorrelationIds(fields: Fields): string[] {
  const ids = fields.raw('correlation_ids');
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}

/** When the Network Server had it, else when the Application Server sent it on. */
export function occurredAt(head: Head, event: Fields): string {
  return event.time('received_at') ?? head.root.required('received_at', head.receivedAt);
}
