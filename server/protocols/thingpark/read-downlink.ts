import type { LoraDownlinkSent } from '#server/protocols/lorawan/event.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import {
  gatewayIdOf,
  MAX_FCNT,
  MAX_FPORT,
  requiredDevEui,
  UNKNOWN_RADIO,
} from '#server/protocols/provider-envelope/lora-fields.ts';
import { deliveryFailure } from './delivery-causes.ts';
import { readRadio } from './read-radio.ts';

const SLOTS = [null, 'rx1', 'rx2', 'ping'] as const;

export function slotNumber(slot: LoraDownlinkSent['slot']): number {
  return SLOTS.indexOf(slot);
}

export function readDownlinkSent(fields: Fields): LoraDownlinkSent {
  const devEui = requiredDevEui(fields, 'DevEUI');
  const occurredAt = fields.required('Time', fields.time('Time'));
  const fCntDown = fields.integer('FCntDn', 0, MAX_FCNT) ?? null;
  const queueItemId = fields.scalar('CorrelationID')?.toUpperCase() ?? null;
  const transmitted = fields.required('DeliveryStatus', fields.bit('DeliveryStatus'));
  const gatewayId = fields.scalar('Lrrid');
  const causes = [1, 2, 3].map((slot) => fields.scalar(`DeliveryFailedCause${slot}`));
  return {
    kind: 'downlink-sent',
    devEui,
    occurredAt,
    identity: hashedIdentity('downlink-sent', [devEui, occurredAt, fCntDown, queueItemId, transmitted]),
    transmitted,
    queueItemId,
    fPort: fields.integer('FPort', 0, MAX_FPORT) ?? null,
    fCntDown,
    frmPayload: null,
    confirmed: null,
    ...frameControl(fields),
    gatewayId: gatewayId === undefined ? null : gatewayIdOf(gatewayId),
    slot: SLOTS[fields.integer('TransmissionSlot', 0, 3) ?? 0] ?? null,
    // RX1 refused and RX2 used is a success: the causes say only why it was not RX1.
    failure: transmitted ? null : (deliveryFailure(causes) ?? 'no cause given'),
    radio: readRadio(fields),
  };
}

/** Named as an uplink names them; a report of an application's own downlink has none of it. */
function frameControl(fields: Fields): Pick<LoraDownlinkSent, 'macCommands' | 'adr' | 'ack' | 'fPending'> {
  const macCommands = fields.hex('rawMacCommands');
  const [adr, ack, fPending] = ['ADRbit', 'ACKbit', 'FPending'].map((name) => fields.bit(name));
  return {
    ...(macCommands === undefined ? {} : { macCommands }),
    ...(adr === undefined ? {} : { adr }),
    ...(ack === undefined ? {} : { ack }),
    ...(fPending === undefined ? {} : { fPending }),
  };
}

/** The LRC did not even queue it: `DeliveryStatus` is a code (350), `DownlinkRejectionCause` text. */
export function readDownlinkRejected(fields: Fields): LoraDownlinkSent {
  const devEui = requiredDevEui(fields, 'DevEUI');
  const occurredAt = fields.required('Time', fields.time('Time'));
  const fPort = fields.integer('FPort', 0, MAX_FPORT) ?? null;
  const fCntDown = fields.integer('FCntDn', 0, MAX_FCNT) ?? null;
  const queueItemId = fields.scalar('CorrelationID')?.toUpperCase() ?? null;
  const code = fields.scalar('DeliveryStatus');
  const cause = fields.scalar('DownlinkRejectionCause') ?? 'no cause given';
  const failure = `rejected${code === undefined ? '' : ` ${code}`}: ${cause}`;
  return {
    kind: 'downlink-sent',
    devEui,
    occurredAt,
    identity: hashedIdentity('downlink-sent', [devEui, occurredAt, fPort, fCntDown, queueItemId, failure]),
    transmitted: false,
    queueItemId,
    fPort,
    fCntDown,
    frmPayload: null,
    confirmed: null,
    gatewayId: null,
    slot: null,
    failure,
    radio: { ...UNKNOWN_RADIO },
  };
}
