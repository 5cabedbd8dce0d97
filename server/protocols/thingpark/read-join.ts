import type { LoraEvent, LoraJoin } from '#server/protocols/lorawan/event.ts';
import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { devAddrOf, requiredDevEui, UNKNOWN_RADIO } from '#server/protocols/provider-envelope/lora-fields.ts';
import { readRadio, readReceptions } from './read-radio.ts';

/** MHDR, AppEUI, DevEUI, DevNonce, MIC: 1 + 8 + 8 + 2 + 4 bytes (TS001-1.0.4 §6.2.4). */
const JOIN_REQUEST_BYTES = 23;

/** The join request as the device sent it; whether it was answered is told by the notification. */
export function readJoinRequest(fields: Fields): LoraJoin {
  const devEui = requiredDevEui(fields, 'DevEUI');
  const occurredAt = fields.required('Time', fields.time('Time'));
  const raw = fields.required('rawJoinRequest', fields.hex('rawJoinRequest'));
  const frame = Buffer.from(raw, 'hex');
  if (frame.length !== JOIN_REQUEST_BYTES) {
    const message = `${fields.at('rawJoinRequest')} is ${frame.length} bytes, not ${JOIN_REQUEST_BYTES}`;
    throw new BodyFault('envelope.out-of-range', message, fields.at('rawJoinRequest'));
  }
  return {
    kind: 'join',
    devEui,
    occurredAt,
    identity: hashedIdentity('join', [devEui, raw, occurredAt]),
    joinEui: Buffer.from(frame.subarray(1, 9)).reverse().toString('hex').toUpperCase(),
    devAddr: null,
    devNonce: frame.readUInt16LE(17),
    accepted: false,
    radio: readRadio(fields),
    receptions: readReceptions(fields),
  };
}

/** Type `join`: the network accepted the device. Other types are the network's remarks. */
export function readNotification(fields: Fields): LoraEvent {
  const devEui = requiredDevEui(fields, 'DevEUI');
  const occurredAt = fields.required('Time', fields.time('Time'));
  const type = fields.required('Type', fields.text('Type'));
  const devAddr = devAddrOf(fields, 'DevAddr');
  if (type.toLowerCase() === 'join') {
    return {
      kind: 'join',
      devEui,
      occurredAt,
      identity: hashedIdentity('join', [devEui, 'accepted', devAddr, occurredAt]),
      joinEui: null,
      devAddr,
      devNonce: null,
      accepted: true,
      radio: { ...UNKNOWN_RADIO },
      receptions: [],
    };
  }
  const variables = ['Var1', 'Var2'].flatMap((name) => {
    const value = fields.scalar(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind: 'log',
    devEui,
    occurredAt,
    identity: hashedIdentity('log', [devEui, occurredAt, type, JSON.stringify(variables)]),
    level: 'info',
    code: type,
    description: `ThingPark notification "${type}"`,
    context: Object.fromEntries(variables),
  };
}
