import type { DigitalMatterRecord } from './digital-matter/report.ts';
import type { LoraEvent } from './lorawan/event.ts';
import { deviceUrn } from './senml/device-urn.ts';
import type { SenmlMessage } from './senml/message.ts';

/** The one internal form of what we are told of a device, by whichever way; `kind` tells them apart. */
export type DeviceEvent = LoraEvent | SenmlMessage | DigitalMatterRecord;

/** In whose name it was told: a device of several networks has a base name in each. Trailing colon included. */
export function urnOfEvent(event: DeviceEvent): string {
  if (event.kind === 'senml') return event.urn;
  return event.kind === 'digital-matter' ? deviceUrn('IMEI', event.imei) : deviceUrn('DEVEUI', event.devEui);
}
