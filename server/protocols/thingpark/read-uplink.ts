import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import {
  countGateways,
  devAddrOf,
  MAX_FCNT,
  MAX_FPORT,
  requiredDevEui,
} from '#server/protocols/provider-envelope/lora-fields.ts';
import { readLocation } from './read-location.ts';
import { readRadio, readReceptions } from './read-radio.ts';

const CONFIRMED_DATA_UP = 4;

export function readUplink(fields: Fields): LoraUplink {
  const devEui = requiredDevEui(fields, 'DevEUI');
  const occurredAt = fields.required('Time', fields.time('Time'));
  const devAddr = devAddrOf(fields, 'DevAddr');
  const fCntUp = fields.required('FCntUp', fields.integer('FCntUp', 0, MAX_FCNT));
  const fPort = fields.integer('FPort', 0, MAX_FPORT) ?? null;
  const payload = fields.hex('payload_hex') ?? '';
  const mic = fields.hex('mic_hex');
  const receptions = readReceptions(fields);
  const uplink: LoraUplink = {
    kind: 'uplink',
    devEui,
    occurredAt,
    identity: hashedIdentity('uplink', [devEui, devAddr, fCntUp, fPort, payload, mic, occurredAt]),
    devAddr,
    fCntUp,
    fPort,
    // On FPort 0 the payload is MAC commands, nothing of the application's.
    frmPayload: fPort === 0 ? '' : payload,
    confirmed: fields.integer('MType', 0, 7) === CONFIRMED_DATA_UP,
    adr: fields.bit('ADRbit') ?? null,
    // These two stand in a report only where they are set.
    adrAckReq: fields.bit('ADRAckReq') ?? false,
    ack: fields.bit('ACKbit') ?? false,
    radio: readRadio(fields),
    receptions,
    gatewayCount: Math.max(fields.integer('DevLrrCnt', 0, 1_000_000) ?? 0, countGateways(receptions)),
  };
  const macCommands = fPort === 0 && payload !== '' ? payload : fields.hex('rawMacCommands');
  if (macCommands !== undefined) uplink.macCommands = macCommands;
  const fCntDown = fields.integer('FCntDn', 0, MAX_FCNT);
  if (fCntDown !== undefined) uplink.fCntDown = fCntDown;
  if (mic !== undefined) uplink.mic = mic;
  const location = readLocation(fields);
  if (location) uplink.location = location;
  return uplink;
}
