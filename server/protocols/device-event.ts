import type { DigitalMatterRecord } from './digital-matter/report.ts';
import type { LoraEvent } from './lorawan/event.ts';
import type { SenmlMessage } from './senml/message.ts';

/** The one internal form of what we are told of a device, by whichever way; `kind` tells them apart. */
export type DeviceEvent = LoraEvent | SenmlMessage | DigitalMatterRecord;
